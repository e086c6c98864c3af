/** The bar at the top of the pages beside the console: what the page is, who is here, the way back. */

import { html } from "../vendor/preact-htm.js";

/**
 * @param {object} props
 * @param {import("./session.js").Session} props.session
 * @param {string} props.title
 * @param {string} props.back
 */
export function Top({ session: { moderator, site }, title, back }) {
  return html`
    <header class="top">
      <h1>${title}</h1>
      <span class="me"><bdi>${moderator.name}</bdi> · <bdi>${site}</bdi></span>
      <a href=${`./${location.search}`}>${back}</a>
    </header>
  `;
}
