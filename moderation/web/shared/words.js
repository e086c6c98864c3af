/** What the widget says, in the reader's language: sentences from `words/<language>.json`, plurals and numbers by Intl. */

/** @typedef {string | Record<string, string>} Sentence a text, or one text per plural category */

const LANGUAGES = ["en", "de", "ar"];
const FALLBACK = "en";
const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

export class Words {
  /** @type {Record<string, Sentence>} */
  #sentences;
  #plurals;
  #numbers;

  /**
   * @param {string} language a BCP 47 tag that Intl knows
   * @param {Record<string, Sentence>} sentences
   */
  constructor(language, sentences) {
    this.language = language;
    this.#sentences = sentences;
    this.#plurals = new Intl.PluralRules(language);
    this.#numbers = new Intl.NumberFormat(language);
  }

  /** @returns {"rtl" | "ltr"} */
  get direction() {
    return RIGHT_TO_LEFT.has(this.language.split("-")[0] ?? "") ? "rtl" : "ltr";
  }

  /**
   * The sentence `key`, with `{name}` filled in; `count` chooses the plural form.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   * @returns {string}
   */
  say(key, values = {}) {
    let sentence = this.#sentences[key];
    if (sentence === undefined) return key;
    if (typeof sentence !== "string") {
      const form = this.#plurals.select(Number(values["count"] ?? 0));
      sentence = sentence[form] ?? sentence["other"] ?? key;
    }
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? this.number(value) : value;
    });
  }

  /**
   * @param {string} key
   * @returns {boolean} whether there is such a sentence
   */
  has(key) {
    return this.#sentences[key] !== undefined;
  }

  /**
   * @param {number} value
   * @returns {string}
   */
  number(value) {
    return this.#numbers.format(value);
  }
}

/**
 * The language to speak: the one asked for if there are words for it, or English.
 *
 * @param {string} asked a BCP 47 tag, or "" for the page's own
 * @returns {string}
 */
export function choose(asked) {
  const wanted = (asked || document.documentElement.lang || navigator.language).toLowerCase();
  const exact = LANGUAGES.find((known) => known === wanted);
  return exact ?? LANGUAGES.find((known) => known === wanted.split("-")[0]) ?? FALLBACK;
}

/**
 * @param {string} asked
 * @param {string} [folder] whose sentences: the discussion's unless said otherwise
 * @returns {Promise<Words>}
 */
export async function loadWords(asked, folder = "words") {
  const language = choose(asked);
  const answer = await fetch(new URL(`../${folder}/${language}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`no words for ${language}: ${answer.status}`);
  return new Words(language, await answer.json());
}
