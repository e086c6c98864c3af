/** Which comments are not there any more: a page that would list them, if they were, does not. */

import { Problem } from "../shared/api.js";

/** @typedef {import("../shared/api.js").Comment} Comment */
/** @typedef {import("../shared/api.js").ThreadPage} ThreadPage */

const MOST = 20; // that are asked about at once

/**
 * Removals are told by events, and events may be missed. Pages may be older than what is shown, so each comment that
 * seems to be gone is asked for.
 *
 * @param {import("../shared/api.js").Api} api
 * @param {Iterable<Comment>} shown
 * @param {ThreadPage} page the first one, sorted as the comments are shown
 * @param {import("../shared/api.js").Sort} sort
 * @returns {Promise<string[]>} ids
 */
export async function gone(api, shown, page, sort) {
  const found = [];
  for (const id of absent(shown, page, sort).slice(0, MOST)) {
    try {
      if ((await api.comment(id)).comment.status === "deleted") found.push(id);
    } catch (why) {
      if (why instanceof Problem && why.status === 404) found.push(id);
    }
  }
  return found;
}

/**
 * @param {Iterable<Comment>} shown
 * @param {ThreadPage} page
 * @param {import("../shared/api.js").Sort} sort
 * @returns {string[]} ids
 */
function absent(shown, page, sort) {
  /** @type {Map<string, Comment>} */
  const listed = new Map();
  const list = (/** @type {Comment} */ comment) => {
    listed.set(comment.id, comment);
    for (const below of comment.replies ?? []) list(below);
  };
  for (const comment of page.comments) list(comment);
  const oldest = page.comments.at(-1)?.created_at ?? "";
  const covers = (/** @type {Comment} */ { parent_id: parent, created_at: at }) => {
    if (parent) return listed.get(parent)?.replies_cursor === null;
    return page.next_cursor === null || (sort === "newest" && at > oldest);
  };
  return [...shown].filter((one) => !listed.has(one.id) && covers(one)).map((one) => one.id);
}
