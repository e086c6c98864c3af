/** Earlier comments that read like the one looked at, and what was decided about them. */

import { html } from "../vendor/preact-htm.js";
import { bar, card, list, share } from "./cards.js";
import { aside, moment } from "./comment.js";
import { percent } from "./phrases.js";
import { opener, pending } from "./surroundings.js";
import { reasonCalled, statusOf } from "./views.js";

/**
 * @typedef {import("./context.js").Precedent} Precedent
 * @typedef {import("../shared/words.js").Words} Words
 */

/**
 * @param {import("./context.js").Found} found
 * @param {Words} words
 * @param {import("./surroundings.js").Opening} opening
 */
export function precedents(found, words, opening) {
  const title = words.say("precedents");
  if (typeof found === "string") return card("precedents", title, pending(found, words, opening.again));
  const { alike, approved, rejected, items, kept_since: since } = found.precedents;
  if (!alike) return card("precedents", title, html`<p class="quiet">${words.say("precedents-none")} ${moment(since, words)}</p>`);
  return card(
    "precedents",
    title,
    html`<p>${words.say("precedents-sum", { count: alike, rejected, approved })}</p>`,
    bar(share(approved / alike, "approved"), share(rejected / alike, "rejected")),
    list(items.map((one) => precedent(one, words, opening.open))),
  );
}

/**
 * @param {Precedent} one
 * @param {Words} words
 * @param {(commentId: string) => void} open
 */
function precedent(one, words, open) {
  const { comment, similarity, why } = one;
  const alike = why.includes("near-text") ? words.say("alike", { share: percent(similarity, words) }) : words.say(`alike.${why[0] ?? "same-text"}`);
  return html`
    <div key=${comment.id} class="precedent">
      ${aside(comment.id, comment.body ?? "", one, words)}
      <p class="quiet">${opener(comment, words, open)} · ${alike} · ${moment(comment.created_at, words)}</p>
      ${outcome(one, words)}
    </div>
  `;
}

/**
 * @param {Precedent} one
 * @param {Words} words
 */
function outcome({ comment: { status }, decision }, words) {
  const because = reasonCalled(decision?.reason, words);
  const by = decision ? html`<bdi>${decision.moderator}</bdi>` : status === "rejected" ? words.say("policy") : null;
  return html`
    <p>
      ${statusOf(status, words)}
      ${because && html`<span dir="auto"> · ${because}</span>`}
      ${by !== null && html`<span class="quiet"> · ${by}</span>`}
      ${decision?.note && html`<q dir="auto">${decision.note}</q>`}
    </p>
  `;
}
