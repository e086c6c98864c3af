/**
 * The entries of the queue in front, as far as they have been read.
 *
 * What a moderator looks at is never exchanged under their eyes: an entry that somebody else decided meanwhile stays
 * where it is and is marked, and so does a text that its author changed, until the moderator goes on.
 */

import { Latest } from "./latest.js";
import { SEARCH } from "./service.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Filter} Filter
 * @typedef {import("./service.js").Sort} Sort
 */

const PAGE = 50;
const MOST_AT_ONCE = 100;

export class Queue {
  name = "pending";
  /** @type {Sort} */
  sort = "priority";
  /** @type {Filter} */
  filter = {};
  /** @type {Entry[]} */
  entries = [];
  current = 0;
  /** Whether the service has answered since the queue was turned to. */
  known = false;
  /** @type {Set<string>} entries looked at that have left the queue through somebody else */
  gone = new Set();
  /** @type {Map<string, Entry>} what became of entries looked at whose text has changed */
  changed = new Map();
  /** @type {Set<string>} */
  seen = new Set();
  /** @type {Set<string>} chosen to be decided together */
  marked = new Set();
  /** As whom this moderator is known to others. */
  me = "";
  #service;
  #turns = 0;
  #latest = new Latest();
  /** @type {string | null} */
  #cursor = null;
  #reading = false;
  /** @type {Map<string, number>} decided here: versions up to this one are an answer from before */
  #decided = new Map();
  /** @type {Set<string>} taken back here, though the service may not know yet */
  #returning = new Set();

  /** @param {import("./service.js").Service} service */
  constructor(service) {
    this.#service = service;
  }

  /** Whether these are the results of a search, where what is decided stays. */
  get searching() {
    return this.name === SEARCH;
  }

  /** @returns {Entry[]} chosen to be decided together */
  get chosen() {
    return this.marked.size ? this.entries.filter(({ comment }) => this.marked.has(comment.id)) : [];
  }

  /** @returns {Entry | undefined} the one looked at */
  get entry() {
    return this.entries[this.current];
  }

  /** Whether somebody else must hear the author of the entry looked at, as this moderator rejected it. */
  get forOthers() {
    const { appeal } = this.entry ?? {};
    return appeal?.heard_by === "other" && appeal.against_id === this.#service.session.moderator.id;
  }

  /** Whether there are entries that have not been read yet. */
  get unfinished() {
    return this.#cursor !== null;
  }

  /**
   * @param {string} name
   * @param {Sort} sort
   * @param {Filter} filter
   */
  turn(name, sort, filter) {
    this.#turns += 1;
    Object.assign(this, { name, sort, filter, entries: [], current: 0, known: false });
    this.gone.clear();
    this.changed.clear();
    this.marked.clear();
    this.#cursor = null;
  }

  /** Choose the entry looked at, or do not any more. */
  mark() {
    const id = this.entry?.comment.id;
    if (id && !this.marked.delete(id)) this.marked.add(id);
  }

