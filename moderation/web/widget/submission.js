/** A form by which a reader turns to the moderators about a comment: sent until they have it, and kept until then. */

import { deliver } from "../shared/delivery.js";
import { element } from "../shared/dom.js";
import { explain } from "./context.js";
import { rememberTyped } from "./memory.js";

/** @typedef {{field: HTMLElement, sentence: string}} Missing what has to be filled in first */
/** @typedef {<Answer>(attempt: () => Promise<Answer>) => Promise<Answer>} Deliver */
/** @typedef {{label: string, rows: number, longest: number, about?: string}} Asked what its reader writes; `about`: more on that */
/**
 * @typedef {object} Purpose
 * @property {Asked} asked
 * @property {string} place where what is typed is remembered until it is forgotten
 * @property {() => string} label what the button that sends says
 * @property {() => Missing | null} missing
 * @property {(deliver: Deliver) => Promise<void>} send
 * @property {() => void} left told when its reader leaves it
 */

let forms = 0;

export class Submission {
  text;
  label;
  #context;
  #purpose;
  #send;
  #notice = element("div", { class: "notice", role: "alert" });
  /** @type {AbortController | null} set while it is on its way */
  #sending = null;
  /** What was typed has arrived, so it does not come back. */
  forget;

  /**
   * @param {import("./context.js").Context} context
   * @param {Purpose} purpose
   * @param {HTMLElement[]} [before] what is asked before what is written
   * @param {HTMLElement[]} [after]
   */
  constructor(context, purpose, before = [], after = []) {
    const { memory, words } = context;
    const { label, rows, longest, about } = purpose.asked;
    const id = `written-${++forms}`;
    const more = about === undefined ? [] : [element("p", { class: "quiet", id: `${id}-about` }, about)];
    this.#context = context;
    this.#purpose = purpose;
    this.text = element("textarea", {
      id, rows, maxlength: longest, dir: "auto", ...(more.length ? { "aria-describedby": `${id}-about` } : {}),
    });
    this.label = element("label", { for: id }, label);
    this.forget = rememberTyped(memory, purpose.place, this.text);
    this.#send = element("button", { type: "submit", class: "primary" }, purpose.label());
    this.element = element(
      "form", {
        class: "report-form", novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void this.#submit();
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Escape" || event.isComposing) return;
          event.preventDefault(); // a window around it stays
          this.#leave();
        },
      },
      ...before, this.label, ...more, this.text, ...after,
      this.#notice,
      element(
        "div", { class: "buttons" },
        element("button", { type: "button", onclick: () => this.#leave() }, words.say("cancel")), this.#send,
      ),
    );
  }

  get said() {
    return this.text.value.trim();
  }

  /** What was typed stays remembered. */
  stop() {
    this.#sending?.abort();
  }

  /** Say on the button what it does by now. */
  relabel() {
    this.#send.textContent = this.#sending ? this.#context.words.say("sending") : this.#purpose.label();
  }

  #leave() {
    this.stop();
    this.#purpose.left();
  }

  async #submit() {
    if (this.#sending) return;
    const { words } = this.#context;
    const { missing, send } = this.#purpose;
    this.text.removeAttribute("aria-invalid");
    const lacking = missing();
    if (lacking) return this.#lack(lacking);
    const sending = new AbortController();
    const waiting = (/** @type {unknown} */ why) => this.#say(explain(words, why), words.say("kept"));
    const refused = (/** @type {unknown} */ why) => {
      sending.signal.throwIfAborted();
      throw why;
    };
    this.#busy(sending);
    try {
      await send((attempt) => deliver(attempt, waiting, sending.signal).catch(refused));
    } catch (why) {
      if (!sending.signal.aborted) this.#say(explain(words, why));
    } finally {
      this.#busy(null);
    }
  }

  /** @param {Missing} missing */
  #lack({ field, sentence }) {
    field.setAttribute("aria-invalid", "true");
    this.#say(sentence);
    field.focus();
  }

  /** @param {AbortController | null} sending */
  #busy(sending) {
    this.#sending = sending;
    this.text.readOnly = sending !== null;
    this.#send.setAttribute("aria-disabled", String(sending !== null));
    this.relabel();
  }

  /** @param {...string} said */
  #say(...said) {
    this.#notice.replaceChildren(...said.map((one) => element("p", {}, one)));
  }
}
