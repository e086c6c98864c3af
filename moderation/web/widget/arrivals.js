/** Comments of others that arrived while the page is read: counted on a button, shown when the reader asks. */

import { element } from "../shared/dom.js";

/** @typedef {import("../shared/api.js").Comment} Comment */

const GATHER = 300; // milliseconds in which arriving comments are announced together

export class Arrivals {
  #context;
  #show;
  /** @type {Map<string, Comment>} */
  #waiting = new Map();
  /** @type {number | undefined} */
  #telling;
  element = element("div", { class: "arrivals" });

  /**
   * @param {import("./context.js").Context} context
   * @param {(arrived: Comment[]) => void} show told to show them, those that are answered first
   */
  constructor(context, show) {
    this.#context = context;
    this.#show = show;
  }

  /** @param {Comment} comment */
  add(comment) {
    this.#waiting.set(comment.id, comment);
    this.#tellSoon();
  }

  /** @param {string} id */
  has(id) {
    return this.#waiting.has(id);
  }

  /**
   * @param {string} id
   * @returns {boolean} whether it was waiting
   */
  delete(id) {
    const was = this.#waiting.delete(id);
    if (was) this.#tellSoon();
    return was;
  }

  clear() {
    clearTimeout(this.#telling);
    this.#waiting.clear();
    this.element.replaceChildren();
  }

  /** Gathering also keeps a commenter's own comment off the button when its event outruns the answer to its post. */
  #tellSoon() {
    clearTimeout(this.#telling);
    this.#telling = window.setTimeout(() => this.#tell(), GATHER);
  }

  #tell() {
    const count = this.#waiting.size;
    if (!count) return this.element.replaceChildren();
    const sentence = this.#context.words.say("arrived", { count });
    const button = this.element.querySelector("button");
    if (button) button.textContent = sentence;
    else this.element.append(element("button", { type: "button", onclick: () => this.#reveal() }, sentence));
    this.#context.announce(sentence);
  }

  #reveal() {
    const arrived = [...this.#waiting.values()];
    this.clear();
    this.#show(arrived.sort((a, b) => a.depth - b.depth || a.created_at.localeCompare(b.created_at)));
  }
}
