/** One comment as a reader sees it, with what one may do about it; its replies stand below it. */

import { tell } from "../shared/dates.js";
import { commentMarkup, element, plainParagraphs } from "../shared/dom.js";
import { isVisible, ownOf } from "./context.js";
import { status, told } from "./fate.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/api.js").Comment} Comment */
/** @typedef {"reply" | "edit" | "withdraw" | "report" | "like" | "more" | "appeal" | "dismiss"} Act */
/** @typedef {(act: Act, view: CommentView) => void} Acted */

export class CommentView {
  #context;
  #acted;
  #article;
  #body = element("div");
  #more = element("div", { class: "more" });
  /** Where a reply, an edit or a report is written. */
  form = element("div", { class: "form" });
  replies = element("ol", { class: "replies", role: "list" });
  /** @type {string | null} from where further replies are loaded */
  cursor = null;
  /** @type {import("../shared/account.js").Fate | undefined} of one's own comment that others do not see */
  fate;

  /**
   * @param {Context} context
   * @param {Comment} comment
   * @param {Acted} acted
   */
  constructor(context, comment, acted) {
    this.#context = context;
    this.#acted = acted;
    this.comment = comment;
    this.#article = element("article", { tabindex: -1, "aria-labelledby": `by-${comment.id}` }, this.#body, this.form);
    this.element = element("li", { class: "comment", id: `comment-${comment.id}` }, this.#article, this.replies, this.#more);
    this.update(comment);
  }

  get visible() {
    return isVisible(this.comment);
  }

  /** @param {Comment} comment */
  update(comment) {
    this.comment = comment;
    const gone = comment.status === "deleted" || comment.body === null;
    this.element.classList.toggle("gone", gone);
    this.element.classList.toggle("hidden", !gone && !this.visible);
    this.#body.replaceChildren(...(gone ? this.#tombstone() : this.#written()));
    this.refresh();
  }

  /** Leave its place to the replies that stand below. */
  bury() {
    this.update({ ...this.comment, body: null, html: null, author: null, status: "deleted" });
  }

  /** What depends on the time: how long ago it was, and whether its author may still change it. */
  refresh() {
    const now = Date.now();
    for (const time of this.#body.querySelectorAll("time")) tell(time, this.#context.words.language, now);
    const changeable = this.#own !== null && now - Date.parse(this.comment.created_at) < this.#context.editWindow;
    for (const button of this.#body.querySelectorAll("button.own")) /** @type {HTMLElement} */ (button).hidden = !changeable;
  }

  /** @param {string | null} cursor null if no reply is left to load */
  offerMore(cursor) {
    this.cursor = cursor;
    const { words } = this.#context;
    this.#more.replaceChildren(
      ...(cursor ? [element("button", { type: "button", onclick: () => this.#acted("more", this) }, words.say("replies.more"))] : []),
    );
  }

  focus() {
    this.#article.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** @param {Act} act */
  focusButton(act) {
    const button = this.#body.querySelector(`[data-act="${act}"]`);
    if (button instanceof HTMLElement) button.focus();
    else this.focus();
  }

  get #own() {
    return ownOf(this.#context, this.comment);
  }

  #tombstone() {
    return [element("p", { class: "quiet", id: `by-${this.comment.id}` }, this.#context.words.say("tombstone"))];
  }

  #written() {
    const { comment } = this;
    const { words } = this.#context;
    const name = comment.author?.name ?? "";
    const badges = (comment.author?.badges ?? []).map((badge) =>
      element("span", { class: "badge" }, words.has(`badge.${badge}`) ? words.say(`badge.${badge}`) : badge));
    const head = element(
      "header", {},
      portrait(comment.author),
      element("bdi", { class: "name", id: `by-${comment.id}` }, name),
      ...badges,
      this.#own && element("span", { class: "badge you" }, words.say("you")),
      comment.pinned && element("span", { class: "badge" }, words.say("pinned")),
      element("a", { class: "when", href: `#comment-${comment.id}` }, element("time", { datetime: comment.created_at })),
      comment.edited_at && element("span", { class: "quiet" }, words.say("edited")),
    );
    return [head, this.#text(), ...(this.visible ? [this.#actions()] : [this.#standing()])];
  }

  #text() {
    const { html, body } = this.comment;
    const text = element("div", { class: "text" });
    try {
      text.append(html === null ? plainParagraphs(body ?? "") : commentMarkup(html));
    } catch {
      text.append(plainParagraphs(body ?? "")); // the page's own policy lets nobody parse markup
    }
    return text;
  }

  /** What only its author is told: that it is not visible, and why. */
  #standing() {
    const { words } = this.#context;
    const rejected = this.comment.status === "rejected";
    return element(
      "div", { class: "standing" },
      status(words, this.comment),
      ...told(words, this.comment, this.fate),
      element(
        "div", { class: "actions" },
        !rejected && this.#button("edit", words.say("edit"), "own"),
        !rejected && this.#button("withdraw", words.say("delete"), "own"),
        this.fate?.appealable_until && this.#button("appeal", words.say("appeal")),
        this.#button("dismiss", words.say("dismiss")),
      ),
    );
  }

  #actions() {
    const { words, memory, open } = this.#context;
    const { id, reactions } = this.comment;
    const likes = reactions.like;
    const like = this.#button("like", likes ? words.say("like.count", { count: likes }) : words.say("like"), "like");
    like.setAttribute("aria-pressed", String(memory.liked(id)));
    return element(
      "div", { class: "actions" },
      like,
      open() && this.#button("reply", words.say("reply")),
      this.#own && this.#button("edit", words.say("edit"), "own"),
      this.#own && this.#button("withdraw", words.say("delete"), "own"),
      !this.#own && this.#button("report", words.say("report"), "report"),
    );
  }

  /**
   * @param {Act} act
   * @param {string} label
   * @param {string} [kind]
   */
  #button(act, label, kind = "") {
    return element(
      "button", { type: "button", class: kind, "data-act": act, "aria-describedby": `by-${this.comment.id}`,
                  onclick: () => this.#acted(act, this) }, label,
    );
  }
}

/**
 * A coloured disc with the first letter of the name, the same for the same author.
 *
 * @param {import("../shared/api.js").Author | null} author
 */
function portrait(author) {
  let hue = 0;
  for (const character of author?.id ?? "") hue = (hue * 31 + character.charCodeAt(0)) % 360;
  const first = Array.from(author?.name.trim() ?? "")[0] ?? "";
  const disc = element("span", { class: "portrait", "aria-hidden": "true" }, first.toUpperCase());
  disc.style.setProperty("--hue", String(hue));
  return disc;
}
