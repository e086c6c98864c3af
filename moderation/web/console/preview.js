/** Many comments before they are decided together: who is meant, and who is left out. */

import { h, html, useState } from "../vendor/preact-htm.js";
import { closing, shown } from "./dialogs.js";
import { letterOf } from "./keys.js";
import { percent } from "./phrases.js";
import { hint } from "./views.js";

/**
 * @typedef {import("./service.js").Action} Action
 * @typedef {import("./acts.js").Decided & {kept: boolean, said: string[], similarity?: number, outlier?: boolean}} Row
 * @typedef {import("../shared/words.js").Words} Words
 *
 * @typedef {object} Asked
 * @property {Words} words
 * @property {Row[]} rows
 * @property {Set<Row>} chosen
 * @property {Action | null} meant
 * @property {string[]} told
 */

/** @type {Action[]} */
const ACTIONS = ["approve", "reject", "escalate"];

/**
 * @param {Words} words
 * @param {Row[]} rows `kept` are chosen to begin with
 * @param {Action | null} meant the button that waits under Enter; rejecting if nothing is meant yet
 * @param {string[]} told what else there is to know
 * @returns {Promise<{action: Action, chosen: Row[]} | null>} null if nothing shall be decided
 */
export async function preview(words, rows, meant, told) {
  const chosen = new Set(rows.filter(({ kept }) => kept));
  const { answer } = await shown(h(Preview, { words, rows, chosen, meant, told }), words.say("together"), "wide");
  const action = ACTIONS.find((one) => one === answer);
  return action && chosen.size ? { action, chosen: rows.filter((row) => chosen.has(row)) } : null;
}

/** @param {Asked} props */
function Preview({ words, rows, chosen, meant, told }) {
  const [, setCount] = useState(chosen.size);
  const choose = (/** @type {Row} */ row) => {
    if (!chosen.delete(row)) chosen.add(row);
    setCount(chosen.size);
  };
  const button = (/** @type {Action} */ action) => html`
    <button value=${action} class="act ${action}" disabled=${!chosen.size}>${words.say(action)}${hint(words.say(`letter.${action}`))}</button>
  `;
  const pressed = (/** @type {KeyboardEvent & {currentTarget: HTMLFormElement}} */ event) => {
    const { currentTarget: form, target, key } = event;
    const letter = letterOf(event);
    const boxes = [...form.querySelectorAll("input")];
    const at = boxes.findIndex((box) => box === document.activeElement);
    const submit = (/** @type {Action} */ action) => form.requestSubmit(form.querySelector(`[value=${action}]`));
    const act = ACTIONS.find((one) => words.say(`letter.${one}`).toLowerCase() === letter);
    if (letter === "j" || letter === "k") boxes[Math.max(0, at + (letter === "j" ? 1 : -1))]?.focus();
    else if (letter === "x" && at >= 0) boxes[at]?.click();
    else if (act && chosen.size) submit(act);
    else if (key === "Enter" && target instanceof HTMLInputElement) submit(meant ?? "reject");
    else return;
    event.preventDefault();
  };
  return html`
    <form method="dialog" class="preview" onkeydown=${pressed}>
      <h2>${words.say("together")}</h2>
      ${told.map((sentence) => html`<p class="quiet">${sentence}</p>`)}
      <ol class="cluster">${rows.map((row, at) => face(row, at, chosen.has(row), () => choose(row), words))}</ol>
      <p class="quiet" role="status">${words.say("chosen", { count: chosen.size, of: rows.length })}</p>
      <div class="row">${ACTIONS.map(button)}${closing(words)}</div>
    </form>
  `;
}

/**
 * @param {Row} row
 * @param {number} at
 * @param {boolean} isChosen
 * @param {() => void} choose
 * @param {Words} words
 */
function face({ comment, said, similarity, outlier }, at, isChosen, choose, words) {
  return html`
    <li class=${outlier ? "outlier" : null}>
      <input type="checkbox" id="row-${at}" checked=${isChosen} autofocus=${at === 0} onchange=${choose} />
      <label for="row-${at}">
        <span class="line">
          ${outlier && html`<span class="tag gone">${words.say("outlier")}</span>`}
          <b dir="auto">${comment.author?.name ?? words.say("nobody")}</b>
          <span class="quiet status ${comment.status}">${words.say(`status.${comment.status}`)}</span>
          ${similarity !== undefined && html`<span class="quiet">${words.say("alike", { share: percent(similarity, words) })}</span>`}
        </span>
        <span class="start" dir="auto">${(comment.body ?? "").slice(0, 240)}</span>
        ${said.length > 0 && html`<span class="quiet">${said.join(" · ")}</span>`}
      </label>
    </li>
  `;
}
