/** Where rules are written: the text with its line numbers, and what is wrong with it. */

import { element } from "../shared/dom.js";

/**
 * @typedef {object} Mistake
 * @property {number} line from 1
 * @property {number} column from 1
 * @property {number} start in characters, not UTF-16 units
 * @property {number} end
 * @property {string} message
 * @property {string} hint
 */

export class Editor {
  #words;
  #numbers = element("div", { class: "gutter", "aria-hidden": "true" });
  #area;
  #mistakes = element("ul", { class: "mistakes", "aria-live": "polite" });
  /** @type {Set<number>} */
  #wrong = new Set();

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {() => void} changed
   */
  constructor(words, changed) {
    this.#words = words;
    this.#area = element("textarea", {
      id: "rules",
      "aria-label": words.say("rules"),
      "aria-describedby": "mistakes",
      spellcheck: "false",
      autocapitalize: "none",
      autocomplete: "off",
      wrap: "off",
      dir: "ltr",
      rows: 18,
      oninput: () => (this.#number(), changed()),
      onscroll: () => (this.#numbers.scrollTop = this.#area.scrollTop),
    });
    this.#mistakes.id = "mistakes";
  }

  /** @returns {HTMLElement[]} */
  get elements() {
    return [element("div", { class: "editor", dir: "ltr" }, this.#numbers, this.#area), this.#mistakes];
  }

  get text() {
    return this.#area.value;
  }

  set text(text) {
    this.#area.value = text;
    this.#number();
  }

  /** @param {Mistake[]} mistakes */
  tell(mistakes) {
    this.#wrong = new Set(mistakes.map(({ line }) => line));
    this.#area.setAttribute("aria-invalid", String(mistakes.length > 0));
    this.#number();
    const rows = mistakes.map((mistake) => {
      const place = this.#words.say("place", { line: mistake.line, column: mistake.column });
      const said = element("span", { lang: "en", dir: "ltr" }, mistake.message, " ", element("em", {}, mistake.hint));
      return element("li", {}, element("button", { type: "button", class: "link", onclick: () => this.#go(mistake) }, place), " ", said);
    });
    this.#mistakes.replaceChildren(...rows);
  }

  /** @param {string} text in place of what is selected */
  insert(text) {
    this.#area.focus();
    this.#area.setRangeText(text, this.#area.selectionStart, this.#area.selectionEnd, "end");
    this.#area.dispatchEvent(new InputEvent("input"));
  }

  /** @param {Mistake} mistake */
  #go({ line, start, end }) {
    const signs = [...this.#area.value];
    const units = (/** @type {number} */ place) => signs.slice(0, place).join("").length;
    this.#area.focus();
    this.#area.setSelectionRange(units(start), units(end));
    const height = this.#area.scrollHeight / Math.max(1, this.#lines);
    this.#area.scrollTop = Math.max(0, (line - 4) * height);
  }

  get #lines() {
    return this.#area.value.split("\n").length;
  }

  #number() {
    const rows = Array.from({ length: this.#lines }, (_, at) =>
      element("span", { class: this.#wrong.has(at + 1) ? "wrong-line" : null }, at + 1),
    );
    this.#numbers.replaceChildren(...rows);
    this.#numbers.scrollTop = this.#area.scrollTop;
  }
}
