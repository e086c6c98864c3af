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
 * @typedef {{part: string, points: number, attribute?: string | null, weight?: number | null, score?: number | null, number?: number, seconds?: number}} PriorityPart
 * @typedef {object} Appeal
 * @property {string} id
 * @property {string} state
 * @property {string} created_at
 * @property {string} statement
 * @property {string} against who rejected
 * @property {string | null} against_id
 * @property {(Judged & {body: string}) | null} evidence what was rejected, as it was then
 * @property {string | null} decided_by
 * @property {string | null} message told to the author
 *
 * @typedef {object} Waiting
 * @property {Comment} comment
 * @property {number} version
 * @property {number} priority 0 to 2047
 * @property {PriorityPart[]} priority_parts which add up to it
 * @property {Appeal | null} appeal
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
 * @property {string | null} bulk_id
 *
 * @typedef {Judged & {number: number, body: string, at: string}} Revision
 * @typedef {{decided: number, rejected: number}} Reading of comments with a similar score, decided here
 * @typedef {object} Past
 * @property {Revision[]} revisions
 * @property {Decision[]} decisions
 * @property {Record<string, Reading>} readings by attribute
 * @property {Appeal[]} appeals
 * @typedef {Entry & Past} Dossier
 * @typedef {{comment_id: string, status: Comment["status"], version: number, decision_id: string}} Done
 * @typedef {{results: (Partial<Done> & {comment_id: string, problem?: Record<string, any>})[], bulk_id?: string}} Told
 * @typedef {object} Filter
 * @property {string} [article]
 * @property {string} [author]
 * @property {string} [q]
 * @property {string} [status]
 * @property {string} [attribute]
 * @property {string} [min_score]
 * @property {string} [language]
 * @property {string} [from]
 * @typedef {{reason: string | null, note: string | null, ground?: string, rule?: string}} Why
 *
 * @typedef {object} LookAlike
 * @property {Comment} comment
 * @property {number} version
 * @property {number} similarity 0 to 1
 * @property {string[]} why
 * @property {boolean} outlier
 * @property {string[]} outlier_why
 * @property {AuthorRecord | null} author_record
 * @typedef {{items: LookAlike[], rejected: number, left_out: number}} Sweep
 * @typedef {{house_rules: string[], legal_grounds: string[]}} Grounds
 * @typedef {{id: string, text: string, by: string, at: string}} Note
 */

/** The name under which the results of a search are looked at as if they were a queue. */
export const SEARCH = "search";

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
   * @param {string} queue or SEARCH
   * @param {Sort} sort
   * @param {Filter} filter
   * @param {string | null} cursor
   * @param {number} limit at most 100
   * @returns {Promise<{items: Entry[], next_cursor: string | null}>}
   */
  async entries(queue, sort, filter, cursor, limit) {
    if (queue !== SEARCH) return this.#call("GET", `queues/${queue}`, undefined, { sort, limit, cursor, ...filter });
    const { items, next_cursor } = await this.#call("GET", "comments", undefined, { limit, cursor, ...filter });
    return { items: items.map(found), next_cursor };
  }

  /**
   * @param {string} commentId
   * @returns {Promise<Dossier>}
   */
  dossier(commentId) {
    return this.#call("GET", `comments/${commentId}`);
  }

  /**
   * What an author wrote lately, whatever became of it.
   *
   * @param {string} authorId
   * @returns {Promise<{items: Comment[]}>}
   */
  lately(authorId) {
    return this.#call("GET", "comments", undefined, { author: authorId, limit: 6 });
  }

  /**
   * @param {string} commentId
   * @returns {Promise<Sweep>}
   */
  sweep(commentId) {
    return this.#call("POST", "sweeps", { comment_id: commentId });
  }

  /** @returns {Promise<Grounds>} what a rejection may rest on here */
  grounds() {
    return this.#call("GET", "grounds");
  }

  /**
   * @param {string} authorId
   * @returns {Promise<{items: Note[]}>}
   */
  notes(authorId) {
    return this.#call("GET", `authors/${encodeURIComponent(authorId)}/notes`);
  }

  /**
   * @param {string} authorId
   * @param {string} text
   */
  writeNote(authorId, text) {
    return this.#call("POST", `authors/${encodeURIComponent(authorId)}/notes`, { text });
  }

  /**
   * @param {string} authorId
   * @param {string} standing
   * @param {string | null} until
   * @param {string} reason
   * @returns {Promise<AuthorRecord>}
   */
  setStanding(authorId, standing, until, reason) {
    return this.#call("PUT", `authors/${encodeURIComponent(authorId)}/standing`, { standing, until, reason });
  }

  /**
   * Each row succeeds or fails by itself.
   *
   * @param {{comment: Comment, version: number}[]} entries as they were seen: a newer version is not decided
   * @param {Action} action
   * @param {Why} why
   * @returns {Promise<Told>}
   */
  decide(entries, action, why) {
    const decisions = entries.map(({ comment, version }) => ({ comment_id: comment.id, action, expected_version: version, ...why }));
    return this.#call("POST", "decisions", { decisions, bulk: decisions.length > 1 });
  }

  /**
   * @param {Appeal} appeal
   * @param {"upheld" | "overturned"} outcome
   * @param {{note: string | null, message: string | null}} words for colleagues, and for the author
   * @returns {Promise<Done>}
   */
  hear(appeal, outcome, words) {
    return this.#call("POST", `appeals/${appeal.id}/outcome`, { outcome, ...words });
  }

  /**
   * @param {string} decisionId
   * @returns {Promise<Done>}
   */
  undo(decisionId) {
    return this.#call("POST", `decisions/${decisionId}/undo`, {});
  }

  /**
   * @param {string} bulkId
   * @returns {Promise<Told & {undone: number, left: number}>}
   */
  undoBulk(bulkId) {
    return this.#call("POST", `bulk/${bulkId}/undo`, {});
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
   * @param {Record<string, string | number | null | undefined>} [query]
   * @returns {Promise<any>} Problem or Unreachable if it did not succeed
   */
  #call(method, path, body, query = {}) {
    const url = address(path);
    for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
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

/**
 * A comment that was found, as far as that makes it an entry; the rest comes with its dossier.
 *
 * @param {Comment & Judged & {version: number}} comment
 * @returns {Entry}
 */
function found(comment) {
  const { opinions, scores, spans, model, version } = comment;
  const unknown = { priority: 0, priority_parts: [], appeal: null, why: [], reports: [], author_record: null, parent: null, claimed_by: null, claimed_until: null };
  return { comment, opinions, scores, spans, model, version, ...unknown };
}
