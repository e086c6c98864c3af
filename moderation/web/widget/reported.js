/** What the reader reported, and what came of it. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { Pages } from "./pages.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").OwnReport} OwnReport */

/**
 * For readers who are signed in.
 *
 * @param {Context} context
 * @returns {Pages<OwnReport>}
 */
export function reportedBy(context) {
  const { account, words } = context;
  return new Pages(context, (cursor) => account.reports(cursor), (report) => entry(words, report), words.say("reports.none"));
}

/**
 * @param {import("../shared/words.js").Words} words
 * @param {OwnReport} report
 */
function entry(words, { article, reason, detail, reported_at: at, outcome, decided_at: decided, appeal }) {
  const when = absolute(Date.parse(at), words.language);
  return element(
    "article", { tabindex: -1 },
    element("p", { class: "when" }, when, " · ", element("bdi", {}, article)),
    element("p", {}, words.say(`report.${reason}`)),
    detail && element("blockquote", { class: "told", dir: "auto" }, detail),
    ...cameOf(words, outcome, decided),
    appeal && appeal !== "withdrawn" && element("p", {}, words.say(`reports.appeal.${appeal}`)),
  );
}

/**
 * @param {import("../shared/words.js").Words} words
 * @param {"kept" | "removed" | null} outcome
 * @param {string | null} decided
 * @returns {HTMLElement[]} what came of a report or a notice
 */
export function cameOf(words, outcome, decided) {
  const at = decided && absolute(Date.parse(decided), words.language);
  return [
    element(
      "p", {},
      element("strong", {}, words.say(outcome ? `reports.${outcome}` : "reports.received")),
      at && ` (${at})`,
    ),
  ];
}
