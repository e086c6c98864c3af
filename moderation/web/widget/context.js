/** What the parts of one discussion share, and how it explains to its reader what went wrong. */

import { Problem, Unreachable } from "../shared/api.js";
import { mistakesIn } from "../shared/mistakes.js";

/**
 * @typedef {object} Context
 * @property {import("../shared/api.js").Api} api
 * @property {import("../shared/account.js").Account} account
 * @property {import("../shared/words.js").Words} words
 * @property {import("./memory.js").Memory} memory
 * @property {string} article
 * @property {{title?: string, url?: string}} about how the page describes the article
 * @property {number} editWindow milliseconds in which authors may change their comments
 * @property {() => boolean} open whether one may comment
 * @property {HTMLElement} stage where windows over the page are put
 * @property {HTMLElement[]} voice what sentences are said and shown by
 * @property {(sentence: string) => void} announce say it to screen readers, where everybody else sees it happen
 * @property {(sentence: string) => void} tell show it for a moment, and say it to screen readers
 */

/**
 * A sentence about a failure that its reader can act on.
 *
 * @param {import("../shared/words.js").Words} words
 * @param {unknown} why
 * @returns {string}
 */
export function explain(words, why) {
  if (why instanceof Unreachable) return words.say("problem.unreachable");
  if (!(why instanceof Problem)) throw why;
  if (why.slug === "too-many-requests") {
    return words.say("problem.too-many-requests", { count: Math.max(1, Math.ceil(why.retryAfter)) });
  }
  const wrong = mistakesIn(words, why.document);
  if (wrong.length && why.status === 422) return wrong.map(({ said }) => said).join(" ");
  if (words.has(`problem.${why.slug}`)) return words.say(`problem.${why.slug}`);
  if (why.status >= 500) return words.say("problem.unavailable");
  return why.message;
}

/**
 * Whether others see a comment.
 *
 * @param {import("../shared/api.js").Comment} comment
 */
export function isVisible({ status }) {
  return status === "published" || status === "approved";
}

/**
 * What shows that a comment is the reader's own: it was written here, by whoever is signed in now or by a guest; or by
 * the same reader elsewhere.
 *
 * @param {Context} context
 * @param {import("../shared/api.js").Comment} comment
 * @returns {import("./memory.js").Own | null}
 */
export function ownOf({ api, memory }, comment) {
  const known = memory.own(comment.id);
  if (known && (known.token || !known.by || known.by === api.reader)) return known;
  const same = Boolean(api.reader) && comment.author?.id === api.reader;
  return same ? { token: "", at: Date.parse(comment.created_at) } : null;
}
