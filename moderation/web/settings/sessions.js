/** The browsers in which somebody is signed in: one's own, and for administrators everybody's. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { Section, act } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {{id: string, moderator: {id: string, name: string}, means: string, browser: string, started_at: string, seen_at: string, present: boolean}} Shown
 */

/** @param {Office} office */
export function sessions(office) {
  return listed(office, "sessions", () => office.own("sessions", "GET"), (id) => office.own(`sessions/${id}`, "DELETE"), false);
}

/** @param {Office} office */
export function everybody(office) {
  return listed(office, "everybody", () => office.site("sessions", "GET"), (id) => office.site(`sessions/${id}`, "DELETE"), true);
}

/**
 * @param {Office} office
 * @param {string} name
 * @param {() => Promise<{items: Shown[]}>} read
 * @param {(id: string) => Promise<unknown>} end
 * @param {boolean} named whether they are of several people
 */
function listed(office, name, read, end, named) {
  const { words } = office;
  const section = new Section(office, name, async () => {
    const { items } = await read();
    const others = items.filter(({ present }) => !present);
    const rows = items.map((one) => row(office, one, named, () => section.attempt(() => end(one.id), words.say("session-ended"))));
    const all = () => section.attempt(() => Promise.all(others.map(({ id }) => end(id))), words.say("session-ended"));
    const button = !named && others.length > 1 && element("button", { type: "button", onclick: () => void all() }, words.say("end-others"));
    if (!items.length) return [element("p", { class: "quiet" }, words.say("no-sessions"))];
    return [element("ul", { class: "things" }, ...rows), ...(button ? [button] : [])];
  });
  return section;
}

/**
 * @param {Office} office
 * @param {Shown} one
 * @param {boolean} named
 * @param {() => unknown} end
 */
function row({ words }, { moderator, browser, means, started_at: since, seen_at: seen, present }, named, end) {
  const when = (/** @type {string} */ at) => absolute(Date.parse(at), words.language);
  const called = program(browser) || words.say("unknown-browser");
  return element(
    "li",
    { class: "session" },
    element("p", { class: "head" }, named && element("b", { dir: "auto" }, moderator.name), element("span", { title: browser }, element("bdi", {}, called)), present && element("span", { class: "tag held" }, words.say("this-one"))),
    element("p", { class: "quiet" }, words.say(`means.${means}`), ` · ${words.say("since-when", { time: when(since) })} · ${words.say("seen-last", { time: when(seen) })}`),
    !present && element("div", { class: "row" }, act(words.say("end"), named ? `${moderator.name}, ${called}` : called, end)),
  );
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
