/**
 * Rules that are typed and not saved: the browser asks before they are left behind, and whoever was signed out meanwhile
 * finds them again once they are signed in.
 */

/**
 * @typedef {object} Kept
 * @property {string} whose
 * @property {string} text
 * @property {string} saved what it was typed over
 * @property {number} version of the policy that had it, by which a colleague's change since is found out when saving
 */

export class Draft {
  /** @type {Kept | null} */
  #kept = null;

  constructor() {
    window.addEventListener("beforeunload", (event) => {
      if (this.any) event.preventDefault();
    });
  }

  get any() {
    return this.#kept !== null && this.#kept.text !== this.#kept.saved;
  }

  /** @param {Kept} kept */
  keep(kept) {
    this.#kept = kept;
  }

  /**
   * What one moderator typed is no other's.
   *
   * @param {string} moderator
   */
  of(moderator) {
    return this.any && this.#kept?.whose === moderator ? this.#kept : null;
  }
}
