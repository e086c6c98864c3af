/** What a dry run found, for people: how many, which rule, which comments, and what moderators have made of them. */

import { Table } from "../console/table.js";
import { h, html } from "../vendor/preact-htm.js";

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
 */
export function outcome(found, words) {
  const { looked_at: count, changed, of_today: today } = found;
  const sentences = [words.say("looked-at", { count }), words.say("changed", { count: changed })];
  if (today) sentences.push(words.say("of-today", { count: today }));
  return html`
    <p class="sum">${sentences.join(" ")}</p>
    ${found.changes.length > 0 && changesTable(found.changes, words, words.say("together"))}
    ${found.rules.map((rule) => ruled(rule, words))}
    ${found.comments.length > 0 && html`<h3>${words.say("comments")}</h3>`}
    ${found.comments.map((one) => changedComment(one, words))}
  `;
}

/**
 * @param {Rule} rule
 * @param {Words} words
 */
function ruled(rule, words) {
  return html`
    <section class="card">
      <h3><bdi>${rule.name}</bdi> ${rule.tried && html`<span class="tag">${words.say("on-trial")}</span>`}</h3>
      <p>${words.say("matched", { count: rule.matched })}</p>
      ${rule.alone.length > 0 && changesTable(rule.alone, words, words.say(rule.tried ? "if-it-acted" : "alone"))}
    </section>
  `;
}

/**
 * @param {Change[]} changes
 * @param {Words} words
 * @param {string} caption
 */
function changesTable(changes, words, caption) {
  const heads = ["before", "after", "number", "approved", "rejected"].map((key) => words.say(`head.${key}`));
  const rows = changes.map(
    ({ before, after, comments, approved, rejected }) => html`
      <tr>
        <td>${words.say(`outcome.${before}`)}</td>
        <td>${tag(after, words)}</td>
        ${[comments, approved, rejected].map((number) => html`<td class="number">${words.number(number)}</td>`)}
      </tr>
    `,
  );
  return h(Table, { caption, heads, rows });
}

/**
 * @param {Changed} changed
 * @param {Words} words
 */
function changedComment({ comment, before, after, why }, words) {
  return html`
    <article class="card">
      <p class="quiet"><bdi>${comment.author?.name ?? ""}</bdi> · <bdi>${comment.article}</bdi> · ${words.say(`outcome.${before}`)} → ${tag(after, words)}</p>
      <p class="said-then" dir="auto">${comment.body}</p>
      <ul class="quiet" lang="en" dir="ltr">${why.map((sentence) => html`<li>${sentence}</li>`)}</ul>
    </article>
  `;
}

/**
 * @param {string} after
 * @param {Words} words
 */
function tag(after, words) {
  return html`<span class=${`tag outcome-${after}`}>${words.say(`outcome.${after}`)}</span>`;
}
