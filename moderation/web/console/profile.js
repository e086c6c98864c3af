/** An author in a window of their own: what they may do, what was done about them and by whom, and what they wrote. */

import { Problem } from "../shared/api.js";
import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { list } from "./cards.js";
import { moment } from "./comment.js";
import { closing, shown } from "./dialogs.js";
import { upheld } from "./trend.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./documents.js").Author} Author
 * @typedef {import("./documents.js").Measure} Measure
 *
 * @typedef {object} Doing what may be done about the author in front
 * @property {(() => Promise<unknown>) | null} warn null for a guest, who cannot be told anything
 * @property {() => Promise<unknown>} note
 * @property {() => Promise<unknown>} stand
 * @property {(number: number) => Promise<unknown>} undo
 * @property {(bulk: string) => Promise<unknown>} bringBack the comments that were hidden along with a standing
 * @property {() => void} everything shows all their comments
 */

/**
 * @param {Words} words
 * @param {import("./service.js").Service} service
 * @param {{id: string, name: string}} author
 * @param {Doing} doing
 */
export async function showProfile(words, service, author, doing) {
  const trouble = element("p", { class: "wrong", role: "alert" });
  const content = element("div", { class: "profile", role: "group", "aria-live": "polite" });

  /** @param {() => Promise<unknown>} work */
  const attempt = async (work) => {
    trouble.textContent = "";
    try {
      await work();
      const [found, notes, lately] = await Promise.all([service.author(author.id), service.notes(author.id), service.lately(author.id)]);
      content.replaceChildren(...standing(found, words), ...measures(found, words, attempt, doing), ...notebook(notes.items, words), ...written(lately.items, words));
    } catch (why) {
      trouble.textContent = why instanceof Problem ? why.message : words.say("away");
    }
  };
  const button = (/** @type {string} */ key, /** @type {() => Promise<unknown>} */ act) =>
    element("button", { type: "button", onclick: () => void attempt(act) }, words.say(key));
  const everything = element("button", { value: "everything" }, words.say("every-comment"));
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, author.name),
    content,
    trouble,
    element(
      "div",
      { class: "row" },
      button("add-note", doing.note),
      doing.warn && button("warn", doing.warn),
      button("change-standing", doing.stand),
      everything,
      closing(words),
    ),
  );
  const closed = shown(form, author.name, "wide");
  await attempt(async () => {});
  if ((await closed) === "everything") doing.everything();
}

/**
 * @param {Author} author
 * @param {Words} words
 */
function standing({ standing: now, until, reason, strikes, warning, posted, visible, approved, rejected, reports }, words) {
  const number = (/** @type {string} */ key, /** @type {number} */ count) =>
    element("div", {}, element("dt", {}, words.say(key)), element("dd", {}, words.number(count)));
  return [
    element(
      "p",
      {},
      element("span", { class: `tag standing-${now}` }, words.say(`standing.${now}`)),
      until !== null && element("span", { class: "quiet" }, " ", words.say("until", { time: absolute(Date.parse(until), words.language) })),
      reason && element("q", { dir: "auto" }, reason),
    ),
    ...(warning === null ? [] : [element("p", {}, element("b", {}, words.say("unacknowledged")), element("q", { dir: "auto" }, warning))]),
    element(
      "dl",
      { class: "numbers" },
      number("posted", posted),
      number("visible", visible),
      number("approved", approved),
      number("rejected", rejected),
      number("strikes", strikes),
    ),
    element("p", { class: "reported quiet" }, upheld(reports, words)),
  ];
}

/**
 * @param {Author} author
 * @param {Words} words
 * @param {(work: () => Promise<unknown>) => Promise<void>} attempt
 * @param {Doing} doing
 */
function measures({ measures: found }, words, attempt, doing) {
  const rows = found.map((one) => measure(one, words, attempt, doing));
  const nothing = [element("li", { class: "quiet" }, words.say("measures-none"))];
  return [element("h3", {}, words.say("measures")), element("ol", { class: "measures", "aria-label": words.say("measures") }, ...(rows.length ? rows : nothing))];
}

/**
 * @param {Measure} one
 * @param {Words} words
 * @param {(work: () => Promise<unknown>) => Promise<void>} attempt
 * @param {Doing} doing
 */
function measure(one, words, attempt, doing) {
  const { kind, number, after, before, until, reason, message, moderator, at, acknowledged_at: read, undone_by: by, undone_at: undoneAt, bulk_id: bulk } = one;
  const isWarning = kind === "warning";
  const what = isWarning ? words.say("measure.warning") : words.say(`standing.${after}`);
  const link = (/** @type {string} */ key, /** @type {() => Promise<unknown>} */ act) =>
    element("button", { type: "button", class: "link", "aria-label": `${words.say(key)}: ${what}`, onclick: () => void attempt(act) }, words.say(key));
  return element(
    "li",
    { class: undoneAt === null ? "" : "undone", "data-measure": number },
    element("b", { class: isWarning ? "tag warned" : `tag standing-${after}` }, what),
    !isWarning && element("span", { class: "quiet" }, " ", words.say("instead-of", { standing: words.say(`standing.${before}`) })),
    until !== null && element("span", { class: "quiet" }, " · ", words.say("until", { time: absolute(Date.parse(until), words.language) })),
    message !== null && !isWarning && element("span", { class: "quiet" }, " ", words.say("author-reads"), " "),
    message !== null && element("q", { dir: "auto" }, message),
    reason !== null && element("q", { dir: "auto" }, reason),
    element(
      "p",
      { class: "quiet" },
      element("bdi", {}, moderator === "policy" ? words.say("policy") : moderator),
      " · ",
      moment(at, words),
      isWarning && undoneAt === null && ` · ${words.say(read === null ? "unacknowledged" : "acknowledged")}`,
      bulk !== null && ` · ${words.say("hidden-with")}`,
      by !== null && undoneAt !== null && ` · ${words.say("undone-by", { name: by })} · `,
      undoneAt !== null && moment(undoneAt, words),
    ),
    undoneAt === null &&
      element(
        "p",
        { class: "acts" },
        one.undoable ? link("undo", () => doing.undo(number)) : element("span", { class: "quiet" }, words.say("newer-first")),
        bulk !== null && link("bring-back", () => doing.bringBack(bulk)),
      ),
  );
}

/**
 * @param {import("./service.js").Note[]} notes
 * @param {Words} words
 */
function notebook(notes, words) {
  if (!notes.length) return [];
  const rows = notes.map(({ text, by, at }) =>
    element("span", {}, element("q", { dir: "auto" }, text), element("span", { class: "quiet" }, element("bdi", {}, by), " · ", moment(at, words))),
  );
  return [element("h3", {}, words.say("notes")), list(rows)];
}

/**
 * @param {import("./service.js").Comment[]} comments
 * @param {Words} words
 */
function written(comments, words) {
  if (!comments.length) return [];
  const rows = comments.map(({ body, status, created_at: at }) =>
    element(
      "span",
      {},
      element("span", { class: "start", dir: "auto" }, (body ?? "").slice(0, 240)),
      element("span", { class: "quiet" }, element("span", { class: `status ${status}` }, words.say(`status.${status}`)), " · ", moment(at, words)),
    ),
  );
  return [element("h3", {}, words.say("lately")), list(rows)];
}
