/** What the service tells a reader about themselves: what became of their comments and reports, and where they stand. */

import { proof } from "./api.js";

/**
 * @typedef {import("./api.js").Comment} Comment
 * @typedef {import("./api.js").Reason} Reason
 *
 * @typedef {object} Decision who or what rejected a comment, and on which ground
 * @property {"moderator" | "policy"} by
 * @property {string | null} decision_id null where nobody decided
 * @property {string} at
 * @property {string | null} reason
 * @property {"rules" | "illegal"} ground
 * @property {string | null} rule
 * @property {string | null} category
 *
 * @typedef {object} Appeal
 * @property {"open" | "upheld" | "overturned" | "withdrawn"} state
 * @property {string} statement
 * @property {string} created_at
 * @property {string | null} decided_at
 * @property {string | null} message what the moderators answered
 *
 * @typedef {object} Fate what became of one's own comment
 * @property {Reason[]} reasons
 * @property {Decision | null} decision
 * @property {Appeal | null} appeal
 * @property {string | null} appealable_until null where there is nothing to appeal
 *
 * @typedef {Comment & Fate} OwnComment
 *
 * @typedef {object} OwnReport
 * @property {string} comment_id
 * @property {string} article
 * @property {string} reason
 * @property {string | null} detail
 * @property {string} reported_at
 * @property {"received" | "decided"} status
 * @property {"kept" | "removed" | null} outcome
 * @property {string | null} decided_at
 * @property {Appeal["state"] | null} appeal
 *
 * @typedef {object} Notice what a reader declares who holds a comment to be illegal
 * @property {string} explanation
 * @property {boolean} good_faith
 * @property {string} [law]
 * @property {string} [location]
 * @property {string} [category]
 * @property {string} [name]
 * @property {string} [email]
 *
 * @typedef {object} Receipt
 * @property {string} notice_id by which whoever holds it learns the outcome
 * @property {string} comment_id
 * @property {string} received_at
 * @property {"received" | "decided"} status
 * @property {"kept" | "removed" | null} outcome
 * @property {"rules" | "illegal" | null} ground
 * @property {string | null} decided_at
 *
 * @typedef {{number: number, message: string}} Warning
 * @typedef {{standing: "premoderated" | "suspended" | "banned", until: string | null, by: "moderator" | "policy", message: string | null}} Restriction `message` is a moderator's about it
 * @typedef {{restriction: Restriction | null, warning: Warning | null}} Standing
 */

/**
 * @template Item
 * @typedef {{items: Item[], next_cursor: string | null}} Page
 */

export class Account {
  #api;

  /** @param {import("./api.js").Api} api */
  constructor(api) {
    this.#api = api;
  }

  /**
   * For readers who are signed in.
   *
   * @param {string | null} cursor
   * @returns {Promise<Page<OwnComment>>}
   */
  comments(cursor) {
    return this.#get("v1/me/comments", { cursor });
  }

  /**
   * @param {string} id
   * @param {string} editToken "" for a reader who is signed in
   * @returns {Promise<OwnComment>} Problem 404 for what is gone or somebody else's
   */
  comment(id, editToken) {
    return this.#api.call("GET", this.#api.address(`v1/me/comments/${id}`), undefined, proof(editToken));
  }

  /**
   * @param {string} id
   * @param {string} statement
   * @param {string} editToken
   * @returns {Promise<{appeal: Appeal}>}
   */
  appeal(id, statement, editToken) {
    return this.#api.call("POST", this.#api.address(`v1/comments/${id}/appeals`), { statement }, proof(editToken));
  }

  /**
   * For readers who are signed in.
   *
   * @param {string | null} cursor
   * @returns {Promise<Page<OwnReport>>}
   */
  reports(cursor) {
    return this.#get("v1/me/reports", { cursor });
  }

  /**
   * @param {string} id the comment that is said to be illegal
   * @param {Notice} notice
   * @returns {Promise<Receipt>}
   */
  notify(id, notice) {
    return this.#api.call("POST", this.#api.address(`v1/comments/${id}/notices`), notice);
  }

  /**
   * @param {string} number of a notice's receipt
   * @returns {Promise<Receipt>}
   */
  notice(number) {
    return this.#get(`v1/notices/${encodeURIComponent(number)}`);
  }

  /**
   * For readers who are signed in.
   *
   * @returns {Promise<Standing>}
   */
  standing() {
    return this.#get("v1/me/standing");
  }

  /**
   * @param {number} number of the warning that was read
   * @returns {Promise<void>}
   */
  async acknowledge(number) {
    await this.#api.call("POST", this.#api.address("v1/me/warning/acknowledgement"), { number });
  }

  /**
   * @param {string} path
   * @param {Record<string, string | null>} [query]
   */
  #get(path, query) {
    return this.#api.call("GET", this.#api.address(path, query));
  }
}
