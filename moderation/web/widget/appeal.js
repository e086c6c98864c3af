/** The form in which the author of a rejected comment objects, once. */

import { Problem } from "../shared/api.js";
import { ownOf } from "./context.js";
import { Submission } from "./submission.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").OwnComment} OwnComment */

const LONGEST = 5000;
const OVERTAKEN = ["already-appealed", "not-rejected", "conflict"];

export class AppealForm {
  #context;
  #comment;
  #done;
  #submission;

  /**
   * @param {Context} context
   * @param {import("../shared/api.js").Comment} comment
   * @param {(own: OwnComment | null) => void} done told how the comment stands then; null if nothing was sent
   */
  constructor(context, comment, done) {
    const { words } = context;
    this.#context = context;
    this.#comment = comment;
    this.#done = done;
    this.#submission = new Submission(context, {
      asked: { label: words.say("appeal.why"), rows: 4, longest: LONGEST, about: words.say("appeal.about") },
      place: `appeal|${comment.id}`,
      label: () => words.say("appeal.send"),
      missing: () => this.#missing,
      send: (deliver) => this.#send(deliver),
      left: () => done(null),
    });
    this.#submission.label.className = "title";
    this.#submission.text.required = true;
    this.element = this.#submission.element;
  }

  focus() {
    this.#submission.text.focus();
  }

  stop() {
    this.#submission.stop();
  }

  get #missing() {
    const { said, text: field } = this.#submission;
    return said ? null : { field, sentence: this.#context.words.say("missing.text") };
  }

  /** @param {import("./submission.js").Deliver} deliver */
  async #send(deliver) {
    const statement = this.#submission.said;
    const { id } = this.#comment;
    const token = ownOf(this.#context, this.#comment)?.token ?? "";
    try {
      await deliver(() => this.#context.account.appeal(id, statement, token));
    } catch (why) {
      // An answer may have been lost on the way: then the objection is there already, or others were faster.
      if (!(why instanceof Problem && OVERTAKEN.includes(why.slug))) throw why;
      try {
        return await this.#finish(statement, token, `problem.${why.slug}`);
      } catch {
        throw why;
      }
    }
    await this.#finish(statement, token, "appeal.sent");
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
    if (own.appeal?.statement === statement) this.#submission.forget();
    tell(words.say(sentence));
    this.#done(own);
  }
}
