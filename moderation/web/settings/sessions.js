/** The browsers in which somebody is signed in: one's own, and for administrators everybody's. */

import { absolute } from "../shared/dates.js";
import { h, html } from "../vendor/preact-htm.js";
import { Panel, act, useSection } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {{id: string, moderator: {id: string, name: string}, means: string, browser: string, started_at: string, seen_at: string, present: boolean}} Shown
 */

/** @param {{office: Office}} props */
export function Sessions({ office }) {
  const ask = (/** @type {string} */ path, /** @type {string} */ method) => office.own(path, method);
  return h(Listed, { office, name: "sessions", ask, named: false });
}

/** @param {{office: Office}} props */
export function Everybody({ office }) {
  const ask = (/** @type {string} */ path, /** @type {string} */ method) => office.site(path, method);
  return h(Listed, { office, name: "everybody", ask, named: true });
}

/**
 * @param {object} props
 * @param {Office} props.office
 * @param {string} props.name
 * @param {(path: string, method: string) => Promise<any>} props.ask
 * @param {boolean} props.named whether they are of several people
 */
function Listed({ office, name, ask, named }) {
  const { words } = office;
  const section = useSection(office, async () => /** @type {Shown[]} */ ((await ask("sessions", "GET")).items));
  const end = (/** @type {Shown[]} */ ...ended) =>
    section.attempt(() => Promise.all(ended.map(({ id }) => ask(`sessions/${id}`, "DELETE"))), words.say("session-ended"));
  const items = section.found ?? [];
  const others = items.filter(({ present }) => !present);
  const content = items.length
    ? [
        html`<ul class="things">${items.map((one) => row(office, one, named, () => end(one)))}</ul>`,
        !named && others.length > 1 && html`<button type="button" onclick=${() => void end(...others)}>${words.say("end-others")}</button>`,
      ]
    : section.found && html`<p class="quiet">${words.say("no-sessions")}</p>`;
  return h(Panel, { office, name, section, content });
}

/**
 * @param {Office} office
 * @param {Shown} one
 * @param {boolean} named
 * @param {() => unknown} end
 */
function row({ words }, { id, moderator, browser, means, started_at: since, seen_at: seen, present }, named, end) {
  const when = (/** @type {string} */ at) => absolute(Date.parse(at), words.language);
  const called = program(browser) || words.say("unknown-browser");
  return html`
    <li class="session" key=${id}>
      <p class="head">
        ${named && html`<b dir="auto">${moderator.name}</b>`}
        <span title=${browser}><bdi>${called}</bdi></span>
        ${present && html`<span class="tag held">${words.say("this-one")}</span>`}
      </p>
      <p class="quiet">${words.say(`means.${means}`)} · ${words.say("since-when", { time: when(since) })} · ${words.say("seen-last", { time: when(seen) })}</p>
      ${!present && html`<div class="row">${act(words.say("end"), named ? `${moderator.name}, ${called}` : called, end)}</div>`}
    </li>
  `;
}

/**
 * What people call a browser, by what it says of itself; the newest disguise first, as each names its ancestors.
 *
 * @param {string} said
 */
function program(said) {
  const name = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]].find(([mark]) => said.includes(mark ?? ""))?.[1];
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]].find(([mark]) => said.includes(mark ?? ""))?.[1];
  return [name ?? said.slice(0, 40), system].filter(Boolean).join(", ");
}
