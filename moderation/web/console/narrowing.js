/** What the list is narrowed by: chips for what was chosen, and a drawer with everything to choose from. */

import { element } from "../shared/dom.js";
import { named, percent } from "./phrases.js";

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
  /** @type {Record<string, HTMLSelectElement>} */
  #choices;
  #chips = element("p", { class: "filters" });
  #marked = element("b", {});
  #unmark;
  #status;
  /** How many days back, as the filter has a moment. */
  #days = "";
  elements;

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
    const names = new Intl.DisplayNames(words.language, { type: "language" });
    this.#choices = {
      status: this.#choice("status", STATUSES.map((one) => [one, words.say(`status.${one}`)])),
      attribute: this.#choice("attribute", ATTRIBUTES.map((one) => [one, named(one, words)])),
      min_score: this.#choice("min_score", LEAST.map((one) => [String(one), words.say("at-least", { share: percent(one, words) })])),
      language: this.#choice("language", LANGUAGES.map((one) => [one, names.of(one) ?? one])),
      from: this.#choice("from", DAYS.map((one) => [String(one), words.say("days", { count: one })])),
    };
    this.#unmark = element("button", { type: "button", onclick: unmark }, words.say("unmark"));
    const labels = Object.entries(this.#choices).map(([name, select]) => element("label", {}, words.say(`choose.${name}`), select));
    this.#status = labels[0];
    this.elements = [element("details", { class: "narrowing" }, element("summary", {}, words.say("narrow")), ...labels), this.#chips];
  }

  draw() {
    const { filter, marked, searching } = this.#queue;
    if (this.#status) this.#status.hidden = !searching;
    if (!filter.from) this.#days = "";
    const values = /** @type {Record<string, string | undefined>} */ ({ ...filter, from: this.#days });
    for (const [name, select] of Object.entries(this.#choices)) select.value = values[name] ?? "";
    const chosen = Object.keys(filter).filter((name) => CHIPS.includes(name) || this.#choices[name]?.value);
    const chips = chosen.map((name) => this.#chip(name, values[name] ?? ""));
    this.#marked.textContent = this.#words.say("so-many-marked", { count: marked.size });
    this.#chips.replaceChildren(...chips, ...(marked.size ? [this.#marked, this.#unmark] : []));
  }

  /** @param {Record<string, string | undefined>} changes */
  narrow(changes) {
    const { comment, ...before } = this.#queue.filter; // of one comment nothing is left to narrow
    const filter = { ...before, ...changes };
    this.#narrowed(Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #chip(name, value) {
    const select = this.#choices[name];
    const author = (name === "author" || name === "comment") && this.#queue.entry?.comment.author?.name;
    const shown = select?.selectedOptions[0]?.textContent ?? (author || value);
    return element(
      "button",
      { type: "button", class: "chip", onclick: () => (ALONE.has(name) ? this.#left() : this.narrow({ [name]: undefined })) },
      `${this.#words.say(`choose.${name}`)}: `,
      element("bdi", {}, shown),
      element("span", { "aria-hidden": "true" }, " ×"),
      element("span", { class: "unseen" }, ` ${this.#words.say("filter-off")}`),
    );
  }

  /**
   * @param {string} name
   * @param {string[][]} options value and label
   */
  #choice(name, options) {
    const choices = [["", this.#words.say("any")], ...options].map(([value, label]) => element("option", { value }, label));
    const select = element("select", { id: name, onchange: () => this.#refine(name, select.value) }, ...choices);
    return select;
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
