/** What the list is narrowed by: chips for what was chosen, and a drawer with everything to choose from. */

import { h, html } from "../vendor/preact-htm.js";
import { named, percent } from "./phrases.js";
import { choice, steady } from "./views.js";

/** @typedef {import("./service.js").Filter} Filter */

const STATUSES = ["published", "approved", "pending", "rejected", "deleted"];
const DAYS = [1, 7, 30];
const ATTRIBUTES = ["TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT", "SPAM"];
const LEAST = [0.5, 0.7, 0.8, 0.9];
const LANGUAGES = ["ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk"];
const CHIPS = ["q", "comment", "article", "author"];
const ALONE = new Set(["q", "comment"]); // without which nothing is searched for any more

export class Narrowing {
  #words;
  #queue;
  #narrowed;
  #left;
  #unmark;
  /** @type {Record<string, string[][]>} value and label of what there is to choose */
  #choices;
  /** How many days back, as the filter has a moment. */
  #days = "";
  #chosen = (/** @type {string} */ name, /** @type {string} */ value) => this.#refine(name, value);

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {import("./queue.js").Queue} queue
   * @param {{narrowed: (filter: Filter) => void, left: () => void, unmark: () => void}} doing `left`: the search is over
   */
  constructor(words, queue, { narrowed, left, unmark }) {
    this.#words = words;
    this.#queue = queue;
    this.#narrowed = narrowed;
    this.#left = left;
    this.#unmark = unmark;
    const names = new Intl.DisplayNames(words.language, { type: "language" });
    const any = ["", words.say("any")];
    this.#choices = {
      status: [any, ...STATUSES.map((one) => [one, words.say(`status.${one}`)])],
      attribute: [any, ...ATTRIBUTES.map((one) => [one, named(one, words)])],
      min_score: [any, ...LEAST.map((one) => [String(one), words.say("at-least", { share: percent(one, words) })])],
      language: [any, ...LANGUAGES.map((one) => [one, names.of(one) ?? one])],
      from: [any, ...DAYS.map((one) => [String(one), words.say("days", { count: one })])],
    };
  }

  view() {
    const { filter, marked, searching } = this.#queue;
    if (!filter.from) this.#days = "";
    const chips = Object.keys(filter).map((name) => this.#chip(name));
    return html`
      ${h(Drawer, { choices: this.#choices, filter, days: this.#days, searching, words: this.#words, chosen: this.#chosen })}
      <p class="filters">
        ${chips}
        ${marked.size > 0 &&
        html`
          <b>${this.#words.say("so-many-marked", { count: marked.size })}</b>
          <button type="button" onclick=${this.#unmark}>${this.#words.say("unmark")}</button>
        `}
      </p>
    `;
  }

  /** @param {Record<string, string | undefined>} changes */
  narrow(changes) {
    const { comment, ...before } = this.#queue.filter; // of one comment nothing is left to narrow
    const filter = { ...before, ...changes };
    this.#narrowed(Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));
  }

  /** @param {string} name of what the list is narrowed by */
  #chip(name) {
    const value = valueOf(name, this.#queue.filter, this.#days);
    const label = this.#choices[name]?.find(([one]) => value && one === value)?.[1];
    if (!label && !CHIPS.includes(name)) return null;
    const author = (name === "author" || name === "comment") && this.#queue.entry?.comment.author?.name;
    const leave = () => (ALONE.has(name) ? this.#left() : this.narrow({ [name]: undefined }));
    return html`
      <button key=${name} type="button" class="chip" onclick=${leave}>
        ${this.#words.say(`choose.${name}`)}: <bdi>${label ?? (author || value)}</bdi><span aria-hidden="true"> ×</span>
        <span class="unseen"> ${this.#words.say("filter-off")}</span>
      </button>
    `;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #refine(name, value) {
    if (name === "from") this.#days = value;
    const chosen = name === "from" && value ? new Date(Date.now() - Number(value) * 86_400_000).toISOString() : value;
    this.narrow({ [name]: chosen || undefined });
  }
}

/**
 * @param {string} name
 * @param {Filter} filter
 * @param {string} days
 * @returns {string}
 */
function valueOf(name, filter, days) {
  return (name === "from" ? days : /** @type {Record<string, string | undefined>} */ (filter)[name]) ?? "";
}

/**
 * @typedef {object} Chosen
 * @property {Record<string, string[][]>} choices
 * @property {Filter} filter
 * @property {string} days
 * @property {boolean} searching
 * @property {import("../shared/words.js").Words} words
 * @property {(name: string, value: string) => void} chosen
 */
const Drawer = steady((/** @type {Chosen} */ { choices, filter, days, searching, words, chosen }) => {
  const labels = Object.entries(choices).map(([name, options]) => {
    const select = choice(name, options, valueOf(name, filter, days), (value) => chosen(name, value));
    return html`<label hidden=${name === "status" && !searching}>${words.say(`choose.${name}`)}${select}</label>`;
  });
  return html`<details class="narrowing"><summary>${words.say("narrow")}</summary>${labels}</details>`;
});
