/** Other programs that are told what happens on the site. */

import { absolute } from "../shared/dates.js";
import { h, html } from "../vendor/preact-htm.js";
import { Deliveries, page } from "./deliveries.js";
import { Programs, useDeeds } from "./programs.js";
import { act } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./section.js").Section} Section
 * @typedef {{url: string, title: string, events: string[], queues: string[], format: string}} Told
 *
 * @typedef {object} Webhook
 * @property {string} id
 * @property {string} url
 * @property {string} title
 * @property {string[]} events
 * @property {string[]} queues
 * @property {string} format
 * @property {boolean} enabled
 * @property {"active" | "failing" | "disabled" | "paused"} state
 * @property {number} waiting
 * @property {number} missed
 * @property {string | null} succeeded_at
 * @property {string | null} problem
 */

const EVENTS = ["*", "comment.*", "comment.posted", "comment.edited", "comment.deleted", "comment.reported", "comment.published", "comment.hidden", "queue.*", "queue.entered", "queue.left", "decision.*", "decision.made", "decision.undone", "appeal.*", "appeal.filed", "appeal.decided"];
const QUEUES = ["pending", "reported", "unreviewed", "unscored", "appeals", "escalated"];
const FORMATS = ["json", "slack", "coral"];

/** @type {Told} */
const FRESH = { url: "", title: "", events: ["*"], queues: [], format: "json" };

/** @param {{office: Office}} props */
export function Webhooks({ office }) {
  return h(Programs, { office, one: "webhook", fields: fields(office, FRESH), named, Row });
}

/** @param {{title: string, url: string}} webhook */
function named({ title, url }) {
  return title || url;
}

/**
 * @param {Office} office
 * @param {Told} present
 * @returns {Field[]}
 */
function fields(office, { url, title, events, queues, format }) {
  const { words } = office;
  return [
    { name: "url", label: words.say("address"), kind: "url", value: url },
    { name: "title", label: words.say("called"), value: title, hint: words.say("called-hint") },
    { name: "format", label: words.say("format"), kind: "select", value: format, options: FORMATS.map((one) => [one, words.say(`format.${one}`)]) },
    { name: "events", label: words.say("events"), kind: "checks", value: events, options: EVENTS.map((one) => [one, one]), code: true, hint: words.say("events-hint") },
    { name: "queues", label: words.say("queues"), kind: "checks", value: queues, options: QUEUES.map((one) => [one, office.called(`queue.${one}`)]), hint: words.say("queues-hint") },
  ];
}

/** @param {{office: Office, section: Section, program: Webhook}} props */
function Row({ office, section, program: webhook }) {
  const { words } = office;
  const { id, url, title, events, state, waiting, missed, enabled, succeeded_at: told, problem } = webhook;
  const name = named(webhook);
  const path = `webhooks/${id}`;
  const deeds = useDeeds(office, section, path, name);
  const ping = async () => {
    const tried = await office.site(`${path}/ping`, "POST", {});
    const outcome = tried.problem ?? words.say("answered", { status: tried.status ?? 0, milliseconds: tried.milliseconds });
    return html`<p class=${tried.problem ? "wrong" : "done"} role="status" dir="auto">${outcome}</p>`;
  };
  const log = async () => h(Deliveries, { office, section, path, first: await page(office, path) });
  const goesOn = state !== "disabled" && enabled;
  const time = told === null ? "" : absolute(Date.parse(told), words.language);
  const facts = [
    words.say(told === null ? "told-never" : "told-last", { time }),
    ...(waiting > 0 ? [words.say("waiting", { count: waiting })] : []),
    ...(missed > 0 ? [words.say("missed", { count: missed })] : []),
  ];
  return html`
    <li>
      <p class="head">
        ${title && html`<b dir="auto">${title}</b>`}
        <code dir="ltr">${url}</code>
        <span class=${`tag state-${state}`}>${words.say(`state.${state}`)}</span>
      </p>
      <p class="quiet"><code dir="ltr">${events.join(" ")}</code>${facts.map((fact) => ` · ${fact}`)}</p>
      ${problem !== null && state !== "active" && html`<p class="wrong" lang="en" dir="auto">${problem}</p>`}
      <div class="row">
        ${act(words.say("try"), name, () => section.quietly(() => deeds.open(ping)))}
        ${act(words.say("log"), name, () => section.quietly(() => deeds.open(log)))}
        ${act(words.say("change"), name, () => deeds.change(fields(office, webhook)))}
        ${act(words.say(goesOn ? "pause" : "resume"), name, () => deeds.enable(!goesOn))}
        ${act(words.say("new-secret"), name, () => deeds.renew())}
        ${act(words.say("delete"), name, () => deeds.remove())}
      </div>
      ${deeds.below}
    </li>
  `;
}
