/** What the console asks in a window of its own. */

import { Problem } from "../shared/api.js";
import { html, render, useState } from "../vendor/preact-htm.js";
import { letterOf } from "./keys.js";
import { refusal } from "./phrases.js";
import { hint } from "./views.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./service.js").Why} Why
 * @typedef {{answer: string, said: (name: string) => string}} Answered with which button ("" for Escape), and what its fields say
 */

const REASONS = ["offensive", "abusive", "spam", "illegal", "off_topic", "other"];

/**
 * Why a comment is rejected. A digit rejects at once; the arrows and Enter do too, and Escape leaves it where it is.
 *
 * @param {Words} words
 * @param {string} about whose comment it is
 * @param {import("./service.js").Grounds} grounds what a rejection may name here
 * @returns {Promise<Why | null>}
 */
export async function askReason(words, about, { house_rules: rules, legal_grounds: laws }) {
  const choice = (/** @type {string} */ reason, /** @type {number} */ at) => html`
    <label class="choice">
      <input type="radio" name="reason" value=${reason} checked=${at === 0} autofocus=${at === 0} />
      <span>${words.say(`reason.${reason}`)}</span>${hint(String(at + 1))}
    </label>
  `;
  const rule = html`
    <label for="rule">${words.say("rule")}</label>
    <select id="rule" name="rule">
      <option value="">${words.say("no-rule")}</option>
      ${rules.length > 0 && group(words.say("house-rules"), "rules", rules)}
      ${laws.length > 0 && group(words.say("laws"), "illegal", laws)}
    </select>
  `;
  const pressed = (/** @type {KeyboardEvent & {currentTarget: HTMLFormElement}} */ event) => {
    if (event.target instanceof Element && event.target.matches("textarea, select")) return;
    const at = REASONS.findIndex((_, number) => letterOf(event) === String(number + 1));
    const radio = event.currentTarget.querySelectorAll("input")[at];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    event.currentTarget.requestSubmit(event.currentTarget.querySelector("button"));
  };
  const form = html`
    <form method="dialog" onkeydown=${pressed}>
      <h2 dir="auto">${words.say("reject-whose", { name: about })}</h2>
      <fieldset><legend>${words.say("reject-why")}</legend>${REASONS.map(choice)}</fieldset>
      ${(rules.length > 0 || laws.length > 0) && rule}
      <label for="note">${words.say("note")}</label>
      <textarea id="note" name="note" rows="2" maxlength="2000" dir="auto"></textarea>
      <div class="row"><button class="primary reject" value="reject">${words.say("reject")}</button>${closing(words)}</div>
    </form>
  `;
  const { answer, said } = await shown(form, words.say("reject-why"));
  if (answer !== "reject") return null;
  const [ground, named] = JSON.parse(said("rule") || "[]");
  const basis = named ? { ground, rule: named } : {};
  return { reason: said("reason"), note: said("note") || null, ...basis };
}

/**
 * @param {string} label
 * @param {string} ground
 * @param {string[]} names
 */
function group(label, ground, names) {
  const choices = names.map((name) => html`<option value=${JSON.stringify([ground, name])} dir="auto">${name}</option>`);
  return html`<optgroup label=${label}>${choices}</optgroup>`;
}

/**
 * What somebody else shall look at; Enter escalates without a word.
 *
 * @param {Words} words
 * @param {string} about
 * @returns {Promise<Why | null>}
 */
export async function askEscalation(words, about) {
  const form = html`
    <form method="dialog">
      <h2 dir="auto">${words.say("escalate-whose", { name: about })}</h2>
      <label for="note">${words.say("escalate-why")}</label>
      <input id="note" name="note" maxlength="2000" dir="auto" autofocus autocomplete="off" aria-describedby="note-hint" />
      <p class="quiet" id="note-hint">${words.say("escalate-hint")}</p>
      <div class="row">
        <button class="primary act escalate" value="escalate">${words.say("escalate")}</button>${closing(words)}
      </div>
    </form>
  `;
  const { answer, said } = await shown(form, words.say("escalate-why"));
  return answer === "escalate" ? { reason: null, note: said("note") || null } : null;
}

/**
 * What an appeal comes to, with words for its author.
 *
 * @param {Words} words
 * @param {"upheld" | "overturned"} outcome
 * @param {string} about
 * @returns {Promise<{note: string | null, message: string | null} | null>}
 */
export async function askOutcome(words, outcome, about) {
  const label = words.say(`appeal-${outcome}`);
  const form = html`
    <form method="dialog">
      <h2 dir="auto">${label}: ${about}</h2>
      <label for="message">${words.say("appeal-message")}</label>
      <textarea id="message" name="message" rows="3" maxlength="2000" dir="auto"></textarea>
      <label for="note">${words.say("note")}</label>
      <textarea id="note" name="note" rows="2" maxlength="2000" dir="auto"></textarea>
      <div class="row"><button class="primary" value="hear" autofocus>${label}</button>${closing(words)}</div>
    </form>
  `;
  const { answer, said } = await shown(form, label);
  return answer === "hear" ? { note: said("note") || null, message: said("message") || null } : null;
}

/**
 * @param {Words} words
 * @param {import("./keys.js").Key[]} keys
 */
export function showKeys(words, keys) {
  const groups = [...new Set(keys.map(({ say }) => say))].map((say) => keys.filter((one) => one.say === say));
  const rows = groups.map((group) => {
    const shown = [...new Set([group[0]?.key, group.at(-1)?.key])].map((key, at) => html`${at > 0 && "–"}<kbd>${key}</kbd>`);
    return html`<div><dt>${shown}</dt><dd>${words.say(group[0]?.say ?? "")}</dd></div>`;
  });
  const content = html`
    <form method="dialog">
      <h2>${words.say("keys")}</h2>
      <dl class="keys">${rows}</dl>
      <div class="row">${closing(words)}</div>
    </form>
  `;
  return shown(content, words.say("keys"));
}

/** @param {Words} words */
export function closing(words) {
  return html`<button value="" formnovalidate>${words.say("close")} <kbd>Esc</kbd></button>`;
}

/**
 * A window with a form in it, until it is closed.
 *
 * @param {import("./views.js").VNode} content
 * @param {string} label
 * @param {string} [kind] a class
 * @returns {Promise<Answered>}
 */
export function shown(content, label, kind) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", label);
  if (kind) dialog.className = kind;
  render(content, dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    const finish = () => {
      const fields = new FormData(dialog.querySelector("form") ?? undefined);
      const said = (/** @type {string} */ name) => String(fields.get(name) ?? "").trim();
      dialog.removeEventListener("close", finish);
      render(null, dialog);
      dialog.remove();
      done({ answer: dialog.returnValue, said });
    };
    dialog.addEventListener("close", finish);
    // The close event comes a task later, and a quick next key must find the window that follows on this one.
    dialog.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      dialog.close(event.submitter instanceof HTMLButtonElement ? event.submitter.value : "");
      finish();
    });
  });
}

/**
 * What goes wrong in a window is said in it.
 *
 * @param {Words} words
 */
export function useTrouble(words) {
  const [said, say] = useState("");
  const attempt = async (/** @type {() => Promise<unknown>} */ work) => {
    say("");
    try {
      await work();
    } catch (why) {
      say(why instanceof Problem ? refusal(why, words) : words.say("away"));
    }
  };
  return { attempt, trouble: html`<p class="wrong" role="alert">${said}</p>` };
}
