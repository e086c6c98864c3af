/** What moderators write down about an author, and what the author may do here. */

import { element } from "../shared/dom.js";
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
  const text = element("textarea", { id: "text", rows: 4, maxlength: 2000, required: true, dir: "auto", autofocus: true });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, title),
    element("label", { for: "text" }, label),
    text,
    element("div", { class: "row" }, element("button", { class: "primary", value: "write" }, done), closing(words)),
  );
  const answer = await shown(form, title);
  return answer === "write" ? text.value.trim() || null : null;
}

/**
 * @param {Words} words
 * @param {string} name
 * @param {string} present
 * @returns {Promise<{standing: string, until: string | null, reason: string, message: string | null, hideLast: number} | null>}
 */
export async function askStanding(words, name, present) {
  const standing = element(
    "select",
    { id: "standing", autofocus: true },
    ...STANDINGS.map((one) => element("option", { value: one, selected: one === present }, words.say(`standing.${one}`))),
  );
  const days = DAYS.map((one) => element("option", { value: one }, words.say("for-days", { count: one })));
  const until = element("select", { id: "until" }, element("option", { value: "" }, words.say("for-good")), ...days);
  const hidden = element(
    "select",
    { id: "hide-last" },
    element("option", { value: 0 }, words.say("hide-none")),
    ...HIDDEN.map((one) => element("option", { value: one }, words.say("so-many", { count: one }))),
  );
  const reason = element("textarea", { id: "reason", rows: 2, maxlength: 1000, required: true, dir: "auto" });
  const message = element("textarea", { id: "message", rows: 2, maxlength: 1000, dir: "auto" });
  const told = element("div", {}, element("label", { for: "message" }, words.say("standing-message", { name })), message);
  const isTold = () => TOLD.includes(standing.value);
  const show = () => (told.hidden = !isTold());
  standing.addEventListener("change", show);
  show();
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, words.say("standing-of", { name })),
    element("label", { for: "standing" }, words.say("may-now")),
    standing,
    element("label", { for: "until" }, words.say("how-long")),
    until,
    element("label", { for: "hide-last" }, words.say("hide-last")),
    hidden,
    element("label", { for: "reason" }, words.say("standing-why")),
    reason,
    told,
    element("div", { class: "row" }, element("button", { class: "primary", value: "set" }, words.say("save")), closing(words)),
  );
  if ((await shown(form, words.say("standing-of", { name }))) !== "set") return null;
  const ends = until.value ? new Date(Date.now() + Number(until.value) * 86_400_000).toISOString() : null;
  const written = isTold() ? message.value.trim() || null : null;
  return { standing: standing.value, until: ends, reason: reason.value.trim(), message: written, hideLast: Number(hidden.value) };
}
