/** The author of a comment: standing, what became of their comments, what colleagues noted, and what may be done. */

import { element } from "../shared/dom.js";
import { card, list, share } from "./cards.js";
import { moment } from "./comment.js";
import { trend } from "./trend.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{note: () => void, warn: (() => void) | null, standing: () => void, profile: () => void}} About what a moderator may do about the author
 */

/**
 * @param {import("./service.js").AuthorRecord} record
 * @param {Words} words
 * @param {import("./service.js").Note[]} notes
 * @param {About} about
 * @param {import("./context.js").Found} found
 * @param {() => void} again
 */
export function author(record, words, notes, about, found, again) {
  const { posted, approved, rejected, standing, first_at: first } = record;
  const of = (/** @type {number} */ part) => (posted ? part / posted : 0);
  const number = (/** @type {string} */ key, /** @type {number} */ count) =>
    element("div", {}, element("dt", {}, words.say(key)), element("dd", {}, words.number(count)));
  return card(
    "record",
    words.say("record"),
    element(
      "p",
      {},
      element("span", { class: `tag standing-${standing}` }, words.say(`standing.${standing}`)),
      first !== null && element("span", { class: "quiet" }, " ", words.say("first-seen"), " ", moment(first, words)),
    ),
    element("span", { class: "bar", "aria-hidden": "true" }, share(of(approved), "approved"), share(of(rejected), "rejected")),
    element("dl", { class: "numbers" }, number("posted", posted), number("approved", approved), number("rejected", rejected)),
    trend(found, words, again),
    list(notes.map((one) => element("span", {}, element("q", { dir: "auto" }, one.text), element("span", { class: "quiet" }, element("bdi", {}, one.by), " · ", moment(one.at, words))))),
    element(
      "div",
      { class: "row" },
      element("button", { type: "button", "data-act": "note", onclick: about.note }, words.say("add-note"), element("kbd", { "aria-hidden": "true" }, "N")),
      about.warn && element("button", { type: "button", "data-act": "warn", onclick: about.warn }, words.say("warn")),
      element("button", { type: "button", "data-act": "standing", onclick: about.standing }, words.say("change-standing")),
      element("button", { type: "button", "data-act": "profile", onclick: about.profile }, words.say("profile"), element("kbd", { "aria-hidden": "true" }, "O")),
    ),
  );
}
