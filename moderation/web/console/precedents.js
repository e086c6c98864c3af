/** Earlier comments that read like the one looked at, and what was decided about them. */

import { element } from "../shared/dom.js";
import { card, list, share } from "./cards.js";
import { isHarsh, moment } from "./comment.js";
import { percent } from "./phrases.js";
import { pending } from "./surroundings.js";

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
  if (typeof found === "string") return card("precedents", words.say("precedents"), pending(found, words, opening.again));
  const { alike, approved, rejected, items, kept_since: since } = found.precedents;
  if (!alike) return card("precedents", words.say("precedents"), element("p", { class: "quiet" }, words.say("precedents-none"), " ", moment(since, words)));
  return card(
    "precedents",
    words.say("precedents"),
    element("p", {}, words.say("precedents-sum", { count: alike, rejected, approved })),
    element("span", { class: "bar", "aria-hidden": "true" }, share(approved / alike, "approved"), share(rejected / alike, "rejected")),
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
  const { id, author, body, created_at: at } = comment;
  const name = author?.name || words.say("nobody");
  const text = element("p", { class: "start", dir: "auto" }, body);
  const alike = why.includes("near-text") ? words.say("alike", { share: percent(similarity, words) }) : words.say(`alike.${why[0] ?? "same-text"}`);
  return element(
    "div",
    { class: "precedent" },
    isHarsh(one) ? element("details", { class: `harsh-${id}` }, element("summary", {}, words.say("veiled-short")), text) : text,
    element(
      "p",
      { class: "quiet" },
      element("button", { type: "button", class: "link", title: words.say("open-comment"), onclick: () => open(id) }, element("bdi", {}, name)),
      ` · ${alike} · `,
      moment(at, words),
    ),
    outcome(one, words),
  );
}

/**
 * @param {Precedent} one
 * @param {Words} words
 */
function outcome({ comment: { status }, decision }, words) {
  const reason = decision?.reason;
  const because = reason && (words.has(`reason.${reason}`) ? words.say(`reason.${reason}`) : reason);
  const by = decision ? element("bdi", {}, decision.moderator) : status === "rejected" ? words.say("policy") : null;
  return element(
    "p",
    {},
    element("span", { class: `status ${status}` }, words.say(`status.${status}`)),
    because && element("span", { dir: "auto" }, ` · ${because}`),
    by !== null && element("span", { class: "quiet" }, " · ", by),
    decision?.note && element("q", { dir: "auto" }, decision.note),
  );
}
