/** An author in a window of their own: what they may do, what was done about them and by whom, and what they wrote. */

import { absolute } from "../shared/dates.js";
import { h, html, useLayoutEffect, useState } from "../vendor/preact-htm.js";
import { list } from "./cards.js";
import { inShort, moment, takenBack } from "./comment.js";
import { closing, shown, useTrouble } from "./dialogs.js";
import { note, numbers } from "./record.js";
import { upheld } from "./trend.js";
import { whoDid } from "./views.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./documents.js").Author} Author
 * @typedef {import("./documents.js").Measure} Measure
 *
 * @typedef {object} Doing what may be done about the author in front
 * @property {(() => Promise<unknown>) | null} warn null for a guest, who cannot be warned
 * @property {() => Promise<unknown>} note
 * @property {() => Promise<unknown>} stand
 * @property {(number: number) => Promise<unknown>} undo
 * @property {(bulk: string) => Promise<unknown>} bringBack the comments that were hidden along with a standing
 * @property {() => void} everything shows all their comments
 *
 * @typedef {object} Known
 * @property {Author} found
 * @property {import("./service.js").Note[]} notes
 * @property {import("./service.js").Comment[]} lately
 * @typedef {(work: () => Promise<unknown>) => Promise<void>} Attempt
 */

/**
 * @param {Words} words
 * @param {import("./service.js").Service} service
 * @param {{id: string, name: string}} author
 * @param {Doing} doing
 */
export async function showProfile(words, service, author, doing) {
  const { answer } = await shown(h(Profile, { words, service, author, doing }), author.name, "wide");
  if (answer === "everything") doing.everything();
}

/** @param {{words: Words, service: import("./service.js").Service, author: {id: string, name: string}, doing: Doing}} props */
function Profile({ words, service, author, doing }) {
  const [known, setKnown] = useState(/** @type {Known | null} */ (null));
  const { attempt: trying, trouble } = useTrouble(words);
  const read = async () => {
    const [found, notes, lately] = await Promise.all([service.author(author.id), service.notes(author.id), service.lately(author.id)]);
    setKnown({ found, notes: notes.items, lately: lately.items });
  };
  /** @type {Attempt} */
  const attempt = (work) => trying(async () => (await work(), await read()));
  useLayoutEffect(() => void trying(read), []);
  const button = (/** @type {string} */ key, /** @type {() => Promise<unknown>} */ act) =>
    html`<button type="button" onclick=${() => attempt(act)}>${words.say(key)}</button>`;
  return html`
    <form method="dialog">
      <h2 dir="auto">${author.name}</h2>
      <div class="profile" role="group" aria-live="polite">${known && inFull(known, words, attempt, doing)}</div>
      ${trouble}
      <div class="row">
        ${button("add-note", doing.note)}
        ${doing.warn && button("warn", doing.warn)}
        ${button("change-standing", doing.stand)}
        <button value="everything">${words.say("every-comment")}</button>
        ${closing(words)}
      </div>
    </form>
  `;
}

/**
 * @param {Known} known
 * @param {Words} words
 * @param {Attempt} attempt
 * @param {Doing} doing
 */
function inFull({ found, notes, lately }, words, attempt, doing) {
  const measures = found.measures.map((one) => measure(one, words, attempt, doing));
  return html`
    ${standing(found, words)}
    <h3>${words.say("measures")}</h3>
    <ol class="measures" aria-label=${words.say("measures")}>
      ${measures}${!measures.length && html`<li class="quiet">${words.say("measures-none")}</li>`}
    </ol>
    ${notes.length > 0 && html`<h3>${words.say("notes")}</h3>${list(notes.map((one) => note(one, words)))}`}
    ${lately.length > 0 && html`<h3>${words.say("lately")}</h3>${list(lately.map((one) => inShort(one, 240, words)))}`}
  `;
}

/**
 * @param {Author} author
 * @param {Words} words
 */
function standing({ standing: now, until, reason, strikes, warning, posted, visible, approved, rejected, reports }, words) {
  return html`
    <p>
      <span class="tag standing-${now}">${words.say(`standing.${now}`)}</span>
      ${until !== null && html`<span class="quiet"> ${words.say("until", { time: absolute(Date.parse(until), words.language) })}</span>`}
      ${reason && html`<q dir="auto">${reason}</q>`}
    </p>
    ${warning !== null && html`<p><b>${words.say("unacknowledged")}</b><q dir="auto">${warning}</q></p>`}
    ${numbers({ posted, visible, approved, rejected, strikes }, words)}
    <p class="reported quiet">${upheld(reports, words)}</p>
  `;
}

/**
 * @param {Measure} one
 * @param {Words} words
 * @param {Attempt} attempt
 * @param {Doing} doing
 */
function measure(one, words, attempt, doing) {
  const { kind, number, after, before, until, reason, message, moderator, at, acknowledged_at: read, undone_by: by, undone_at: undoneAt, bulk_id: bulk } = one;
  const isWarning = kind === "warning";
  const what = isWarning ? words.say("measure.warning") : words.say(`standing.${after}`);
  const link = (/** @type {string} */ key, /** @type {() => Promise<unknown>} */ act) => html`
    <button type="button" class="link" aria-label="${words.say(key)}: ${what}" onclick=${() => attempt(act)}>${words.say(key)}</button>
  `;
  const instead = words.say("instead-of", { standing: words.say(`standing.${before}`) });
  return html`
    <li key=${number} class=${undoneAt === null ? "" : "undone"} data-measure=${number}>
      <b class="tag ${isWarning ? "warned" : `standing-${after}`}">${what}</b>
      ${!isWarning && html`<span class="quiet"> ${instead}</span>`}
      ${until !== null && html`<span class="quiet"> · ${words.say("until", { time: absolute(Date.parse(until), words.language) })}</span>`}
      ${message !== null && !isWarning && html`<span class="quiet"> ${words.say("author-reads")} </span>`}
      ${message !== null && html`<q dir="auto">${message}</q>`}
      ${reason !== null && html`<q dir="auto">${reason}</q>`}
      <p class="quiet">
        <bdi>${whoDid(moderator, words)}</bdi> · ${moment(at, words)}
        ${isWarning && undoneAt === null && ` · ${words.say(read === null ? "unacknowledged" : "acknowledged")}`}
        ${bulk !== null && ` · ${words.say("hidden-with")}`}
        ${takenBack(by, undoneAt, words)}
      </p>
      ${undoneAt === null &&
      html`
        <p class="acts">
          ${one.undoable ? link("undo", () => doing.undo(number)) : html`<span class="quiet">${words.say("newer-first")}</span>`}
          ${bulk !== null && link("bring-back", () => doing.bringBack(bulk))}
        </p>
      `}
    </li>
  `;
}
