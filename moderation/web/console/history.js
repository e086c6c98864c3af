/** What was done lately, by moderators or by the site's policy, in a window of its own: everything in it can be taken back from there. */

import { h, html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { moment, takenBack } from "./comment.js";
import { closing, shown, useTrouble } from "./dialogs.js";
import { reasonCalled, whoDid } from "./views.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./documents.js").Done} Done
 * @typedef {{items: Done[], next_cursor: string | null}} Page
 * @typedef {{words: Words, service: import("./service.js").Service, undo: (act: Done) => Promise<unknown>}} Doing
 */

/**
 * @param {Words} words
 * @param {import("./service.js").Service} service
 * @param {(act: Done) => Promise<unknown>} undo
 */
export async function showHistory(words, service, undo) {
  await shown(h(History, { words, service, undo }), words.say("history"), "wide");
}

/** @param {Doing} props */
function History({ words, service, undo }) {
  const [read, setRead] = useState(/** @type {Page | null} */ (null));
  const { attempt, trouble } = useTrouble(words);
  const mine = useRef(/** @type {HTMLInputElement | null} */ (null));

  /** @param {Page | null} before null to begin with the newest */
  const more = async (before) => {
    const me = mine.current?.checked ? service.session.moderator.id : null;
    const found = await service.history(me, before?.next_cursor ?? null);
    setRead({ ...found, items: [...(before?.items ?? []), ...found.items] });
  };

  useLayoutEffect(() => void attempt(() => more(null)), []);
  const takeBack = (/** @type {Done} */ act) => attempt(async () => (await undo(act), await more(null)));
  return html`
    <form method="dialog">
      <h2>${words.say("history")}</h2>
      <label class="mine">
        <input ref=${mine} type="checkbox" id="mine" autofocus onchange=${() => attempt(() => more(null))} />${words.say("only-mine")}
      </label>
      ${trouble}
      <div class="profile">
        <ol class="measures" aria-label=${words.say("history")} aria-live="polite">
          ${read?.items.map((one) => row(one, words, () => takeBack(one)))}
          ${read?.items.length === 0 && html`<li class="quiet">${words.say("history-none")}</li>`}
        </ol>
      </div>
      <div class="row">
        <button type="button" hidden=${!read?.next_cursor} onclick=${() => attempt(() => more(read))}>${words.say("more")}</button>
        ${closing(words)}
      </div>
    </form>
  `;
}

/**
 * Whom an act is about. Somebody who has written nothing yet is known by what the publisher calls them.
 *
 * @param {Done} act
 * @param {Words} words
 */
function called({ kind, author }, words) {
  return author?.name || (kind !== "decision" && author?.id) || words.say("nobody");
}

/**
 * @param {Done} act
 * @param {Words} words
 * @param {() => Promise<void>} undo
 */
function row(act, words, undo) {
  const { kind, actions, moderator, comment, comments, reason, undone_at: undoneAt, undone_by: by, undoable } = act;
  const what = actions.map((one) => words.say(kind === "standing" ? `standing.${one}` : `did.${one}`)).join(", ");
  const name = kind === "bulk" ? words.say("so-many", { count: comments }) : called(act, words);
  const because = reasonCalled(reason, words);
  const button = html`
    <button type="button" class="link" aria-label=${words.say("undo-what", { what, name })} onclick=${undo}>${words.say("undo")}</button>
  `;
  return html`
    <li key=${`${act.at} ${act.decision_id ?? act.bulk_id ?? act.number}`} class=${undoneAt === null ? "" : "undone"}>
      <b class="tag ${kind === "standing" ? "standing" : "did"}-${actions[0]}">${what}</b> <bdi>${name}</bdi>
      ${because && html`<q dir="auto">${because}</q>`}
      ${comment?.body && html`<p class="start" dir="auto">${comment.body.slice(0, 200)}</p>`}
      <p class="quiet">
        <bdi>${whoDid(moderator, words)}</bdi> · ${moment(act.at, words)}
        ${takenBack(by, undoneAt, words)}
        ${undoneAt === null && !undoable && ` · ${words.say("cannot-undo")}`}
      </p>
      ${undoable && html`<p class="acts">${button}</p>`}
    </li>
  `;
}
