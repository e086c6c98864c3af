/** Other programs that are asked about every comment before it is stored. */

import { element } from "../shared/dom.js";
import { Deeds, programs } from "./programs.js";
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

/** @param {Office} office */
export function phases(office) {
  /** @type {Asked} */
  const fresh = { url: "", title: "", format: "text", deadline_ms: 1000, on_silence: "publish", may_approve: false };
  const kind = { one: "phase", fresh, fields: (/** @type {Asked} */ present) => fields(office, present) };
  return programs(office, kind, (/** @type {Phase} */ { title }) => title, (section, /** @type {Phase} */ phase) => row(office, section, phase));
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

/**
 * @param {Office} office
 * @param {Section} section
 * @param {Phase} phase
 */
function row(office, section, phase) {
  const { words } = office;
  const { id, title: name, url, enabled, deadline_ms: deadline, on_silence: silence } = phase;
  const path = `phases/${id}`;
  const deeds = new Deeds(office, section, path, name);
  const tryOut = async (/** @type {Values} */ values) => {
    /** @type {Tried} */
    const tried = await office.site(`${path}/try`, "POST", values);
    const { problem, answer, status, milliseconds } = tried;
    const took = words.say("answered", { status: status ?? 0, milliseconds: milliseconds ?? 0 });
    const meant = answer && [answer.status ?? words.say("no-opinion"), ...(answer.flags ?? []), answer.reason].filter(Boolean).join(", ");
    deeds.below.append(element("p", { class: problem ? "wrong" : "done", role: "status", dir: "auto" }, problem ?? `${took} ${meant ?? ""}`));
  };
  return element(
    "li",
    {},
    element(
      "p",
      { class: "head" },
      element("b", { dir: "auto" }, name),
      element("code", { dir: "ltr" }, url),
      element("span", { class: `tag state-${enabled ? "active" : "paused"}` }, words.say(`state.${enabled ? "active" : "paused"}`)),
    ),
    element("p", { class: "quiet" }, words.say("within", { milliseconds: deadline }), " · ", words.say(`silence.${silence}`)),
    element(
      "div",
      { class: "row" },
      act(words.say("try"), name, () => deeds.ask("try", [{ name: "body", label: words.say("try-text") }], "ask-it", tryOut)),
      act(words.say("change"), name, () => deeds.change(fields(office, phase))),
      act(words.say(enabled ? "pause" : "resume"), name, () => deeds.enable(!enabled)),
      act(words.say("new-secret"), name, () => deeds.renew()),
      act(words.say("delete"), name, () => deeds.remove()),
    ),
    deeds.below,
  );
}
