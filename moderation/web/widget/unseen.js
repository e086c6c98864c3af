/** The reader's own comments that nobody else sees: remembered here, asked about, and shown to them alone. */

import { Problem } from "../shared/api.js";
import { isVisible, ownOf } from "./context.js";

/** @typedef {import("../shared/api.js").Comment} Comment */
/** @typedef {import("../shared/account.js").Fate} Fate */
/** @typedef {import("../shared/account.js").OwnComment} OwnComment */

const ASKED_ABOUT = 10; // comments of an article, at each visit

export class Unseen {
  #context;
  #show;
  #gone;

  /**
   * @param {import("./context.js").Context} context
   * @param {(comment: Comment, fate: Fate | undefined) => void} show
   * @param {(id: string) => void} gone the comment is not there any more
   */
  constructor(context, show, gone) {
    this.#context = context;
    this.#show = show;
    this.#gone = gone;
  }

  /**
   * Remember what was written just now.
   *
   * @param {import("../shared/api.js").Posted} posted
   * @returns {Fate | undefined} what to tell its author, where others do not see it
   */
  written({ comment, reasons, edit_token: token }) {
    const { memory } = this.#context;
    const known = memory.own(comment.id);
    const own = { token: token ?? known?.token ?? "", at: known?.at ?? Date.now(), by: comment.author?.id ?? "" };
    if (isVisible(comment)) {
      memory.keepOwn(comment.id, own);
      return undefined;
    }
    const fate = { reasons: reasons ?? [], decision: null, appeal: null, appealable_until: null };
    memory.keepOwn(comment.id, { ...own, hidden: comment, fate });
    if (comment.status === "rejected") void this.ask(comment);
    return fate;
  }

  /**
   * Others see it now; or its author has seen enough of it here.
   *
   * @param {string} id
   */
  settle(id) {
    const { memory } = this.#context;
    const own = memory.own(id);
    if (!own?.hidden) return;
    memory.keepOwn(id, { token: own.token, at: own.at, by: own.by, heard: own.fate?.decision?.decision_id ?? null });
  }

  /**
   * Show those of this article that are remembered, as they stood when this browser last heard of them.
   *
   * @param {(id: string) => boolean} shown whether a comment is on the page already
   */
  recall(shown) {
    for (const { hidden, fate } of this.#remembered()) if (!shown(hidden.id)) this.#show(hidden, fate);
  }

  /** Ask how the newest of them stand by now. */
  async askAll() {
    for (const { hidden } of this.#remembered().slice(0, ASKED_ABOUT)) await this.ask(hidden);
  }

  /**
   * Ask how one's own comment stands by now, and show it so.
   *
   * @param {Comment} comment
   * @returns {Promise<boolean>} whether its author still has it to look at; false as well where there was no answer
   */
  async ask(comment) {
    const { account, api, memory } = this.#context;
    const own = ownOf(this.#context, comment);
    if (!own || !(own.token || api.token)) return false;
    try {
      this.renew(await account.comment(comment.id, own.token));
      return true;
    } catch (why) {
      if (why instanceof Problem && why.status === 404) {
        memory.keepOwn(comment.id, null);
        this.#gone(comment.id);
      }
      return false;
    }
  }

  /** @param {OwnComment} own as the service described it just now */
  renew(own) {
    const { reasons, decision, appeal, appealable_until, ...comment } = own;
    const fate = { reasons, decision, appeal, appealable_until };
    this.#context.memory.renew(own);
    this.#show(comment, isVisible(own) ? undefined : fate);
  }

  #remembered() {
    const { memory, article } = this.#context;
    return memory.hidden(article).filter(({ hidden }) => ownOf(this.#context, hidden));
  }
}
