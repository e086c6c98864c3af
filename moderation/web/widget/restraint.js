/** What keeps a reader from commenting, or their comments from being read at once: told before they write in vain. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { part } from "./later.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").Standing} Standing */
/** @typedef {import("../shared/account.js").Restriction} Restriction */
/** @typedef {import("../shared/account.js").Warning} Warning */

export class Restraint {
  #context;
  #asked = "";
  element = element("div", { class: "notice restraint", role: "alert" });

  /** @param {Context} context */
  constructor(context) {
    this.#context = context;
  }

  /** Ask where the reader stands, once for each sign-in. Nobody is bothered when there is no answer: posting tells. */
  async look() {
    const { account, api } = this.#context;
    if (!api.token || api.token === this.#asked) return;
    this.#asked = api.token;
    try {
      this.tell(await account.standing());
    } catch {
      this.#asked = "";
    }
  }

  /**
   * Posting was refused, and the refusal says why: guests have no other place to read it. Whoever is signed in may have
   * a warning waiting besides.
   *
   * @param {"suspended" | "banned"} standing
   * @param {Record<string, any>} said the problem's document
   */
  async refused(standing, { until = null, by, message }) {
    this.tell({ restriction: { standing, until, by, message }, warning: null });
    this.#asked = "";
    await this.look();
  }

  /** @param {Standing} standing */
  tell({ restriction, warning }) {
    const { words } = this.#context;
    const said = [];
    if (restriction) {
      said.push(element("p", {}, restricted(words, restriction)), ...reason(words, restriction));
      if (restriction.standing !== "premoderated") said.push(element("p", {}, words.say("draft.kept")));
    }
    if (warning) {
      said.push(
        element("p", {}, words.say("warning.waits")),
        element("p", { class: "buttons" }, element("button", { type: "button", onclick: () => void this.read(warning) }, words.say("warning.read"))),
      );
    }
    this.element.replaceChildren(...said);
  }

  /**
   * Have a warning read.
   *
   * @param {Warning} warning
   * @returns {Promise<boolean>} whether nothing stands in the way any more
   */
  async read(warning) {
    let shown;
    try {
      shown = await part(this.#context, () => import("./warning.js"));
    } catch {
      this.tell({ restriction: null, warning });
      this.element.prepend(element("p", {}, this.#context.words.say("problem.unreachable")));
      return false;
    }
    const waiting = await shown.askToAcknowledge(this.#context, warning);
    this.tell({ restriction: null, warning: waiting });
    return waiting === null;
  }
}

/**
 * @param {import("../shared/words.js").Words} words
 * @param {Restriction} restriction
 * @returns {string}
 */
function restricted(words, { standing, until }) {
  if (until === null) return words.say(`problem.${standing}`);
  return words.say(`problem.${standing}.until`, { until: absolute(Date.parse(until), words.language) });
}

/**
 * @param {import("../shared/words.js").Words} words
 * @param {Restriction} restriction
 */
function reason(words, { by, message }) {
  if (by === "policy") return [element("p", {}, words.say("restricted.policy"))];
  if (!message) return [];
  return [element("p", {}, words.say("restricted.message")), element("blockquote", { class: "told", dir: "auto" }, message)];
}
