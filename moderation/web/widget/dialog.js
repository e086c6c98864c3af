/** Windows over the page, for what must be read or filled in before one goes on. */

import { element } from "../shared/dom.js";

let dialogs = 0;

export class Dialog {
  #stage;
  #voice;
  /** @type {Element | null} what had the focus before */
  #before = null;

  /**
   * @param {import("./context.js").Context} context
   * @param {string} title
   * @param {...(HTMLElement | false)} content
   */
  constructor(context, title, ...content) {
    const id = `dialog-${++dialogs}`;
    this.#stage = context.stage;
    this.#voice = context.voice;
    this.element = element(
      "dialog", { "aria-labelledby": id, onclose: () => this.#closed() },
      element(
        "header", {},
        element("h2", { id, tabindex: -1 }, title),
        element("button", { type: "button", class: "close", "aria-label": context.words.say("close"),
                            onclick: () => this.close() }, "✕"),
      ),
      ...content,
    );
  }

  /** The heading gets the focus, so that a window is read from its beginning and no key presses a button unread. */
  open() {
    const root = /** @type {Document | ShadowRoot} */ (this.#stage.getRootNode());
    this.#before = root.activeElement;
    this.#stage.append(this.element);
    this.element.append(...this.#voice); // nothing is heard of a page that is behind a window
    this.element.showModal();
    this.element.querySelector("h2")?.focus();
  }

  close() {
    this.element.close();
  }

  /** Close it for something else on the page, which takes the focus. */
  leave() {
    this.#before = null;
    this.close();
  }

  /** Told when it is closed, by whatever means. */
  onclosed() {}

  #closed() {
    this.#stage.append(...this.#voice);
    this.element.remove();
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
    this.onclosed();
  }
}
