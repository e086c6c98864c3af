/** What was decided in this window: told to the service behind the moderator's back, and taken back latest first. */

import { Problem } from "../shared/api.js";
import { Declined } from "./service.js";

/**
 * @typedef {import("./service.js").Comment} Comment
 * @typedef {import("./service.js").Told} Told
 * @typedef {{comment: Comment, version: number}} Decided an entry, or a look-alike
 * @typedef {object} Place
 * @property {Decided} entry as it was decided
 * @property {import("./service.js").Entry | undefined} listed as it was in the list, if it was
 * @property {number} at where
 *
 * @typedef {object} Act
 * @property {Place[]} places
 * @property {string} action
 * @property {string} queue
 * @property {Promise<Told>} answer
 * @property {import("./sizes.js").Deduction | null} [deduction] as which they were counted down
 * @property {() => Promise<unknown>} [takeBack] where it was no decision
 */

export class Acts {
  #service;
  #failed;
  /** @type {Act[]} latest last */
  #done = [];

  /**
   * @param {import("./service.js").Service} service
   * @param {(act: Act, places: Place[], why: unknown) => void} failed told which entries were not decided after all
   */
  constructor(service, failed) {
    this.#service = service;
    this.#failed = failed;
  }

  /**
   * @param {Act} act on its way to the service
   * @returns {Promise<Told | null>} null if nothing was decided
   */
  async decide(act) {
    this.#done.push(act);
    /** @type {Told} */
    let told;
    try {
      told = await act.answer;
    } catch (reason) {
      this.#forget(act);
      this.#failed(act, act.places, reason);
      return null;
    }
    const problems = new Map(told.results.map((row) => [row.comment_id, row.problem]));
    const left = act.places.filter(({ entry }) => problems.get(entry.comment.id));
    if (left.length === act.places.length) this.#forget(act);
    const first = left[0] && problems.get(left[0].entry.comment.id);
    if (first) this.#failed(act, left, new Declined(first));
    return told;
  }

  /** @param {() => Promise<unknown>} takeBack something else that was done, in its turn */
  remember(takeBack) {
    this.#done.push({ places: [], action: "", queue: "", answer: Promise.resolve({ results: [] }), takeBack });
  }

  /** @returns {Act | undefined} the latest that can be taken back, which is then another one's turn */
  takeLatest() {
    return this.#done.pop();
  }

  /**
   * @param {Act} act
   * @returns {Promise<Told & {left?: number}>} what the comments have become
   */
  async undo(act) {
    const told = await act.answer;
    try {
      if (act.takeBack) {
        await act.takeBack();
        return told;
      }
      if (told.bulk_id) return await this.#service.undoBulk(told.bulk_id);
      return { results: [await this.#service.undo(told.results[0]?.decision_id ?? "")] };
    } catch (why) {
      if (!isFinal(why)) this.#done.push(act); // the next attempt may well succeed
      throw why;
    }
  }

  /** @param {Act} act */
  #forget(act) {
    const at = this.#done.indexOf(act);
    if (at >= 0) this.#done.splice(at, 1);
  }
}

/**
 * Whether trying again cannot help: the comment has changed since, or somebody has undone it already.
 *
 * @param {unknown} why
 */
function isFinal(why) {
  return why instanceof Problem && (why.status === 404 || why.status === 409);
}
