/**
 * What was decided since the reader last looked: about the objections, notices and reports that this browser sent, and
 * about comments that nobody objected to.
 */

import { Problem } from "../shared/api.js";
import { isVisible } from "./context.js";

/** @typedef {import("./memory.js").Awaited} Awaited */
/** @typedef {import("../shared/account.js").OwnComment} OwnComment */

const ASKED_ABOUT = 5; // at each visit
const NOT_BEFORE = 15 * 60_000; // milliseconds until the same is asked again

export class News {
  #context;
  #heard;
  #missed;
  #earlier;
  /** @type {OwnComment[]} */
  #rejected = [];

  /**
   * @param {import("./context.js").Context} context
   * @param {string[]} earlier ids of what was sent at an earlier visit
   * @param {(count: number) => void} heard told how many outcomes the reader has not looked at
   * @param {(count: number) => void} missed told how many comments were rejected that the reader does not know of
   */
  constructor(context, earlier, heard, missed) {
    this.#context = context;
    this.#heard = heard;
    this.#missed = missed;
    this.#earlier = new Set(earlier);
  }

  /**
   * Ask about what is still open, and how what the reader wrote stands by now.
   *
   * @throws {Problem | import("../shared/api.js").Unreachable} the service does not tell now; another time
   */
  async ask() {
    await this.#askAwaited();
    await this.#askWritten();
  }

  async #askAwaited() {
    const { memory } = this.#context;
    const now = Date.now();
    const due = this.#concerned().filter(
      (one) => this.#earlier.has(one.id) && !one.decided && now - (one.asked ?? 0) > NOT_BEFORE,
    );
    for (const one of due.slice(0, ASKED_ABOUT)) {
      try {
        memory.keepAwaited({ ...one, asked: now, decided: await this.#decided(one) });
      } catch (why) {
        if (!(why instanceof Problem && why.status === 404)) break; // another time
        memory.forgetAwaited(one);
      }
    }
    this.#heard(this.#concerned().filter((one) => one.decided).length);
  }

  async #askWritten() {
    const { api, memory } = this.#context;
    const { reader } = api;
    const now = Date.now();
    if (!memory.wrote(reader) || now - memory.asked(reader) <= NOT_BEFORE) return;
    const written = await (reader ? this.#listed() : this.#proven());
    if (api.reader !== reader) return;
    memory.keepAsked(reader, now);
    this.#rejected = written.filter((own) => this.#isNews(own));
    if (this.#rejected.length) this.#missed(this.#rejected.length);
  }

  /** What is rejected is known to the reader, who need not be told again. */
  told() {
    for (const own of this.#rejected) this.#context.memory.renew(own);
    this.#rejected = [];
  }

  /** Somebody else is signed in. */
  forget() {
    this.#rejected = [];
  }

  /** The reader has looked. */
  seen() {
    this.told();
    for (const one of this.#concerned()) if (one.decided) this.#context.memory.forgetAwaited(one);
    this.#heard(0);
  }

  /** What was sent by whoever is signed in now, or by a guest. */
  #concerned() {
    const { api, memory } = this.#context;
    return memory.awaited.filter((one) => !one.by || one.by === api.reader);
  }

  /** The newest comments of whoever is signed in. Those that were written elsewhere are known from now on. */
  async #listed() {
    const { account, memory } = this.#context;
    const { items } = await account.comments(null);
    for (const own of items) if (isVisible(own) && !memory.own(own.id)) memory.renew(own);
    return items;
  }

  /** The newest of a guest's comments, but for what is known or the discussion itself asks about. */
  async #proven() {
    const { account, article, memory } = this.#context;
    const found = [];
    const unknown = memory.proven().filter(({ id }) => {
      const hidden = memory.own(id)?.hidden;
      return !hidden || (hidden.status !== "rejected" && hidden.article !== article);
    });
    for (const { id, token } of unknown.slice(0, ASKED_ABOUT)) {
      try {
        found.push(await account.comment(id, token));
      } catch (why) {
        if (!(why instanceof Problem && why.status === 404)) throw why;
        memory.keepOwn(id, null);
      }
    }
    return found;
  }

  /**
   * Whether a moderator rejected it, and its author knows neither of that nor of a later decision on their objection.
   *
   * @param {OwnComment} own
   */
  #isNews({ id, status, decision, appeal }) {
    const known = this.#context.memory.own(id);
    if (!known || status !== "rejected" || !decision?.decision_id) return false;
    if (appeal?.state === "open" || appeal?.state === "upheld") return false;
    return decision.decision_id !== (known.fate?.decision?.decision_id ?? known.heard);
  }

  /**
   * @param {Awaited} one
   * @returns {Promise<boolean>}
   */
  async #decided({ kind, id }) {
    const { account, memory } = this.#context;
    if (kind === "notice") return (await account.notice(id)).status === "decided";
    if (kind === "appeal") return (await account.comment(id, memory.own(id)?.token ?? "")).appeal?.state !== "open";
    const { items } = await account.reports(null);
    return items.some((report) => report.comment_id === id && report.status === "decided");
  }
}
