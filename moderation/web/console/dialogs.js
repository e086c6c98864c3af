/** What the console asks in a window of its own. */

import { element } from "../shared/dom.js";
import { letterOf } from "./keys.js";

/** @typedef {import("../shared/words.js").Words} Words */

const REASONS = ["offensive", "abusive", "spam", "illegal", "off_topic", "other"];

/**
 * Why a comment is rejected. A digit rejects at once; the arrows and Enter do too, and Escape leaves it where it is.
 *
 * @param {Words} words
 * @param {string} about whose comment it is
 * @returns {Promise<{reason: string, note: string | null} | null>}
 */
export async function askReason(words, about) {
  const choices = REASONS.map((reason, at) =>
    element(
      "label",
      { class: "choice" },
      element("input", { type: "radio", name: "reason", value: reason, checked: at === 0, autofocus: at === 0 }),
      element("span", {}, words.say(`reason.${reason}`)),
      element("kbd", { "aria-hidden": "true" }, String(at + 1)),
    ),
  );
  const note = element("textarea", { id: "note", rows: 2, maxlength: 2000, dir: "auto" });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, words.say("reject-whose", { name: about })),
    element("fieldset", {}, element("legend", {}, words.say("reject-why")), ...choices),
    element("label", { for: "note" }, words.say("note")),
    note,
    element(
      "div",
      { class: "row" },
      element("button", { class: "primary reject", value: "reject" }, words.say("reject")),
      closing(words),
    ),
  );
  form.addEventListener("keydown", (event) => {
    const at = event.target === note ? -1 : REASONS.findIndex((_, number) => letterOf(event) === String(number + 1));
    const radio = choices[at]?.querySelector("input");
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    form.requestSubmit(form.querySelector("button"));
  });
  if ((await shown(form, words.say("reject-why"))) !== "reject") return null;
  return { reason: String(new FormData(form).get("reason")), note: note.value.trim() || null };
}

/**
 * @param {Words} words
 * @param {import("./keys.js").Key[]} keys
 */
export function showKeys(words, keys) {
  const rows = keys.map(({ key, say }) =>
    element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, words.say(say))),
  );
  const content = element(
    "form",
    { method: "dialog" },
    element("h2", {}, words.say("keys")),
    element("dl", { class: "keys" }, ...rows),
    element("div", { class: "row" }, closing(words)),
  );
  return shown(content, words.say("keys"));
}

/** @param {Words} words */
function closing(words) {
  return element("button", { value: "", formnovalidate: true }, words.say("close"), " ", element("kbd", {}, "Esc"));
}

/**
 * @param {Node} content
 * @param {string} label
 * @returns {Promise<string>} the value of the button, or "" for Escape
 */
function shown(content, label) {
  const dialog = element("dialog", { "aria-label": label }, content);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue);
    });
  });
}
