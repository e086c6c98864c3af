/** The entries of a queue as a list of which only what can be seen is in the page, however long it is. */

import { Component, createRef, h, html } from "../vendor/preact-htm.js";
import { moment } from "./comment.js";
import { grounds } from "./phrases.js";
import { isEscalated } from "./urgency.js";
import { steady } from "./views.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("../shared/words.js").Words} Words
 *
 * @typedef {object} Listed
 * @property {{current: List | null}} self where it is found while it is in the page
 * @property {import("./queue.js").Queue} queue
 * @property {Words} words
 * @property {{choose: (at: number) => void, mark: (at: number) => void, more: () => void}} doing
 *
 * @typedef {object} Row what of an entry is to be seen in its row
 * @property {Entry} entry
 * @property {import("./service.js").Comment} comment which an answer may have changed
 * @property {boolean} current
 * @property {boolean} marked
 * @property {boolean} seen
 * @property {boolean} gone
 * @property {boolean} changed
 * @property {boolean} searching
 * @property {string} me
 * @property {number} minute since 1970
 * @property {Words} words
 * @property {(entry: Entry) => void} choose
 * @property {(entry: Entry) => void} mark
 */

const AROUND = 6; // rows beyond the edges
const NEAR_THE_END = 20;

/** @extends {Component<Listed>} */
export class List extends Component {
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLElement>} */
  #scroller = createRef();
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLElement>} */
  #rows = createRef();
  #observer = new ResizeObserver(() => this.#resized());
  #height = 96; // pixels of a row, as of the latest resize
  #visible = 0;
  /** Where the list is scrolled to: asking the page would have it laid out before the next comment is shown. */
  #top = 0;
  #moved = false;
  #follows = false;
  /** @type {{id: string | undefined, at: number}} */
  #shown = { id: undefined, at: 0 };
  /** How many entries are drawn, as far as they can be seen. */
  #last = 0;

  /** Scroll as far as it takes to see the entry looked at, when it is drawn. */
  follow() {
    this.#follows = true;
  }

  /** @override */
  componentDidMount() {
    this.props.self.current = this;
    if (this.#scroller.current) this.#observer.observe(this.#scroller.current);
  }

  /** @override */
  componentWillUnmount() {
    this.props.self.current = null;
    this.#observer.disconnect();
  }

  #resized() {
    this.#height = 6.5 * parseFloat(getComputedStyle(document.documentElement).fontSize); // as .rows li has it
    this.#visible = this.#scroller.current?.clientHeight ?? 0;
    this.forceUpdate();
  }

  #scrolled = () => {
    this.#top = this.#scroller.current?.scrollTop ?? 0;
    this.forceUpdate();
  };

  /** The one looked at stays where it is on the screen if others came before it. */
  #keepInPlace() {
    const { current, entry } = this.props.queue;
    const id = entry?.comment.id;
    if (id === this.#shown.id) this.#scrollTo(this.#top + (current - this.#shown.at) * this.#height);
    this.#shown = { id, at: current };
    if (!this.#follows) return;
    this.#follows = false;
    const top = current * this.#height;
    if (top < this.#top) this.#scrollTo(top);
    else if (top + this.#height > this.#top + this.#visible) this.#scrollTo(top + this.#height - this.#visible);
  }

  /** @param {number} top */
  #scrollTo(top) {
    const most = this.props.queue.entries.length * this.#height - this.#visible;
    const wanted = Math.max(0, Math.min(top, most));
    if (wanted === this.#top) return;
    this.#top = wanted;
    this.#moved = true;
  }

  /** @override @returns {boolean} whether the focus is in the list, which it leaves with a row that goes */
  getSnapshotBeforeUpdate() {
    return this.#rows.current?.contains(document.activeElement) ?? false;
  }

  /**
   * @override
   * @param {Listed} _before
   * @param {unknown} _state
   * @param {boolean} focused
   */
  componentDidUpdate(_before, _state, focused) {
    const { queue, doing } = this.props;
    if (this.#moved && this.#scroller.current) this.#scroller.current.scrollTop = this.#top;
    this.#moved = false;
    const now = focused && this.#rows.current?.querySelector("[aria-current]");
    if (now instanceof HTMLElement && document.activeElement !== now) now.focus({ preventScroll: true });
    if (queue.unfinished && this.#last > queue.entries.length - NEAR_THE_END) doing.more();
  }

  /** @override */
  render() {
    this.#keepInPlace();
    const { entries } = this.props.queue;
    const first = Math.max(0, Math.floor(this.#top / this.#height) - AROUND);
    this.#last = Math.min(entries.length, Math.ceil((this.#top + this.#visible) / this.#height) + AROUND);
    return html`
      <div class="scroller" ref=${this.#scroller} onscroll=${this.#scrolled}>
        <ol class="rows" ref=${this.#rows} style=${{ blockSize: `${entries.length * this.#height}px` }}>
          ${entries.slice(first, this.#last).map((entry, at) => this.#row(entry, first + at))}
        </ol>
      </div>
    `;
  }

  /**
   * @param {Entry} entry
   * @param {number} at
   */
  #row(entry, at) {
    const { queue, words } = this.props;
    const { comment } = entry;
    const marked = queue.marked.has(comment.id);
    const face = h(Face, {
      entry,
      comment,
      current: at === queue.current,
      marked,
      seen: queue.seen.has(comment.id),
      gone: queue.gone.has(comment.id),
      changed: queue.changed.has(comment.id),
      searching: queue.searching,
      me: queue.me,
      minute: Math.floor(Date.now() / 60_000),
      words,
      choose: this.#choose,
      mark: this.#mark,
    });
    return html`
      <li
        key=${comment.id}
        class=${marked ? "marked" : null}
        style=${{ insetBlockStart: `${at * this.#height}px` }}
        aria-posinset=${at + 1}
        aria-setsize=${queue.unfinished ? -1 : queue.entries.length}
      >
        ${face}
      </li>
    `;
  }

  #choose = (/** @type {Entry} */ entry) => this.props.doing.choose(this.#placeOf(entry));
  #mark = (/** @type {Entry} */ entry) => this.props.doing.mark(this.#placeOf(entry));

  /** @param {Entry} entry as it was when its row was drawn */
  #placeOf({ comment }) {
    return this.props.queue.entries.findIndex((one) => one.comment.id === comment.id);
  }
}

const Face = steady((/** @type {Row} */ { entry, comment, current, marked, seen, gone, changed, searching, me, words, choose, mark }) => {
  const name = comment.author?.name ?? words.say("nobody");
  const { claimed_by: by } = entry;
  const tag = (/** @type {string} */ kind, /** @type {string} */ text) => html`<span class="tag ${kind}" dir="auto">${text}</span>`;
  return html`
    <input type="checkbox" tabindex="-1" aria-label=${words.say("mark", { name })} checked=${marked} onclick=${() => mark(entry)} />
    <button type="button" class=${seen ? "face" : "face unread"} aria-current=${current ? "true" : null} onclick=${() => choose(entry)}>
      <span class="line">
        ${!seen && html`<span class="unseen">${words.say("unread")}</span>`}
        <b dir="auto">${name}</b>
        ${moment(comment.created_at, words)}
      </span>
      <span class="start" dir="auto">${(comment.body ?? "").slice(0, 200)}</span>
      <span class="line">
        ${gone && tag("gone", words.say("gone"))}
        ${changed && tag("gone", words.say("changed"))}
        ${searching && html`<span class="quiet status ${comment.status}">${words.say(`status.${comment.status}`)}</span>`}
        ${isEscalated(entry) && tag("escalated", words.say("escalated"))}
        ${by !== null && tag(by === me ? "mine" : "held", by === me ? words.say("mine") : by)}
        <span class="quiet" dir="auto">${grounds(entry, words)[0]?.text ?? ""}</span>
      </span>
    </button>
  `;
});
