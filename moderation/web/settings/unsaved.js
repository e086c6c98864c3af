/**
 * What was typed and is not saved: the browser asks before it is left behind, and whoever was signed out meanwhile finds
 * it again once they are signed in. What cannot come back, such as a secret that is shown once, is asked about as well.
 */

import { asTyped } from "./entry.js";

/**
 * @typedef {import("./entry.js").Field} Field
 * @typedef {import("./form.js").Values} Values
 * @typedef {Record<string, {typed: any, was: string}>} Entries by field; `was` is what stood there before
 */

export class Unsaved {
  /** @type {Map<string, Entries>} */
  #kept = new Map();
  /** @type {Set<string>} */
  #held = new Set();
  #whose = "";

  constructor() {
    window.addEventListener("beforeunload", (event) => {
      if (this.any) event.preventDefault();
    });
  }

  get any() {
    return this.returns || this.#held.size > 0;
  }

  /** Whether something is there again after signing in anew. */
  get returns() {
    return this.#kept.size > 0;
  }

  /**
   * What one moderator typed is no other's.
   *
   * @param {string} moderator
   */
  belongs(moderator) {
    if (this.#whose !== moderator) this.#kept.clear();
    this.#whose = moderator;
  }

  /** @param {string} place */
  has(place) {
    return this.#kept.has(place) || this.#held.has(place);
  }

  /** @param {string} place where something stands that is gone with it */
  hold(place) {
    this.#held.add(place);
  }

  /**
   * @param {string} form
   * @param {Field[]} fields
   * @param {Values} typed
   * @param {boolean} returns whether it is there again after signing in anew
   */
  keep(form, fields, typed, returns) {
    const differing = fields.flatMap((field) => {
      const was = JSON.stringify(asTyped(field));
      return field.name in typed && JSON.stringify(typed[field.name]) !== was ? [[field.name, { typed: typed[field.name], was }]] : [];
    });
    if (!differing.length) this.drop(form);
    else if (returns) this.#kept.set(form, Object.fromEntries(differing));
    else this.hold(form);
  }

  /** @param {string} place */
  drop(place) {
    this.#kept.delete(place);
    this.#held.delete(place);
  }

  /**
   * What was typed in a form, but for fields that a colleague has changed since.
   *
   * @param {string} form
   * @param {Field[]} fields
   * @returns {Values}
   */
  typed(form, fields) {
    const entries = this.#kept.get(form) ?? {};
    const still = fields.filter((field) => entries[field.name]?.was === JSON.stringify(asTyped(field)));
    return Object.fromEntries(still.map(({ name }) => [name, entries[name]?.typed]));
  }
}
