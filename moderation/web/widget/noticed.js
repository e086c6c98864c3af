/** Notices of illegal content that were sent from this browser, and looking one up by the number of its receipt. */

import { Problem } from "../shared/api.js";
import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { explain } from "./context.js";
import { missing, Pages } from "./pages.js";
import { cameOf } from "./reported.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").Receipt} Receipt */
/** @typedef {import("./memory.js").Kept} Kept */

const AT_ONCE = 10;

/**
 * @param {Context} context
 * @returns {Pages<{kept: Kept, receipt: Receipt}>}
 */
export function noticesBy(context) {
  return new Pages(
    context,
    (cursor) => remembered(context, Number(cursor ?? 0)),
    ({ kept, receipt }) => entry(context, receipt, kept),
    context.words.say("notices.none"),
  );
}

/**
 * @param {Context} context
 * @param {number} from
 */
async function remembered({ account, memory }, from) {
  const all = memory.receipts;
  const asked = all.slice(from, from + AT_ONCE).map(async (kept) => ({ kept, receipt: await account.notice(kept.number) }));
  const items = (await Promise.all(asked.map((one) => one.catch(missing)))).filter((one) => one !== null);
  return { items, next_cursor: all.length > from + AT_ONCE ? String(from + AT_ONCE) : null };
}

/**
 * @param {Context} context
 * @param {Receipt} receipt
 * @param {Kept} [kept] what this browser knows of it
 */
function entry({ words }, { notice_id: number, received_at: at, outcome, ground, decided_at: decided }, kept) {
  return element(
    "article", { tabindex: -1 },
    element(
      "p", { class: "when" }, absolute(Date.parse(at), words.language),
      kept && " · ", kept && element("bdi", {}, kept.article),
    ),
    kept?.about && element("blockquote", { class: "told", dir: "auto" }, kept.about),
    ...cameOf(words, outcome, decided),
    ground && element("p", {}, words.say(`notices.${ground}`)),
    element("p", { class: "quiet" }, words.say("notice.number"), ": ", element("bdi", { class: "number" }, number)),
  );
}

/**
 * The form that looks up any notice, sent from wherever.
 *
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function lookUp(context) {
  const { account, words } = context;
  const field = element("input", { id: "receipt-number", type: "text", dir: "ltr", autocomplete: "off", spellcheck: "false" });
  const found = element("div", { role: "status" });
  let busy = false;
  return element(
    "form", {
      class: "look-up", novalidate: true,
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void look();
      },
    },
    element("label", { for: "receipt-number" }, words.say("notices.look")),
    element("div", { class: "row" }, field, element("button", { type: "submit" }, words.say("notices.find"))),
    found,
  );

  async function look() {
    const number = field.value.trim();
    if (busy || !number) return field.focus();
    busy = true;
    try {
      found.replaceChildren(entry(context, await account.notice(number)));
    } catch (why) {
      const unknown = why instanceof Problem && why.status === 404;
      found.replaceChildren(element("p", {}, unknown ? words.say("notices.unknown") : explain(words, why)));
    } finally {
      busy = false;
    }
  }
}
