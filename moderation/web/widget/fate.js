/** What became of one's own comment and why, in words; and what came of objecting. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";

/** @typedef {import("../shared/words.js").Words} Words */

/**
 * @param {Words} words
 * @param {import("../shared/api.js").Comment} comment
 * @returns {HTMLElement} how the comment stands
 */
export function status(words, { status }) {
  return element("strong", {}, words.say(status === "rejected" || status === "pending" ? status : "visible"));
}

/**
 * @param {Words} words
 * @param {import("../shared/api.js").Comment} comment
 * @param {import("../shared/account.js").Fate | undefined} fate
 * @returns {HTMLElement[]} why it stands so, and what one can do about it
 */
export function told(words, { status }, fate) {
  if (!fate) return [];
  const { decision, appeal, appealable_until: until } = fate;
  return [
    ...fate.reasons.map(({ code, message }) => element("p", {}, sentence(words, `reason.${code}.${status}`, message))),
    ...(decision ? decided(words, decision) : []),
    ...(appeal ? appealed(words, status, appeal) : []),
    ...(until ? [element("p", {}, words.say("appeal.until", { until: date(words, until) }))] : []),
  ];
}

/**
 * @param {Words} words
 * @param {import("../shared/account.js").Decision} decision
 */
function decided(words, { by, at, reason, ground, rule }) {
  const because = reason && sentence(words, `because.${reason}`, reason);
  return [
    element("p", {}, words.say(`decided.${by}`, { at: date(words, at) })),
    because && element("p", { dir: "auto" }, because),
    (rule || ground === "illegal") &&
      element("p", {}, words.say(`ground.${ground}`), rule && " ", rule && element("bdi", {}, rule)),
  ].filter((one) => one instanceof HTMLElement);
}

/**
 * @param {Words} words
 * @param {string} status of the comment
 * @param {import("../shared/account.js").Appeal} appeal
 */
function appealed(words, status, { state, statement, created_at: created, decided_at: ended, message }) {
  const at = date(words, ended ?? created);
  const said = [`appeal.${state}.${status}`, `appeal.${state}`].find((key) => words.has(key)) ?? "";
  return [
    element("p", {}, element("strong", {}, words.say(said, { at }))),
    message && element("p", {}, words.say("appeal.answer")),
    message && element("blockquote", { class: "told", dir: "auto" }, message),
    element(
      "details", {},
      element("summary", {}, words.say("appeal.yours")),
      element("blockquote", { class: "told", dir: "auto" }, statement),
    ),
  ].filter((one) => one instanceof HTMLElement);
}

/**
 * @param {Words} words
 * @param {string} key
 * @param {string} otherwise what is said where this language has no sentence of its own
 */
function sentence(words, key, otherwise) {
  return words.has(key) ? words.say(key) : otherwise;
}

/**
 * @param {Words} words
 * @param {string} at
 */
function date(words, at) {
  return absolute(Date.parse(at), words.language);
}
