/** Other programs that are asked about every comment before it is stored. */

import { element } from "../shared/dom.js";
import { form } from "./form.js";
import { Section, act, confirmed, secret } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./form.js").Values} Values
 * @typedef {{url: string, title: string, format: string, deadline_ms: number, on_silence: string, may_approve: boolean}} Asked
 * @typedef {Asked & {id: string, enabled: boolean}} Phase
 * @typedef {{status: number | null, milliseconds: number | null, problem: string | null, answer: {status?: string | null, flags?: string[], reason?: string | null} | null}} Tried
 */

/** @param {Office} office */
export function phases(office) {
  const { words } = office;
  const news = element("div", { class: "news" });
  const section = new Section(
    office,
    "phases",
    async () => {
      const { items } = await office.site("phases", "GET");
      if (!items.length) return [element("p", { class: "quiet" }, words.say("no-phases"))];
      return [element("ul", { class: "things" }, ...items.map((/** @type {Phase} */ one) => row(office, section, one)))];
    },
    [news],
  );
  const create = async (/** @type {Values} */ values) => {
    const made = await office.site("phases", "POST", values);
    news.replaceChildren(secret(office, words.say("secret-of", { name: made.title }), made.secret), adding());
    await section.load();
  };
  const fresh = { url: "", title: "", format: "text", deadline_ms: 1000, on_silence: "publish", may_approve: false };
  const adding = () =>
    element("details", {}, element("summary", {}, words.say("add-phase")), form(office, words.say("add-phase"), fields(office, fresh), words.say("create"), create));
  news.append(adding());
  return section;
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
  const below = element("div", {});
  const shut = () => below.replaceChildren();
  /** @param {Node} content */
  const open = (content) => {
    below.replaceChildren(content);
    below.querySelector("input")?.focus();
  };
  const change = async (/** @type {Values} */ values) => {
    await office.site(path, "PATCH", values);
    await section.attempt(async () => {}, words.say("changed", { name }));
  };
  const tryOut = async (/** @type {Values} */ values) => {
    /** @type {Tried} */
    const tried = await office.site(`${path}/try`, "POST", values);
    const { problem, answer, status, milliseconds } = tried;
    const took = words.say("answered", { status: status ?? 0, milliseconds: milliseconds ?? 0 });
    const meant = answer && [answer.status ?? words.say("no-opinion"), ...(answer.flags ?? []), answer.reason].filter(Boolean).join(", ");
    below.append(element("p", { class: problem ? "wrong" : "done", role: "status", dir: "auto" }, problem ?? `${took} ${meant ?? ""}`));
  };
  const pause = () => section.attempt(() => office.site(path, "PATCH", { enabled: !enabled }), words.say(enabled ? "paused" : "resumed", { name }));
  const renew = async () => {
    if (!(await confirmed(office, words.say("renew-sure", { name }), words.say("new-secret")))) return;
    const found = await office.site(`${path}/secrets`, "POST", {});
    below.replaceChildren(secret(office, words.say("secret-of", { name }), found.secret));
  };
  const remove = async () => {
    if (!(await confirmed(office, words.say("delete-sure", { name }), words.say("delete")))) return;
    await section.attempt(() => office.site(path, "DELETE"), words.say("deleted", { name }));
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
      act(words.say("try"), name, () => open(form(office, words.say("try"), [{ name: "body", label: words.say("try-text") }], words.say("ask-it"), tryOut, shut))),
      act(words.say("change"), name, () => open(form(office, words.say("change"), fields(office, phase), words.say("save"), change, shut))),
      act(words.say(enabled ? "pause" : "resume"), name, pause),
      act(words.say("new-secret"), name, () => void section.quietly(renew)),
      act(words.say("delete"), name, remove),
    ),
    below,
  );
}
