/** The comment that is looked at, and everything known about it. */

import { element } from "../shared/dom.js";
import { inFull } from "./comment.js";
import { evidence } from "./evidence.js";
import { keyOf } from "./recalling.js";
import { scrollToHere, surroundings } from "./surroundings.js";

/**
 * @typedef {import("./service.js").Comment} Comment
 * @typedef {import("./service.js").Decision} Decision
 * @typedef {import("./service.js").Dossier} Dossier
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Note} Note
 * @typedef {import("./context.js").Found} Found
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
 */

export class Reading {
  #words;
  #queue;
  #doing;
  #comment = element("article", {});
  #around = element("div", {});
  #evidence = element("div", { class: "evidence" });
  element = element("div", { class: "reading" }, this.#comment, this.#around, this.#evidence);
  /** What is drawn, so that it is drawn again only if something else is to be seen. */
  #drawn = "";
  /** @type {{key: string, known: Known} | null} */
  #known = null;
  /** @type {string | null} whose past could not be read */
  #failed = null;
  /** @type {{key: string, thread: unknown} | null} what of the thread is drawn */
  #surrounded = null;
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
    this.#failed = null;
    this.#learned(entry);
  }

  /** @param {Entry} entry whose past could not be read */
  fail(entry) {
    this.#failed = keyOf(entry);
    this.#learned(entry);
  }

  /** @param {Entry} entry */
  #learned(entry) {
    const { entry: present } = this.#queue;
    if (present && keyOf(present) === keyOf(entry)) this.#drawEvidence(present);
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
    this.#surrounded = null;
    this.#around.replaceChildren();
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
    const found = known?.context ?? (this.#failed === keyOf(entry) ? "failed" : "loading");
    const opening = { open: this.#doing.open, again: () => this.#again(entry) };
    this.#drawSurroundings(entry, found, opening);
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
    const lanes = evidence(entry, this.#words, known, { ...about, undo }, found, opening);
    this.#evidence.replaceChildren(...lanes.map((cards) => element("div", { class: "lane" }, ...cards)));
    for (const one of this.#evidence.querySelectorAll("details")) one.open = open.has(one.className);
  }

  /**
   * The thread is drawn again only if something else is known of it, so that it stays where it was scrolled to.
   *
   * @param {Entry} entry
   * @param {Found} found
   * @param {import("./surroundings.js").Opening} opening
   */
  #drawSurroundings(entry, found, opening) {
    const key = keyOf(entry);
    const thread = typeof found === "string" ? found : found.thread;
    if (this.#surrounded?.key === key && this.#surrounded.thread === thread) return;
    this.#surrounded = { key, thread };
    const box = surroundings(entry, thread, this.#words, opening);
    this.#around.replaceChildren(box);
    if (typeof thread !== "string") scrollToHere(box);
  }

  /** @param {Entry} entry */
  #again(entry) {
    this.#failed = null;
    if (this.#known?.key === keyOf(entry)) this.#known.known.context = "loading";
    this.#drawEvidence(entry);
    this.#around.querySelector("section")?.focus();
    this.#doing.again(entry);
  }
}
