/** What this moderator holds, for how long, and that it is held while somebody works here and no longer. */

const RENEWED_EVERY = 60_000; // milliseconds; a claim lasts five minutes unless renewed
const AT_WORK = 180_000;
const AT_ONCE = 10;

export class Claims {
  /** Milliseconds since 1970; 0 if nothing is held. */
  until = 0;
  #service;
  #told;
  #touched = Date.now();
  /** @type {number | undefined} */
  #renewing;
  /** @type {number | undefined} */
  #ticking;

  /**
   * @param {import("./service.js").Service} service
   * @param {(why?: unknown) => void} told called every second while something is held, and with what went wrong
   */
  constructor(service, told) {
    this.#service = service;
    this.#told = told;
  }

  /** The moderator is there: claims are renewed for who works, not for an open window. */
  touch() {
    this.#touched = Date.now();
  }

  /** @param {string} queue */
  async take(queue) {
    const { items, lease_expires_at: until } = await this.#service.claim(queue, AT_ONCE);
    if (until) this.#hold(Date.parse(until));
    return items;
  }

  async release() {
    await this.#service.release();
    this.#drop();
  }

  stop() {
    clearInterval(this.#renewing);
    clearInterval(this.#ticking);
  }

  /** @param {number} until */
  #hold(until) {
    this.until = until;
    this.stop();
    this.#renewing = window.setInterval(() => void this.#renew(), RENEWED_EVERY);
    this.#ticking = window.setInterval(() => {
      if (Date.now() >= this.until) this.#drop();
      this.#told();
    }, 1000);
  }

  #drop() {
    this.stop();
    this.until = 0;
  }

  async #renew() {
    if (Date.now() - this.#touched > AT_WORK) return;
    try {
      const { lease_expires_at: until } = await this.#service.renew();
      if (until) this.until = Date.parse(until);
      else this.#drop();
      this.#told();
    } catch (why) {
      this.#told(why);
    }
  }
}
