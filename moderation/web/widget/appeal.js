/** The form in which the author of a rejected comment objects, once. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { explain, ownOf } from "./context.js";
import { deliver } from "./delivery.js";
import { rememberTyped } from "./memory.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").OwnComment} OwnComment */

const LONGEST = 5000;
const OVERTAKEN = ["already-appealed", "not-rejected", "conflict"];
let forms = 0;

export class AppealForm {
  #context;
  #comment;
  #done;
  #statement;
  #send;
  #notice = element("div", { class: "notice", role: "alert" });
  #forget;
  /** @type {AbortController | null} set while the objection is on its way */
  #sending = null;

  /**
   * @param {Context} context
   * @param {import("../shared/api.js").Comment} comment
   * @param {(own: OwnComment | null) => void} done told how the comment stands then; null if nothing was sent
   */
  constructor(context, comment, done) {
    const { words, memory } = context;
    this.#context = context;
    this.#comment = comment;
    this.#done = done;
    const number = ++forms;
    this.#statement = element("textarea", {
      id: `appeal-${number}`, rows: 4, maxlength: LONGEST, required: true, dir: "auto",
      "aria-describedby": `appeal-about-${number}`,
    });
    this.#forget = rememberTyped(memory, `appeal|${comment.id}`, this.#statement);
    this.#send = element("button", { type: "submit", class: "primary" }, words.say("appeal.send"));
    this.element = element(
      "form", {
        class: "report-form", novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void this.#submit();
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Escape" || event.isComposing) return;
          event.preventDefault(); // the window around it stays
          this.#leave();
        },
      },
      element("label", { for: `appeal-${number}`, class: "title" }, words.say("appeal.why")),
      element("p", { class: "quiet", id: `appeal-about-${number}` }, words.say("appeal.about")),
      this.#statement,
      this.#notice,
      element(
        "div", { class: "buttons" },
        element("button", { type: "button", onclick: () => this.#leave() }, words.say("cancel")), this.#send,
      ),
    );
  }

  focus() {
    this.#statement.focus();
  }

  /** What was typed stays remembered. */
  stop() {
    this.#sending?.abort();
  }

  #leave() {
    this.stop();
    this.#done(null);
  }

  async #submit() {
    const { account, words } = this.#context;
    const statement = this.#statement.value.trim();
    if (this.#sending) return;
    if (!statement) {
      this.#say(words.say("missing.text"));
      return this.#statement.focus();
    }
    const { id } = this.#comment;
    const token = ownOf(this.#context, this.#comment)?.token ?? "";
    const sending = new AbortController();
    this.#busy(sending);
    try {
      await deliver(
        () => account.appeal(id, statement, token),
        (why) => this.#say(explain(words, why), words.say("kept")),
        sending.signal,
      );
      await this.#finish(statement, token, "appeal.sent");
    } catch (why) {
      if (sending.signal.aborted) return;
      // An answer may have been lost on the way: then the objection is there already, or others were faster.
      if (why instanceof Problem && OVERTAKEN.includes(why.slug)) await this.#overtaken(statement, token, why);
      else this.#say(explain(words, why));
    } finally {
      this.#busy(null);
    }
  }

  /**
   * @param {string} statement
   * @param {string} token
   * @param {Problem} why
   */
  async #overtaken(statement, token, why) {
    try {
      await this.#finish(statement, token, `problem.${why.slug}`);
    } catch {
      this.#say(explain(this.#context.words, why));
    }
  }

  /**
   * Show how the comment stands now. What was typed is forgotten once the service has it.
   *
   * @param {string} statement
   * @param {string} token
   * @param {string} sentence
   */
  async #finish(statement, token, sentence) {
    const { account, api, memory, tell, words } = this.#context;
    const own = await account.comment(this.#comment.id, token);
    if (own.appeal?.state === "open") memory.keepAwaited({ kind: "appeal", id: own.id, by: token ? "" : api.reader });
    if (own.appeal?.statement === statement) this.#forget();
    tell(words.say(sentence));
    this.#done(own);
  }

  /** @param {AbortController | null} sending */
  #busy(sending) {
    this.#sending = sending;
    this.#statement.readOnly = sending !== null;
    this.#send.setAttribute("aria-disabled", String(sending !== null));
    this.#send.textContent = this.#context.words.say(sending ? "sending" : "appeal.send");
  }

  /** @param {...string} said */
  #say(...said) {
    this.#notice.replaceChildren(...said.map((one) => element("p", {}, one)));
  }
}
