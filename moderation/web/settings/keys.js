/** The keys of a policy: which stand together, and how each is entered and told. */

import { html } from "../vendor/preact-htm.js";
import { KEPT } from "./entry.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./entry.js").Field} Field
 *
 * @typedef {object} Key as the service describes it
 * @property {string} key
 * @property {"choice" | "truth" | "whole" | "number" | "thresholds" | "texts" | "text" | "secret"} kind
 * @property {any} default
 * @property {number | null} least
 * @property {number | null} most
 * @property {string[]} choices
 *
 * @typedef {{name: string, keys: string[]}} Group
 */

/** @type {Group[]} */
export const GROUPS = [
  { name: "commenting", keys: ["mode", "guests", "edit_window_seconds", "body_min", "body_max", "comments_per_minute", "close_after_days"] },
  {
    name: "classifier",
    keys: ["hold", "reject", "second_reader_margin", "on_classifier_failure", "languages", "on_unsupported_language"],
  },
  { name: "words", keys: ["banned_words", "suspect_words", "word_lists", "hold_suspect_words", "hold_links", "rules"] },
  { name: "authors", keys: ["hold_new_commenters", "hold_history_rate", "hold_history_minimum", "hold_repeats"] },
  { name: "strikes", keys: ["strike_days", "strikes_suspend", "strikes_suspend_as", "strikes_suspend_days"] },
  { name: "answering", keys: ["reports_per_day", "light_reports_after", "appeal_window_days", "appeals_per_day", "appeals_heard_by", "escalations_decided_by"] },
  { name: "reasons", keys: ["statement_ground", "house_rules", "legal_grounds", "statement_territories"] },
  { name: "outside", keys: ["origins", "jwt_secret", "jwks", "jwt_issuer", "jwt_audience", "coral_secret"] },
];

/** @type {Record<Key["kind"], Field["kind"]>} */
const ENTERED = { choice: "select", truth: "check", whole: "number", number: "number", thresholds: "scores", texts: "lines", text: "text", secret: "secret" };
/** @type {Record<string, Field["kind"]>} */
const OTHERWISE = { word_lists: "checks", statement_territories: "checks", jwks: "area", rules: "elsewhere" };
const CODE = new Set(["languages", "origins", "jwks", "jwt_issuer", "jwt_audience"]);

/**
 * @param {Key} key
 * @param {any} value
 * @param {Office} office
 * @returns {Field}
 */
export function fieldOf(key, value, office) {
  const { words } = office;
  const name = key.key;
  const kind = OTHERWISE[name] ?? ENTERED[key.kind];
  const means = words.say(`policy.${name}.means`);
  const own = kind === "scores" || kind === "elsewhere"; // a default for each score, and none where nothing is entered
  const defaults = own ? "" : words.say("default", { value: said(key, key.default, office) });
  return {
    name,
    label: words.say(`policy.${name}`),
    kind,
    value,
    options: key.choices.map((choice) => [choice, choiceSaid(key, choice, office)]),
    hint: `${means} ${defaults}`.trim(),
    code: CODE.has(name),
    ...(kind === "scores" ? { beside: (/** @type {string} */ attribute) => besideScore(key, attribute, office) } : {}),
    ...(kind === "elsewhere" ? { place: html`<a href=${`rules${location.search}`}>${words.say("to-the-rules")}</a>` } : {}),
  };
}

/**
 * The default of a threshold, and the way to what others would have come to.
 *
 * @param {Key} key
 * @param {string} attribute
 * @param {Office} office
 */
function besideScore({ key, default: defaults }, attribute, office) {
  const { words } = office;
  const otherwise = attribute in defaults ? words.number(defaults[attribute]) : words.say("none");
  if (key !== "hold") return words.say("default", { value: otherwise });
  const address = new URL(`statistics${location.search}`, document.baseURI);
  address.searchParams.set("attribute", attribute);
  const label = `${words.say("try-thresholds")}: ${attributeSaid(attribute, office)}`;
  return html`${words.say("default", { value: otherwise })} · <a href=${address} aria-label=${label}>${words.say("try-thresholds")}</a>`;
}

/**
 * A value for people.
 *
 * @param {Key} key
 * @param {any} value
 * @param {Office} office
 * @returns {string}
 */
export function said(key, value, office) {
  const { words } = office;
  if (key.kind === "truth") return words.say(value ? "yes" : "no");
  if (key.kind === "choice") return choiceSaid(key, value, office);
  if (key.kind === "secret") return words.say(value === KEPT ? "is-set" : "none");
  if (typeof value === "number") return words.number(value);
  const texts = key.kind === "thresholds"
    ? Object.entries(value).map(([name, score]) => `${attributeSaid(name, office)} ${words.number(score)}`)
    : [value].flat().filter(Boolean).map((text) => isolated(key.choices.length ? choiceSaid(key, text, office) : text));
  return texts.length ? texts.join(", ") : words.say("none");
}

/**
 * @param {Key} key
 * @param {string} choice
 * @param {Office} office
 */
function choiceSaid({ key, kind }, choice, office) {
  const { words } = office;
  if (kind === "choice") return words.say(`choice.${choice}`);
  if (kind === "thresholds") return attributeSaid(choice, office);
  if (key === "languages") return choice;
  const type = key === "statement_territories" ? "region" : "language";
  return new Intl.DisplayNames(words.language, { type }).of(choice) ?? choice;
}

/**
 * @param {string} attribute
 * @param {Office} office
 */
function attributeSaid(attribute, office) {
  return office.called(`attribute.${attribute}`);
}

/**
 * Text of any direction within a sentence of another.
 *
 * @param {string} text
 */
function isolated(text) {
  return `\u2068${text}\u2069`;
}

/**
 * @param {any} one
 * @param {any} other
 */
export function same(one, other) {
  const plain = (/** @type {any} */ value) => JSON.stringify(value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).sort() : value);
  return plain(one) === plain(other);
}
