/** Times as people say them ("5 minutes ago"), with the exact time for whoever points at it. */

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** @type {Map<string, Intl.RelativeTimeFormat>} made once per language, since making one takes longer than using it */
const relatives = new Map();
/** @type {Map<string, Intl.DateTimeFormat>} */
const absolutes = new Map();

/**
 * @template Format
 * @param {Map<string, Format>} known
 * @param {string} language
 * @param {() => Format} make
 * @returns {Format}
 */
function kept(known, language, make) {
  const found = known.get(language) ?? make();
  known.set(language, found);
  return found;
}

/**
 * @param {number} at milliseconds since 1970
 * @param {number} now milliseconds since 1970
 * @param {string} language
 * @returns {string} such as "3 hours ago"; "now" under a minute, and for a clock that runs ahead
 */
export function relative(at, now, language) {
  const format = kept(relatives, language, () => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
  const seconds = (now - at) / 1000;
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return format.format(0, "second");
}

/**
 * @param {number} at milliseconds since 1970
 * @param {string} language
 * @returns {string} date and time in the reader's own zone
 */
export function absolute(at, language) {
  const made = () => new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  return kept(absolutes, language, made).format(at);
}

/**
 * Write the relative time into a `<time datetime>` element, and the absolute one into its title.
 *
 * @param {HTMLTimeElement} time
 * @param {string} language
 * @param {number} now milliseconds since 1970
 */
export function tell(time, language, now) {
  const at = Date.parse(time.dateTime);
  const sentence = relative(at, now, language);
  if (time.textContent === sentence) return;
  time.textContent = sentence;
  time.title = absolute(at, language);
}
