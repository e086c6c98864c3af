/** What moderators write down about an author, and what the author may do here. */

import { h, html, useState } from "../vendor/preact-htm.js";
import { closing, shown } from "./dialogs.js";

/** @typedef {import("../shared/words.js").Words} Words */

const STANDINGS = ["new", "trusted", "premoderated", "suspended", "banned", "shadowed"];
const TOLD = ["premoderated", "suspended", "banned"];
const DAYS = [1, 7, 30];
const HIDDEN = [5, 20, 100, 500];

/**
 * @param {Words} words
 * @param {string} name
 * @returns {Promise<string | null>} null if nothing shall be written down
 */
export function askNote(words, name) {
  return askText(words, words.say("note-about", { name }), words.say("note-for"), words.say("save"));
}

/**
 * @param {Words} words
 * @param {string} name
 * @returns {Promise<string | null>} null if nobody shall be warned
 */
export function askWarning(words, name) {
  return askText(words, words.say("warn-whom", { name }), words.say("warn-message", { name }), words.say("warn"));
}

/**
 * @param {Words} words
 * @param {string} title
 * @param {string} label
 * @param {string} done the button's
 * @returns {Promise<string | null>}
 */
async function askText(words, title, label, done) {
  const form = html`
    <form method="dialog">
      <h2 dir="auto">${title}</h2>
      <label for="text">${label}</label>
      <textarea id="text" name="text" rows="4" maxlength="2000" required dir="auto" autofocus></textarea>
      <div class="row"><button class="primary" value="write">${done}</button>${closing(words)}</div>
    </form>
  `;
  const { answer, said } = await shown(form, title);
  return answer === "write" ? said("text") || null : null;
}

/**
 * @param {Words} words
 * @param {string} name
 * @param {string} present
 * @returns {Promise<{standing: string, until: string | null, reason: string, message: string | null, hideLast: number} | null>}
 */
export async function askStanding(words, name, present) {
  const { answer, said } = await shown(h(Standing, { words, name, present }), words.say("standing-of", { name }));
  if (answer !== "set") return null;
  const standing = said("standing");
  const until = said("days") ? new Date(Date.now() + Number(said("days")) * 86_400_000).toISOString() : null;
  const message = (TOLD.includes(standing) && said("message")) || null;
  return { standing, until, reason: said("reason"), message, hideLast: Number(said("hidden")) };
}

/** @param {{words: Words, name: string, present: string}} props */
function Standing({ words, name, present }) {
  const [standing, setStanding] = useState(present);
  const chosen = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ { currentTarget }) => setStanding(currentTarget.value);
  const choices = (/** @type {number[]} */ counts, /** @type {string} */ key) =>
    counts.map((count) => html`<option value=${count}>${words.say(key, { count })}</option>`);
  return html`
    <form method="dialog">
      <h2 dir="auto">${words.say("standing-of", { name })}</h2>
      <label for="standing">${words.say("may-now")}</label>
      <select id="standing" name="standing" value=${standing} autofocus onchange=${chosen}>
        ${STANDINGS.map((one) => html`<option value=${one}>${words.say(`standing.${one}`)}</option>`)}
      </select>
      <label for="until">${words.say("how-long")}</label>
      <select id="until" name="days"><option value="">${words.say("for-good")}</option>${choices(DAYS, "for-days")}</select>
      <label for="hide-last">${words.say("hide-last")}</label>
      <select id="hide-last" name="hidden"><option value="0">${words.say("hide-none")}</option>${choices(HIDDEN, "so-many")}</select>
      <label for="reason">${words.say("standing-why")}</label>
      <textarea id="reason" name="reason" rows="2" maxlength="1000" required dir="auto"></textarea>
      <div hidden=${!TOLD.includes(standing)}>
        <label for="message">${words.say("standing-message", { name })}</label>
        <textarea id="message" name="message" rows="2" maxlength="1000" dir="auto"></textarea>
      </div>
      <div class="row"><button class="primary" value="set">${words.say("save")}</button>${closing(words)}</div>
    </form>
  `;
}
