/** Sending something until the service has said yes or no: a passing failure is tried again, with the same key. */

import { Problem, Unreachable } from "./api.js";

const LONGEST_WAIT = 30_000;

/**
 * @template Answer
 * @param {() => Promise<Answer>} send one attempt; every attempt must carry the same Idempotency-Key
 * @param {(why: Problem | Unreachable) => void} waiting told before every pause
 * @param {AbortSignal} signal ends the attempts with the last failure
 * @returns {Promise<Answer>}
 */
export async function deliver(send, waiting, signal) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (why) {
      const passing = why instanceof Unreachable || (why instanceof Problem && why.passing);
      if (!passing || signal.aborted) throw why;
      waiting(why);
      const asked = why instanceof Problem ? why.retryAfter * 1000 : 0;
      const patience = Math.min(LONGEST_WAIT, 1000 * 2 ** attempt);
      await pause(asked || patience * (0.5 + Math.random() / 2), signal);
      if (signal.aborted) throw why;
    }
  }
}

/** @returns {string} a random key; pages without TLS have no crypto.randomUUID */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {number} time milliseconds; the network coming back ends the pause early
 * @param {AbortSignal} signal ends it at once
 * @returns {Promise<void>}
 */
function pause(time, signal) {
  return new Promise((resolve) => {
    const timer = window.setTimeout(done, time);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
