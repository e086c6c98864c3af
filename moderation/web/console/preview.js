/** Many comments before they are decided together: who is meant, and who is left out. */

import { element } from "../shared/dom.js";
import { closing, shown } from "./dialogs.js";
import { letterOf } from "./keys.js";
import { percent } from "./phrases.js";

/**
 * @typedef {import("./service.js").Action} Action
 * @typedef {import("./acts.js").Decided & {kept: boolean, said: string[], similarity?: number, outlier?: boolean}} Row
 */

/** @type {Action[]} */
const ACTIONS = ["approve", "reject", "escalate"];

/**
 * @param {import("../shared/words.js").Words} words
 * @param {Row[]} rows `kept` are chosen to begin with
 * @param {Action | null} meant the button that waits under Enter; rejecting if nothing is meant yet
 * @param {string[]} told what else there is to know
 * @returns {Promise<{action: Action, chosen: Row[]} | null>} null if nothing shall be decided
 */
export async function preview(words, rows, meant, told) {
  const boxes = rows.map(({ kept }, at) => element("input", { type: "checkbox", id: `row-${at}`, checked: kept, autofocus: at === 0 }));
  const count = element("p", { class: "quiet", role: "status" });
  const chosen = () => rows.filter((_, at) => boxes[at]?.checked);
  const buttons = ACTIONS.map((action) =>
    element("button", { value: action, class: `act ${action}` }, words.say(action), element("kbd", { "aria-hidden": "true" }, words.say(`letter.${action}`))),
  );
  const tell = () => {
    const { length } = chosen();
    count.textContent = words.say("chosen", { count: length, of: rows.length });
    for (const button of buttons) button.disabled = !length;
  };
  const form = element(
    "form",
    { method: "dialog", class: "preview", onchange: tell },
    element("h2", {}, words.say("together")),
    ...told.map((sentence) => element("p", { class: "quiet" }, sentence)),
    element("ol", { class: "cluster" }, ...rows.map((row, at) => face(row, at, boxes[at], words))),
    count,
    element("div", { class: "row" }, ...buttons, closing(words)),
  );
  form.addEventListener("keydown", (event) => {
    const letter = letterOf(event);
    const at = boxes.findIndex((box) => box === document.activeElement);
    const act = buttons.find(({ value }) => words.say(`letter.${value}`).toLowerCase() === letter);
    if (letter === "j" || letter === "k") boxes[Math.max(0, at + (letter === "j" ? 1 : -1))]?.focus();
    else if (letter === "x" && at >= 0) boxes[at]?.click();
    else if (act && !act.disabled) form.requestSubmit(act);
    else if (event.key === "Enter" && event.target instanceof HTMLInputElement) form.requestSubmit(buttons.find(({ value }) => value === (meant ?? "reject")));
    else return;
    event.preventDefault();
  });
  tell();
  const answer = await shown(form, words.say("together"), "wide");
  const action = ACTIONS.find((one) => one === answer);
  return action && chosen().length ? { action, chosen: chosen() } : null;
}

/**
 * @param {Row} row
 * @param {number} at
 * @param {HTMLInputElement | undefined} box
 * @param {import("../shared/words.js").Words} words
 */
function face({ comment, said, similarity, outlier }, at, box, words) {
  return element(
    "li",
    { class: outlier && "outlier" },
    box,
    element(
      "label",
      { for: `row-${at}` },
      element(
        "span",
        { class: "line" },
        outlier && element("span", { class: "tag gone" }, words.say("outlier")),
        element("b", { dir: "auto" }, comment.author?.name ?? words.say("nobody")),
        element("span", { class: `quiet status ${comment.status}` }, words.say(`status.${comment.status}`)),
        similarity !== undefined && element("span", { class: "quiet" }, words.say("alike", { share: percent(similarity, words) })),
      ),
      element("span", { class: "start", dir: "auto" }, (comment.body ?? "").slice(0, 240)),
      said.length > 0 && element("span", { class: "quiet" }, said.join(" · ")),
    ),
  );
}
