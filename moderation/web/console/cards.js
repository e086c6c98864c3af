/** The cards on which evidence lies, and the bars that show a share. */

import { html } from "../vendor/preact-htm.js";

/** @typedef {import("../vendor/preact-htm.js").Child} Child */

/**
 * @param {string} kind
 * @param {string} title
 * @param {...Child} content
 */
export function card(kind, title, ...content) {
  return html`<section key=${kind} class="card ${kind}"><h3>${title}</h3>${content}</section>`;
}

/** @param {Child[]} items */
export function list(items) {
  return html`<ul>${items.map((one) => html`<li>${one}</li>`)}</ul>`;
}

/**
 * @param {number} value 0 to 1
 * @param {string} kind
 */
export function share(value, kind) {
  const size = `${(100 * Math.min(1, Math.max(0, value))).toFixed(1)}%`;
  return html`<span class=${kind} style=${{ inlineSize: size }}></span>`;
}

/** @param {...Child} shares */
export function bar(...shares) {
  return html`<span class="bar" aria-hidden="true">${shares}</span>`;
}
