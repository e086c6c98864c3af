/** The form in which a reader tells the moderators what is wrong with a comment, or that it breaks the law. */

import { element } from "../shared/dom.js";
import { NoticeFields, receipt } from "./notice.js";
import { Submission } from "./submission.js";

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
  #reasons;
  #about;
  #fields;
  #submission;

  /**
   * @param {Context} context
   * @param {Comment} comment
   * @param {(sent: boolean) => void} done
   */
  constructor(context, comment, done) {
    const { words } = context;
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
    this.#reasons = element("fieldset", { onchange: () => this.#chosen() }, element("legend", {}, words.say("report.title")), ...choices);
    this.#about = element("p", { class: "quiet", hidden: true }, words.say("notice.about"));
    this.#fields = new NoticeFields(context);
    this.#submission = new Submission(
      context,
      {
        asked: { label: words.say("report.detail"), rows: 2, longest: LONGEST_DETAIL },
        place: `report|${comment.id}`,
        label: () => words.say(this.#illegal ? "notice.send" : "report.send"),
        missing: () => (this.#illegal ? this.#missing : null),
        send: (deliver) => this.#send(deliver),
        left: () => done(false),
      },
      [this.#reasons, this.#about],
      [this.#fields.element],
    );
    this.element = this.#submission.element;
  }

  focus() {
    this.element.querySelector("input")?.focus();
  }

  stop() {
    this.#submission.stop();
  }

  get #reason() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.#reasons.querySelector("input:checked"));
    return chosen?.value ?? "other";
  }

  get #illegal() {
    return this.#reason === "illegal";
  }

  /** Who holds it to be illegal declares more. */
  #chosen() {
    const illegal = this.#illegal;
    this.#fields.element.hidden = this.#about.hidden = !illegal;
    this.#submission.label.textContent = this.#context.words.say(illegal ? "notice.explanation" : "report.detail");
    this.#submission.relabel();
  }

  get #missing() {
    const { said, text: field } = this.#submission;
    return said ? this.#fields.missing : { field, sentence: this.#context.words.say("missing.explanation") };
  }

  /** @param {import("./submission.js").Deliver} deliver */
  async #send(deliver) {
    const { api, account, memory } = this.#context;
    const { id } = this.#comment;
    const [reason, detail] = [this.#reason, this.#submission.said];
    const notice = this.#illegal && { explanation: detail, location: location(this.#context, id), ...this.#fields.declared };
    const made = await deliver(async () => (notice ? await account.notify(id, notice) : void (await api.report(id, reason, detail))));
    this.#submission.forget();
    if (made) return this.#received(made);
    if (api.reader) memory.keepAwaited({ kind: "report", id, by: api.reader });
    this.#done(true);
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
      this.#done(false);
    });
    this.element.replaceWith(shown);
    shown.focus();
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
