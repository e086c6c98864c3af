/** The thread around the comment that is looked at, in a box whose size does not change when it is filled. */

import { html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";
import { aside, moment } from "./comment.js";
import { statusOf } from "./views.js";

/**
 * @typedef {import("./context.js").Neighbour} Neighbour
 * @typedef {import("./context.js").ThreadAround} ThreadAround
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{open: (commentId: string) => void, again: () => void}} Opening
 */

const DEEPEST = 8; // steps that are set in from the edge

/**
 * The box around what is known of the thread. How large it is follows from what the entry itself says. It is scrolled to
 * the comment when the thread comes, and stays where it is scrolled to then.
 *
 * @param {{entry: Entry, found: ThreadAround | "loading" | "failed", words: Words, opening: Opening}} props
 */
export function Surroundings({ entry, found, words, opening }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const known = typeof found === "string" ? null : found;
  useLayoutEffect(() => {
    if (box.current && known) scrollToHere(box.current);
  }, [known]);
  const { depth, reply_count: replies } = entry.comment;
  return html`
    <section
      ref=${box}
      class="card around${depth || replies ? " deep" : ""}"
      aria-busy=${found === "loading" ? "true" : null}
      aria-label=${words.say("around")}
      tabindex="-1"
    >
      <header><h3>${words.say("around")}</h3>${known && article(known.article, words)}</header>
      ${known ? thread(known, words, opening.open) : pending(found, words, opening.again)}
    </section>
  `;
}

/**
 * Scroll so far that the comment itself is in sight, with a whole row at the edge.
 *
 * @param {HTMLElement} box
 */
function scrollToHere(box) {
  const rows = /** @type {HTMLLIElement[]} */ ([...box.querySelectorAll("li")]);
  const here = rows.find((one) => one.classList.contains("here"));
  const scroller = box.querySelector("ol");
  if (!here || !scroller) return;
  const least = here.offsetTop - scroller.clientHeight / 2;
  const first = rows.find(({ offsetTop }) => offsetTop >= least) ?? here;
  if (least > 0) scroller.scrollTop = first.offsetTop - 3;
}

/**
 * What is shown until something was read, or because it was not.
 *
 * @param {unknown} found
 * @param {Words} words
 * @param {() => void} again
 */
export function pending(found, words, again) {
  if (found !== "failed") return html`<p class="pending quiet">${words.say("loading")}</p>`;
  const button = html`<button type="button" data-act="again" onclick=${again}>${words.say("again")}</button>`;
  return html`<p class="pending quiet">${words.say("not-read")} ${button}</p>`;
}

/**
 * The author's name, which opens the comment.
 *
 * @param {import("./service.js").Comment} comment
 * @param {Words} words
 * @param {(commentId: string) => void} open
 */
export function opener({ id, author }, words, open) {
  const name = author?.name || words.say("nobody");
  return html`<button type="button" class="link" title=${words.say("open-comment")} onclick=${() => open(id)}><bdi>${name}</bdi></button>`;
}

/**
 * @param {ThreadAround["article"]} article
 * @param {Words} words
 */
function article({ id, title, url }, words) {
  const name = html`<bdi>${title || id}</bdi>`;
  if (!url || !/^https?:/i.test(url)) return html`<span class="quiet">${name}</span>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer" title=${words.say("open-article")}>${name}</a>`;
}

/**
 * @param {ThreadAround} found
 * @param {Words} words
 * @param {(commentId: string) => void} open
 */
function thread(found, words, open) {
  const { above, before, after, replies } = found;
  const here = above.length;
  const say = (/** @type {string} */ key, /** @type {number} */ level, values = {}) =>
    html`<li class="quiet level-${Math.min(level, DEEPEST)}">${words.say(key, values)}</li>`;
  const rows = (/** @type {Neighbour[]} */ some, /** @type {number} */ level) => some.map((one) => row(one, level, words, open));
  const top = above.slice(0, found.left_out ? 1 : 0);
  const near = above.slice(top.length);
  return html`
    <ol>
      ${found.lost && say("around-lost", 0)}
      ${rows(top, 0)}
      ${found.left_out > 0 && say("around-left-out", 1, { count: found.left_out })}
      ${near.map((one, at) => row(one, at + top.length, words, open))}
      ${found.more_before && say("around-more", here)}
      ${rows(before, here)}
      <li class="here level-${Math.min(here, DEEPEST)}" aria-current="true">${words.say("around-here")}</li>
      ${rows(replies, here + 1)}
      ${found.more_replies && say("around-more", here + 1)}
      ${rows(after, here)}
      ${found.more_after && say("around-more", here)}
    </ol>
  `;
}

/**
 * @param {Neighbour} one
 * @param {number} level
 * @param {Words} words
 * @param {(commentId: string) => void} open
 */
function row(one, level, words, open) {
  const { id, body, status, created_at: at } = one;
  return html`
    <li key=${id} class="level-${Math.min(level, DEEPEST)} is-${status}">
      <p class="line">
        ${opener(one, words, open)}
        <span class="quiet">${statusOf(status, words)} · ${moment(at, words)}</span>
      </p>
      ${aside(id, body || words.say("removed"), body ? one : { scores: {} }, words)}
    </li>
  `;
}
