/** Numbers as people read them: shares, durations, and what there is none of. */

/** @typedef {import("../shared/words.js").Words} Words */

/** @type {[string, number][]} */
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const NONE = "–";

/**
 * @param {number | null} value 0 to 1
 * @param {Words} words
 * @returns {string} such as "12%"
 */
export function share(value, words) {
  if (value === null) return NONE;
  return new Intl.NumberFormat(words.language, { style: "percent", maximumFractionDigits: 1 }).format(value);
}

/**
 * @param {number | null} seconds
 * @param {Words} words
 * @returns {string} such as "3.5 hours"
 */
export function duration(seconds, words) {
  if (seconds === null) return NONE;
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? ["second", 1];
  const digits = seconds / length < 10 && unit !== "second" ? 1 : 0;
  return new Intl.NumberFormat(words.language, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: digits }).format(seconds / length);
}

/**
 * @param {number} value
 * @param {Words} words
 * @returns {string} a number that is reckoned: to one digit under ten
 */
export function about(value, words) {
  return new Intl.NumberFormat(words.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
