/** Other programs that are told what happens on the site. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { deliveries } from "./deliveries.js";
import { form } from "./form.js";
import { Section, act, confirmed, secret } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./form.js").Values} Values
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

/** @param {Office} office */
export function webhooks(office) {
  const { words } = office;
  const news = element("div", { class: "news" });
  const section = new Section(
    office,
    "webhooks",
    async () => {
      const { items } = await office.site("webhooks", "GET");
      if (!items.length) return [element("p", { class: "quiet" }, words.say("no-webhooks"))];
      return [element("ul", { class: "things" }, ...items.map((/** @type {Webhook} */ one) => row(office, section, one)))];
    },
    [news],
  );
  const create = async (/** @type {Values} */ values) => {
    const made = await office.site("webhooks", "POST", values);
    news.replaceChildren(secret(office, words.say("secret-of", { name: named(made) }), made.secret), adding());
    await section.load();
  };
  const fresh = { url: "", title: "", events: ["*"], queues: [], format: "json" };
  const adding = () =>
    element("details", {}, element("summary", {}, words.say("add-webhook")), form(office, words.say("add-webhook"), fields(office, fresh), words.say("create"), create));
  news.append(adding());
  return section;
}

/** @param {{title: string, url: string}} webhook */
function named({ title, url }) {
  return title || url;
}

/**
 * @param {Office} office
 * @param {{url: string, title: string, events: string[], queues: string[], format: string}} present
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

/**
 * @param {Office} office
 * @param {Section} section
 * @param {Webhook} webhook
 */
function row(office, section, webhook) {
  const { words } = office;
  const { id, url, title, events, state, waiting, missed, enabled, succeeded_at: told, problem } = webhook;
  const name = named(webhook);
  const path = `webhooks/${id}`;
  const below = element("div", {});
  const shut = () => below.replaceChildren();
  const change = async (/** @type {Values} */ values) => {
    await office.site(path, "PATCH", values);
    await section.attempt(async () => {}, words.say("changed", { name }));
  };
  const pause = () => section.attempt(() => office.site(path, "PATCH", { enabled: !enabled }), words.say(enabled ? "paused" : "resumed", { name }));
  const takeUp = () => section.attempt(() => office.site(path, "PATCH", { enabled: true }), words.say("resumed", { name }));
  const ping = async () => {
    const tried = await office.site(`${path}/ping`, "POST", {});
    const outcome = tried.problem ?? words.say("answered", { status: tried.status ?? 0, milliseconds: tried.milliseconds });
    below.replaceChildren(element("p", { class: tried.problem ? "wrong" : "done", role: "status", dir: "auto" }, outcome));
  };
  const renew = async () => {
    if (!(await confirmed(office, words.say("renew-sure", { name }), words.say("new-secret")))) return;
    const found = await office.site(`${path}/secrets`, "POST", {});
    below.replaceChildren(secret(office, words.say("secret-of", { name }), found.secret));
  };
  const remove = async () => {
    if (!(await confirmed(office, words.say("delete-sure", { name }), words.say("delete")))) return;
    await section.attempt(() => office.site(path, "DELETE"), words.say("deleted", { name }));
  };
  const told_ = words.say(told === null ? "told-never" : "told-last", { time: told === null ? "" : absolute(Date.parse(told), words.language) });
  /** Beside what is listed, which stays as it is. @param {() => Promise<unknown>} work */
  const beside = (work) => void section.quietly(work);
  return element(
    "li",
    {},
    element(
      "p",
      { class: "head" },
      title && element("b", { dir: "auto" }, title),
      element("code", { dir: "ltr" }, url),
      element("span", { class: `tag state-${state}` }, words.say(`state.${state}`)),
    ),
    element("p", { class: "quiet" }, element("code", { dir: "ltr" }, events.join(" ")), ` · ${told_}`, waiting > 0 && ` · ${words.say("waiting", { count: waiting })}`, missed > 0 && ` · ${words.say("missed", { count: missed })}`),
    problem !== null && state !== "active" && element("p", { class: "wrong", lang: "en", dir: "auto" }, problem),
    element(
      "div",
      { class: "row" },
      act(words.say("try"), name, () => beside(ping)),
      act(words.say("log"), name, () => beside(async () => below.replaceChildren(await deliveries(office, section, path)))),
      act(words.say("change"), name, () => (below.replaceChildren(form(office, words.say("change"), fields(office, webhook), words.say("save"), change, shut)), below.querySelector("input")?.focus())),
      state === "disabled" ? act(words.say("resume"), name, takeUp) : act(words.say(enabled ? "pause" : "resume"), name, pause),
      act(words.say("new-secret"), name, () => beside(renew)),
      act(words.say("delete"), name, remove),
    ),
    below,
  );
}
