/** The author of a comment: standing, what became of their comments, what colleagues noted, and what may be done. */

import { html } from "../vendor/preact-htm.js";
import { bar, card, list, share } from "./cards.js";
import { moment } from "./comment.js";
import { trend } from "./trend.js";
import { hint } from "./views.js";

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
  return card(
    "record",
    words.say("record"),
    html`
      <p>
        <span class="tag standing-${standing}">${words.say(`standing.${standing}`)}</span>
        ${first !== null && html`<span class="quiet"> ${words.say("first-seen")} ${moment(first, words)}</span>`}
      </p>
    `,
    bar(share(of(approved), "approved"), share(of(rejected), "rejected")),
    numbers({ posted, approved, rejected }, words),
    trend(found, words, again),
    list(notes.map((one) => note(one, words))),
    html`
      <div class="row">
        <button type="button" data-act="note" onclick=${about.note}>${words.say("add-note")}${hint("N")}</button>
        ${about.warn && html`<button type="button" data-act="warn" onclick=${about.warn}>${words.say("warn")}</button>`}
        <button type="button" data-act="standing" onclick=${about.standing}>${words.say("change-standing")}</button>
        <button type="button" data-act="profile" onclick=${about.profile}>${words.say("profile")}${hint("O")}</button>
      </div>
    `,
  );
}

/**
 * @param {Record<string, number>} counts by what they are called
 * @param {Words} words
 */
export function numbers(counts, words) {
  const row = (/** @type {[string, number]} */ [key, count]) => html`<div><dt>${words.say(key)}</dt><dd>${words.number(count)}</dd></div>`;
  return html`<dl class="numbers">${Object.entries(counts).map(row)}</dl>`;
}

/**
 * @param {import("./service.js").Note} one
 * @param {Words} words
 */
export function note({ text, by, at }, words) {
  return html`<span><q dir="auto">${text}</q><span class="quiet"><bdi>${by}</bdi> · ${moment(at, words)}</span></span>`;
}
