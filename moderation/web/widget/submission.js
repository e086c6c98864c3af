/** A form by which a reader turns to the moderators about a comment: sent until they have it, and kept until then. */

import { element } from "../shared/dom.js";
import { explain } from "./context.js";
import { deliver } from "./delivery.js";
import { rememberTyped } from "./memory.js";

/** @typedef {{field: HTMLElement, sentence: string}} Missing what has to be filled in first */
/** @typedef {<Answer>(attempt: () => Promise<Answer>) => Promise<Answer>} Deliver */
/**
 * @typedef {object} Purpose
 * @property {HTMLTextAreaElement} text what is typed there is remembered until it is forgotten
 * @property {string} place where it is remembered
 * @property {() => string} label what the button that sends says
 * @property {() => Missing | null} missing
 * @property {(deliver: Deliver) => Promise<void>} send
 * @property {() => void} left told when its reader leaves it
 */

export class Submission {
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
   * @param {...HTMLElement} fields
   */
  constructor(context, purpose, ...fields) {
    const { memory, words } = context;
    this.#context = context;
    this.#purpose = purpose;
    this.forget = rememberTyped(memory, purpose.place, purpose.text);
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
      ...fields,
      this.#notice,
      element(
        "div", { class: "buttons" },
        element("button", { type: "button", onclick: () => this.#leave() }, words.say("cancel")), this.#send,
      ),
    );
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
    const { text, missing, send } = this.#purpose;
    text.removeAttribute("aria-invalid");
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
    this.#purpose.text.readOnly = sending !== null;
    this.#send.setAttribute("aria-disabled", String(sending !== null));
    this.relabel();
  }

  /** @param {...string} said */
  #say(...said) {
    this.#notice.replaceChildren(...said.map((one) => element("p", {}, one)));
  }
}
