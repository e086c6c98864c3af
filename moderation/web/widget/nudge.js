/** Which words of a draft may be a reason to hold it, shown to its author, who decides. */

import { element } from "../shared/dom.js";

/**
 * @param {import("../shared/words.js").Words} words
 * @param {string} text
 * @param {[number, number][]} spans
 * @param {{change: () => void, anyway: () => void}} choices
 * @returns {HTMLElement[]}
 */
export function nudge(words, text, spans, { change, anyway }) {
  return [
    element("p", {}, words.say("nudge.sentence")),
    element("blockquote", { dir: "auto" }, ...marked(text, spans)),
    element(
      "p", { class: "buttons" },
      element("button", { type: "button", onclick: change }, words.say("nudge.change")),
      element("button", { type: "button", onclick: anyway }, words.say("nudge.anyway")),
    ),
  ];
}

/**
 * The text with the spans marked. The service counts characters as Unicode does, JavaScript in halves of surrogate
 * pairs: so it is taken apart by characters first.
 *
 * @param {string} text
 * @param {[number, number][]} spans
 * @returns {(string | HTMLElement)[]}
 */
function marked(text, spans) {
  const characters = Array.from(text);
  /** @type {(string | HTMLElement)[]} */
  const parts = [];
  let at = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    parts.push(characters.slice(at, from).join(""));
    parts.push(element("mark", {}, characters.slice(from, end).join("")));
    at = end;
  }
  parts.push(characters.slice(at).join(""));
  return parts.filter((part) => part !== "");
}
