/** The comment that is looked at, and everything known about it. */

import { createRef, h, html } from "../vendor/preact-htm.js";
import { inFull } from "./comment.js";
import { evidence } from "./evidence.js";
import { keyOf } from "./recalling.js";
import { Surroundings } from "./surroundings.js";
import { steady } from "./views.js";

/**
 * @typedef {import("./service.js").Comment} Comment
 * @typedef {import("./service.js").Decision} Decision
 * @typedef {import("./service.js").Dossier} Dossier
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Note} Note
 * @typedef {import("./context.js").Found} Found
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{dossier: Dossier, lately: Comment[], notes: Note[], context: Found}} Known
 *
 * @typedef {object} Doing
 * @property {(decision: Decision, entry: Entry) => void} undoDecision
 * @property {(entry: Entry) => void} note
 * @property {(entry: Entry) => void} warn
 * @property {(entry: Entry) => void} standing
 * @property {(entry: Entry) => void} profile
 * @property {(filter: import("./service.js").Filter) => void} narrow
 * @property {(commentId: string) => void} open another comment
 * @property {(entry: Entry) => void} again read what could not be read
 *
 * @typedef {object} Seen what of an entry is to be seen
 * @property {Entry} entry
 * @property {Comment} comment which an answer may have changed
 * @property {import("./service.js").AuthorRecord | null} record and this
 * @property {Known | null} known
 * @property {Found} found
 * @property {boolean} veiled
 * @property {boolean} gone
 * @property {boolean} changed
 * @property {string} me
 * @property {boolean} forOthers
 * @property {number} minute since 1970: "5 minutes ago" is true for one
 * @property {Words} words
 * @property {Doing & {unveil: () => void}} doing
 */

export class Reading {
  #words;
  #queue;
  #doing;
  #readAgain;
  #draw;
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLElement>} */
  #root = createRef();
  /** @type {{key: string, known: Known} | null} */
  #known = null;
  /** @type {string | null} whose past could not be read */
  #failed = null;
  #scrolled = false;
  #scrolls = () => (this.#scrolled = true);
  /** @type {Set<string>} */
  #unveiled = new Set();

  /**
   * @param {Words} words
   * @param {import("./queue.js").Queue} queue
   * @param {Doing} doing
   * @param {() => void} draw
   */
  constructor(words, queue, doing, draw) {
    this.#words = words;
    this.#queue = queue;
    this.#readAgain = doing.again;
    this.#doing = { ...doing, again: (/** @type {Entry} */ entry) => this.#again(entry), unveil: () => this.unveil() };
    this.#draw = draw;
  }

  /** Back to where a comment begins; a page that is there already is not laid out for it. */
  toTop() {
    if (this.#scrolled && this.#root.current) this.#root.current.scrollTop = 0;
    this.#scrolled = false;
  }

  /** Show a text that is veiled, or veil it again. */
  unveil() {
    const id = this.#queue.entry?.comment.id;
    if (id && !this.#unveiled.delete(id)) this.#unveiled.add(id);
    this.#draw();
  }

  /** @param {Entry} entry */
  knows(entry) {
    return this.#known?.key === keyOf(entry);
  }

  /**
   * @param {Entry} entry
   * @param {Known} known
   */
  remember(entry, known) {
    this.#known = { key: keyOf(entry), known };
    this.#failed = null;
    this.#draw();
  }

  /** @param {Entry} entry whose past could not be read */
  fail(entry) {
    this.#failed = keyOf(entry);
    this.#draw();
  }

  /** What was remembered of the entry looked at is out of date. */
  forget() {
    this.#known = null;
  }

  /** @param {Entry} entry */
  #again(entry) {
    this.#failed = null;
    if (this.#known?.key === keyOf(entry)) this.#known.known.context = "loading";
    this.#draw();
    this.#root.current?.querySelector("section")?.focus();
    this.#readAgain(entry);
  }

  view() {
    const { entry } = this.#queue;
    return html`<div class="reading" ref=${this.#root} onscroll=${this.#scrolls}>${entry ? this.#whole(entry) : this.#nothing()}</div>`;
  }

  #nothing() {
    const { known, searching } = this.#queue;
    const key = !known ? "loading" : searching ? "nothing-found" : "empty";
    return html`
      <article><p class="empty">${this.#words.say(key)}</p></article>
      <div></div>
      <div class="evidence"></div>
    `;
  }

  /** @param {Entry} entry */
  #whole(entry) {
    const { comment, author_record: record } = entry;
    const { gone, changed, me, forOthers } = this.#queue;
    const known = this.knows(entry) ? (this.#known?.known ?? null) : null;
    return h(Whole, {
      entry,
      comment,
      record,
      known,
      found: known?.context ?? (this.#failed === keyOf(entry) ? "failed" : "loading"),
      veiled: !this.#unveiled.has(comment.id),
      gone: gone.has(comment.id),
      changed: changed.has(comment.id),
      me,
      forOthers,
      minute: Math.floor(Date.now() / 60_000),
      words: this.#words,
      doing: this.#doing,
    });
  }
}

/** @param {Seen} seen @returns {import("./views.js").Child} what is to be known before it is read, such as who else has it */
function banner({ entry: { claimed_by: name, claimed_until: until }, gone, changed, me, forOthers, words }) {
  if (gone || changed) return html`<p class="banner">${words.say(gone ? "gone-already" : "changed-already")}</p>`;
  if (name === null || until === null || name === me)
    return forOthers && html`<p class="banner held">${words.say("appeal-own")}</p>`;
  const time = new Intl.DateTimeFormat(words.language, { timeStyle: "short" }).format(new Date(until));
  return html`<p class="banner held">${words.say("held-until", { name, time })}</p>`;
}

const Whole = steady((/** @type {Seen} */ seen) => {
  const { entry, comment, known, found, veiled, words, doing } = seen;
  const { id, article, author } = comment;
  const narrow = {
    article: () => doing.narrow({ article }),
    author: () => author && doing.narrow({ author: author.id }),
  };
  const isGuest = author?.badges.includes("guest"); // who cannot be warned
  const about = {
    note: () => doing.note(entry),
    warn: isGuest ? null : () => doing.warn(entry),
    standing: () => doing.standing(entry),
    profile: () => doing.profile(entry),
    undo: (/** @type {Decision} */ decision) => doing.undoDecision(decision, entry),
  };
  const opening = { open: doing.open, again: () => doing.again(entry) };
  const thread = typeof found === "string" ? found : found.thread;
  return html`
    <article key=${id}>
      ${banner(seen)}
      ${inFull(entry, words, narrow, veiled ? doing.unveil : null)}
    </article>
    <div>${h(Surroundings, { key: keyOf(entry), entry, found: thread, words, opening })}</div>
    <div class="evidence">${evidence(entry, words, known, about, found, opening)}</div>
  `;
});
