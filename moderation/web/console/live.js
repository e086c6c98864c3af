/** What happens in the queues, as it happens. */

import { Problem } from "../shared/api.js";
import { EventStream } from "../shared/events.js";

const GATHERING = 250; // milliseconds in which events are answered by one reading of the queue

/**
 * @typedef {object} Told
 * @property {() => void} changed something may be different now
 * @property {(well: boolean) => void} connected whether one would hear of it
 * @property {(why: unknown) => void} failed nothing is heard any more
 */

export class Live {
  #session;
  #stream;
  #gathering = 0;
  /** Whether the stream was refused since it was last open. */
  #refused = false;

  /**
   * @param {import("./service.js").Service} service
   * @param {Told} told
   */
  constructor({ session, eventsAddress }, told) {
    this.#session = session;
    const gather = () => {
      clearTimeout(this.#gathering);
      this.#gathering = window.setTimeout(told.changed, GATHERING);
    };
    const listener = {
      told: gather,
      opened: () => {
        this.#refused = false;
        told.connected(true);
        gather();
      },
      lost: () => told.connected(false),
      refused: (/** @type {number} */ status) => void this.#listenAgain(status).catch(told.failed),
    };
    this.#stream = new EventStream(eventsAddress, listener, session.headers, "same-origin");
  }

  open() {
    this.#stream.open();
  }

  close() {
    clearTimeout(this.#gathering);
    this.#stream.close();
  }

  /**
   * The stream was refused: perhaps another window has signed in meanwhile.
   *
   * @param {number} status
   */
  async #listenAgain(status) {
    if (this.#refused) throw new Problem(status, {}, 0);
    this.#refused = true;
    await this.#session.confirm();
    this.#stream.open();
  }
}
