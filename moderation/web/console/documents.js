/** The documents that moderators are shown, as the interface describes them in full. */

/**
 * @typedef {import("../shared/api.js").Comment} Comment
 * @typedef {{attribute: string, start: number, end: number, value: number}} Span in characters, not UTF-16 units
 * @typedef {{phase: string, effect: string, reason: string, sentence: string, detail?: Record<string, unknown>}} Opinion
 * @typedef {"approve" | "reject" | "escalate"} Action
 *
 * @typedef {object} Report
 * @property {string} reporter
 * @property {string} reason
 * @property {string | null} detail
 * @property {string} at
 * @property {boolean} open
 * @property {boolean} light of a reader who was always wrong
 * @property {{answered: number, right: number} | null} [reporter_record]
 *
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
 * @typedef {object} Measure a change of standing, or a warning
 * @property {number} number
 * @property {"standing" | "warning"} kind
 * @property {string} at
 * @property {string} moderator
 * @property {string} before
 * @property {string} after
 * @property {string | null} until
 * @property {string | null} reason
 * @property {string | null} message what the author was told
 * @property {string | null} bulk_id what was hidden along with it
 * @property {string | null} acknowledged_at
 * @property {string | null} undone_at
 * @property {string | null} undone_by
 * @property {boolean} undoable
 * @typedef {AuthorRecord & Enforced} Author
 *
 * @typedef {object} Enforced what stands of an author, and how it came about
 * @property {string | null} reason
 * @property {number} visible
 * @property {string | null} warning not acknowledged yet
 * @property {number} strikes
 * @property {ReportsOnAuthor} reports
 * @property {Measure[]} measures newest first
 *
 * @typedef {{reported: number, upheld: number, comments: number, complete: boolean}} ReportsOnAuthor comments that readers reported, and those of them that a moderator rejected
 *
 * @typedef {object} Done an act of a moderator, or of the site's policy about an author
 * @property {"decision" | "bulk" | "standing" | "warning"} kind
 * @property {string[]} actions
 * @property {string} at
 * @property {string} moderator
 * @property {string | null} reason
 * @property {Comment | null} comment
 * @property {{id: string, name: string | null} | null} author
 * @property {number} comments how many it decided
 * @property {string | null} decision_id
 * @property {string | null} bulk_id
 * @property {number | null} number of the measure
 * @property {string | null} undone_at
 * @property {string | null} undone_by
 * @property {boolean} undoable
 *
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
 * @property {boolean} [undoable] in a dossier
 *
 * @typedef {object} Appeal
 * @property {string} id
 * @property {string} state
 * @property {string} created_at
 * @property {string} statement
 * @property {string} against who rejected
 * @property {string | null} against_id
 * @property {"other" | "anybody"} heard_by whether whoever rejected may hear the author themselves
 * @property {(Judged & {body: string}) | null} evidence what was rejected, as it was then
 * @property {string | null} decided_by
 * @property {string | null} message told to the author
 *
 * @typedef {{moderator: string, at: string, reason: string | null, note: string | null}} Escalation
 *
 * @typedef {{part: string, multiplier: number, attribute?: string | null, score?: number | null, visible?: boolean, replies?: number, likes?: number, number?: number, seconds?: number, doubling_seconds?: number}} PriorityPart
 *
 * @typedef {object} Waiting
 * @property {Comment} comment
 * @property {number} version
 * @property {number} priority which age raises
 * @property {PriorityPart[]} priority_parts whose product it is
 * @property {number} order its place by priority, the highest first: the same until something happens to it
 * @property {Appeal | null} appeal
 * @property {Escalation | null} escalation who asked for somebody else, and why
 * @property {string[]} why
 * @property {Report[]} reports
 * @property {AuthorRecord | null} author_record
 * @property {Comment | null} parent
 * @property {string | null} claimed_by
 * @property {string | null} claimed_until
 *
 * @typedef {Judged & {number: number, body: string, at: string}} Revision
 * @typedef {{decided: number, rejected: number}} Reading of comments with a similar score, decided here
 * @typedef {object} Past
 * @property {Revision[]} revisions
 * @property {Decision[]} decisions
 * @property {Record<string, Reading>} readings by attribute
 * @property {Appeal[]} appeals
 *
 * @typedef {object} LookAlike
 * @property {Comment} comment
 * @property {number} version
 * @property {number} similarity 0 to 1
 * @property {string[]} why
 * @property {boolean} outlier
 * @property {string[]} outlier_why
 * @property {AuthorRecord | null} author_record
 *
 * @typedef {object} Filter
 * @property {string} [comment] one comment by its id
 * @property {string} [article]
 * @property {string} [author]
 * @property {string} [q]
 * @property {string} [status]
 * @property {string} [attribute]
 * @property {string} [min_score]
 * @property {string} [language]
 * @property {string} [from]
 *
 * @typedef {object} Judged what the pipeline knew and said
 * @property {Opinion[]} opinions
 * @property {Record<string, number>} scores
 * @property {Span[]} spans
 * @property {string | null} model
 */

export {};
