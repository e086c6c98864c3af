/** The cards on which evidence lies, and the bars that show a share. */

import { element } from "../shared/dom.js";

/** @typedef {Node | false | null | undefined} Part */

/**
 * @param {Part[]} parts
 * @returns {Node[]}
 */
export function present(parts) {
  return parts.filter((part) => part instanceof Node);
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {...Part} content
 */
export function card(kind, title, ...content) {
  return element("section", { class: `card ${kind}` }, element("h3", {}, title), ...content);
}

/** @param {(Node | string)[]} items */
export function list(items) {
  return element("ul", {}, ...items.map((one) => element("li", {}, one)));
}

/**
 * @param {number} value 0 to 1
 * @param {string} kind
 */
export function share(value, kind) {
  const inside = element("span", { class: kind });
  inside.style.inlineSize = `${(100 * Math.min(1, Math.max(0, value))).toFixed(1)}%`;
  return inside;
}

/**
 * @param {number} value 0 to 1
 * @param {string} kind
 */
export function bar(value, kind) {
  return element("span", { class: "bar", "aria-hidden": "true" }, share(value, kind));
}
