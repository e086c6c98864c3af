/** How an author's comments fared in the last weeks: small bars, and the same in words; and what came of reports on them. */

import { html } from "../vendor/preact-htm.js";
import { pending } from "./surroundings.js";

/**
 * @typedef {import("./context.js").AuthorsWeeks} AuthorsWeeks
 * @typedef {import("../shared/words.js").Words} Words
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const days = new Map();

/**
 * @param {import("./context.js").Found} found
 * @param {Words} words
 * @param {() => void} again
 */
export function trend(found, words, again) {
  if (typeof found === "string") {
    return html`<div class="trend" aria-busy=${found === "loading" ? "true" : null}>${pending(found, words, again)}</div>`;
  }
  const { author } = found;
  if (!author) return html`<div class="trend"><p class="quiet">${words.say("trend-erased")}</p></div>`;
  const { trend: way, weeks, complete, comments, reports } = author;
  const most = Math.max(1, ...weeks.map(({ approved, rejected }) => approved + rejected));
  const newest = !complete && ` · ${words.say("trend-newest", { count: comments })}`;
  return html`
    <div class="trend">
      <p><span class="tag trend-${way}">${words.say(`trend.${way}`)}</span> <span class="quiet">${words.say("trend")}${newest}</span></p>
      <ol class="weeks">${weeks.map((one) => week(one, most, words))}</ol>
      <p class="reported quiet">${upheld(reports, words)}</p>
    </div>
  `;
}

/**
 * How many of an author's comments that readers reported were then rejected.
 *
 * @param {import("./documents.js").ReportsOnAuthor} reports
 * @param {Words} words
 */
export function upheld({ reported, upheld, comments, complete }, words) {
  const said = reported ? words.say("reports-upheld", { count: reported, rejected: upheld }) : words.say("reports-on-none");
  return complete ? said : `${said} · ${words.say("trend-newest", { count: comments })}`;
}

/**
 * @param {AuthorsWeeks["weeks"][number]} one
 * @param {number} most decided in any of the weeks
 * @param {Words} words
 */
function week({ from, approved, rejected }, most, words) {
  const part = (/** @type {string} */ kind, /** @type {number} */ count) =>
    html`<span class=${kind} style=${{ blockSize: `${(100 * count) / most}%` }}></span>`;
  const said = words.say("trend-week", { day: day(from, words), approved, rejected });
  return html`
    <li title=${said}>
      <span class="unseen">${said}</span>
      <span class="stack" aria-hidden="true">${part("rejected", rejected)}${part("approved", approved)}</span>
    </li>
  `;
}

/**
 * @param {string} at
 * @param {Words} words
 */
function day(at, words) {
  const format = days.get(words.language) ?? new Intl.DateTimeFormat(words.language, { day: "numeric", month: "long" });
  days.set(words.language, format);
  return format.format(new Date(at));
}
