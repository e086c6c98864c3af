/** What is known about a comment: why it waits, what each phase thought, scores, reports, its author, its past. */

import { html } from "../vendor/preact-htm.js";
import { bar, card, list, share } from "./cards.js";
import { inShort, marked, moment } from "./comment.js";
import { grounds, named, percent } from "./phrases.js";
import { precedents } from "./precedents.js";
import { author } from "./record.js";
import { urgency } from "./urgency.js";
import { reasonCalled, whoDid } from "./views.js";

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
 */
export function evidence(entry, words, known, doing, found, opening) {
  const { reports, author_record: record } = known?.dossier ?? entry;
  const why = grounds({ ...entry, reports }, words).map((one) => ground(one, words));
  const appeals = known?.dossier.appeals ?? (entry.appeal ? [entry.appeal] : []);
  return html`
    <div class="lane">
      ${why.length > 0 && card("why", words.say(entry.priority ? "why" : "why-found"), entry.priority > 0 && urgency(entry, words), list(why))}
      ${escalated(known ? known.dossier.escalation : entry.escalation, words)}
      ${appeals.map((one) => appealed(one, words))}
      ${Object.keys(entry.scores).length > 0 && card("measured", words.say("scores"), scores(entry, words, known?.dossier.readings ?? {}))}
      ${reports.length > 0 && card("reports", words.say("reports"), list(reports.map((one) => report(one, words))))}
      ${known && decisions(known.dossier, words, doing.undo)}
      ${known && revisions(known.dossier, words)}
    </div>
    <div class="lane">
      ${record && author(record, words, known?.notes ?? [], doing, found, opening.again)}
      ${precedents(found, words, opening)}
      ${known && known.lately.length > 0 && card("lately", words.say("lately"), list(known.lately.map((one) => inShort(one, 160, words))))}
    </div>
  `;
}

/**
 * Everything that moderators did about it.
 *
 * @param {Dossier} dossier
 * @param {Words} words
 * @param {(decision: Decision) => void} undo
 */
function decisions({ decisions: made }, words, undo) {
  const rows = made.map((one) => decided(one, words, one.undoable ? undo : null));
  return rows.length > 0 && card("decisions", words.say("decisions"), list(rows));
}

/**
 * Earlier texts.
 *
 * @param {Dossier} dossier
 * @param {Words} words
 */
function revisions({ revisions: all }, words) {
  const before = all.slice(0, -1).reverse();
  const row = (/** @type {import("./documents.js").Revision} */ { number, at, body, spans }) => html`
    <details key=${number} class="revision-${number}">
      <summary>${words.say("revision", { number })} · ${moment(at, words)}</summary>
      <div class="earlier" dir="auto">${marked(body, spans, words)}</div>
    </details>
  `;
  return before.length > 0 && card("revisions", words.say("revisions"), before.map(row));
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
  return card(
    "escalation",
    words.say("escalated-by", { name }),
    said !== null && html`<blockquote dir="auto">${said}</blockquote>`,
    html`<p class="quiet">${moment(at, words)}</p>`,
  );
}

/**
 * @param {import("./service.js").Appeal} appeal
 * @param {Words} words
 */
function appealed({ state, statement, against, created_at: at, evidence: kept, decided_by: by, message }, words) {
  const name = whoDid(against, words);
  return card(
    "appeal",
    words.say("appeal"),
    html`
      <p>
        <span class="tag appeal-${state}">${words.say(`appeal.${state}`)}</span>
        ${by !== null && html`<span class="quiet"> <bdi>${whoDid(by, words)}</bdi></span>`}
      </p>
      <blockquote dir="auto">${statement}</blockquote>
      <p class="quiet">${words.say("appeal-against", { name })} · ${moment(at, words)}</p>
      ${message !== null && html`<q dir="auto">${message}</q>`}
      ${kept &&
      html`
        <details class="kept">
          <summary>${words.say("appeal-kept")}</summary>
          <div class="earlier" dir="auto">${marked(kept.body, kept.spans, words)}</div>
        </details>
      `}
    `,
  );
}

/**
 * @param {import("./phrases.js").Ground} ground
 * @param {Words} words
 */
function ground({ text, effect, language }, words) {
  const known = words.has(`effect.${effect}`) ? words.say(`effect.${effect}`) : effect;
  return html`
    <span class="ground">
      ${effect && html`<span class="tag effect-${effect}">${known}</span>`}
      <span dir="auto" lang=${language}>${text}</span>
    </span>
  `;
}

/**
 * @param {Entry} entry
 * @param {Words} words
 * @param {Dossier["readings"]} readings
 */
function scores({ scores: found, model }, words, readings) {
  const sorted = Object.entries(found).sort((one, other) => other[1] - one[1]);
  const row = (/** @type {[string, number]} */ [attribute, value]) => html`
    <div>
      <dt>${named(attribute, words)}</dt>
      <dd>${bar(share(value, value >= 0.8 ? "high" : value >= 0.5 ? "middle" : "low"))}${percent(value, words)}</dd>
      ${reading(readings[attribute], words)}
    </div>
  `;
  const rest = sorted.slice(SCORES_SHOWN);
  return html`
    <div>
      <dl class="scores">${sorted.slice(0, SCORES_SHOWN).map(row)}</dl>
      ${rest.length > 0 &&
      html`
        <details class="more-scores">
          <summary>${words.say("more-scores", { count: rest.length })}</summary>
          <dl class="scores">${rest.map(row)}</dl>
        </details>
      `}
      ${model !== null && html`<p class="quiet">${words.say("model")} <bdi>${model}</bdi></p>`}
    </div>
  `;
}

/**
 * @param {import("./documents.js").Reading | undefined} counted
 * @param {Words} words
 */
function reading(counted, words) {
  return counted && html`<dd class="quiet">${words.say("reading-is", { rejected: counted.rejected, decided: counted.decided })}</dd>`;
}

/**
 * @param {Entry["reports"][number]} one
 * @param {Words} words
 */
function report({ reason, detail, at, open, reporter, light, reporter_record: record }, words) {
  const worth = record ? ` · ${words.say("reporter-right", record)}` : light ? ` · ${words.say("reporter-light")}` : "";
  return html`
    <span>
      <b>${words.say(`reason.${reason}`)}</b>${detail !== null && html`<q dir="auto">${detail}</q>`}${" "}
      <span class="quiet">
        <bdi>${reporter.slice(0, 24)}</bdi>${worth} · ${moment(at, words)}${!open && ` · ${words.say("report-closed")}`}
      </span>
    </span>
  `;
}

/**
 * @param {Decision} one
 * @param {Words} words
 * @param {((decision: Decision) => void) | null} undo
 */
function decided(one, words, undo) {
  const { decision_id: id, action, moderator, at, reason, note, undone_by: undoneBy } = one;
  const because = reason !== null && ` · ${reasonCalled(reason, words)}`;
  return html`
    <span key=${id} class=${undoneBy === null ? "" : "undone"}>
      <b>${words.say(`did.${action}`)}</b>${because}${note !== null && html`<q dir="auto">${note}</q>`}${" "}
      <span class="quiet"><bdi>${moderator}</bdi> · ${moment(at, words)}</span>
      ${undo && html`<button type="button" class="link back" onclick=${() => undo(one)}>${words.say("undo")}</button>`}
      ${undoneBy !== null && html`<span class="quiet"> · ${words.say("undone-by", { name: undoneBy })}</span>`}
    </span>
  `;
}
