/**
 * What this browser remembers for a commenter: drafts until they are acknowledged, the proofs of authorship of a
 * guest's comments, which comments were liked, and the guest's name. Nothing of it is sent anywhere by itself.
 */

import { isVisible } from "./context.js";

/** @typedef {import("../shared/api.js").Comment} Comment */
/** @typedef {import("../shared/account.js").Fate} Fate */
/** @typedef {import("../shared/account.js").OwnComment} OwnComment */
/**
 * @typedef {object} Own a comment that was written here
 * @property {string} token proof of authorship; "" for a reader who was signed in
 * @property {number} at milliseconds since 1970
 * @property {string} [by] its author's id
 * @property {Comment} [hidden] the comment while others cannot see it
 * @property {Fate} [fate] why they cannot
 * @property {string | null} [heard] the decision its author had heard of when they wanted to see no more of it
 *
 * @typedef {object} Kept the receipt of a notice of illegal content that was sent from here
 * @property {string} number
 * @property {number} at milliseconds since 1970
 * @property {string} article
 * @property {string} about how the comment began
 *
 * @typedef {object} Awaited what was sent from here and waits for moderators
 * @property {"appeal" | "notice" | "report"} kind
 * @property {string} id of the comment; of a notice, the number of its receipt
 * @property {string} by the author id of whoever sent it; "" for a guest
 * @property {number} [asked] when its outcome was last asked for
 * @property {boolean} [decided]
 *
 * @typedef {object} Unsent
 * @property {string} body
 * @property {{key: string, request: string}} [attempt] the Idempotency-Key, and the request that it stands for
 */

const KEPT_FOR = 200 * 86_400_000; // longer than one may appeal where the policy says nothing else
const KEPT = 300;

export class Memory {
  #prefix;
  /** @type {Map<string, string>} used where the browser allows no storage */
  #fallback = new Map();

  /** @param {string} scope the service and the site */
  constructor(scope) {
    this.#prefix = `moderation|${scope}|`;
  }

  /**
   * @param {string} key
   * @returns {any}
   */
  #read(key) {
    let text = this.#fallback.get(key) ?? null;
    try {
      text ??= localStorage.getItem(this.#prefix + key);
    } catch {
      // storage is off
    }
    try {
      return text === null ? null : JSON.parse(text);
    } catch {
      return null; // somebody else wrote there
    }
  }

  /**
   * @param {string} key
   * @param {unknown} value null forgets it
   */
  #write(key, value) {
    const text = value === null ? null : JSON.stringify(value);
    try {
      if (text === null) localStorage.removeItem(this.#prefix + key);
      else localStorage.setItem(this.#prefix + key, text);
      this.#fallback.delete(key);
    } catch {
      if (text === null) this.#fallback.delete(key);
      else this.#fallback.set(key, text); // storage is off or full
    }
  }

  get name() {
    return String(this.#read("name") ?? "");
  }

  set name(name) {
    this.#write("name", name || null);
  }

  /**
   * @param {string} place which composer: article and parent
   * @returns {Unsent | null}
   */
  draft(place) {
    return this.#read(`draft|${place}`);
  }

  /**
   * @param {string} place
   * @param {Unsent | null} draft
   */
  keepDraft(place, draft) {
    this.#write(`draft|${place}`, draft?.body ? draft : null);
  }

  /** @returns {Record<string, Own>} by comment id */
  get #owned() {
    return this.#read("own") ?? {};
  }

  /**
   * @param {string} id
   * @returns {Own | null}
   */
  own(id) {
    return this.#owned[id] ?? null;
  }

  /**
   * @param {string} id
   * @param {Own | null} own null forgets the comment
   */
  keepOwn(id, own) {
    const all = this.#owned;
    if (own) all[id] = own;
    else delete all[id];
    const oldest = Date.now() - KEPT_FOR;
    const kept = Object.entries(all)
      .filter(([, one]) => one.at > oldest)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, KEPT);
    this.#write("own", kept.length ? Object.fromEntries(kept) : null);
  }

