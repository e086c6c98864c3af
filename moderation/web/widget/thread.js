/** The comments of an article as a tree on the page: loaded in pages, kept up to date by events, without jumping. */

import { element } from "../shared/dom.js";
import { gone } from "./absence.js";
import { perform } from "./actions.js";
import { Arrivals } from "./arrivals.js";
import { CommentView } from "./comment.js";
import { explain, isVisible, ownOf } from "./context.js";
import { Unseen } from "./unseen.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/api.js").Comment} Comment */
/** @typedef {import("../shared/api.js").Posted} Posted */
/** @typedef {import("../shared/api.js").Sort} Sort */

export class Thread {
  #context;
  #pageSize;
  /** @type {Map<string, CommentView>} */
  #views = new Map();
  #arrivals;
  #unseen;
  /** @type {string | null} */
  #cursor = null;
  /** @type {Set<{stop(): void}>} */
  #forms = new Set();
  /** @type {Sort} */
  sort = "newest";

  #list = element("ol", { class: "thread", role: "list" });
  #more = element("div", { class: "more" });
  #empty = element("p", { class: "quiet empty", hidden: true });

  /**
   * @param {Context} context
   * @param {number} pageSize comments to load at once
   */
  constructor(context, pageSize) {
    this.#context = context;
    this.#pageSize = pageSize;
    this.#empty.textContent = context.words.say("empty");
    this.#arrivals = new Arrivals(context, (arrived) => this.#show(arrived));
    this.#unseen = new Unseen(
      context, (comment, fate) => this.#place(comment, this.#views.has(comment.id) ? "live" : "start", fate),
      (id) => this.#views.get(id)?.visible === false && this.#drop(id),
    );
    this.element = element("div", {}, this.#arrivals.element, this.#list, this.#empty, this.#more);
  }

