/** One comment in full: its text with the words that earned the score, and what it answers. */

import { absolute, relative } from "../shared/dates.js";
import { html } from "../vendor/preact-htm.js";
import { named, percent } from "./phrases.js";
import { isEscalated } from "./urgency.js";
import { hint, statusOf } from "./views.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Span} Span
 * @typedef {import("../shared/words.js").Words} Words
 */

const HARSH = ["SEXUALLY_EXPLICIT", "SEVERE_TOXICITY", "THREAT", "IDENTITY_ATTACK"];
const HARSH_FROM = 0.7;

/**
 * @param {Entry} entry
 * @param {Words} words
 * @param {{article: () => void, author: () => void}} narrow shows what else waits of the article, of the author
 * @param {(() => void) | null} unveil shows a harsh text; null if nothing shall be veiled
 */
export function inFull(entry, words, narrow, unveil) {
  const { comment, parent } = entry;
  const name = comment.author?.name || words.say("nobody");
  const badges = (comment.author?.badges ?? []).map(
    (one) => html`<span class="tag">${words.has(`badge.${one}`) ? words.say(`badge.${one}`) : one}</span>`,
  );
  return html`
    <header class="who">
      <span class="disc" aria-hidden="true">${[...name][0] ?? ""}</span>
      <div>
        <h2 tabindex="-1">${only(name, words.say("only-author"), narrow.author)}${badges}</h2>
        <p class="quiet">
          ${statusOf(comment.status, words)} · ${moment(comment.created_at, words)}
          ${comment.edited_at !== null && ` · ${words.say("edited")}`}${" · "}
          ${only(comment.article, words.say("only-article"), narrow.article)}
        </p>
      </div>
      ${isEscalated(entry) && html`<span class="tag escalated">${words.say("escalated")}</span>`}
    </header>
    ${parent && answered(parent, words)}
    ${unveil && isHarsh(entry)
      ? veil(words, unveil)
      : html`<div class="body" dir="auto">${marked(comment.body ?? "", entry.spans, words)}</div>`}
  `;
}

/**
 * @param {string} text
 * @param {string} title
 * @param {() => void} act
 */
function only(text, title, act) {
  return html`<button type="button" class="link" title=${title} onclick=${act}><bdi>${text}</bdi></button>`;
}

/** @param {Pick<Entry, "scores">} entry whose text hurts whoever reads such texts all day */
function isHarsh({ scores }) {
  return HARSH.some((attribute) => (scores[attribute] ?? 0) >= HARSH_FROM);
}

/**
 * @param {Words} words
 * @param {() => void} unveil
 */
function veil(words, unveil) {
  return html`
    <div class="body veil">
      <p>${words.say("veiled")}</p>
      <button type="button" onclick=${unveil}>${words.say("unveil")}${hint("V")}</button>
    </div>
  `;
}

/**
 * The text of a comment beside the one that is looked at; one that hurts is shown to who asks for it.
 *
 * @param {string} id
 * @param {string} body
 * @param {Pick<Entry, "scores">} judged
 * @param {Words} words
 */
export function aside(id, body, judged, words) {
  const text = html`<p class="start" dir="auto">${body}</p>`;
  if (!isHarsh(judged)) return text;
  return html`<details key=${id} class="harsh-${id}"><summary>${words.say("veiled-short")}</summary>${text}</details>`;
}

/**
 * @param {import("./service.js").Comment} parent
 * @param {Words} words
 */
function answered(parent, words) {
  const name = parent.author?.name || words.say("nobody");
  return html`
    <figure class="answers">
      <figcaption class="quiet">${words.say("answers", { name })}</figcaption>
      <blockquote dir="auto">${parent.body || words.say("removed")}</blockquote>
    </figure>
  `;
}

/**
 * The text with its spans marked. Spans count characters and may overlap.
 *
 * @param {string} text
 * @param {Span[]} spans
 * @param {Words} words
 * @returns {import("./views.js").Child[]}
 */
export function marked(text, spans, words) {
  const characters = [...text];
  /** @type {import("./views.js").Child[]} */
  const shown = [];
  let reached = 0;
  for (const { attribute, start, end, value } of [...spans].sort((one, other) => one.start - other.start)) {
    if (end <= reached || start >= characters.length) continue;
    const begin = Math.max(start, reached);
    const title = `${named(attribute, words)} ${percent(value, words)}`;
    shown.push(characters.slice(reached, begin).join(""));
    shown.push(html`<mark title=${title}>${characters.slice(begin, end).join("")}</mark>`);
    reached = end;
  }
  return [...shown, characters.slice(reached).join("")];
}

/**
 * The beginning of a comment, what became of it and when.
 *
 * @param {import("./service.js").Comment} comment
 * @param {number} most characters
 * @param {Words} words
 */
export function inShort({ id, body, status, created_at: at }, most, words) {
  return html`
    <span key=${id}>
      <span class="start" dir="auto">${(body ?? "").slice(0, most)}</span>
      <span class="quiet">${statusOf(status, words)} · ${moment(at, words)}</span>
    </span>
  `;
}

/**
 * That something was taken back, by whom if that is known, and when; nothing where it stands.
 *
 * @param {string | null} by
 * @param {string | null} at
 * @param {Words} words
 */
export function takenBack(by, at, words) {
  if (at === null) return null;
  return [by !== null && ` · ${words.say("undone-by", { name: by })} · `, moment(at, words)];
}

/**
 * @param {string} at
 * @param {Words} words
 */
export function moment(at, words) {
  const time = Date.parse(at);
  const title = absolute(time, words.language);
  return html`<time datetime=${at} title=${title}>${relative(time, Date.now(), words.language)}</time>`;
}
