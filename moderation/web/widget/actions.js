/** What a reader does about one comment: reply, change or delete their own, report, like. */

import { Problem } from "../shared/api.js";
import { Composer } from "./composer.js";
import { explain } from "./context.js";
import { reportForm } from "./report.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./comment.js").CommentView} CommentView */
/** @typedef {import("../shared/api.js").Posted} Posted */
/**
 * @typedef {object} Consequences what happens to the thread afterwards
 * @property {(posted: Posted) => void} posted
 * @property {(id: string) => void} withdrawn
 */

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 * @returns {Composer}
 */
export function reply(context, view, consequences) {
  const composer = new Composer(context, {
    replyTo: view.comment,
    done: (posted) => {
      composer.close();
      consequences.posted(posted);
    },
    cancel: () => view.focusButton("reply"),
  });
  composer.refresh();
  view.form.replaceChildren(composer.element);
  return composer;
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 * @returns {Composer}
 */
export function edit(context, view, consequences) {
  const composer = new Composer(context, {
    editing: view.comment,
    done: (posted) => {
      composer.close();
      consequences.posted(posted);
    },
    cancel: () => view.focusButton("edit"),
  });
  view.form.replaceChildren(composer.element);
  return composer;
}

/**
 * Delete one's own comment, after asking.
 *
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 */
export async function withdraw(context, view, consequences) {
  const { api, memory, words, tell } = context;
  const { id } = view.comment;
  if (!window.confirm(words.say("delete.sure"))) return;
  try {
    await api.remove(id, memory.own(id)?.token ?? "");
  } catch (why) {
    if (!(why instanceof Problem && why.status === 404)) return tell(explain(words, why));
  }
  memory.keepOwn(id, null);
  tell(words.say("deleted"));
  consequences.withdrawn(id);
}

/**
 * @param {Context} context
 * @param {CommentView} view
 */
export function report(context, view) {
  const form = reportForm(context, view.comment, (sent) => {
    form.remove();
    if (sent) context.tell(context.words.say("report.sent"));
    view.focusButton("report");
  });
  view.form.replaceChildren(form);
  form.querySelector("input")?.focus();
}

/**
 * @param {Context} context
 * @param {CommentView} view
 */
export async function like(context, view) {
  const { api, memory, words, tell } = context;
  const { id } = view.comment;
  const liked = !memory.liked(id);
  try {
    const { reactions } = await api.like(id, liked);
    memory.keepLiked(id, liked);
    view.update({ ...view.comment, reactions });
    view.focusButton("like");
  } catch (why) {
    tell(explain(words, why));
  }
}
