/** What the service knows in figures and codes, said in the moderator's language. */

import { mistakesIn } from "../shared/mistakes.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Opinion} Opinion
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{text: string, effect: string, language: string}} Ground `effect` is what it asks for, or "" for a fact
 */

/** @type {Map<string, Intl.NumberFormat>} */
const percents = new Map();
/** @type {Map<string, Intl.NumberFormat>} */
const durations = new Map();
const EVERYBODY = "premoderation"; // says least about this comment
const UNDECIDED = ["published", "pending"];
const STRENGTH = ["refuse", "reject", "shadow", "hold", "report", "approve", "trust", "note"];

/**
 * Why an entry waits, the strongest ground first.
 *
 * @param {Pick<Entry, "appeal" | "comment" | "opinions" | "reports">} entry
 * @param {Words} words
 * @returns {Ground[]}
 */
export function grounds({ appeal, comment, opinions, reports }, words) {
  const fact = (/** @type {string} */ key, values = {}) => ({ text: words.say(key, values), effect: "", language: words.language });
  const rank = (/** @type {Opinion} */ { effect, phase }) =>
    ((STRENGTH.indexOf(effect) + STRENGTH.length) % STRENGTH.length) + (phase === EVERYBODY ? 0.5 : 0);
  const said = [...opinions].sort((one, other) => rank(one) - rank(other)).map((one) => phrase(one, words));
  const open = reports.filter((one) => one.open);
  if (open.length) {
    const reasons = [...new Set(open.map(({ reason }) => words.say(`reason.${reason}`)))].join(", ");
    said.unshift(fact("said-reports", { count: open.length, reasons }));
  }
  if (appeal?.state === "open") said.unshift(fact("said-appeal"));
  if (!said.length && UNDECIDED.includes(comment.status)) said.push(fact("said-nothing"));
  return said;
}

/**
 * An opinion by its code, or as the service wrote it: rules of a site's own are in nobody's list.
 *
 * @param {Opinion} opinion
 * @param {Words} words
 * @returns {Ground}
 */
function phrase({ reason, effect, sentence, detail = {} }, words) {
  const key = [`said.${reason}.${effect}`, `said.${reason}`].find((one) => words.has(one));
  if (!key) return { text: sentence, effect, language: "en" };
  /** @type {Record<string, string | number>} */
  const values = { because: because(detail["grounds"] ?? [detail["flags"] ?? [], detail["reason"] ?? []].flat()) };
  for (const [name, value] of Object.entries(detail)) {
    if (name === "attribute") values[name] = named(String(value), words);
    else if (name === "score" || name === "threshold") values[name] = percent(Number(value), words);
    else if (name === "would") values[name] = list(value, (act) => words.say(`act.${act}`));
    else if (Array.isArray(value)) values[name] = value.join(", ");
    else if (typeof value === "number" || typeof value === "string") values[name] = value;
  }
  return { text: words.say(key, values), effect, language: words.language };
}

/**
 * What a rule looked at, or another program named, after a colon.
 *
 * @param {unknown} grounds pairs of a field and what it was, or words
 * @returns {string}
 */
function because(grounds) {
  const said = list(grounds, (ground) => (Array.isArray(ground) ? ground.join(" = ") : String(ground)), "; ");
  return said && `: ${said}`;
}

/**
 * @param {unknown} values
 * @param {(value: any) => string} say
 * @param {string} [between]
 * @returns {string}
 */
function list(values, say, between = ", ") {
  return Array.isArray(values) ? values.map(say).join(between) : "";
}

/**
 * What an attribute is called: models of a site's own may have others.
 *
 * @param {string} attribute
 * @param {Words} words
 */
export function named(attribute, words) {
  const key = `attribute.${attribute}`;
  return words.has(key) ? words.say(key) : attribute.toLowerCase().replaceAll("_", " ");
}

/**
 * @param {number} value 0 to 1
 * @param {Words} words
 */
export function percent(value, words) {
  const format = percents.get(words.language) ?? new Intl.NumberFormat(words.language, { style: "percent" });
  percents.set(words.language, format);
  return format.format(value);
}

/**
 * @param {number} seconds
 * @param {Words} words
 * @returns {string} such as "3 hours"
 */
export function duration(seconds, words) {
  /** @type {[string, number][]} */
  const units = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
  const [unit, length] = units.find(([, one]) => seconds >= one) ?? ["second", 1];
  const key = `${words.language} ${unit}`;
  const format = durations.get(key) ?? new Intl.NumberFormat(words.language, { style: "unit", unit, unitDisplay: "long" });
  durations.set(key, format);
  return format.format(Math.floor(seconds / length));
}

/**
 * Why the service refused something, where its fields are out of sight: in its own words for what has none here.
 *
 * @param {import("../shared/api.js").Problem | import("./service.js").Declined} problem
 * @param {Words} words
 */
export function refusal(problem, words) {
  const known = `problem.${problem.slug}`;
  if (words.has(known)) return words.say(known, problem.document);
  const wrong = mistakesIn(words, problem.document).map(({ field, ...mistake }) => ({ ...mistake, key: `field.${field.split(".").at(-1)}` }));
  if (!wrong.length || !wrong.every(({ key, ours }) => ours && words.has(key))) return problem.message;
  return wrong.map(({ key, said }) => `${words.say(key)}: ${said}`).join(" ");
}
