/** What the console says at the edge of the desk: what was done, and what went wrong until somebody has read it. */

import { element } from "../shared/dom.js";

const MOST = 4;

export class Notices {
  #words;
  #said = element("p", { class: "said", role: "status" });
  #heard = element("p", { class: "unseen", "aria-live": "polite" });
  #troubles = element("div", { class: "troubles", role: "alert" });

  /** @param {import("../shared/words.js").Words} words */
  constructor(words) {
    this.#words = words;
  }

  /** @returns {HTMLElement[]} */
  get elements() {
    return [this.#said, this.#heard, this.#troubles];
  }

  /** @param {string} sentence */
  say(sentence) {
    this.#said.textContent = sentence;
  }

  /**
   * For the ear alone: what the eye sees change.
   *
   * @param {string} sentence
   */
  read(sentence) {
    this.#heard.textContent = sentence;
  }

  /**
   * @param {string} sentence
   * @param {(() => void) | null} [show] leads to what it is about
   */
  warn(sentence, show = null) {
    this.say("");
    const leave = () => card.remove();
    const button = (/** @type {string} */ key, /** @type {() => void} */ act) =>
      element("button", { type: "button", onclick: act }, this.#words.say(key));
    const go = show && button("show", () => (leave(), show()));
    const card = element("div", { class: "trouble" }, element("p", { dir: "auto" }, sentence), go, button("dismiss", leave));
    this.#troubles.append(card);
    while (this.#troubles.children.length > MOST) this.#troubles.firstElementChild?.remove();
  }
}
