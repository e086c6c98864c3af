/** The comment that is looked at, and everything known about it. */

import { element } from "../shared/dom.js";
import { inFull } from "./comment.js";
import { evidence, past } from "./evidence.js";

/**
 * @typedef {import("./service.js").Comment} Comment
 * @typedef {import("./service.js").Decision} Decision
 * @typedef {import("./service.js").Dossier} Dossier
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Note} Note
 * @typedef {{dossier: Dossier, lately: Comment[], notes: Note[]}} Known
 *
 * @typedef {object} Doing
 * @property {(decision: Decision, entry: Entry) => void} undoDecision
 * @property {(entry: Entry) => void} note
 * @property {(entry: Entry) => void} warn
 * @property {(entry: Entry) => void} standing
 * @property {(entry: Entry) => void} profile
 * @property {(filter: import("./service.js").Filter) => void} narrow
 */

export class Reading {
  #words;
  #queue;
  #doing;
  #comment = element("article", {});
  #evidence = element("div", { class: "evidence" });
  element = element("div", { class: "reading" }, this.#comment, this.#evidence);
  /** What is drawn, so that it is drawn again only if something else is to be seen. */
  #drawn = "";
  /** @type {{key: string, known: Known} | null} */
  #known = null;
  #scrolled = false;
  /** @type {Set<string>} */
  #unveiled = new Set();

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {import("./queue.js").Queue} queue
   * @param {Doing} doing
   */
  constructor(words, queue, doing) {
    this.#words = words;
    this.#queue = queue;
    this.#doing = doing;
    this.element.addEventListener("scroll", () => (this.#scrolled = true), { passive: true });
  }

  /** Back to where a comment begins; a page that is there already is not laid out for it. */
  toTop() {
    if (this.#scrolled) this.element.scrollTop = 0;
    this.#scrolled = false;
  }

  /** Show a text that is veiled, or veil it again. */
  unveil() {
    const id = this.#queue.entry?.comment.id;
    if (id && !this.#unveiled.delete(id)) this.#unveiled.add(id);
    this.draw();
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
    const { entry: present } = this.#queue;
    if (present && this.knows(present)) this.#drawEvidence(present);
  }

  /** What was remembered of the entry looked at is out of date. */
  forget() {
    this.#known = null;
    this.#drawn = "";
  }

  draw() {
    const { entry, gone, changed } = this.#queue;
    if (!entry) return this.#drawNothing();
    const { id } = entry.comment;
    const veiled = !this.#unveiled.has(id);
    const minute = Math.floor(Date.now() / 60_000);
    const marks = [gone.has(id), changed.has(id), veiled, entry.claimed_by, entry.priority, entry.reports.length, minute];
    const now = [keyOf(entry), entry.comment.status, ...marks].join();
    if (now === this.#drawn) return;
    this.#drawn = now;
    const banner = gone.has(id) ? "gone-already" : changed.has(id) ? "changed-already" : null;
    const { article, author } = entry.comment;
    const narrow = {
      article: () => this.#doing.narrow({ article }),
      author: () => author && this.#doing.narrow({ author: author.id }),
    };
    this.#comment.replaceChildren(
      ...(banner ? [element("p", { class: "banner" }, this.#words.say(banner))] : this.#holder(entry)),
      ...inFull(entry, this.#words, narrow, veiled ? () => this.unveil() : null),
    );
    this.#drawEvidence(entry);
  }

  #drawNothing() {
    this.#drawn = "";
    const key = !this.#queue.known ? "loading" : this.#queue.searching ? "nothing-found" : "empty";
    this.#comment.replaceChildren(element("p", { class: "empty" }, this.#words.say(key)));
    this.#evidence.replaceChildren();
  }

  /** @param {Entry} entry @returns {Node[]} who has it, if that is somebody else */
  #holder({ claimed_by: name, claimed_until: until }) {
    if (name === null || until === null || name === this.#queue.me) return [];
    const time = new Intl.DateTimeFormat(this.#words.language, { timeStyle: "short" }).format(new Date(until));
    return [element("p", { class: "banner held" }, this.#words.say("held-until", { name, time }))];
  }

  /** @param {Entry} entry */
  #drawEvidence(entry) {
    const known = this.knows(entry) ? (this.#known?.known ?? null) : null;
    const open = new Set([...this.#evidence.querySelectorAll("details[open]")].map(({ className }) => className));
    const { note, warn, standing, profile } = this.#doing;
    const isGuest = entry.comment.author?.badges.includes("guest"); // who cannot be told anything
    const about = {
      note: () => note(entry),
      warn: isGuest ? null : () => warn(entry),
      standing: () => standing(entry),
      profile: () => profile(entry),
    };
    const undo = (/** @type {Decision} */ decision) => this.#doing.undoDecision(decision, entry);
    this.#evidence.replaceChildren(
      ...evidence(entry, this.#words, known, about),
      ...(known ? past(known.dossier, this.#words, undo) : []),
    );
    for (const one of this.#evidence.querySelectorAll("details")) one.open = open.has(one.className);
  }
}

/** @param {Entry} entry */
function keyOf({ comment, version }) {
  return `${comment.id} ${version}`;
}
