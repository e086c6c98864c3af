/** The choice of the order in which comments stand. */

import { element } from "../shared/dom.js";

/** @typedef {import("../shared/api.js").Sort} Sort */

/** @type {Sort[]} */
const SORTS = ["newest", "oldest", "top"];

/**
 * @param {string | null} asked
 * @returns {Sort} what was asked for if there is such an order
 */
export function sortOf(asked) {
  return SORTS.find((sort) => sort === asked) ?? "newest";
}

/**
 * @param {import("../shared/words.js").Words} words
 * @param {Sort} present
 * @param {(sort: Sort) => void} chosen
 */
export function sorting(words, present, chosen) {
  const choice = element(
    "select", { id: "sort", onchange: () => chosen(sortOf(choice.value)) },
    ...SORTS.map((sort) => element("option", { value: sort, selected: sort === present }, words.say(`sort.${sort}`))),
  );
  return element("span", { class: "sorting" }, element("label", { for: "sort" }, words.say("sort")), choice);
}
