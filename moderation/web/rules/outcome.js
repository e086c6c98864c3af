/** What a dry run found, for people: how many, which rule, which comments, and what moderators have made of them. */

import { table } from "../console/table.js";
import { element } from "../shared/dom.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{before: string, after: string, comments: number, approved: number, rejected: number}} Change
 * @typedef {{name: string, line: number, tried: boolean, matched: number, alone: Change[], examples: string[]}} Rule
 * @typedef {import("../shared/api.js").Comment} Comment
 * @typedef {{comment: Comment, before: string, after: string, rules: string[], why: string[]}} Changed
 *
 * @typedef {object} DryRun
 * @property {number} looked_at
 * @property {number} of_today
 * @property {{fixed: number, per_character: number}} cost
 * @property {Rule[]} rules
 * @property {number} changed
 * @property {Change[]} changes
 * @property {Changed[]} comments
 */

/**
 * @param {DryRun} found
 * @param {Words} words
 * @returns {HTMLElement[]}
 */
export function outcome(found, words) {
  const { looked_at: count, changed, of_today: today } = found;
  const sentences = [words.say("looked-at", { count }), words.say("changed", { count: changed })];
  if (today) sentences.push(words.say("of-today", { count: today }));
  return [
    element("p", { class: "sum" }, sentences.join(" ")),
    ...(found.changes.length ? [changesTable(found.changes, words, words.say("together"))] : []),
    ...found.rules.map((rule) => ruled(rule, words)),
    ...(found.comments.length ? [element("h3", {}, words.say("comments"))] : []),
    ...found.comments.map((one) => changedComment(one, words)),
  ];
}

/**
 * @param {Rule} rule
 * @param {Words} words
 */
function ruled(rule, words) {
  return element(
    "section",
    { class: "card" },
    element(
      "h3",
      {},
      element("bdi", {}, rule.name),
      " ",
      rule.tried && element("span", { class: "tag" }, words.say("on-trial")),
    ),
    element("p", {}, words.say("matched", { count: rule.matched })),
    rule.alone.length > 0 && changesTable(rule.alone, words, words.say(rule.tried ? "if-it-acted" : "alone")),
  );
}

/**
 * @param {Change[]} changes
 * @param {Words} words
 * @param {string} caption
 */
function changesTable(changes, words, caption) {
  const heads = ["before", "after", "number", "approved", "rejected"].map((key) => words.say(`head.${key}`));
  const rows = changes.map(({ before, after, comments, approved, rejected }) =>
    element(
      "tr",
      {},
      element("td", {}, words.say(`outcome.${before}`)),
      element("td", {}, tag(after, words)),
      ...[comments, approved, rejected].map((number) => element("td", { class: "number" }, words.number(number))),
    ),
  );
  return table(caption, heads, rows);
}

/**
 * @param {Changed} changed
 * @param {Words} words
 */
function changedComment({ comment, before, after, why }, words) {
  return element(
    "article",
    { class: "card" },
    element(
      "p",
      { class: "quiet" },
      element("bdi", {}, comment.author?.name ?? ""),
      " · ",
      element("bdi", {}, comment.article),
      " · ",
      words.say(`outcome.${before}`),
      " → ",
      tag(after, words),
    ),
    element("p", { class: "said-then", dir: "auto" }, comment.body),
    element("ul", { class: "quiet", lang: "en", dir: "ltr" }, ...why.map((sentence) => element("li", {}, sentence))),
  );
}

/**
 * @param {string} after
 * @param {Words} words
 */
function tag(after, words) {
  return element("span", { class: `tag outcome-${after}` }, words.say(`outcome.${after}`));
}
