/** What was decided in this window: told to the service behind the moderator's back, and taken back latest first. */

import { Problem } from "../shared/api.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Action} Action
 * @typedef {import("./service.js").Done} Done
 *
 * @typedef {object} Act
 * @property {Entry} entry
 * @property {Action} action
 * @property {string} queue where the entry was
 * @property {number} at its place there
 * @property {Promise<Done>} answer
 *
 * @typedef {object} Listener
 * @property {(act: Act, why: unknown) => void} failed
 */

export class Acts {
  #service;
  #listener;
  /** @type {Act[]} latest last */
  #done = [];

  /**
   * @param {import("./service.js").Service} service
   * @param {Listener} listener
   */
  constructor(service, listener) {
    this.#service = service;
    this.#listener = listener;
  }

  /**
   * @param {Omit<Act, "answer">} meant
   * @param {string | null} reason
   * @param {string | null} note
   * @returns {Promise<Done | null>} null if it failed, of which the listener has been told
   */
  async decide(meant, reason, note) {
    const act = { ...meant, answer: this.#service.decide(meant.entry, meant.action, reason, note) };
    this.#done.push(act);
    try {
      return await act.answer;
    } catch (why) {
      const at = this.#done.indexOf(act);
      if (at >= 0) this.#done.splice(at, 1);
      this.#listener.failed(act, why);
      return null;
    }
  }

  /** @returns {Act | undefined} the latest that can be taken back, which is then another one's turn */
  takeLatest() {
    return this.#done.pop();
  }

  /**
   * @param {Act} act
   * @returns {Promise<Done>}
   */
  async undo(act) {
    const { decision_id: id } = await act.answer;
    try {
      return await this.#service.undo(id);
    } catch (why) {
      if (!isFinal(why)) this.#done.push(act); // the next attempt may well succeed
      throw why;
    }
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
