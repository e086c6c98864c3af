/**
 * Who is signed in here. The proof is a cookie that no script can read; every change says the session's CSRF token as
 * well, which no other page can.
 */

import { Problem, Unreachable } from "../shared/api.js";
import { deliver, newKey } from "../shared/delivery.js";

/**
 * @typedef {{id: string, name: string, role: string, site: string}} Moderator
 * @typedef {{token: string} | {site: string, name: string, password: string}} Proof
 */

const COMING = 700; // milliseconds in which the other window's cookie has come
const TELLING = 20_000; // milliseconds; the key of a request whose process has died is free after ten seconds
/** Milliseconds after which nobody will answer what is about many comments at once. */
export const PATIENCE = 60_000;
const READS = new Set(["GET", "HEAD"]);

export class Session {
  site;
  moderator;
  #csrf;

  /**
   * @param {string} site whose queues are looked at
   * @param {{moderator: Moderator, csrf: string | null}} document
   */
  constructor(site, { moderator, csrf }) {
    this.site = site || moderator.site;
    this.moderator = moderator;
    this.#csrf = csrf ?? "";
  }

  /**
   * Go on with the session that this browser has.
   *
   * @param {string} site "" for the moderator's own
   * @returns {Promise<Session | null>} null without one
   */
  static async resume(site) {
    try {
      return new Session(site, await ask("session", "GET", site ? { "X-Site": site } : {}));
    } catch (why) {
      if (why instanceof Problem && (why.status === 401 || why.status === 403)) return null;
      throw why;
    }
  }

  /**
   * What one may sign in with besides what the door asks for.
   *
   * @returns {Promise<string[]>}
   */
  static async means() {
    try {
      return (await ask("means", "GET", {})).means;
    } catch {
      return []; // the door is open without it
    }
  }

  /**
   * @param {string} site "" for the moderator's own
   * @param {Proof} proof
   */
  static async begin(site, proof) {
    const session = new Session(site, await ask("session", "POST", {}, proof));
    await session.ask("../v1/moderation/queues", "GET"); // who may not see this site is told at the door
    return session;
  }

  /** @returns {Record<string, string>} */
  get headers() {
    return { "X-Site": this.site };
  }

  async end() {
    await this.ask("session", "DELETE");
  }

  /**
   * One request of the console and its JSON answer.
   *
   * @param {string | URL} path
   * @param {string} method
   * @param {unknown} [body]
   * @param {AbortSignal} [signal]
   * @param {Record<string, string>} [headers] further ones
   * @returns {Promise<any>} Problem or Unreachable if it did not succeed
   */
  async ask(path, method, body, signal, headers = {}) {
    try {
      return await ask(path, method, { ...this.#signed(method), ...headers }, body, signal);
    } catch (why) {
      if (!(why instanceof Problem) || (why.slug !== "csrf" && why.status !== 401)) throw why;
      await this.confirm();
      return ask(path, method, { ...this.#signed(method), ...headers }, body, signal);
    }
  }

  /**
   * A change that is made once, however often it must be told: what a process that died has begun, the next one finishes.
   *
   * @param {"POST" | "PUT"} method
   * @param {string | URL} path
   * @param {unknown} body
   * @returns {Promise<any>} Problem or Unreachable if nobody answered in time, or the answer is no
   */
  tell(method, path, body) {
    const headers = { "Idempotency-Key": newKey() };
    const attempt = () => this.ask(path, method, body, AbortSignal.timeout(PATIENCE), headers);
    return deliver(attempt, () => {}, AbortSignal.timeout(TELLING));
  }

  /**
   * Go on with what the browser has now: signing in anew in another window ends the session of this one. Problem 401 if
   * nobody is signed in, or somebody else.
   */
  async confirm() {
    const again = () => ask("session", "GET", this.headers);
    const present = await again().catch(async (why) => {
      if (!(why instanceof Problem) || why.status !== 401) throw why;
      await new Promise((done) => setTimeout(done, COMING));
      return again();
    });
    if (present.moderator.id !== this.moderator.id) throw new Problem(401, {}, 0);
    this.#csrf = present.csrf ?? "";
  }

  /** @param {string} method */
  #signed(method) {
    return READS.has(method) ? this.headers : { ...this.headers, "X-CSRF-Token": this.#csrf };
  }
}

/**
 * @param {string | URL} path
 * @param {string} method
 * @param {Record<string, string>} headers
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function ask(path, method, headers, body, signal) {
  const said = body === undefined ? headers : { ...headers, "Content-Type": "application/json" };
  const sent = body === undefined ? null : JSON.stringify(body);
  let answer, document_;
  try {
    answer = await fetch(new URL(path, document.baseURI), { method, headers: said, body: sent, credentials: "same-origin", cache: "no-store", signal: signal ?? null });
    document_ = await answer.json().catch(() => ({}));
  } catch (why) {
    throw new Unreachable(String(why));
  }
  if (!answer.ok) throw new Problem(answer.status, document_, Number(answer.headers.get("Retry-After")) || 0);
  return document_;
}
