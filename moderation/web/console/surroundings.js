/** The thread around the comment that is looked at, in a box whose size does not change when it is filled. */

import { element } from "../shared/dom.js";
import { isHarsh, moment } from "./comment.js";

/**
 * @typedef {import("./context.js").Neighbour} Neighbour
 * @typedef {import("./context.js").ThreadAround} ThreadAround
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{open: (commentId: string) => void, again: () => void}} Opening
 */

const DEEPEST = 8; // steps that are set in from the edge

/**
 * The box around what is known of the thread. How large it is follows from what the entry itself says.
 *
 * @param {Entry} entry
 * @param {ThreadAround | "loading" | "failed"} found
 * @param {Words} words
 * @param {Opening} opening
 */
export function surroundings(entry, found, words, opening) {
  const { depth, reply_count: replies } = entry.comment;
  const known = typeof found === "string" ? null : found;
  return element(
    "section",
    { class: `card around${depth || replies ? " deep" : ""}`, "aria-busy": found === "loading" && "true", "aria-label": words.say("around"), tabindex: -1 },
    element("header", {}, element("h3", {}, words.say("around")), known && article(known.article, words)),
    known ? thread(known, words, opening.open) : pending(found, words, opening.again),
  );
}

/**
 * Scroll so far that the comment itself is in sight, with a whole row at the edge.
 *
 * @param {HTMLElement} box
 */
export function scrollToHere(box) {
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
  if (found !== "failed") return element("p", { class: "pending quiet" }, words.say("loading"));
  const button = element("button", { type: "button", "data-act": "again", onclick: again }, words.say("again"));
  return element("p", { class: "pending quiet" }, words.say("not-read"), " ", button);
}

/**
 * @param {ThreadAround["article"]} article
 * @param {Words} words
 */
function article({ id, title, url }, words) {
  const name = element("bdi", {}, title || id);
  if (!url || !/^https?:/i.test(url)) return element("span", { class: "quiet" }, name);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: words.say("open-article") }, name);
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
    element("li", { class: `quiet level-${Math.min(level, DEEPEST)}` }, words.say(key, values));
  const rows = (/** @type {Neighbour[]} */ some, /** @type {number} */ level) => some.map((one) => row(one, level, words, open));
  const top = above.slice(0, found.left_out ? 1 : 0);
  const near = above.slice(top.length);
  return element(
    "ol",
    {},
    found.lost && say("around-lost", 0),
    ...rows(top, 0),
    found.left_out > 0 && say("around-left-out", 1, { count: found.left_out }),
    ...near.map((one, at) => row(one, at + top.length, words, open)),
    found.more_before && say("around-more", here),
    ...rows(before, here),
    element("li", { class: `here level-${Math.min(here, DEEPEST)}`, "aria-current": "true" }, words.say("around-here")),
    ...rows(replies, here + 1),
    found.more_replies && say("around-more", here + 1),
    ...rows(after, here),
    found.more_after && say("around-more", here),
  );
}

/**
 * @param {Neighbour} one
 * @param {number} level
 * @param {Words} words
 * @param {(commentId: string) => void} open
 */
function row(one, level, words, open) {
  const { id, author, body, status, created_at: at } = one;
  const name = author?.name || words.say("nobody");
  const text = element("p", { class: "start", dir: "auto" }, body || words.say("removed"));
  return element(
    "li",
    { class: `level-${Math.min(level, DEEPEST)} is-${status}` },
    element(
      "p",
      { class: "line" },
      element("button", { type: "button", class: "link", title: words.say("open-comment"), onclick: () => open(id) }, element("bdi", {}, name)),
      element("span", { class: "quiet" }, element("span", { class: `status ${status}` }, words.say(`status.${status}`)), " · ", moment(at, words)),
    ),
    body && isHarsh(one) ? element("details", { class: `harsh-${id}` }, element("summary", {}, words.say("veiled-short")), text) : text,
  );
}
