/** A word to whoever reads such texts for too long at a stretch. */

const STRETCH = 50 * 60_000; // milliseconds of work after which a break is due
const BREAK = 5 * 60_000;

export class Pace {
  #remind;
  #began = Date.now();
  #last = Date.now();

  /** @param {() => void} remind called once per stretch */
  constructor(remind) {
    this.#remind = remind;
  }

  /** The moderator has done something. */
  touch() {
    const now = Date.now();
    if (now - this.#last >= BREAK) this.#began = now;
    this.#last = now;
    if (now - this.#began < STRETCH) return;
    this.#began = now;
    this.#remind();
  }
}
