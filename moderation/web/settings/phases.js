/** Other programs that are asked about every comment before it is stored. */

import { h, html, useState } from "../vendor/preact-htm.js";
import { Form } from "./form.js";
import { Programs, useDeeds } from "./programs.js";
import { act } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./form.js").Values} Values
 * @typedef {import("./section.js").Section} Section
 * @typedef {{url: string, title: string, format: string, deadline_ms: number, on_silence: string, may_approve: boolean}} Asked
 * @typedef {Asked & {id: string, enabled: boolean}} Phase
 * @typedef {{status: number | null, milliseconds: number | null, problem: string | null, answer: {status?: string | null, flags?: string[], reason?: string | null} | null}} Tried
 */

/** @type {Asked} */
const FRESH = { url: "", title: "", format: "text", deadline_ms: 1000, on_silence: "publish", may_approve: false };

/** @param {{office: Office}} props */
export function Phases({ office }) {
  return h(Programs, { office, one: "phase", fields: fields(office, FRESH), named: (/** @type {Phase} */ { title }) => title, Row });
}

/**
 * @param {Office} office
 * @param {Asked} present
 * @returns {Field[]}
 */
function fields({ words }, { url, title, format, deadline_ms: deadline, on_silence: silence, may_approve: approves }) {
  return [
    { name: "url", label: words.say("address"), kind: "url", value: url },
    { name: "title", label: words.say("called"), value: title, hint: words.say("phase-called-hint") },
    { name: "format", label: words.say("body"), kind: "select", value: format, options: ["text", "html"].map((one) => [one, words.say(`body.${one}`)]) },
    { name: "deadline_ms", label: words.say("deadline"), kind: "number", value: deadline, hint: words.say("deadline-hint") },
    { name: "on_silence", label: words.say("silence"), kind: "select", value: silence, options: ["publish", "hold"].map((one) => [one, words.say(`silence.${one}`)]) },
    { name: "may_approve", label: words.say("may-approve"), kind: "check", value: approves, hint: words.say("may-approve-hint") },
  ];
}

/** @param {{office: Office, section: Section, program: Phase}} props */
function Row({ office, section, program: phase }) {
  const { words } = office;
  const { id, title: name, url, enabled, deadline_ms: deadline, on_silence: silence } = phase;
  const path = `phases/${id}`;
  const deeds = useDeeds(office, section, path, name);
  const state = enabled ? "active" : "paused";
  return html`
    <li>
      <p class="head">
        <b dir="auto">${name}</b>
        <code dir="ltr">${url}</code>
        <span class=${`tag state-${state}`}>${words.say(`state.${state}`)}</span>
      </p>
      <p class="quiet">${words.say("within", { milliseconds: deadline })} · ${words.say(`silence.${silence}`)}</p>
      <div class="row">
        ${act(words.say("try"), name, () => deeds.open(() => h(Trial, { office, path, leave: deeds.close })))}
        ${act(words.say("change"), name, () => deeds.change(fields(office, phase)))}
        ${act(words.say(enabled ? "pause" : "resume"), name, () => deeds.enable(!enabled))}
        ${act(words.say("new-secret"), name, () => deeds.renew())}
        ${act(words.say("delete"), name, () => deeds.remove())}
      </div>
      ${deeds.below}
    </li>
  `;
}

/**
 * A text to ask it about, and what it answered each time.
 *
 * @param {{office: Office, path: string, leave: () => void}} props
 */
function Trial({ office, path, leave }) {
  const { words } = office;
  const [outcomes, setOutcomes] = useState(/** @type {Tried[]} */ ([]));
  const send = async (/** @type {Values} */ values) => {
    const tried = await office.site(`${path}/try`, "POST", values);
    setOutcomes((before) => [...before, tried]);
  };
  return [
    h(Form, { office, label: words.say("try"), place: path, fields: [{ name: "body", label: words.say("try-text") }], done: words.say("ask-it"), send, leave, focused: true }),
    ...outcomes.map(({ problem, answer, status, milliseconds }) => {
      const took = words.say("answered", { status: status ?? 0, milliseconds: milliseconds ?? 0 });
      const meant = answer && [answer.status ?? words.say("no-opinion"), ...(answer.flags ?? []), answer.reason].filter(Boolean).join(", ");
      return html`<p class=${problem ? "wrong" : "done"} role="status" dir="auto">${problem ?? `${took} ${meant ?? ""}`}</p>`;
    }),
  ];
}
