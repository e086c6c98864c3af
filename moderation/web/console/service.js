/** The moderators' half of the HTTP interface. */

/**
 * @typedef {import("../shared/api.js").Comment} Comment
 * @typedef {"priority" | "oldest" | "newest"} Sort
 * @typedef {{queue: string, count: number, oldest_at: string | null}} QueueSize
 * @typedef {{attribute: string, start: number, end: number, value: number}} Span in characters, not UTF-16 units
 * @typedef {{phase: string, effect: string, reason: string, sentence: string, detail?: Record<string, unknown>}} Opinion
 * @typedef {import("./documents.js").Report} Report
 * @typedef {import("./documents.js").Author} Author
 * @typedef {import("./documents.js").AuthorRecord} AuthorRecord
 *
 * @typedef {import("./documents.js").Judged} Judged
 *
 * @typedef {import("./documents.js").PriorityPart} PriorityPart
 * @typedef {import("./documents.js").Appeal} Appeal
 * @typedef {import("./documents.js").Waiting} Waiting
 * @typedef {Judged & Waiting} Entry
 *
 * @typedef {"approve" | "reject" | "escalate"} Action
 * @typedef {import("./documents.js").Decision} Decision
 *
 * @typedef {import("./documents.js").Past} Past
 * @typedef {Entry & Past} Dossier
 * @typedef {import("./context.js").Context} Context
 * @typedef {{comment_id: string, status: Comment["status"], version: number, decision_id: string, second_reader?: boolean}} Done
 * @typedef {{results: (Partial<Done> & {comment_id: string, problem?: Record<string, any>})[], bulk_id?: string}} Told
 * @typedef {import("./documents.js").Filter} Filter
 * @typedef {{reason: string | null, note: string | null, ground?: string, rule?: string}} Why
 *
 * @typedef {import("./documents.js").LookAlike} LookAlike
 * @typedef {{items: LookAlike[], rejected: number, left_out: number}} Sweep
 * @typedef {{house_rules: string[], legal_grounds: string[]}} Grounds
 * @typedef {{id: string, text: string, by: string, at: string}} Note
 */

import { PATIENCE } from "./session.js";

/** The name under which the results of a search are looked at as if they were a queue. */
export const SEARCH = "search";

const ANSWER = 20_000; // milliseconds after which nobody will answer: what was shown as done is taken back

/** A decision that was not carried out, as its row in the answer says. */
export class Declined extends Error {
  /** @param {Record<string, any>} problem */
  constructor(problem) {
    super(problem["detail"] ?? problem["title"]);
    this.slug = String(problem["type"] ?? "").replace(/^.*\/problems\//, "");
    this.document = problem;
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
   * @param {AbortSignal} signal
   * @returns {Promise<Dossier>}
   */
  dossier(commentId, signal) {
    return this.#call("GET", `comments/${commentId}`, undefined, {}, signal);
  }

  /**
   * What surrounds a comment: its thread, earlier ones like it, its author's last weeks.
   *
   * @param {string} commentId
   * @param {AbortSignal} signal
   * @returns {Promise<Context>}
   */
  context(commentId, signal) {
    return this.#call("GET", `comments/${commentId}/context`, undefined, {}, signal);
  }

  /**
   * What an author wrote lately, whatever became of it.
   *
   * @param {string} authorId
   * @param {AbortSignal} [signal]
   * @returns {Promise<{items: Comment[]}>}
   */
  lately(authorId, signal) {
    return this.#call("GET", "comments", undefined, { author: authorId, limit: 6 }, signal);
  }

  /**
   * @param {string} commentId
   * @returns {Promise<Sweep>}
   */
  sweep(commentId) {
    return this.#call("POST", "sweeps", { comment_id: commentId }, {}, AbortSignal.timeout(PATIENCE));
  }

  /** @returns {Promise<Grounds>} what a rejection may rest on here */
  grounds() {
    return this.#call("GET", "grounds");
  }

  /**
   * @param {string} authorId
   * @param {AbortSignal} [signal]
   * @returns {Promise<{items: Note[]}>}
   */
  notes(authorId, signal) {
    return this.#call("GET", `authors/${encodeURIComponent(authorId)}/notes`, undefined, {}, signal);
  }

  /**
   * @param {string} authorId
   * @param {string} text
   */
  writeNote(authorId, text) {
    return this.#call("POST", `authors/${encodeURIComponent(authorId)}/notes`, { text });
  }

  /**
   * @param {string | null} moderatorId null for everybody's
   * @param {string | null} cursor
   * @returns {Promise<{items: import("./documents.js").Done[], next_cursor: string | null}>} newest first
   */
  history(moderatorId, cursor) {
    return this.#call("GET", "history", undefined, { moderator: moderatorId, cursor });
  }

  /** @returns {Promise<{items: Note[]}>} what the last shift left for this one, newest first */
  shiftNotes() {
    return this.#call("GET", "notes");
  }

  /** @param {string} text */
  writeShiftNote(text) {
    return this.#call("POST", "notes", { text });
  }

  /** @param {string} noteId */
  deleteShiftNote(noteId) {
    return this.#call("DELETE", `notes/${noteId}`);
  }

  /**
   * @param {string} authorId
   * @returns {Promise<Author>} with everything that was done about them
   */
  author(authorId) {
    return this.#call("GET", `authors/${encodeURIComponent(authorId)}`);
  }

  /**
   * @param {string} authorId
   * @param {number} number of the measure
   * @returns {Promise<Author & {restored: {undone: number, left: number} | null}>}
   */
  undoMeasure(authorId, number) {
    return this.#call("POST", `authors/${encodeURIComponent(authorId)}/measures/${number}/undo`, {});
  }

  /**
   * @param {string} authorId
   * @param {{standing: string, until: string | null, reason: string, message: string | null, hideLast: number}} wanted `message` is for the author; so many of their last comments are rejected along with it
   * @returns {Promise<Author>}
   */
  setStanding(authorId, { hideLast, ...wanted }) {
    return this.session.tell("PUT", address(`authors/${encodeURIComponent(authorId)}/standing`), { ...wanted, hide_last: hideLast });
  }

  /**
   * @param {string} authorId
   * @param {string} message what the author must acknowledge
   * @returns {Promise<Author>}
   */
  warn(authorId, message) {
    return this.session.tell("POST", address(`authors/${encodeURIComponent(authorId)}/warnings`), { message });
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
    if (decisions.length > 1) return this.session.tell("POST", address("decisions"), { decisions, bulk: true });
    return this.#call("POST", "decisions", { decisions });
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
    return this.#call("POST", `bulk/${bulkId}/undo`, {}, {}, AbortSignal.timeout(PATIENCE));
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
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>} Problem or Unreachable if it did not succeed
   */
  #call(method, path, body, query = {}, signal = AbortSignal.timeout(ANSWER)) {
    const url = address(path);
    for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
    return this.session.ask(url, method, body, signal);
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
  const unknown = { priority: 0, priority_parts: [], order: 0, appeal: null, escalation: null, why: [], reports: [], author_record: null, parent: null, claimed_by: null, claimed_until: null };
  return { comment, opinions, scores, spans, model, version, ...unknown };
}
