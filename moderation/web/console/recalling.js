/**
 * What is known about an entry beyond its row: read when somebody stays with it, given up when they go on, and read ahead
 * for the next entry while nobody works.
 */

import { Problem } from "../shared/api.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./reading.js").Known} Known
 * @typedef {import("./context.js").Context} Context
 *
 * @typedef {object} Asked one entry's reading, under way or done
 * @property {string} key
 * @property {number} at milliseconds since 1970
 * @property {AbortController} stop
 * @property {Promise<Omit<Known, "context">>} known
 * @property {Promise<Context | "failed">} context
 */

const DWELLING = 150; // milliseconds on an entry before it is asked for
const PATIENCE = 300; // milliseconds for which what is known waits for what surrounds it, so that both are drawn at once
const EASE = 250; // milliseconds after which what comes next is read ahead
const FRESH = 30_000; // milliseconds after which what was read ahead is read again

export class Recalling {
  #service;
  #doing;
  /** @type {string | null} what is looked at */
  #key = null;
  #dwelling = 0;
  #idling = 0;
  /** @type {Asked | null} */
  #present = null;
  /** @type {Asked | null} */
  #ahead = null;

  /**
   * @param {import("./service.js").Service} service
   * @param {{remember: (entry: Entry, known: Known) => void, fail: (entry: Entry) => void, failed: (why: unknown) => void, next: () => Entry | undefined}} doing
   */
  constructor(service, doing) {
    this.#service = service;
    this.#doing = doing;
  }

  /**
   * Somebody looks at an entry; what they looked at before is not waited for any more.
   *
   * @param {Entry | undefined} entry
   * @param {boolean} isKnown
   */
  look(entry, isKnown) {
    const key = entry ? keyOf(entry) : null;
    if (key !== null && key === this.#key && (isKnown || this.#present)) return this.#rest();
    this.leave();
    this.#key = key;
    if (!entry || isKnown) return;
    this.#dwelling = window.setTimeout(() => void this.read(entry), this.#isAhead(entry) ? 0 : DWELLING);
  }

  /** Nobody waits for anything any more. */
  leave() {
    clearTimeout(this.#dwelling);
    clearTimeout(this.#idling);
    this.#present?.stop.abort();
    this.#present = null;
    this.#key = null;
  }

  /** What was read ahead is out of date. */
  forget() {
    this.leave();
    this.#ahead?.stop.abort();
    this.#ahead = null;
  }

  /** @param {Entry} entry */
  async read(entry) {
    this.#present?.stop.abort();
    clearTimeout(this.#idling);
    const asked = (this.#isAhead(entry) && this.#ahead) || this.#ask(entry);
    this.#present = asked;
    this.#ahead = null;
    try {
      const known = await asked.known;
      const soon = await Promise.race([asked.context, new Promise((done) => setTimeout(done, PATIENCE, "loading"))]);
      if (this.#present === asked) this.#doing.remember(entry, { ...known, context: soon });
      const context = await asked.context;
      if (this.#present === asked && soon !== context) this.#doing.remember(entry, { ...known, context });
    } catch (why) {
      if (this.#present !== asked) return;
      this.#doing.fail(entry);
      this.#doing.failed(why);
    }
    if (this.#present !== asked) return;
    this.#present = null;
    this.#rest();
  }

  /** Nothing is asked of us for now: what comes next may be read, which may be another one than before. */
  #rest() {
    clearTimeout(this.#idling);
    if (!this.#present) this.#idling = window.setTimeout(() => this.#readAhead(), EASE);
  }

  #readAhead() {
    const entry = this.#doing.next();
    if (!entry || this.#isAhead(entry) || document.hidden) return;
    this.#ahead?.stop.abort();
    this.#ahead = this.#ask(entry);
  }

  /** @param {Entry} entry */
  #isAhead(entry) {
    return this.#ahead?.key === keyOf(entry) && Date.now() - this.#ahead.at < FRESH;
  }

  /**
   * @param {Entry} entry
   * @returns {Asked}
   */
  #ask(entry) {
    const stop = new AbortController();
    const { id } = entry.comment;
    const author = entry.comment.author?.id;
    const known = Promise.all([
      this.#service.dossier(id, stop.signal),
      author ? this.#service.lately(author, stop.signal) : { items: [] },
      author ? this.#service.notes(author, stop.signal) : { items: [] },
    ]).then(([dossier, lately, notes]) => ({ dossier, lately: lately.items.filter((one) => one.id !== id), notes: notes.items }));
    const context = this.#service.context(id, stop.signal).catch((why) => {
      if (why instanceof Problem && why.status === 401) throw why;
      return /** @type {"failed"} */ ("failed");
    });
    for (const one of [known, context]) one.catch(() => {}); // whoever waits for it is told; nobody may
    return { key: keyOf(entry), at: Date.now(), stop, known, context };
  }
}

/**
 * What was read of an entry holds for this version of it.
 *
 * @param {Entry} entry
 */
export function keyOf({ comment, version }) {
  return `${comment.id} ${version}`;
}
