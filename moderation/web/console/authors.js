/** What moderators write down about an author, and what the author may do here. */

import { element } from "../shared/dom.js";
import { closing, shown } from "./dialogs.js";

/** @typedef {import("../shared/words.js").Words} Words */

const STANDINGS = ["new", "trusted", "premoderated", "suspended", "banned", "shadowed"];
const DAYS = [1, 7, 30];

/**
 * @param {Words} words
 * @param {string} name
 * @returns {Promise<string | null>} null if nothing shall be written down
 */
export async function askNote(words, name) {
  const text = element("textarea", { id: "text", rows: 4, maxlength: 2000, required: true, dir: "auto", autofocus: true });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, words.say("note-about", { name })),
    element("label", { for: "text" }, words.say("note-for")),
    text,
    element("div", { class: "row" }, element("button", { class: "primary", value: "write" }, words.say("save")), closing(words)),
  );
  const answer = await shown(form, words.say("note-for"));
  return answer === "write" ? text.value.trim() || null : null;
}

/**
 * @param {Words} words
 * @param {string} name
 * @param {string} present
 * @returns {Promise<{standing: string, until: string | null, reason: string} | null>}
 */
export async function askStanding(words, name, present) {
  const standing = element(
    "select",
    { id: "standing", autofocus: true },
    ...STANDINGS.map((one) => element("option", { value: one, selected: one === present }, words.say(`standing.${one}`))),
  );
  const days = DAYS.map((one) => element("option", { value: one }, words.say("for-days", { count: one })));
  const until = element("select", { id: "until" }, element("option", { value: "" }, words.say("for-good")), ...days);
  const reason = element("textarea", { id: "reason", rows: 2, maxlength: 1000, required: true, dir: "auto" });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, words.say("standing-of", { name })),
    element("label", { for: "standing" }, words.say("may-now")),
    standing,
    element("label", { for: "until" }, words.say("how-long")),
    until,
    element("label", { for: "reason" }, words.say("standing-why")),
    reason,
    element("div", { class: "row" }, element("button", { class: "primary", value: "set" }, words.say("save")), closing(words)),
  );
  if ((await shown(form, words.say("standing-of", { name }))) !== "set") return null;
  const ends = until.value ? new Date(Date.now() + Number(until.value) * 86_400_000).toISOString() : null;
  return { standing: standing.value, until: ends, reason: reason.value.trim() };
}
