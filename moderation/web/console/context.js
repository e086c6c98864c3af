/** What surrounds a comment, as the interface describes it when a comment is opened. */

/**
 * @typedef {import("../shared/api.js").Comment} Comment
 * @typedef {Comment & {scores: Record<string, number>}} Neighbour
 *
 * @typedef {object} ThreadAround
 * @property {import("../shared/api.js").Article} article
 * @property {Neighbour[]} above from the top of the thread down to the parent
 * @property {number} left_out comments between the first of them and the others
 * @property {boolean} lost whether the way up ends at a comment of which nothing is stored
 * @property {Neighbour[]} before
 * @property {boolean} more_before
 * @property {Neighbour[]} after
 * @property {boolean} more_after
 * @property {Neighbour[]} replies
 * @property {boolean} more_replies
 *
 * @typedef {object} Precedent
 * @property {Comment} comment
 * @property {number} similarity 0 to 1
 * @property {string[]} why
 * @property {Record<string, number>} scores
 * @property {import("./documents.js").Decision | null} decision by which it stands as it does
 *
 * @typedef {object} Precedents
 * @property {string} kept_since
 * @property {number} alike
 * @property {number} approved
 * @property {number} rejected
 * @property {Precedent[]} items decided ones first
 *
 * @typedef {object} AuthorsWeeks
 * @property {"better" | "worse" | "steady" | "unknown"} trend
 * @property {number} comments
 * @property {boolean} complete whether these are all of the author's comments of that time
 * @property {{from: string, approved: number, rejected: number}[]} weeks oldest first
 * @property {import("./documents.js").ReportsOnAuthor} reports
 *
 * @typedef {{thread: ThreadAround, precedents: Precedents, author: AuthorsWeeks | null}} Context
 * @typedef {Context | "loading" | "failed"} Found
 */

export {};
