/** The moderators' half of the HTTP interface. */

/**
 * @typedef {import("../shared/api.js").Comment} Comment
 * @typedef {"priority" | "oldest" | "newest"} Sort
 * @typedef {{queue: string, count: number, oldest_at: string | null}} QueueSize
 * @typedef {{attribute: string, start: number, end: number, value: number}} Span in characters, not UTF-16 units
 * @typedef {{phase: string, effect: string, reason: string, sentence: string, detail?: Record<string, unknown>}} Opinion
 * @typedef {{reporter: string, reason: string, detail: string | null, at: string, open: boolean}} Report
 * @typedef {object} AuthorRecord
 * @property {string} id
 * @property {string | null} name
 * @property {string} standing
 * @property {string | null} until
 * @property {number} posted
 * @property {number} approved
 * @property {number} rejected
 * @property {string | null} first_at
 *
 * @typedef {object} Judged what the pipeline knew and said
 * @property {Opinion[]} opinions
 * @property {Record<string, number>} scores
 * @property {Span[]} spans
 * @property {string | null} model
 *
 * @typedef {object} Waiting
 * @property {Comment} comment
 * @property {number} version
 * @property {number} priority 0 to 2047
 * @property {string[]} why
 * @property {Report[]} reports
 * @property {AuthorRecord | null} author_record
 * @property {Comment | null} parent
 * @property {string | null} claimed_by
 * @property {string | null} claimed_until
 * @typedef {Judged & Waiting} Entry
 *
 * @typedef {"approve" | "reject" | "escalate"} Action
 * @typedef {object} Decision
 * @property {string} decision_id
 * @property {Action} action
 * @property {string} moderator
 * @property {string} at
 * @property {string | null} reason
 * @property {string | null} note
 * @property {string} status_before
 * @property {string} status_after
 * @property {string | null} undone_by
 * @property {string | null} undone_at
 *
 * @typedef {Judged & {number: number, body: string, at: string}} Revision
 * @typedef {{revisions: Revision[], reports: Report[], decisions: Decision[]}} Dossier
 * @typedef {{comment_id: string, status: string, version: number, decision_id: string}} Done
 * @typedef {{article?: string, author?: string}} Filter
 */

/** A decision that was not carried out, as its row in the answer says. */
export class Declined extends Error {
  /** @param {Record<string, any>} problem */
  constructor(problem) {
    super(problem["detail"] ?? problem["title"]);
    this.slug = String(problem["type"] ?? "").replace(/^.*\/problems\//, "");
    this.problem = problem;
  }
}

export class Service {
  session;

  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
  }

  /** @returns {URL} */
  get eventsAddress() {
    return address("events");
  }

  /** @returns {Promise<{queues: QueueSize[]}>} */
  queues() {
    return this.#call("GET", "queues");
  }

  /**
   * @param {string} queue
   * @param {Sort} sort
   * @param {Filter} filter
   * @param {string | null} cursor
   * @param {number} limit at most 100
   * @returns {Promise<{items: Entry[], next_cursor: string | null}>}
   */
  entries(queue, sort, filter, cursor, limit) {
    return this.#call("GET", `queues/${queue}`, undefined, { sort, limit, cursor, ...filter });
  }

  /**
   * @param {string} commentId
   * @returns {Promise<Dossier>}
   */
  dossier(commentId) {
    return this.#call("GET", `comments/${commentId}`);
  }

  /**
   * @param {Entry} entry as it was seen: a newer version is not decided
   * @param {Action} action
   * @param {string | null} reason
   * @param {string | null} note
   * @returns {Promise<Done>} Declined if the service would not
   */
  async decide({ comment, version }, action, reason, note) {
    const decision = { comment_id: comment.id, action, expected_version: version, reason, note };
    const [result] = (await this.#call("POST", "decisions", { decisions: [decision] })).results;
    if (result.problem) throw new Declined(result.problem);
    return result;
  }

  /**
   * @param {string} decisionId
   * @returns {Promise<Done>}
   */
  undo(decisionId) {
    return this.#call("POST", `decisions/${decisionId}/undo`, {});
  }

  /**
   * @param {string} queue
   * @param {number} limit
   * @returns {Promise<{items: Entry[], lease_expires_at: string | null}>}
   */
  claim(queue, limit) {
    return this.#call("POST", `queues/${queue}/claims`, { limit });
  }

  /** @returns {Promise<{renewed: number, lease_expires_at: string | null}>} */
  renew() {
    return this.#call("PATCH", "claims", {});
  }

  /** @returns {Promise<{released: number}>} */
  release() {
    return this.#call("DELETE", "claims");
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Record<string, string | number | null>} [query]
   * @returns {Promise<any>} Problem or Unreachable if it did not succeed
   */
  #call(method, path, body, query = {}) {
    const url = address(path);
    for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, String(value));
    return this.session.ask(url, method, body);
  }
}

/**
 * @param {string} path
 * @returns {URL}
 */
function address(path) {
  return new URL(`../v1/moderation/${path}`, document.baseURI);
}
