/** What a reader does about one comment: reply, change or delete their own, object to its rejection, report, like. */

import { Problem } from "../shared/api.js";
import { AppealForm } from "./appeal.js";
import { Composer } from "./composer.js";
import { explain, ownOf } from "./context.js";
import { ReportForm } from "./report.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./comment.js").CommentView} CommentView */
/** @typedef {import("../shared/api.js").Posted} Posted */
/**
 * @typedef {object} Consequences what happens to the thread afterwards
 * @property {(posted: Posted) => void} posted
 * @property {(id: string) => void} withdrawn
 * @property {(own: import("../shared/account.js").OwnComment) => void} appealed
 * @property {() => void} more replies are asked for
 * @property {(id: string) => void} dismissed
 */

/**
 * @param {import("./comment.js").Act} act
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 * @returns {{stop(): void} | undefined} the form that was opened, if it can have something on its way
 */
export function perform(act, context, view, consequences) {
  switch (act) {
    case "reply":
      return reply(context, view, consequences);
    case "edit":
      return edit(context, view, consequences);
    case "appeal":
      return appeal(context, view, consequences);
    case "withdraw":
      void withdraw(context, view, consequences);
      break;
    case "report":
      return report(context, view);
    case "like":
      void like(context, view);
      break;
    case "more":
      consequences.more();
      break;
    case "dismiss":
      consequences.dismissed(view.comment.id);
  }
  return undefined;
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 * @returns {Composer}
 */
function reply(context, view, consequences) {
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
  composer.focus();
  return composer;
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 * @returns {Composer}
 */
function edit(context, view, consequences) {
  const composer = new Composer(context, {
    editing: view.comment,
    done: (posted) => {
      composer.close();
      consequences.posted(posted);
    },
    cancel: () => view.focusButton("edit"),
  });
  view.form.replaceChildren(composer.element);
  composer.focus();
  return composer;
}

/**
 * Delete one's own comment, after asking.
 *
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 */
async function withdraw(context, view, consequences) {
  const { api, memory, words, tell } = context;
  const { id } = view.comment;
  if (!window.confirm(words.say("delete.sure"))) return;
  try {
    await api.remove(id, ownOf(context, view.comment)?.token ?? "");
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
 * @param {Consequences} consequences
 * @returns {AppealForm}
 */
function appeal(context, view, consequences) {
  const form = new AppealForm(context, view.comment, (own) => {
    form.element.remove();
    if (own) consequences.appealed(own);
    view.focusButton("appeal");
  });
  view.form.replaceChildren(form.element);
  form.focus();
  return form;
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @returns {ReportForm}
 */
function report(context, view) {
  const form = new ReportForm(context, view.comment, (sent) => {
    form.element.remove();
    if (sent) context.tell(context.words.say("report.sent"));
    view.focusButton("report");
  });
  view.form.replaceChildren(form.element);
  form.focus();
  return form;
}

/**
 * @param {Context} context
 * @param {CommentView} view
 */
async function like(context, view) {
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
