/** Tables that scroll within the page and can be reached by the keyboard. */

import { element } from "../shared/dom.js";

/**
 * @param {string} caption
 * @param {string[]} heads of the columns
 * @param {HTMLTableRowElement[]} rows
 */
export function table(caption, heads, rows) {
  return element(
    "div",
    { class: "wide", role: "group", tabindex: 0, "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...rows),
    ),
  );
}
