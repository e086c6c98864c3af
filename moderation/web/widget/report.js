/** The form in which a reader tells the moderators what is wrong with a comment, or that it breaks the law. */

import { element } from "../shared/dom.js";
import { explain } from "./context.js";
import { deliver } from "./delivery.js";
import { rememberTyped } from "./memory.js";
import { NoticeFields, receipt } from "./notice.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/api.js").Comment} Comment */

const REASONS = ["offensive", "abusive", "spam", "illegal", "off_topic", "other"];
const LONGEST_DETAIL = 2000;
const LONGEST_EXCERPT = 120;
let forms = 0;

export class ReportForm {
  #context;
  #comment;
  #done;
  #detail;
  #label;
  #about;
  #send;
  #fields;
  #forget;
  #notice = element("div", { class: "notice", role: "alert" });
  /** @type {AbortController | null} set while the report is on its way */
  #sending = null;

  /**
   * @param {Context} context
   * @param {Comment} comment
   * @param {(sent: boolean) => void} done
   */
  constructor(context, comment, done) {
    const { memory, words } = context;
    this.#context = context;
    this.#comment = comment;
    this.#done = done;
    const number = ++forms;
    const choices = REASONS.map((reason, index) =>
      element(
        "label", {},
        element("input", { type: "radio", name: `reason-${number}`, value: reason, checked: index === 0 }),
        words.say(`report.${reason}`),
      ));
    this.#detail = element("textarea", { id: `detail-${number}`, rows: 2, maxlength: LONGEST_DETAIL, dir: "auto" });
    this.#forget = rememberTyped(memory, `report|${comment.id}`, this.#detail);
    this.#label = element("label", { for: `detail-${number}` }, words.say("report.detail"));
    this.#about = element("p", { class: "quiet", hidden: true }, words.say("notice.about"));
    this.#fields = new NoticeFields(context);
    this.#send = element("button", { type: "submit", class: "primary" }, words.say("report.send"));
    this.element = element(
      "form", {
        class: "report-form", novalidate: true,
        onchange: () => this.#chosen(),
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void this.#submit();
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Escape" && !event.isComposing) this.#leave(false);
        },
      },
      element("fieldset", {}, element("legend", {}, words.say("report.title")), ...choices),
      this.#about, this.#label, this.#detail, this.#fields.element, this.#notice,
      element(
        "div", { class: "buttons" },
        element("button", { type: "button", onclick: () => this.#leave(false) }, words.say("cancel")), this.#send,
      ),
    );
  }

  focus() {
    this.element.querySelector("input")?.focus();
  }

  /** What was typed stays remembered. */
  stop() {
    this.#sending?.abort();
  }

  get #reason() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.element.querySelector("input[type=radio]:checked"));
    return chosen?.value ?? "other";
  }

  /** Who holds it to be illegal declares more. */
  #chosen() {
    const { words } = this.#context;
    const illegal = this.#reason === "illegal";
    this.#fields.element.hidden = this.#about.hidden = !illegal;
    this.#label.textContent = words.say(illegal ? "notice.explanation" : "report.detail");
    this.#send.textContent = words.say(illegal ? "notice.send" : "report.send");
  }

  /** @param {boolean} sent */
  #leave(sent) {
    this.stop();
    this.#done(sent);
  }

  async #submit() {
    if (this.#sending) return;
    const { api, account, memory, words } = this.#context;
    const { id } = this.#comment;
    const [reason, detail] = [this.#reason, this.#detail.value.trim()];
    const illegal = reason === "illegal";
    this.#detail.removeAttribute("aria-invalid");
    if (illegal && !detail) return this.#lacking(this.#detail, words.say("missing.explanation"));
    const missing = illegal && this.#fields.missing;
    if (missing) return this.#lacking(missing.field, missing.sentence);
    const notice = { explanation: detail, location: location(this.#context, id), ...this.#fields.declared };
    const sending = new AbortController();
    this.#busy(sending);
    try {
      const made = await deliver(
        async () => (illegal ? await account.notify(id, notice) : void (await api.report(id, reason, detail))),
        (why) => this.#say(explain(words, why), words.say("kept")),
        sending.signal,
      );
      this.#forget();
      if (made) return this.#received(made);
      if (api.reader) memory.keepAwaited({ kind: "report", id, by: api.reader });
      this.#leave(true);
    } catch (why) {
      if (sending.signal.aborted) return;
      this.#say(explain(words, why));
    } finally {
      this.#busy(null);
    }
  }

  /** @param {import("../shared/account.js").Receipt} made */
  #received({ notice_id: number, received_at: at }) {
    const { memory } = this.#context;
    const { article, body } = this.#comment;
    const about = Array.from(body ?? "").slice(0, LONGEST_EXCERPT).join("");
    memory.keepReceipt({ number, at: Date.parse(at), article, about });
    memory.keepAwaited({ kind: "notice", id: number, by: "" });
    const shown = receipt(this.#context, number, () => {
      shown.remove();
      this.#leave(false);
    });
    this.element.replaceWith(shown);
    shown.focus();
  }

  /**
   * @param {HTMLElement} field
   * @param {string} sentence
   */
  #lacking(field, sentence) {
    field.setAttribute("aria-invalid", "true");
    this.#say(sentence);
    field.focus();
  }

  /** @param {AbortController | null} sending */
  #busy(sending) {
    this.#sending = sending;
    this.#send.setAttribute("aria-disabled", String(sending !== null));
    if (sending) this.#send.textContent = this.#context.words.say("sending");
    else this.#chosen();
  }

  /** @param {...string} said */
  #say(...said) {
    this.#notice.replaceChildren(...said.map((one) => element("p", {}, one)));
  }
}

/**
 * @param {Context} context
 * @param {string} id
 * @returns {string | undefined} where on the web the comment stands
 */
function location({ about }, id) {
  try {
    const address = new URL(about.url ?? "", document.baseURI);
    address.hash = `comment-${id}`;
    return /^https?:$/.test(address.protocol) ? address.href : undefined;
  } catch {
    return undefined;
  }
}
