/** The board: how moderation goes here, over a span of time that one chooses. */

import { Top } from "../console/top.js";
import { Problem } from "../shared/api.js";
import { h, html, useLayoutEffect, useMemo, useState } from "../vendor/preact-htm.js";
import { overTime } from "./charts.js";
import { Explorer } from "./explorer.js";
import { duration, share } from "./numbers.js";
import { agreementTable, moderatorTable, queueTable } from "./tables.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("../vendor/preact-htm.js").Child} Child
 * @typedef {{from: string, comments: number, held: number, refused: number, approved: number, rejected: number, escalated: number}} Step
 * @typedef {object} Statistics
 * @property {number} comments
 * @property {number} held
 * @property {number} held_share
 * @property {number} step_seconds
 * @property {string | null} complete_since
 * @property {Step[]} steps
 * @property {import("./tables.js").QueueTally[]} queues
 * @property {import("./tables.js").ModeratorTally[]} moderators
 * @property {import("./tables.js").Agreement} agreement
 *
 * @typedef {(kind: string, name: string) => string} Named what something is called that the interface has a name for
 */

const DAYS = [1, 7, 30, 90];
const ATTRIBUTES = ["TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT", "SPAM", "LIKELY_TO_REJECT"];

/**
 * @param {object} props
 * @param {import("../console/session.js").Session} props.session
 * @param {Words} props.words
 * @param {Words} props.consoleWords
 * @param {() => void} props.left called when this moderator is signed in no more
 */
export function Board({ session, words, consoleWords, left }) {
  const wanted = ATTRIBUTES.find((name) => name === new URLSearchParams(location.search).get("attribute"));
  const [days, setDays] = useState(7);
  const [attribute, setAttribute] = useState(wanted ?? "TOXICITY");
  const [said, setSaid] = useState("");
  const [counted, setCounted] = useState(/** @type {{days: number, found: Statistics} | null} */ (null));
  const [explored, setExplored] = useState(/** @type {{times: number, found: import("./explorer.js").Thresholds} | null} */ (null));

  /** @type {Named} */
  const named = (kind, name) => {
    const key = `${kind}.${name}`;
    return [consoleWords, words].find((each) => each.has(key))?.say(key) ?? name;
  };
  /**
   * @param {string} path
   * @param {number} span in days
   * @param {Record<string, string>} query
   * @param {(found: any) => void} show unless somebody has asked for something else meanwhile
   */
  const ask = (path, span, query, show) => {
    let stale = false;
    const from = new Date(Date.now() - span * 86_400_000).toISOString();
    const failed = (/** @type {unknown} */ why) => {
      if (why instanceof Problem && why.status === 401) left();
      else setSaid(why instanceof Problem ? why.message : words.say("away"));
    };
    session.ask(`../v1/moderation/${path}?${new URLSearchParams({ from, ...query })}`, "GET").then(
      (found) => stale || show(found),
      (why) => stale || failed(why),
    );
    return () => void (stale = true);
  };
  useLayoutEffect(() => {
    setSaid(words.say("counting"));
    return ask("statistics", days, {}, (/** @type {Statistics} */ found) => {
      const since = found.complete_since;
      const day = new Intl.DateTimeFormat(words.language, { dateStyle: "medium", timeStyle: "short" });
      setCounted({ days, found });
      setSaid(since === null ? "" : words.say("since", { moment: day.format(Date.parse(since)) }));
    });
  }, [days]);
  useLayoutEffect(() => {
    if (!counted) return () => {};
    return ask("statistics/thresholds", counted.days, { attribute }, (found) => setExplored((before) => ({ times: (before?.times ?? 0) + 1, found })));
  }, [counted, attribute]);
  useLayoutEffect(() => {
    // Whoever asked for one threshold in the address wants to see that one.
    if (explored && wanted) document.getElementById("explorer")?.scrollIntoView();
  }, [explored === null]);
  const shown = useMemo(() => counted && parts(counted.found, words, named), [counted]);

  const picked = (/** @type {(value: string) => void} */ pick) => (/** @type {Event & {currentTarget: HTMLSelectElement}} */ event) => pick(event.currentTarget.value);
  return html`
    ${h(Top, { session, title: words.say("title"), back: words.say("back") })}
    <main class="board">
      <div class="tools">
        <select id="days" aria-label=${words.say("span")} value=${days} onchange=${picked((value) => setDays(Number(value)))}>
          ${DAYS.map((count) => html`<option value=${count}>${words.say("last-days", { count })}</option>`)}
        </select>
        <p class="said" role="status">${said}</p>
      </div>
      <div class="shown">${shown}</div>
      <section class="panel" aria-labelledby="explorer">
        <h2 id="explorer">${words.say("explorer")}</h2>
        <div class="tools">
          <select id="attribute" aria-label=${words.say("attribute")} value=${attribute} onchange=${picked(setAttribute)}>
            ${ATTRIBUTES.map((name) => html`<option value=${name}>${named("attribute", name)}</option>`)}
          </select>
        </div>
        <div class="explored">${explored && h(Explorer, { key: explored.times, found: explored.found, words })}</div>
      </section>
    </main>
  `;
}

/**
 * @param {Statistics} found
 * @param {Words} words
 * @param {Named} named
 */
function parts(found, words, named) {
  const decisions = found.queues.reduce((sum, each) => sum + each.decisions, 0);
  const moments = found.steps.map(({ from }) => from);
  const line = (/** @type {keyof Step} */ name, /** @type {string} */ colour, /** @type {number[]} */ dash = []) => ({
    label: words.say(`line.${name}`),
    colour,
    dash,
    values: found.steps.map((step) => Number(step[name])),
  });
  const plot = (/** @type {string} */ label, /** @type {import("./charts.js").Line[]} */ lines) => overTime(label, moments, lines, words, found.step_seconds);
  const panel = (/** @type {string} */ name, /** @type {Child[]} */ ...children) => html`
    <section class="panel" aria-labelledby=${`panel-${name}`}>
      <h2 id=${`panel-${name}`}>${words.say(`panel.${name}`)}</h2>
      ${children}
    </section>
  `;
  const tiles = [
    ["comments", words.number(found.comments)],
    ["held", `${words.number(found.held)} (${share(found.held_share, words)})`],
    ["decisions", words.number(decisions)],
    ["median", duration(median(found), words)],
    ["agreement", share(found.agreement.share, words)],
  ];
  return html`
    <dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${words.say(`tile.${name}`)}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="pair">
      ${panel("volume", plot(words.say("volume-seen", { comments: found.comments, held: found.held }), [line("comments", "accent"), line("held", "warn", [6, 4]), line("refused", "bad", [2, 3])]))}
      ${panel("decided", plot(words.say("decided-seen", { count: decisions }), [line("approved", "good"), line("rejected", "bad", [6, 4]), line("escalated", "warn", [2, 3])]))}
    </div>
    ${panel("queues", queueTable(found.queues, words, (queue) => named("queue", queue)))}
    ${panel("moderators", moderatorTable(found.moderators, words))}
    ${panel("agreement", agreementTable(found.agreement, words), html`<p class="quiet">${words.say("agreement-means")}</p>`)}
  `;
}

/**
 * The queue with most decisions speaks for all.
 *
 * @param {Statistics} found
 */
function median({ queues }) {
  const [busiest] = [...queues].sort((one, other) => other.decisions - one.decisions);
  return busiest?.decisions ? busiest.median_seconds : null;
}