  /**
   * Remember how one's own comment stands.
   *
   * @param {OwnComment} own as the service described it just now
   */
  renew(own) {
    const { reasons, decision, appeal, appealable_until, ...comment } = own;
    const known = this.own(own.id) ?? { token: "", at: Date.parse(own.created_at), by: own.author?.id ?? "" };
    if (isVisible(own)) this.keepOwn(own.id, { token: known.token, at: known.at, by: known.by });
    else this.keepOwn(own.id, { ...known, hidden: comment, fate: { reasons, decision, appeal, appealable_until } });
  }

  /**
   * Comments of this article that were written here and that others cannot see, newest first.
   *
   * @param {string} article
   * @returns {{hidden: Comment, fate: Fate | undefined}[]}
   */
  hidden(article) {
    return Object.values(this.#owned)
      .sort((a, b) => b.at - a.at)
      .flatMap(({ hidden, fate }) => (hidden?.article === article ? [{ hidden, fate }] : []));
  }

  /**
   * What a guest wrote here, newest first.
   *
   * @returns {{id: string, token: string}[]}
   */
  proven() {
    return Object.entries(this.#owned)
      .filter(([, { token }]) => token)
      .sort(([, a], [, b]) => b.at - a.at)
      .map(([id, { token }]) => ({ id, token }));
  }

  /**
   * @param {string} reader their author id; "" for a guest
   * @returns {boolean} whether they wrote here
   */
  wrote(reader) {
    return Object.values(this.#owned).some(({ by, token }) => (reader ? by === reader : token));
  }

  /**
   * @param {string} reader their author id; "" for a guest
   * @returns {number} when it was last asked how what they wrote stands
   */
  asked(reader) {
    return Number(this.#read("asked")?.[reader] ?? 0);
  }

  /**
   * @param {string} reader
   * @param {number} at
   */
  keepAsked(reader, at) {
    this.#write("asked", { ...this.#read("asked"), [reader]: at });
  }

  /** @returns {Kept[]} newest first */
  get receipts() {
    return this.#read("receipts") ?? [];
  }

  /** @param {Kept} receipt */
  keepReceipt(receipt) {
    const oldest = Date.now() - KEPT_FOR;
    const others = this.receipts.filter((one) => one.number !== receipt.number && one.at > oldest);
    this.#write("receipts", [receipt, ...others].slice(0, KEPT));
  }

  /** @returns {Awaited[]} newest first */
  get awaited() {
    return this.#read("awaited") ?? [];
  }

  /** @param {Awaited} one */
  keepAwaited(one) {
    this.#write("awaited", [one, ...this.#others(one)].slice(0, KEPT));
  }

  /** @param {Awaited} one */
  forgetAwaited(one) {
    const others = this.#others(one);
    this.#write("awaited", others.length ? others : null);
  }

  /** @param {Awaited} one */
  #others({ kind, id }) {
    return this.awaited.filter((other) => other.kind !== kind || other.id !== id);
  }

  /** @param {string} id */
  liked(id) {
    return Boolean(this.#read("likes")?.includes(id));
  }

  /**
   * @param {string} id
   * @param {boolean} liked
   */
  keepLiked(id, liked) {
    const others = (this.#read("likes") ?? []).filter((/** @type {string} */ one) => one !== id);
    const kept = liked ? [id, ...others].slice(0, KEPT) : others;
    this.#write("likes", kept.length ? kept : null);
  }
}

/**
 * Have a field bring back what was typed into it and never sent, and remember what is typed.
 *
 * @param {Memory} memory
 * @param {string} place
 * @param {HTMLTextAreaElement} field
 * @returns {() => void} forgets it, once it is sent
 */
export function rememberTyped(memory, place, field) {
  field.value = memory.draft(place)?.body ?? "";
  field.addEventListener("input", () => memory.keepDraft(place, { body: field.value }));
  return () => memory.keepDraft(place, null);
}
