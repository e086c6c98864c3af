/** Who decided what and how soon, as tables that can be read aloud. */

import { Table } from "../console/table.js";
import { h, html } from "../vendor/preact-htm.js";
import { duration, share } from "./numbers.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{decided: number, share: number | null, flagged_rejected: number, flagged_approved: number, passed_rejected: number, passed_approved: number}} Agreement
 * @typedef {object} Tally
 * @property {number} decisions
 * @property {number} approved
 * @property {number} rejected
 * @property {number} escalated
 * @property {number} undone
 * @property {number | null} median_seconds
 * @property {number | null} slow_seconds
 * @typedef {Tally & {queue: string}} QueueTally
 * @typedef {Tally & {moderator: string, agreement: Agreement}} ModeratorTally
 */

const COUNTS = /** @type {const} */ (["decisions", "approved", "rejected", "escalated", "undone"]);

/**
 * @param {QueueTally[]} queues
 * @param {Words} words
 * @param {(queue: string) => string} named
 */
export function queueTable(queues, words, named) {
  const rows = queues.filter(({ decisions }) => decisions).map((each) => [named(each.queue), ...cells(each, words)]);
  return numbers(words.say("by-queue"), ["queue", ...COUNTS, "median", "slow"], rows, words);
}

/**
 * @param {ModeratorTally[]} moderators
 * @param {Words} words
 */
export function moderatorTable(moderators, words) {
  const rows = moderators.map((each) => [each.moderator, ...cells(each, words), share(each.agreement.share, words)]);
  return numbers(words.say("by-moderator"), ["moderator", ...COUNTS, "median", "slow", "agreement"], rows, words);
}

/**
 * @param {Agreement} agreement
 * @param {Words} words
 */
export function agreementTable(agreement, words) {
  const rows = [
    [words.say("flagged"), words.number(agreement.flagged_approved), words.number(agreement.flagged_rejected)],
    [words.say("passed"), words.number(agreement.passed_approved), words.number(agreement.passed_rejected)],
  ];
  return numbers(words.say("agreement-with"), ["classifier", "approved", "rejected"], rows, words);
}

/**
 * @param {Tally} tally
 * @param {Words} words
 */
function cells(tally, words) {
  return [...COUNTS.map((count) => words.number(tally[count])), duration(tally.median_seconds, words), duration(tally.slow_seconds, words)];
}

/**
 * @param {string} caption
 * @param {string[]} heads
 * @param {string[][]} rows
 * @param {Words} words
 */
function numbers(caption, heads, rows, words) {
  if (!rows.length) return html`<p class="quiet">${words.say("nothing-decided")}</p>`;
  const shown = rows.map(
    ([first, ...others]) => html`<tr><th scope="row"><bdi>${first}</bdi></th>${others.map((other) => html`<td class="number">${other}</td>`)}</tr>`,
  );
  return h(Table, { caption, heads: heads.map((head) => words.say(`head.${head}`)), rows: shown });
}
