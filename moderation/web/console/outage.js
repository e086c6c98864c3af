/** A service that is away, or whose storage is: asked again until it answers. */

import { isAway } from "../shared/api.js";

const PAUSE = 2_000; // milliseconds after which it is asked again

export class Outage {
  #ask;
  #over;
  #lasts = false;
  #isLeft = false;
  #asking = 0;

  /**
   * @param {() => void} ask whatever comes of it is told here
   * @param {() => void} over called when it answers again
   */
  constructor(ask, over) {
    this.#ask = ask;
    this.#over = over;
  }

  /** Whether it did not answer when it was asked last. */
  get lasts() {
    return this.#lasts;
  }

  /**
   * @param {unknown} why something failed
   * @returns {boolean} whether it was because of an outage
   */
  met(why) {
    if (!isAway(why)) return false;
    this.#lasts = true;
    clearTimeout(this.#asking);
    if (!this.#isLeft) this.#asking = window.setTimeout(this.#ask, PAUSE);
    return true;
  }

  answered() {
    clearTimeout(this.#asking);
    if (this.#lasts) this.#over();
    this.#lasts = false;
  }

  /** Nobody waits for it any more. */
  leave() {
    this.#isLeft = true;
    clearTimeout(this.#asking);
  }
}
