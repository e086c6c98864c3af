/** Tables that scroll within the page and can be reached by the keyboard. */

import { html } from "../vendor/preact-htm.js";

/**
 * @param {object} props
 * @param {string} props.caption
 * @param {string[]} props.heads of the columns
 * @param {import("../vendor/preact-htm.js").Child[]} props.rows
 */
export function Table({ caption, heads, rows }) {
  return html`
    <div class="wide" role="group" tabindex="0" aria-label=${caption}>
      <table>
        <caption>${caption}</caption>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}
