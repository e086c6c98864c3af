/** What was done lately, by moderators or by the site's policy, in a window of its own: everything in it can be taken back from there. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { moment } from "./comment.js";
import { closing, shown } from "./dialogs.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./documents.js").Done} Done
 */

/**
 * @param {Words} words
 * @param {import("./service.js").Service} service
 * @param {(act: Done) => Promise<unknown>} undo
 */
export async function showHistory(words, service, undo) {
  const trouble = element("p", { class: "wrong", role: "alert" });
  const rows = element("ol", { class: "measures", "aria-label": words.say("history"), "aria-live": "polite" });
  const mine = element("input", { type: "checkbox", id: "mine", autofocus: true, onchange: () => void attempt(() => read(null)) });
  const more = element("button", { type: "button", hidden: true, onclick: () => void attempt(() => read(cursor)) }, words.say("more"));
  /** @type {string | null} */
  let cursor = null;

  /** @param {string | null} after null for the newest */
  const read = async (after) => {
    const me = mine.checked ? service.session.moderator.id : null;
    const found = await service.history(me, after);
    const made = found.items.map((one) => row(one, words, () => attempt(() => takeBack(one))));
    if (after === null) rows.replaceChildren();
    rows.append(...made);
    if (!rows.childElementCount) rows.append(element("li", { class: "quiet" }, words.say("history-none")));
    cursor = found.next_cursor;
    more.hidden = cursor === null;
  };

  /** @param {Done} act */
  const takeBack = async (act) => {
    await undo(act);
    await read(null);
  };

  /** @param {() => Promise<unknown>} work */
  const attempt = async (work) => {
    trouble.textContent = "";
    try {
      await work();
    } catch (why) {
      trouble.textContent = why instanceof Problem ? why.message : words.say("away");
    }
  };

  const form = element(
    "form",
    { method: "dialog" },
    element("h2", {}, words.say("history")),
    element("label", { class: "mine" }, mine, words.say("only-mine")),
    trouble,
    element("div", { class: "profile" }, rows),
    element("div", { class: "row" }, more, closing(words)),
  );
  const closed = shown(form, words.say("history"), "wide");
  await attempt(() => read(null));
  await closed;
}

/**
 * @param {Done} act
 * @param {Words} words
 * @param {() => Promise<void>} undo
 */
function row(act, words, undo) {
  const { kind, actions, at, moderator, comment, comments, author, reason, undone_at: undoneAt, undone_by: by, undoable } = act;
  const what = actions.map((one) => words.say(kind === "standing" ? `standing.${one}` : `did.${one}`)).join(", ");
  const name = author?.name || (kind === "bulk" ? words.say("so-many", { count: comments }) : words.say("nobody"));
  const because = reason && (words.has(`reason.${reason}`) ? words.say(`reason.${reason}`) : reason);
  return element(
    "li",
    { class: undoneAt === null ? "" : "undone" },
    element("b", { class: `tag ${kind === "standing" ? `standing-${actions[0]}` : `did-${actions[0]}`}` }, what),
    " ",
    element("bdi", {}, name),
    because && element("q", { dir: "auto" }, because),
    comment?.body && element("p", { class: "start", dir: "auto" }, comment.body.slice(0, 200)),
    element(
      "p",
      { class: "quiet" },
      element("bdi", {}, moderator === "policy" ? words.say("policy") : moderator),
      " · ",
      moment(at, words),
      undoneAt !== null && by !== null && ` · ${words.say("undone-by", { name: by })} · `,
      undoneAt !== null && moment(undoneAt, words),
      undoneAt === null && !undoable && ` · ${words.say("cannot-undo")}`,
    ),
    undoable &&
      element(
        "p",
        { class: "acts" },
        element("button", { type: "button", class: "link", "aria-label": words.say("undo-what", { what, name }), onclick: () => void undo() }, words.say("undo")),
      ),
  );
}
