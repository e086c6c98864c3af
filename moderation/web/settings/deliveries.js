/** What a webhook was told and is to be told, with every attempt; told once more on request. */

import { Table } from "../console/table.js";
import { absolute } from "../shared/dates.js";
import { h, html, useState } from "../vendor/preact-htm.js";
import { act } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {{at: string, milliseconds: number, status: number | null, problem: string | null, answer: string}} Attempt
 * @typedef {{id: string, type: string, created_at: string, comment_id: string | null, queue: string | null, outcome: "waiting" | "delivered" | "failed", tries: number, attempts: Attempt[]}} Delivery
 * @typedef {{items: Delivery[], next_cursor: string | null}} Deliveries
 */

const AT_ONCE = 20;

/**
 * @param {Office} office
 * @param {string} path of the webhook
 * @param {string} [cursor]
 * @returns {Promise<Deliveries>}
 */
export function page(office, path, cursor = "") {
  const query = new URLSearchParams({ limit: String(AT_ONCE), ...(cursor ? { cursor } : {}) });
  return office.site(`${path}/deliveries?${query}`, "GET");
}

/**
 * @param {object} props
 * @param {Office} props.office
 * @param {import("./section.js").Section} props.section
 * @param {string} props.path of the webhook
 * @param {Deliveries} props.first page
 */
export function Deliveries({ office, section, path, first }) {
  const { words } = office;
  const [{ items, next_cursor: next }, setPage] = useState(first);
  const [said, setSaid] = useState("");
  const show = (cursor = "") => section.quietly(async () => setPage(await page(office, path, cursor)));
  const attempt = (/** @type {() => Promise<string>} */ work) =>
    section.quietly(async () => {
      setSaid(await work());
      setPage(await page(office, path));
    });
  const replay = async (/** @type {Delivery} */ { id, type }) => {
    await office.site(`${path}/deliveries/${id}/replay`, "POST", {});
    return words.say("replayed-one", { type });
  };
  const replayFailed = async () => {
    const { replayed } = await office.site(`${path}/replays`, "POST", {});
    return words.say("replayed", { count: replayed });
  };
  const heads = ["event", "outcome", "when", "attempts", "what"].map((key) => words.say(`head.${key}`));
  return html`
    <div class="log">
      ${items.length
        ? h(Table, { caption: words.say("log"), heads, rows: items.map((one) => row(office, one, () => attempt(() => replay(one)))) })
        : html`<p class="quiet">${words.say("told-nothing")}</p>`}
      <div class="row">
        <button type="button" onclick=${() => void show()}>${words.say("read-again")}</button>
        <button type="button" onclick=${() => void attempt(replayFailed)}>${words.say("replay-failed")}</button>
        ${next !== null && html`<button type="button" onclick=${() => void show(next)}>${words.say("older")}</button>`}
      </div>
      <p class="done" role="status">${said}</p>
    </div>
  `;
}

/**
 * @param {Office} office
 * @param {Delivery} delivery
 * @param {() => unknown} replay
 */
function row(office, { id, type, outcome, created_at: at, attempts, queue }, replay) {
  const { words } = office;
  const when = (/** @type {string} */ moment) => html`<time datetime=${moment}>${absolute(Date.parse(moment), words.language)}</time>`;
  const tries = attempts.map(
    ({ status, problem, milliseconds, at: tried }) => html`
      <li>${when(tried)} · ${status ?? "–"} · ${words.say("so-long", { milliseconds })}${problem !== null && html`<span lang="en" dir="auto"> · ${problem}</span>`}</li>
    `,
  );
  return html`
    <tr key=${id}>
      <td><code dir="ltr">${type}</code>${queue !== null && html`<span class="quiet"> ${office.called(`queue.${queue}`)}</span>`}</td>
      <td><span class=${`tag outcome-${outcome}`}>${words.say(`outcome.${outcome}`)}</span></td>
      <td>${when(at)}</td>
      <td>${tries.length > 0 && html`<details><summary>${words.say("attempts", { count: tries.length })}</summary><ol>${tries}</ol></details>`}</td>
      <td>${outcome !== "waiting" && act(words.say("replay"), `${type}, ${absolute(Date.parse(at), words.language)}`, replay)}</td>
    </tr>
  `;
}