  /** Load the first page, in place of whatever is there. */
  async load() {
    const page = await this.#fetch({});
    this.onread(page.article);
    for (const form of this.#forms) form.stop();
    this.#forms.clear();
    this.#views.clear();
    this.#arrivals.clear();
    this.#list.replaceChildren();
    for (const comment of page.comments) this.#place(comment, "end");
    this.#offerMore(page.next_cursor);
    this.#recall();
  }

  /** Read the first page again, and take what is new on it or gone from it as if that had just happened. */
  async catchUp() {
    const page = await this.#fetch({});
    this.onread(page.article);
    const take = (/** @type {Comment} */ comment) => {
      const view = this.#views.get(comment.id);
      if (view) view.update(comment);
      else if (comment.status !== "deleted") this.arrived(comment);
      for (const below of comment.replies ?? []) take(below);
    };
    for (const comment of [...page.comments].reverse()) take(comment);
    const shown = [...this.#views.values()].filter((view) => view.visible).map((view) => view.comment);
    for (const id of await gone(this.#context.api, shown, page, this.sort)) void this.removed(id);
  }

  /**
   * Show one comment with what it answers, at the top, unless it is there already.
   *
   * @param {string} id
   */
  async showLinked(id) {
    if (!this.#views.has(id)) {
      const { comment, ancestors } = await this.#context.api.comment(id);
      for (const one of [...ancestors, comment]) this.#place(one, "start");
    }
    const view = this.#views.get(id);
    view?.element.classList.add("linked");
    view?.focus();
  }

  /**
   * A comment became visible.
   *
   * @param {Comment} comment
   */
  arrived(comment) {
    const view = this.#views.get(comment.id);
    this.#unseen.settle(comment.id);
    if (view) return view.update(comment);
    if (ownOf(this.#context, comment)) return this.#place(comment, "live");
    if (!this.#hasPlace(comment)) return;
    this.#arrivals.add(comment);
  }

  /**
   * A comment changed.
   *
   * @param {Comment} comment
   */
  changed(comment) {
    this.#views.get(comment.id)?.update(comment);
    if (this.#arrivals.has(comment.id)) this.#arrivals.add(comment);
  }

  /**
   * A comment is no longer visible. Its author may still look at it, and is told why.
   *
   * @param {string} id
   */
  async removed(id) {
    this.#arrivals.delete(id);
    const view = this.#views.get(id);
    if (!view?.visible) return;
    if (!(await this.#unseen.ask(view.comment)) && view.visible) this.#remove(id, view);
  }

  /**
   * @param {string} id
   * @param {CommentView} view
   */
  #remove(id, view) {
    const parent = view.comment.parent_id;
    if (view.replies.childElementCount || view.cursor) return view.bury();
    this.#drop(id);
    for (let above = parent; above; ) {
      const tombstone = this.#views.get(above);
      if (!tombstone || tombstone.comment.status !== "deleted" || tombstone.replies.childElementCount) break;
      above = tombstone.comment.parent_id;
      this.#drop(tombstone.comment.id);
    }
  }

  /**
   * What the reader wrote, visible or not, appears at once.
   *
   * @param {Posted} posted
   * @returns {boolean} whether others see it now and did not before
   */
  posted(posted) {
    const { words, announce } = this.#context;
    const { comment } = posted;
    const before = this.#views.get(comment.id);
    const fate = this.#unseen.written(posted);
    const appeared = isVisible(comment) && !before?.visible && !this.#arrivals.delete(comment.id);
    this.#place(comment, "live", fate);
    this.#views.get(comment.id)?.focus();
    announce(words.say(fate ? comment.status : "posted"));
    return appeared;
  }

  /** Somebody else is signed in, or nobody: what is one's own has changed. */
  recognise() {
    for (const view of this.#views.values()) {
      if (!view.visible && view.comment.status !== "deleted" && !ownOf(this.#context, view.comment)) this.#drop(view.comment.id);
      else view.update(view.comment);
    }
    this.#recall();
  }

  /** Times grow old, and edit windows end. */
  refresh() {
    for (const view of this.#views.values()) view.refresh();
  }

  stop() {
    this.#arrivals.clear();
    for (const form of this.#forms) form.stop();
  }

  /** @param {{cursor?: string | null, parent?: string}} which */
  #fetch(which) {
    return this.#context.api.thread(this.#context.article, { sort: this.sort, limit: this.#pageSize, ...which });
  }

  /**
   * Put a comment where it belongs, with the replies that came with it; or renew it where it stands.
   *
   * @param {Comment} comment
   * @param {"start" | "end" | "live"} where
   * @param {import("../shared/account.js").Fate} [fate] of one's own that others do not see
   */
  #place(comment, where, fate) {
    let view = this.#views.get(comment.id);
    if (!view) {
      view = new CommentView(this.#context, comment, (act, on) => this.#act(act, on));
      this.#views.set(comment.id, view);
      const above = comment.parent_id ? this.#views.get(comment.parent_id) : undefined;
      if (above) above.replies.append(view.element);
      else if (where === "end" || (where === "live" && this.sort === "oldest")) this.#list.append(view.element);
      else this.#list.prepend(view.element);
      const unsent = this.#context.memory.draft(`${this.#context.article}|${comment.id}`);
      if (unsent?.attempt && this.#context.open()) this.#act("reply", view);
    }
    view.fate = fate ?? view.fate;
    view.update(comment);
    for (const below of comment.replies ?? []) this.#place(below, "end");
    if (comment.replies_cursor !== undefined) view.offerMore(comment.replies_cursor);
    this.#empty.hidden = this.#views.size > 0;
  }

  /** @param {Comment} comment */
  #hasPlace({ parent_id: parent }) {
    if (parent) return this.#views.has(parent) || this.#arrivals.has(parent);
    return this.sort !== "oldest" || this.#cursor === null; // else it is on a page still to be loaded
  }

  #recall() {
    this.#unseen.recall((id) => this.#views.has(id));
    this.#empty.hidden = this.#views.size > 0;
    void this.#unseen.askAll();
  }

  /** @param {string} id */
  #drop(id) {
    this.#views.get(id)?.element.remove();
    this.#views.delete(id);
    this.#empty.hidden = this.#views.size > 0;
  }

  /** @param {Comment[]} arrived parents first */
  #show(arrived) {
    for (const comment of arrived) {
      this.#place(comment, "live");
      this.#views.get(comment.id)?.element.classList.add("fresh");
    }
    const newest = arrived.filter((comment) => !comment.parent_id).at(-1) ?? arrived[0];
    this.#views.get(newest?.id ?? "")?.focus();
  }

  /** @param {string | null} cursor */
  #offerMore(cursor) {
    this.#cursor = cursor;
    const label = this.#context.words.say("more");
    const button = () => element("button", { type: "button", onclick: () => void this.#loadMore(null) }, label);
    this.#more.replaceChildren(cursor ? button() : "");
  }

  /** @param {CommentView | null} above whose replies; null for the thread itself */
  async #loadMore(above) {
    const { words, announce, tell } = this.#context;
    const cursor = above ? above.cursor : this.#cursor;
    try {
      const page = await this.#fetch({ cursor, ...(above && { parent: above.comment.id }) });
      if (above) above.offerMore(page.next_cursor);
      else this.#offerMore(page.next_cursor);
      const fresh = page.comments.filter((comment) => !this.#views.has(comment.id));
      for (const { id } of page.comments) this.#arrivals.delete(id);
      for (const comment of page.comments) this.#place(comment, "end");
      this.#views.get(fresh[0]?.id ?? "")?.focus();
      announce(words.say("loaded", { count: fresh.length }));
    } catch (why) {
      tell(explain(words, why));
    }
  }

  /**
   * @param {import("./comment.js").Act} act
   * @param {CommentView} view
   */
  #act(act, view) {
    perform(act, this.#context, view, {
      opened: (form) => this.#forms.add(form),
      posted: (posted) => this.onposted(posted),
      withdrawn: (id) => this.onwithdrawn(id),
      appealed: (own) => this.#unseen.renew(own),
      more: () => void this.#loadMore(view),
      dismissed: (id) => {
        this.#unseen.settle(id);
        this.#drop(id);
      },
    });
  }

  /** Told about the article whenever a page was read, before its comments are shown. @param {import("../shared/api.js").Article} _article */
  onread(_article) {}

  /** @type {(posted: Posted) => void} told when a comment was written in the thread */
  onposted = (posted) => void this.posted(posted);

  /** @param {string} id */
  onwithdrawn(id) {
    const view = this.#views.get(id);
    if (view?.visible) this.#remove(id, view);
    else this.#drop(id);
  }
}
