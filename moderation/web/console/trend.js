/** How an author's comments fared in the last weeks: small bars, and the same in words; and what came of reports on them. */

import { element } from "../shared/dom.js";
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
  if (typeof found === "string") return element("div", { class: "trend", "aria-busy": found === "loading" && "true" }, pending(found, words, again));
  const { author } = found;
  if (!author) return element("div", { class: "trend" }, element("p", { class: "quiet" }, words.say("trend-erased")));
  const { trend: way, weeks, complete, comments, reports } = author;
  const most = Math.max(1, ...weeks.map(({ approved, rejected }) => approved + rejected));
  return element(
    "div",
    { class: "trend" },
    element(
      "p",
      {},
      element("span", { class: `tag trend-${way}` }, words.say(`trend.${way}`)),
      " ",
      element("span", { class: "quiet" }, words.say("trend"), !complete && ` · ${words.say("trend-newest", { count: comments })}`),
    ),
    element("ol", { class: "weeks" }, ...weeks.map((one) => week(one, most, words))),
    element("p", { class: "reported quiet" }, upheld(reports, words)),
  );
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
  const part = (/** @type {string} */ kind, /** @type {number} */ count) => {
    const bar = element("span", { class: kind });
    bar.style.blockSize = `${(100 * count) / most}%`;
    return bar;
  };
  const said = words.say("trend-week", { day: day(from, words), approved, rejected });
  return element(
    "li",
    { title: said },
    element("span", { class: "unseen" }, said),
    element("span", { class: "stack", "aria-hidden": "true" }, part("rejected", rejected), part("approved", approved)),
  );
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
