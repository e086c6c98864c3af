/**
 * How much waits in each queue: what the service said last, less what is decided here and not counted there yet.
 *
 * An answer holds for the decisions that the service had answered before it was asked. Of those that were under way then,
 * nobody knows whether they are in it: they are taken for not counted, and asked about again.
 */

import { Latest } from "./latest.js";

/**
 * @typedef {import("./service.js").QueueSize} QueueSize
 *
 * @typedef {object} Deduction what leaves a queue, until it is counted
 * @property {string} queue
 * @property {number} by
 * @property {boolean} isTold whether the service has answered
 * @property {boolean} isDoubtful whether the service counted between being told and answering
 */

export class Sizes {
  /** @type {QueueSize[]} */
  #counted = [];
  /** @type {Deduction[]} */
  #deductions = [];
  #latest = new Latest();

  /** @returns {QueueSize[]} in the order of the service */
  get present() {
    return this.#counted.map((one) => ({ ...one, count: Math.max(0, one.count - this.#deducted(one.queue)) }));
  }

  /** @param {string} queue */
  #deducted(queue) {
    return this.#deductions.reduce((sum, one) => (one.queue === queue ? sum + one.by : sum), 0);
  }

  /**
   * To be called before the service is asked.
   *
   * @returns {(sizes: QueueSize[]) => boolean} takes the answer, unless a later question was answered already; whether
   *   nothing that the service has answered by now is left in doubt
   */
  ask() {
    const isLatest = this.#latest.ask();
    const counted = new Set(this.#deductions.filter(({ isTold }) => isTold));
    return (sizes) => {
      if (!isLatest()) return true;
      this.#counted = sizes;
      this.#deductions = this.#deductions.filter((one) => !counted.has(one));
      for (const one of this.#deductions) one.isDoubtful = true;
      return !this.#deductions.some(({ isTold }) => isTold);
    };
  }

  /**
   * @param {string} queue
   * @param {number} by how many leave it; negative for those that come back
   * @returns {Deduction} to be changed by what the service answers
   */
  deduct(queue, by) {
    const deduction = { queue, by, isTold: false, isDoubtful: false };
    this.#deductions.push(deduction);
    return deduction;
  }
}
