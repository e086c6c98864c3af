/** What the console asks in a window of its own. */

import { element } from "../shared/dom.js";
import { letterOf } from "./keys.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./service.js").Why} Why
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
  const choices = REASONS.map((reason, at) =>
    element(
      "label",
      { class: "choice" },
      element("input", { type: "radio", name: "reason", value: reason, checked: at === 0, autofocus: at === 0 }),
      element("span", {}, words.say(`reason.${reason}`)),
      element("kbd", { "aria-hidden": "true" }, String(at + 1)),
    ),
  );
  const rule = element(
    "select",
    { id: "rule" },
    element("option", { value: "" }, words.say("no-rule")),
    rules.length > 0 && group(words.say("house-rules"), "rules", rules),
    laws.length > 0 && group(words.say("laws"), "illegal", laws),
  );
  const note = element("textarea", { id: "note", rows: 2, maxlength: 2000, dir: "auto" });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, words.say("reject-whose", { name: about })),
    element("fieldset", {}, element("legend", {}, words.say("reject-why")), ...choices),
    ...(rules.length || laws.length ? [element("label", { for: "rule" }, words.say("rule")), rule] : []),
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
    const at = event.target === note || event.target === rule ? -1 : REASONS.findIndex((_, number) => letterOf(event) === String(number + 1));
    const radio = choices[at]?.querySelector("input");
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    form.requestSubmit(form.querySelector("button"));
  });
  if ((await shown(form, words.say("reject-why"))) !== "reject") return null;
  const [ground, named] = JSON.parse(rule.value || "[]");
  const basis = named ? { ground, rule: named } : {};
  return { reason: String(new FormData(form).get("reason")), note: note.value.trim() || null, ...basis };
}

/**
 * @param {string} label
 * @param {string} ground
 * @param {string[]} names
 */
function group(label, ground, names) {
  const choices = names.map((name) => element("option", { value: JSON.stringify([ground, name]), dir: "auto" }, name));
  return element("optgroup", { label }, ...choices);
}

/**
 * What somebody else shall look at; Enter escalates without a word.
 *
 * @param {Words} words
 * @param {string} about
 * @returns {Promise<Why | null>}
 */
export async function askEscalation(words, about) {
  const note = element("input", { id: "note", maxlength: 2000, dir: "auto", autofocus: true, autocomplete: "off", "aria-describedby": "note-hint" });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, words.say("escalate-whose", { name: about })),
    element("label", { for: "note" }, words.say("escalate-why")),
    note,
    element("p", { class: "quiet", id: "note-hint" }, words.say("escalate-hint")),
    element("div", { class: "row" }, element("button", { class: "primary act escalate", value: "escalate" }, words.say("escalate")), closing(words)),
  );
  if ((await shown(form, words.say("escalate-why"))) !== "escalate") return null;
  return { reason: null, note: note.value.trim() || null };
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
  const message = element("textarea", { id: "message", rows: 3, maxlength: 2000, dir: "auto" });
  const note = element("textarea", { id: "note", rows: 2, maxlength: 2000, dir: "auto" });
  const label = words.say(`appeal-${outcome}`);
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { dir: "auto" }, `${label}: ${about}`),
    element("label", { for: "message" }, words.say("appeal-message")),
    message,
    element("label", { for: "note" }, words.say("note")),
    note,
    element("div", { class: "row" }, element("button", { class: "primary", value: "hear", autofocus: true }, label), closing(words)),
  );
  if ((await shown(form, label)) !== "hear") return null;
  return { note: note.value.trim() || null, message: message.value.trim() || null };
}

/**
 * @param {Words} words
 * @param {import("./keys.js").Key[]} keys
 */
export function showKeys(words, keys) {
  const groups = [...new Set(keys.map(({ say }) => say))].map((say) => keys.filter((one) => one.say === say));
  const rows = groups.map((group) => {
    const shown = [...new Set([group[0]?.key, group.at(-1)?.key])].flatMap((key, at) => [at ? "–" : "", element("kbd", {}, key)]);
    return element("div", {}, element("dt", {}, ...shown), element("dd", {}, words.say(group[0]?.say ?? "")));
  });
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
export function closing(words) {
  return element("button", { value: "", formnovalidate: true }, words.say("close"), " ", element("kbd", {}, "Esc"));
}

/**
 * @param {Node} content
 * @param {string} label
 * @param {string} [kind] a class
 * @returns {Promise<string>} the value of the button, or "" for Escape
 */
export function shown(content, label, kind) {
  const dialog = element("dialog", { "aria-label": label, class: kind }, content);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue);
    });
  });
}
