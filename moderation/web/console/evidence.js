/** What is known about a comment: why it waits, what each phase thought, scores, reports, its author, its past. */

import { element } from "../shared/dom.js";
import { bar, card, list, present } from "./cards.js";
import { marked, moment } from "./comment.js";
import { grounds, named, percent } from "./phrases.js";
import { precedents } from "./precedents.js";
import { author } from "./record.js";
import { urgency } from "./urgency.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Dossier} Dossier
 * @typedef {import("./service.js").Decision} Decision
 * @typedef {import("../shared/words.js").Words} Words
 */

const SCORES_SHOWN = 5;

/**
 * What is known of an entry now, in two lanes; more of it once its past was read. In each lane what comes later stands
 * below what is there at once.
 *
 * @param {Entry} entry
 * @param {Words} words
 * @param {import("./reading.js").Known | null} known
 * @param {import("./record.js").About & {undo: (decision: Decision) => void}} doing
 * @param {import("./context.js").Found} found
 * @param {import("./surroundings.js").Opening} opening
 * @returns {Node[][]}
 */
export function evidence(entry, words, known, doing, found, opening) {
  const { reports, author_record: record } = known?.dossier ?? entry;
  const why = grounds({ ...entry, reports }, words);
  const comment = present([
    why.length ? card("why", words.say(entry.priority ? "why" : "why-found"), entry.priority > 0 && urgency(entry, words), list(why.map((one) => ground(one, words)))) : null,
    escalated(known ? known.dossier.escalation : entry.escalation, words),
    ...(known?.dossier.appeals ?? (entry.appeal ? [entry.appeal] : [])).map((one) => appealed(one, words)),
    Object.keys(entry.scores).length ? card("measured", words.say("scores"), scores(entry, words, known?.dossier.readings ?? {})) : null,
    reports.length ? card("reports", words.say("reports"), list(reports.map((one) => report(one, words)))) : null,
    ...(known ? past(known.dossier, words, doing.undo) : []),
  ]);
  const others = present([
    record ? author(record, words, known?.notes ?? [], doing, found, opening.again) : null,
    precedents(found, words, opening),
    known?.lately.length ? card("lately", words.say("lately"), list(known.lately.map((one) => earlier(one, words)))) : null,
  ]);
  return [comment, others];
}

/**
 * What is read after it: earlier texts, and everything that moderators did about it.
 *
 * @param {Dossier} dossier
 * @param {Words} words
 * @param {(decision: Decision) => void} undo
 * @returns {Node[]}
 */
function past({ revisions, decisions }, words, undo) {
  const before = revisions.slice(0, -1).reverse();
  const latest = decisions.filter((one) => one.undone_by === null).at(-1); // the only one that can be taken back
  return present([
    decisions.length ? card("decisions", words.say("decisions"), list(decisions.map((one) => decided(one, words, one === latest ? undo : null)))) : null,
    before.length
      ? card(
          "revisions",
          words.say("revisions"),
          ...before.map((one) =>
            element(
              "details",
              { class: `revision-${one.number}` },
              element("summary", {}, words.say("revision", { number: one.number }), " · ", moment(one.at, words)),
              element("div", { class: "earlier", dir: "auto" }, ...marked(one.body, one.spans, words)),
            ),
          ),
        )
      : null,
  ]);
}

/**
 * Who asked for somebody else's decision, and why.
 *
 * @param {import("./documents.js").Escalation | null} asked
 * @param {Words} words
 */
function escalated(asked, words) {
  if (!asked) return null;
  const { moderator: name, at, reason, note } = asked;
  const said = note ?? reason;
  return card("escalation", words.say("escalated-by", { name }), said !== null && element("blockquote", { dir: "auto" }, said), element("p", { class: "quiet" }, moment(at, words)));
}

/**
 * @param {import("./service.js").Appeal} appeal
 * @param {Words} words
 */
function appealed({ state, statement, against, created_at: at, evidence: kept, decided_by: by, message }, words) {
  return card(
    "appeal",
    words.say("appeal"),
    element("p", {}, element("span", { class: `tag appeal-${state}` }, words.say(`appeal.${state}`)), by !== null && element("span", { class: "quiet" }, " ", element("bdi", {}, by))),
    element("blockquote", { dir: "auto" }, statement),
    element("p", { class: "quiet" }, words.say("appeal-against", { name: against === "policy" ? words.say("policy") : against }), " · ", moment(at, words)),
    message !== null && element("q", { dir: "auto" }, message),
    kept &&
      element(
        "details",
        { class: "kept" },
        element("summary", {}, words.say("appeal-kept")),
        element("div", { class: "earlier", dir: "auto" }, ...marked(kept.body, kept.spans, words)),
      ),
  );
}

