/** The entries of a queue as a list of which only what can be seen is in the page, however long it is. */

import { tell } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { grounds } from "./phrases.js";
import { isEscalated } from "./urgency.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./queue.js").Queue} Queue
 */

const AROUND = 6; // rows beyond the edges
const NEAR_THE_END = 20;

export class List {
  root = element("ol", { class: "rows" });
  #scroller = element("div", { class: "scroller" }, this.root);
  #words;
  #queue;
  #doing;
  /** @type {Map<string, {signature: string, row: HTMLLIElement}>} */
  #rows = new Map();
  #height = 96; // pixels of a row, as of the latest resize
  #visible = 0;
  /** Where the list is scrolled to: asking the page would have it laid out before the next comment is shown. */
  #top = 0;
  /** @type {{id: string | undefined, at: number}} */
  #shown = { id: undefined, at: 0 };

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {Queue} queue
   * @param {{choose: (at: number) => void, mark: (at: number) => void, more: () => void}} doing
   */
  constructor(words, queue, doing) {
    this.#words = words;
    this.#queue = queue;
    this.#doing = doing;
    const scrolled = () => {
      this.#top = this.#scroller.scrollTop;
      this.#fill();
    };
    this.#scroller.addEventListener("scroll", scrolled, { passive: true });
    const resized = () => {
      this.#height = 6.5 * parseFloat(getComputedStyle(document.documentElement).fontSize); // as .rows li has it
      this.#visible = this.#scroller.clientHeight;
      this.draw();
    };
    new ResizeObserver(resized).observe(this.#scroller);
  }

  get element() {
    return this.#scroller;
  }

  /** Show the entries as they are now; the one looked at stays where it is on the screen if others came before it. */
  draw() {
    const { entries, current, entry } = this.#queue;
    this.root.style.blockSize = `${entries.length * this.#height}px`;
    const id = entry?.comment.id;
    if (id === this.#shown.id) this.#scrollTo(this.#top + (current - this.#shown.at) * this.#height);
    this.#shown = { id, at: current };
    this.#fill();
  }

  /** Scroll as far as it takes to see the entry looked at. */
  follow() {
    const top = this.#queue.current * this.#height;
    if (top < this.#top) this.#scrollTo(top);
    else if (top + this.#height > this.#top + this.#visible) this.#scrollTo(top + this.#height - this.#visible);
    this.#fill();
  }

  /** @param {number} top */
  #scrollTo(top) {
    const most = this.#queue.entries.length * this.#height - this.#visible;
    const wanted = Math.max(0, Math.min(top, most));
    if (wanted === this.#top) return;
    this.#top = wanted;
    this.#scroller.scrollTop = wanted;
  }

  #fill() {
    const { entries, current, unfinished } = this.#queue;
    const first = Math.max(0, Math.floor(this.#top / this.#height) - AROUND);
    const last = Math.min(entries.length, Math.ceil((this.#top + this.#visible) / this.#height) + AROUND);
    const focused = this.root.contains(document.activeElement);
    /** @type {Set<string>} */
    const wanted = new Set();
    /** @type {Element | null} */
    let before = null;
    for (let at = first; at < last; at += 1) {
      const entry = /** @type {Entry} */ (entries[at]);
      wanted.add(entry.comment.id);
      const row = this.#row(entry, at, at === current);
      /** @type {Element | null} */
      const place = before ? before.nextElementSibling : this.root.firstElementChild;
      if (row !== place) this.root.insertBefore(row, place);
      before = row;
    }
    for (const [id, { row }] of this.#rows) {
      if (wanted.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    const now = this.root.querySelector("[aria-current]");
    if (focused && now instanceof HTMLElement && document.activeElement !== now) now.focus({ preventScroll: true });
    if (unfinished && last > entries.length - NEAR_THE_END) this.#doing.more();
  }

  /**
   * @param {Entry} entry
   * @param {number} at
   * @param {boolean} current
   */
  #row(entry, at, current) {
    const { seen, gone, changed, marked } = this.#queue;
    const { comment, claimed_by: by, claimed_until: until, version, order } = entry;
    const marks = [seen.has(comment.id), gone.has(comment.id), changed.has(comment.id)];
    const signature = [version, order, by, until, current, comment.status, marked.has(comment.id), ...marks].join();
    let { row, signature: before } = this.#rows.get(comment.id) ?? {};
    if (!row || signature !== before) {
      const made = element("li", { class: marked.has(comment.id) && "marked" }, this.#box(entry), this.#face(entry, current, marks));
      row?.replaceWith(made);
      row = made;
      this.#rows.set(comment.id, { signature, row });
    }
    row.ariaPosInSet = String(at + 1);
    row.ariaSetSize = this.#queue.unfinished ? "-1" : String(this.#queue.entries.length);
    row.style.insetBlockStart = `${at * this.#height}px`;
    return row;
  }

  /** @param {Entry} entry as it was when its row was made */
  #placeOf({ comment }) {
    return this.#queue.entries.findIndex((one) => one.comment.id === comment.id);
  }

  /** @param {Entry} entry */
  #box(entry) {
    const name = entry.comment.author?.name ?? this.#words.say("nobody");
    return element("input", {
      type: "checkbox",
      tabindex: -1,
      "aria-label": this.#words.say("mark", { name }),
      checked: this.#queue.marked.has(entry.comment.id),
      onclick: () => this.#doing.mark(this.#placeOf(entry)),
    });
  }

  /**
   * @param {Entry} entry
   * @param {boolean} current
   * @param {boolean[]} marks
   */
  #face(entry, current, [seen, gone, changed]) {
    const { comment, claimed_by: by } = entry;
    const say = (/** @type {string} */ key, values = {}) => this.#words.say(key, values);
    const when = element("time", { datetime: comment.created_at });
    tell(when, this.#words.language, Date.now());
    const tag = (/** @type {string} */ kind, /** @type {string} */ text) => element("span", { class: `tag ${kind}`, dir: "auto" }, text);
    return element(
      "button",
      {
        type: "button",
        class: seen ? "face" : "face unread",
        "aria-current": current && "true",
        onclick: () => this.#doing.choose(this.#placeOf(entry)),
      },
      element(
        "span",
        { class: "line" },
        !seen && element("span", { class: "unseen" }, say("unread")),
        element("b", { dir: "auto" }, comment.author?.name ?? say("nobody")),
        when,
      ),
      element("span", { class: "start", dir: "auto" }, (comment.body ?? "").slice(0, 200)),
      element(
        "span",
        { class: "line" },
        gone && tag("gone", say("gone")),
        changed && tag("gone", say("changed")),
        this.#queue.searching && element("span", { class: `quiet status ${comment.status}` }, say(`status.${comment.status}`)),
        isEscalated(entry) && tag("escalated", say("escalated")),
        by !== null && tag(by === this.#queue.me ? "mine" : "held", by === this.#queue.me ? say("mine") : by),
        element("span", { class: "quiet", dir: "auto" }, grounds(entry, this.#words)[0]?.text ?? ""),
      ),
    );
  }
}
