/** What a webhook was told and is to be told, with every attempt; told once more on request. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { table } from "../console/table.js";
import { act } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {{at: string, milliseconds: number, status: number | null, problem: string | null, answer: string}} Attempt
 * @typedef {{id: string, type: string, created_at: string, comment_id: string | null, queue: string | null, outcome: "waiting" | "delivered" | "failed", tries: number, attempts: Attempt[]}} Delivery
 */

const AT_ONCE = 20;

/**
 * @param {Office} office
 * @param {import("./section.js").Section} section
 * @param {string} path of the webhook
 * @returns {Promise<HTMLElement>}
 */
export async function deliveries(office, section, path) {
  const { words } = office;
  const body = element("div", { class: "log" });
  const said = element("p", { class: "done", role: "status" });

  /** @param {() => Promise<unknown>} work */
  const attempt = (work) =>
    section.quietly(async () => {
      await work();
      await show();
    });
  const replay = async (/** @type {Delivery} */ { id, type }) => {
    await office.site(`${path}/deliveries/${id}/replay`, "POST", {});
    said.textContent = words.say("replayed-one", { type });
  };
  const replayFailed = async () => {
    const { replayed } = await office.site(`${path}/replays`, "POST", {});
    said.textContent = words.say("replayed", { count: replayed });
  };
  const show = async (cursor = "") => {
    const query = new URLSearchParams({ limit: String(AT_ONCE), ...(cursor ? { cursor } : {}) });
    const { items, next_cursor: next } = await office.site(`${path}/deliveries?${query}`, "GET");
    const rows = items.map((/** @type {Delivery} */ one) => row(office, one, () => attempt(() => replay(one))));
    const heads = ["event", "outcome", "when", "attempts", "what"].map((key) => words.say(`head.${key}`));
    const tools = element(
      "div",
      { class: "row" },
      element("button", { type: "button", onclick: () => void section.quietly(() => show()) }, words.say("read-again")),
      element("button", { type: "button", onclick: () => void attempt(replayFailed) }, words.say("replay-failed")),
      next !== null && element("button", { type: "button", onclick: () => void section.quietly(() => show(next)) }, words.say("older")),
    );
    const nothing = element("p", { class: "quiet" }, words.say("told-nothing"));
    body.replaceChildren(items.length ? table(words.say("log"), heads, rows) : nothing, tools, said);
  };
  await show();
  return body;
}

/**
 * @param {Office} office
 * @param {Delivery} delivery
 * @param {() => unknown} replay
 */
function row(office, { type, outcome, created_at: at, attempts, queue }, replay) {
  const { words } = office;
  const tries = attempts.map(({ status, problem, milliseconds, at: tried }) =>
    element("li", {}, element("time", { datetime: tried }, absolute(Date.parse(tried), words.language)), ` · ${status ?? "–"} · ${words.say("so-long", { milliseconds })}`, problem !== null && element("span", { lang: "en", dir: "auto" }, ` · ${problem}`)),
  );
  return element(
    "tr",
    {},
    element("td", {}, element("code", { dir: "ltr" }, type), queue !== null && element("span", { class: "quiet" }, ` ${office.called(`queue.${queue}`)}`)),
    element("td", {}, element("span", { class: `tag outcome-${outcome}` }, words.say(`outcome.${outcome}`))),
    element("td", {}, element("time", { datetime: at }, absolute(Date.parse(at), words.language))),
    element("td", {}, tries.length > 0 && element("details", {}, element("summary", {}, words.say("attempts", { count: tries.length })), element("ol", {}, ...tries))),
    element("td", {}, outcome !== "waiting" && act(words.say("replay"), `${type}, ${absolute(Date.parse(at), words.language)}`, replay)),
  );
}
