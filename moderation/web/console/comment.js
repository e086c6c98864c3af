/** One comment in full: its text with the words that earned the score, and what it answers. */

import { absolute, relative } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { named, percent } from "./phrases.js";
import { isEscalated } from "./urgency.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Span} Span
 * @typedef {import("../shared/words.js").Words} Words
 */

const HARSH = ["SEXUALLY_EXPLICIT", "SEVERE_TOXICITY", "THREAT", "IDENTITY_ATTACK"];
const HARSH_FROM = 0.7;

/**
 * @param {Entry} entry
 * @param {Words} words
 * @param {{article: () => void, author: () => void}} narrow shows what else waits of the article, of the author
 * @param {(() => void) | null} unveil shows a harsh text; null if nothing shall be veiled
 * @returns {Node[]}
 */
export function inFull(entry, words, narrow, unveil) {
  const { comment, parent } = entry;
  const name = comment.author?.name || words.say("nobody");
  const only = (/** @type {string} */ key, /** @type {string} */ text, /** @type {() => void} */ act) =>
    element("button", { type: "button", class: "link", title: words.say(key), onclick: act }, element("bdi", {}, text));
  const badges = (comment.author?.badges ?? []).map((one) =>
    element("span", { class: "tag" }, words.has(`badge.${one}`) ? words.say(`badge.${one}`) : one),
  );
  return [
    element(
      "header",
      { class: "who" },
      element("span", { class: "disc", "aria-hidden": "true" }, [...name][0] ?? ""),
      element(
        "div",
        {},
        element("h2", { tabindex: -1 }, only("only-author", name, narrow.author), ...badges),
        element(
          "p",
          { class: "quiet" },
          element("span", { class: `status ${comment.status}` }, words.say(`status.${comment.status}`)),
          " · ",
          moment(comment.created_at, words),
          comment.edited_at !== null && ` · ${words.say("edited")}`,
          " · ",
          only("only-article", comment.article, narrow.article),
        ),
      ),
      isEscalated(entry) && element("span", { class: "tag escalated" }, words.say("escalated")),
    ),
    ...(parent ? [answered(parent, words)] : []),
    unveil && isHarsh(entry)
      ? veil(words, unveil)
      : element("div", { class: "body", dir: "auto" }, ...marked(comment.body ?? "", entry.spans, words)),
  ];
}

/** @param {Pick<Entry, "scores">} entry whose text hurts whoever reads such texts all day */
export function isHarsh({ scores }) {
  return HARSH.some((attribute) => (scores[attribute] ?? 0) >= HARSH_FROM);
}

/**
 * @param {Words} words
 * @param {() => void} unveil
 */
function veil(words, unveil) {
  const button = element("button", { type: "button", onclick: unveil }, words.say("unveil"), element("kbd", { "aria-hidden": "true" }, "V"));
  return element("div", { class: "body veil" }, element("p", {}, words.say("veiled")), button);
}

/**
 * @param {import("./service.js").Comment} parent
 * @param {Words} words
 */
function answered(parent, words) {
  const name = parent.author?.name || words.say("nobody");
  return element(
    "figure",
    { class: "answers" },
    element("figcaption", { class: "quiet" }, words.say("answers", { name })),
    element("blockquote", { dir: "auto" }, parent.body || words.say("removed")),
  );
}

/**
 * The text with its spans marked. Spans count characters and may overlap.
 *
 * @param {string} text
 * @param {Span[]} spans
 * @param {Words} words
 * @returns {(Node | string)[]}
 */
export function marked(text, spans, words) {
  const characters = [...text];
  /** @type {(Node | string)[]} */
  const shown = [];
  let reached = 0;
  for (const { attribute, start, end, value } of [...spans].sort((one, other) => one.start - other.start)) {
    if (end <= reached || start >= characters.length) continue;
    const begin = Math.max(start, reached);
    const title = `${named(attribute, words)} ${percent(value, words)}`;
    shown.push(characters.slice(reached, begin).join(""));
    shown.push(element("mark", { title }, characters.slice(begin, end).join("")));
    reached = end;
  }
  return [...shown, characters.slice(reached).join("")];
}

/**
 * @param {string} at
 * @param {Words} words
 */
export function moment(at, words) {
  const time = Date.parse(at);
  const title = absolute(time, words.language);
  return element("time", { datetime: at, title }, relative(time, Date.now(), words.language));
}