  /** Read the head of the queue again, as far as the entry looked at. */
  async read() {
    const turn = this.#turns;
    const isLatest = this.#latest.ask();
    const limit = Math.min(MOST_AT_ONCE, Math.max(PAGE, this.current + PAGE / 2));
    const { items, next_cursor: cursor } = await this.#service.entries(this.name, this.sort, this.filter, null, limit);
    if (turn === this.#turns && isLatest()) this.#merge(items, cursor);
  }

  /**
   * Read on where the entries end.
   *
   * @returns {Promise<boolean>} whether there is more to see: not if somebody else is reading on already
   */
  async more() {
    if (this.#reading || this.#cursor === null) return false;
    this.#reading = true;
    const turn = this.#turns;
    try {
      const found = await this.#service.entries(this.name, this.sort, this.filter, this.#cursor, MOST_AT_ONCE);
      if (turn !== this.#turns) return false;
      const known = new Set(this.entries.map(({ comment }) => comment.id));
      this.entries.push(...found.items.filter((one) => !known.has(one.comment.id) && !this.#isDecided(one)));
      this.#cursor = found.next_cursor;
      return true;
    } finally {
      this.#reading = false;
    }
  }

  /** @param {number} to */
  move(to) {
    const left = this.entry;
    if (left) {
      this.seen.add(left.comment.id);
      const newer = this.changed.get(left.comment.id);
      if (newer) this.entries[this.current] = newer;
      this.changed.delete(left.comment.id);
      if (this.gone.delete(left.comment.id)) {
        this.entries.splice(this.current, 1);
        if (to > this.current) to -= 1;
      }
    }
    this.current = Math.max(0, Math.min(to, this.entries.length - 1));
    if (this.entry) this.seen.add(this.entry.comment.id);
  }

  /** On from an entry that a colleague holds to the next that nobody does, around the end if need be. */
  passHeld() {
    const free = ({ claimed_by: by, claimed_until: until } = /** @type {Entry} */ (this.entry)) =>
      by === null || by === this.me || Date.parse(until ?? "") <= Date.now();
    if (!this.entry || free()) return;
    const after = this.entries.findIndex((one, at) => at > this.current && free(one));
    const next = after >= 0 ? after : this.entries.findIndex((one) => free(one));
    if (next >= 0) this.move(next);
  }

  /**
   * @param {string} commentId
   * @returns {boolean} whether it is there, and looked at now
   */
  moveTo(commentId) {
    const at = this.entries.findIndex(({ comment }) => comment.id === commentId);
    if (at >= 0) this.move(at);
    return at >= 0;
  }

  /**
   * An entry that is decided leaves at once.
   *
   * @param {{comment: {id: string}, version: number}} entry
   * @returns {number} where it was; -1 if it was not there
   */
  take(entry) {
    this.#decided.set(entry.comment.id, entry.version);
    this.#returning.delete(entry.comment.id);
    this.marked.delete(entry.comment.id);
    const at = this.entries.findIndex(({ comment }) => comment.id === entry.comment.id);
    if (at < 0) return at;
    this.gone.delete(entry.comment.id);
    this.entries.splice(at, 1);
    if (at < this.current) this.current -= 1;
    this.move(this.current);
    return at;
  }

  /**
   * An entry that was not decided after all is back where it was, and the one looked at stays the same.
   *
   * @param {Entry} entry
   * @param {number} at
   */
  putBack(entry, at) {
    this.#decided.delete(entry.comment.id);
    if (this.entries.some(({ comment }) => comment.id === entry.comment.id)) return;
    const where = Math.max(0, Math.min(at, this.entries.length));
    this.entries.splice(where, 0, entry);
    if (where <= this.current && this.entries.length > 1) this.current += 1;
  }

  /**
   * The same for one that is being taken back: answers from before do not make it vanish again.
   *
   * @param {Entry} entry
   * @param {number} at
   */
  bringBack(entry, at) {
    this.#returning.add(entry.comment.id);
    this.putBack(entry, at);
  }

  /**
   * An entry of which this moderator has said a word: it waits on, for somebody else.
   *
   * @param {string} commentId
   * @param {number} version
   */
  leave(commentId, version) {
    this.#decided.set(commentId, version);
  }

  /**
   * What an entry has become by being decided, or by being taken back.
   *
   * @param {string} commentId
   * @param {number} version
   * @param {Entry["comment"]["status"]} status
   */
  become(commentId, version, status) {
    this.#returning.delete(commentId);
    const entry = this.entries.find(({ comment }) => comment.id === commentId);
    if (entry) Object.assign(entry, { version, comment: { ...entry.comment, status } });
  }

  /**
   * @param {Entry[]} items the head of the queue
   * @param {string | null} cursor
   */
  #merge(items, cursor) {
    this.known = true;
    const looked = this.entry;
    const head = items.filter((one) => !this.#isDecided(one));
    const listed = new Set(items.map(({ comment }) => comment.id));
    const horizon = cursor === null ? undefined : items.at(-1);
    const kept = this.entries.filter((one) => !listed.has(one.comment.id) && this.#outlasts(one, horizon));
    const tail = horizon ? kept.filter((one) => this.#order(one, horizon) > 0) : [];
    if (!tail.length) this.#cursor = cursor;
    this.entries = [...head, ...kept].sort((one, other) => this.#order(one, other));
    if (looked) this.#keepInPlace(looked);
    else this.move(0);
  }

  /**
   * Whether an entry that the service did not list stays: it comes later in the queue, or is on its way back.
   *
   * @param {Entry} one
   * @param {Entry | undefined} horizon
   */
  #outlasts(one, horizon) {
    return this.#returning.has(one.comment.id) || (horizon !== undefined && this.#order(one, horizon) > 0);
  }

  /** @param {Entry} looked */
  #keepInPlace(looked) {
    const id = looked.comment.id;
    const at = this.entries.findIndex(({ comment }) => comment.id === id);
    const present = this.entries[at];
    if (present) {
      this.current = at;
      this.gone.delete(id);
      if (present.comment.body === looked.comment.body) return;
      this.changed.set(id, present);
      this.entries[at] = looked;
    } else {
      this.current = Math.min(this.current, this.entries.length);
      this.entries.splice(this.current, 0, looked);
      this.gone.add(id);
    }
  }

  /** @param {Entry} entry */
  #isDecided({ comment, version }) {
    return version <= (this.#decided.get(comment.id) ?? -1);
  }

  /**
   * As the service orders; with an author chosen it lists newest first.
   *
   * @param {Entry} one
   * @param {Entry} other
   */
  #order(one, other) {
    const older = one.comment.id < other.comment.id ? -1 : Number(one.comment.id > other.comment.id);
    if (this.sort === "newest" || this.filter.author || this.searching) return -older;
    return this.sort === "priority" ? other.order - one.order || older : older;
  }
}
