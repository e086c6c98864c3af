/** The HTTP interface of the service, as a reader's page uses it. */

/**
 * @typedef {object} Author
 * @property {string} id
 * @property {string} name
 * @property {string[]} badges
 *
 * @typedef {object} Comment
 * @property {string} id
 * @property {string} article
 * @property {string | null} parent_id
 * @property {number} depth
 * @property {Author | null} author
 * @property {string | null} body
 * @property {string | null} html
 * @property {"published" | "approved" | "pending" | "rejected" | "deleted"} status
 * @property {string} created_at
 * @property {string | null} edited_at
 * @property {number} reply_count
 * @property {{like: number}} reactions
 * @property {boolean} pinned
 * @property {Comment[]} [replies]
 * @property {string | null} [replies_cursor]
 *
 * @typedef {object} Article
 * @property {string} id
 * @property {string | null} title
 * @property {string | null} url
 * @property {boolean} open
 * @property {number} count
 *
 * @typedef {{article: Article, comments: Comment[], next_cursor: string | null}} ThreadPage
 * @typedef {{code: string, message: string}} Reason why a comment is not visible, in words for its author
 * @typedef {{comment: Comment, reasons?: Reason[], edit_token?: string}} Posted
 * @typedef {"newest" | "oldest" | "top"} Sort
 *
 * @typedef {object} Draft
 * @property {string} body
 * @property {string} [parent_id]
 * @property {{name: string}} [author]
 * @property {boolean} nudge
 * @property {{title?: string, url?: string}} [article]
 */

/** The service answered that it will not: `slug` is the last part of the problem's type. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} document
   * @param {number} retryAfter seconds; 0 if the answer does not say
   */
  constructor(status, document, retryAfter) {
    super(document["detail"] ?? document["title"] ?? `status ${status}`);
    this.status = status;
    this.document = document;
    this.slug = String(document["type"] ?? "").replace(/^.*\/problems\//, "");
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may well succeed a little later. */
  get passing() {
    return isAway(this) || this.slug === "request-in-progress";
  }
}

/** The service did not answer at all. */
export class Unreachable extends Error {}

/**
 * Whether the service, or what it needs, is away.
 *
 * @param {unknown} why
 */
export function isAway(why) {
  return why instanceof Unreachable || (why instanceof Problem && [502, 503, 504].includes(why.status));
}

export class Api {
  /** @type {string} A token of the publisher for the reader who is signed in there, or "". */
  token = "";
  #base;
  #site;

  /**
   * @param {string} server where the service is; "" for the page's own server
   * @param {string} site
   */
  constructor(server, site) {
    this.#base = new URL(server.replace(/\/*$/, "/"), document.baseURI);
    this.#site = site;
  }

  /**
   * The author id under which the token's reader writes, "" for a guest: to tell their comments from those of others, as
   * only the service can say whether the token holds.
   *
   * @returns {string}
   */
  get reader() {
    try {
      const claims = this.token.split(".")[1] ?? "";
      const bytes = Uint8Array.from(atob(claims.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
      return String(JSON.parse(new TextDecoder().decode(bytes))["sub"] ?? "");
    } catch {
      return "";
    }
  }

  /** Names the service and site, to keep apart what a page remembers of several. */
  get scope() {
    return `${this.#base.href}|${this.#site}`;
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number | null | undefined | string[]>} [query]
   * @returns {URL}
   */
  address(path, query = {}) {
    const url = new URL(path, this.#base);
    if (this.#site) url.searchParams.set("site", this.#site);
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== null && one !== undefined) url.searchParams.append(name, String(one));
      }
    }
    return url;
  }

  /**
   * @param {string} article
   * @returns {URL}
   */
  eventsAddress(article) {
    return this.address(`v1/articles/${encodeURIComponent(article)}/events`);
  }

  /**
   * @param {string} article
   * @param {{sort?: Sort, limit?: number, replies?: number, cursor?: string | null, parent?: string | null}} [which]
   * @returns {Promise<ThreadPage>}
   */
  thread(article, which = {}) {
    return this.call("GET", this.address(`v1/articles/${encodeURIComponent(article)}/comments`, which));
  }

  /**
   * @param {string} id
   * @returns {Promise<{comment: Comment, ancestors: Comment[]}>}
   */
  comment(id) {
    return this.call("GET", this.address(`v1/comments/${id}`));
  }

  /**
   * @param {string} article
   * @param {Draft} draft
   * @param {string} key the same for every attempt to send the same draft
   * @returns {Promise<Posted>}
   */
  post(article, draft, key) {
    const url = this.address(`v1/articles/${encodeURIComponent(article)}/comments`);
    return this.call("POST", url, draft, { "Idempotency-Key": key });
  }

  /**
   * @param {string} id
   * @param {string} body
   * @param {string} editToken "" for a reader who is signed in
   * @returns {Promise<Posted>}
   */
  edit(id, body, editToken) {
    return this.call("PATCH", this.address(`v1/comments/${id}`), { body }, proof(editToken));
  }

  /**
   * @param {string} id
   * @param {string} editToken
   * @returns {Promise<void>}
   */
  remove(id, editToken) {
    return this.call("DELETE", this.address(`v1/comments/${id}`), undefined, proof(editToken));
  }

  /**
   * @param {string} id
   * @param {string} reason
   * @param {string} detail
   * @returns {Promise<void>}
   */
  report(id, reason, detail) {
    const body = detail ? { reason, detail } : { reason };
    return this.call("POST", this.address(`v1/comments/${id}/reports`), body);
  }

  /**
   * @param {string} id
   * @param {boolean} liked
   * @returns {Promise<{reactions: {like: number}}>}
   */
  like(id, liked) {
    return this.call(liked ? "PUT" : "DELETE", this.address(`v1/comments/${id}/reactions/like`));
  }

  /**
   * @param {string} method
   * @param {URL} url
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>} the JSON document, or undefined for an empty answer
   */
  async call(method, url, body, headers = {}) {
    /** @type {Record<string, string>} */
    const sent = { Accept: "application/json", ...headers };
    if (body !== undefined) sent["Content-Type"] = "application/json";
    if (this.token) sent["Authorization"] = `Bearer ${this.token}`;
    let answer, document;
    try {
      const text = body === undefined ? null : JSON.stringify(body);
      answer = await fetch(url, { method, headers: sent, body: text, credentials: "omit" });
      document = answer.status === 204 ? undefined : await answer.json().catch(() => ({}));
    } catch (why) {
      throw new Unreachable(String(why));
    }
    if (answer.ok) return document;
    const problem = new Problem(answer.status, document ?? {}, Number(answer.headers.get("Retry-After")) || 0);
    if (problem.slug === "not-signed-in" && this.token) this.onexpired();
    throw problem;
  }

  /** Told when the service does not take the token any more. */
  onexpired() {}
}

/**
 * @param {string} editToken "" for a reader who is signed in
 * @returns {Record<string, string>}
 */
export function proof(editToken) {
  return editToken ? { "X-Edit-Token": editToken } : {};
}
