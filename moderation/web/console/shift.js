/** What one shift leaves for the next: read, written down and taken away in a window of its own. */

import { Problem } from "../shared/api.js";
import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { closing, shown } from "./dialogs.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./service.js").Note} Note
 */

/**
 * @param {Words} words
 * @param {import("./service.js").Service} service
 */
export async function showShift(words, service) {
  const trouble = element("p", { class: "wrong", role: "alert" });
  const list = element("ul", { class: "shift", "aria-label": words.say("shift") });
  const text = element("textarea", { id: "shift-note", rows: 3, maxlength: 2000, dir: "auto", autofocus: true });

  /** @param {() => Promise<unknown>} work */
  const attempt = async (work) => {
    trouble.textContent = "";
    try {
      await work();
      const { items } = await service.shiftNotes();
      list.replaceChildren(...(items.length ? items.map(row) : [element("li", { class: "quiet" }, words.say("shift-none"))]));
    } catch (why) {
      trouble.textContent = why instanceof Problem ? why.message : words.say("away");
    }
  };

  /** @param {Note} note */
  const row = ({ id, text: said, by, at }) =>
    element(
      "li",
      {},
      element("p", { dir: "auto" }, said),
      element(
        "p",
        { class: "quiet" },
        element("bdi", {}, by),
        " · ",
        element("time", { datetime: at }, absolute(Date.parse(at), words.language)),
        " · ",
        element("button", { type: "button", class: "link", onclick: () => void attempt(() => service.deleteShiftNote(id)) }, words.say("shift-delete")),
      ),
    );

  const write = () =>
    attempt(async () => {
      if (!text.value.trim()) return;
      await service.writeShiftNote(text.value);
      text.value = "";
      text.focus();
    });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", {}, words.say("shift")),
    list,
    trouble,
    element("label", { for: "shift-note" }, words.say("note-for")),
    text,
    element("div", { class: "row" }, element("button", { type: "button", class: "primary", onclick: () => void write() }, words.say("save")), closing(words)),
  );
  const closed = shown(form, words.say("shift"));
  await attempt(async () => {});
  await closed;
}
