/** What a reader does about one comment: reply, change or delete their own, object to its rejection, report, like. */

import { Problem } from "../shared/api.js";
import { Composer } from "./composer.js";
import { explain, ownOf } from "./context.js";
import { bring } from "./later.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./comment.js").CommentView} CommentView */
/** @typedef {import("../shared/api.js").Posted} Posted */
/**
 * @typedef {object} Consequences what happens to the thread
 * @property {(form: {stop(): void}) => void} opened a form that can have something on its way
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
      return void withdraw(context, view, consequences);
    case "report":
      return report(context, view, consequences);
    case "like":
      return void like(context, view);
    case "more":
      return consequences.more();
    case "dismiss":
      return consequences.dismissed(view.comment.id);
  }
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
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
  open(composer, view, consequences);
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
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
  open(composer, view, consequences);
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
 */
function appeal(context, view, consequences) {
  void bring(context, () => import("./appeal.js"), view.form, ({ AppealForm }) => {
    const form = new AppealForm(context, view.comment, (own) => {
      form.element.remove();
      if (own) consequences.appealed(own);
      view.focusButton("appeal");
    });
    open(form, view, consequences);
  });
}

/**
 * @param {Context} context
 * @param {CommentView} view
 * @param {Consequences} consequences
 */
function report(context, view, consequences) {
  void bring(context, () => import("./report.js"), view.form, ({ ReportForm }) => {
    const form = new ReportForm(context, view.comment, (sent) => {
      form.element.remove();
      if (sent) context.tell(context.words.say("report.sent"));
      view.focusButton("report");
    });
    open(form, view, consequences);
  });
}

/**
 * @param {{element: HTMLElement, focus(): void, stop(): void}} form
 * @param {CommentView} view
 * @param {Consequences} consequences
 */
function open(form, view, { opened }) {
  view.form.replaceChildren(form.element);
  form.focus();
  opened(form);
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
