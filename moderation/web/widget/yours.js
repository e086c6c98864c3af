/** What concerns the reader alone, behind a button: their comments, and what they reported. */

import { element } from "../shared/dom.js";
import { Dialog } from "./dialog.js";
import { reportedBy } from "./reported.js";
import { writtenBy } from "./written.js";

export class Yours {
  #context;
  button;

  /** @param {import("./context.js").Context} context */
  constructor(context) {
    this.#context = context;
    this.button = element("button", { type: "button", class: "yours", onclick: () => this.#open() }, context.words.say("yours"));
    this.refresh();
  }

  /** The button is there for whoever has something to find behind it. */
  refresh() {
    const { api, memory } = this.#context;
    this.button.hidden = !api.token && memory.proven().length === 0;
  }

  #open() {
    const { api, words } = this.#context;
    const written = writtenBy(this.#context, () => dialog.leave());
    const reports = reportedBy(this.#context);
    const reported = api.token
      ? element("details", { ontoggle: once(() => void reports.load()) },
        element("summary", {}, element("h3", {}, words.say("reports"))), reports.element)
      : element("p", { class: "quiet" }, words.say("yours.guest"));
    const dialog = new Dialog(
      this.#context, words.say("yours.title"),
      element("details", { open: true }, element("summary", {}, element("h3", {}, words.say("yours.comments"))), written.element),
      reported,
    );
    dialog.open();
    void written.load();
  }
}

/**
 * @param {() => void} act
 * @returns {() => void} does it the first time only
 */
function once(act) {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
