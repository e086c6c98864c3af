/** What the reader wrote, wherever on the site: how each comment stands and why, and what can be done about it. */

import { absolute } from "../shared/dates.js";
import { element, plainParagraphs } from "../shared/dom.js";
import { AppealForm } from "./appeal.js";
import { isVisible } from "./context.js";
import { status, told } from "./fate.js";
import { missing, Pages } from "./pages.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").OwnComment} OwnComment */

const AT_ONCE = 10;
const LONGEST_EXCERPT = 400; // characters

/**
 * @param {Context} context
 * @param {() => void} left told when the reader goes to a comment in the discussion
 * @returns {Pages<OwnComment>}
 */
export function writtenBy(context, left) {
  const { account, api, words } = context;
  return new Pages(
    context,
    (cursor) => (api.token ? account.comments(cursor) : proven(context, Number(cursor ?? 0))),
    (own) => (own.status === "deleted" || own.body === null ? null : entry(context, own, left)),
    words.say("yours.none"),
  );
}

/**
 * A guest's comments, by the proofs that this browser holds.
 *
 * @param {Context} context
 * @param {number} from
 * @returns {Promise<import("../shared/account.js").Page<OwnComment>>}
 */
async function proven({ account, memory }, from) {
  const known = memory.proven();
  const asked = known.slice(from, from + AT_ONCE).map(({ id, token }) => account.comment(id, token).catch(missing));
  const items = (await Promise.all(asked)).filter((one) => one !== null);
  return { items, next_cursor: known.length > from + AT_ONCE ? String(from + AT_ONCE) : null };
}

/**
 * @param {Context} context
 * @param {OwnComment} own
 * @param {() => void} left
 * @returns {HTMLElement}
 */
function entry(context, own, left) {
  const { words } = context;
  const shown = element("div");
  const form = element("div", { class: "form" });
  const whole = element("article", { tabindex: -1 }, shown, form);
  render(own);

  /** @param {OwnComment} now */
  function render(now) {
    const text = Array.from(now.body ?? "");
    const excerpt = text.slice(0, LONGEST_EXCERPT).join("") + (text.length > LONGEST_EXCERPT ? " …" : "");
    const here = now.article === context.article;
    shown.replaceChildren(
      element(
        "p", { class: "when" },
        element("time", { datetime: now.created_at }, absolute(Date.parse(now.created_at), words.language)),
        !here && " · ", !here && element("bdi", {}, now.article),
      ),
      element("div", { class: "text" }, plainParagraphs(excerpt)),
      element(
        "div", { class: isVisible(now) ? "fate" : "fate standing" },
        status(words, now),
        ...told(words, now, now),
        element(
          "div", { class: "actions" },
          now.appealable_until && element("button", { type: "button", class: "appeal", onclick: () => object(now) }, words.say("appeal")),
          here && isVisible(now) && element("a", { href: `#comment-${now.id}`, onclick: left }, words.say("yours.show")),
        ),
      ),
    );
  }

  /** @param {OwnComment} about */
  function object(about) {
    const asked = new AppealForm(context, about, (now) => {
      form.replaceChildren();
      if (now) render(now);
      whole.focus();
    });
    form.replaceChildren(asked.element);
    asked.focus();
  }

  return whole;
}