/**
 * @param {import("./phrases.js").Ground} ground
 * @param {Words} words
 */
function ground({ text, effect, language }, words) {
  const known = words.has(`effect.${effect}`) ? words.say(`effect.${effect}`) : effect;
  const tag = effect && element("span", { class: `tag effect-${effect}` }, known);
  return element("span", { class: "ground" }, tag, element("span", { dir: "auto", lang: language }, text));
}

/**
 * @param {Entry} entry
 * @param {Words} words
 * @param {Dossier["readings"]} readings
 */
function scores({ scores: found, model }, words, readings) {
  const sorted = Object.entries(found).sort((one, other) => other[1] - one[1]);
  const row = (/** @type {[string, number]} */ [attribute, value]) =>
    element(
      "div",
      {},
      element("dt", {}, named(attribute, words)),
      element("dd", {}, bar(value, value >= 0.8 ? "high" : value >= 0.5 ? "middle" : "low"), percent(value, words)),
      reading(readings[attribute], words),
    );
  const rest = sorted.slice(SCORES_SHOWN);
  return element(
    "div",
    {},
    element("dl", { class: "scores" }, ...sorted.slice(0, SCORES_SHOWN).map(row)),
    rest.length > 0 &&
      element(
        "details",
        { class: "more-scores" },
        element("summary", {}, words.say("more-scores", { count: rest.length })),
        element("dl", { class: "scores" }, ...rest.map(row)),
      ),
    model !== null && element("p", { class: "quiet" }, words.say("model"), " ", element("bdi", {}, model)),
  );
}

/**
 * @param {import("./documents.js").Reading | undefined} counted
 * @param {Words} words
 */
function reading(counted, words) {
  return counted && element("dd", { class: "quiet" }, words.say("reading-is", { rejected: counted.rejected, decided: counted.decided }));
}

/**
 * @param {import("./service.js").Comment} comment
 * @param {Words} words
 */
function earlier({ body, status, created_at: at }, words) {
  return element(
    "span",
    {},
    element("span", { class: "start", dir: "auto" }, (body ?? "").slice(0, 160)),
    element("span", { class: "quiet" }, element("span", { class: `status ${status}` }, words.say(`status.${status}`)), " · ", moment(at, words)),
  );
}

/**
 * @param {Entry["reports"][number]} one
 * @param {Words} words
 */
function report({ reason, detail, at, open, reporter, light, reporter_record: record }, words) {
  const worth = record ? ` · ${words.say("reporter-right", record)}` : light ? ` · ${words.say("reporter-light")}` : "";
  return element(
    "span",
    {},
    element("b", {}, words.say(`reason.${reason}`)),
    detail !== null && element("q", { dir: "auto" }, detail),
    " ",
    element("span", { class: "quiet" }, element("bdi", {}, reporter.slice(0, 24)), worth, " · ", moment(at, words), open ? "" : ` · ${words.say("report-closed")}`),
  );
}

/**
 * @param {Decision} one
 * @param {Words} words
 * @param {((decision: Decision) => void) | null} undo
 */
function decided(one, words, undo) {
  const { action, moderator, at, reason, note, undone_by: undoneBy } = one;
  const because = reason !== null && (words.has(`reason.${reason}`) ? words.say(`reason.${reason}`) : reason);
  return element(
    "span",
    { class: undoneBy === null ? "" : "undone" },
    element("b", {}, words.say(`did.${action}`)),
    because !== false && ` · ${because}`,
    note !== null && element("q", { dir: "auto" }, note),
    " ",
    element("span", { class: "quiet" }, element("bdi", {}, moderator), " · ", moment(at, words)),
    undo && element("button", { type: "button", class: "link back", onclick: () => undo(one) }, words.say("undo")),
    undoneBy !== null &&
      element("span", { class: "quiet" }, " · ", words.say("undone-by", { name: undoneBy })),
  );
}
