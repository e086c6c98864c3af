/** Sentences for everybody: said by screen readers, and shown for a moment where nothing else shows what happened. */

import { element } from "../shared/dom.js";

const SHOWN_FOR = 8000; // milliseconds

export class Announcer {
  #said = element("div", { role: "status", class: "visually-hidden" });
  #shown = element("p", { class: "toast", "aria-hidden": "true" });
  /** @type {number | undefined} */
  #timer;
  elements = [this.#shown, this.#said];

  /**
   * Say it. The region is emptied first, so that the same sentence is heard again.
   *
   * @param {string} sentence
   */
  announce(sentence) {
    this.#said.textContent = "";
    requestAnimationFrame(() => (this.#said.textContent = sentence));
  }

  /**
   * Say and show it.
   *
   * @param {string} sentence
   */
  tell(sentence) {
    this.announce(sentence);
    this.#shown.textContent = sentence;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.#shown.textContent = ""), SHOWN_FOR);
  }
}
