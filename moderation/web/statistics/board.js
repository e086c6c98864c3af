/** The board: how moderation goes here, over a span of time that one chooses. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { overTime } from "./charts.js";
import { explorer } from "./explorer.js";
import { duration, share } from "./numbers.js";
import { agreementTable, moderatorTable, queueTable } from "./tables.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
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
 */

const DAYS = [1, 7, 30, 90];
const ATTRIBUTES = ["TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT", "SPAM", "LIKELY_TO_REJECT"];

export class Board {
  #session;
  #words;
  #consoleWords;
  #left;
  #said = element("p", { class: "said", role: "status" });
  #shown = element("div", { class: "shown" });
  #explored = element("div", { class: "explored" });
  #days;
  #attribute;
  #asked = 0;

  /**
   * @param {import("../console/session.js").Session} session
   * @param {Words} words
   * @param {Words} consoleWords
   * @param {() => void} left called when this moderator is signed in no more
   */
  constructor(session, words, consoleWords, left) {
    this.#session = session;
    this.#words = words;
    this.#consoleWords = consoleWords;
    this.#left = left;
    this.#days = element(
      "select",
      { id: "days", "aria-label": words.say("span"), onchange: () => void this.#load() },
      ...DAYS.map((days) => element("option", { value: days, selected: days === 7 }, words.say("last-days", { count: days }))),
    );
    this.#attribute = element(
      "select",
      { id: "attribute", "aria-label": words.say("attribute"), onchange: () => void this.#attempt(() => this.#explore(this.#asked)) },
      ...ATTRIBUTES.map((name) => element("option", { value: name }, this.#named("attribute", name))),
    );
  }

  async open() {
    const words = this.#words;
    document.body.replaceChildren(
      element(
        "header",
        { class: "top" },
        element("h1", {}, words.say("title")),
        element("span", { class: "me" }, element("bdi", {}, this.#session.moderator.name), " · ", element("bdi", {}, this.#session.site)),
        element("a", { href: `./${location.search}` }, words.say("back")),
      ),
      element(
        "main",
        { class: "board" },
        element("div", { class: "tools" }, this.#days, this.#said),
        this.#shown,
        element(
          "section",
          { class: "panel", "aria-labelledby": "explorer" },
          element("h2", { id: "explorer" }, words.say("explorer")),
          element("div", { class: "tools" }, this.#attribute),
          this.#explored,
        ),
      ),
    );
    await this.#load();
  }

  async #load() {
    const asked = ++this.#asked;
    this.#said.textContent = this.#words.say("counting");
    await this.#attempt(async () => {
      /** @type {Statistics} */
      const found = await this.#ask("statistics");
      if (asked !== this.#asked) return;
      this.#shown.replaceChildren(...this.#parts(found));
      const since = found.complete_since;
      const day = new Intl.DateTimeFormat(this.#words.language, { dateStyle: "medium", timeStyle: "short" });
      this.#said.textContent = since === null ? "" : this.#words.say("since", { moment: day.format(Date.parse(since)) });
      await this.#explore(asked);
    });
  }

  /** @param {number} asked */
  async #explore(asked) {
    const attribute = this.#attribute.value;
    const found = await this.#ask("statistics/thresholds", { attribute });
    if (asked === this.#asked && attribute === this.#attribute.value) this.#explored.replaceChildren(...explorer(found, this.#words));
  }

  /** @param {Statistics} found */
  #parts(found) {
    const words = this.#words;
    const decisions = found.queues.reduce((sum, each) => sum + each.decisions, 0);
    const moments = found.steps.map(({ from }) => from);
    const line = (/** @type {keyof Step} */ name, /** @type {string} */ colour, /** @type {number[]} */ dash = []) => ({
      label: words.say(`line.${name}`),
      colour,
      dash,
      values: found.steps.map((step) => Number(step[name])),
    });
    return [
      element(
        "dl",
        { class: "tiles" },
        ...[
          ["comments", words.number(found.comments)],
          ["held", `${words.number(found.held)} (${share(found.held_share, words)})`],
          ["decisions", words.number(decisions)],
          ["median", duration(this.#median(found), words)],
          ["agreement", share(found.agreement.share, words)],
        ].map(([name, value]) => element("div", {}, element("dt", {}, words.say(`tile.${name}`)), element("dd", {}, value))),
      ),
      element(
        "div",
        { class: "pair" },
        this.#panel("volume", overTime(words.say("volume-seen", { comments: found.comments, held: found.held }), moments, [line("comments", "accent"), line("held", "warn", [6, 4]), line("refused", "bad", [2, 3])], words, found.step_seconds).element),
        this.#panel("decided", overTime(words.say("decided-seen", { count: decisions }), moments, [line("approved", "good"), line("rejected", "bad", [6, 4]), line("escalated", "warn", [2, 3])], words, found.step_seconds).element),
      ),
      this.#panel("queues", queueTable(found.queues, words, (queue) => this.#named("queue", queue))),
      this.#panel("moderators", moderatorTable(found.moderators, words)),
      this.#panel("agreement", agreementTable(found.agreement, words), element("p", { class: "quiet" }, words.say("agreement-means"))),
    ];
  }

  /**
   * The queue with most decisions speaks for all.
   *
   * @param {Statistics} found
   */
  #median(found) {
    const [busiest] = [...found.queues].sort((one, other) => other.decisions - one.decisions);
    return busiest?.decisions ? busiest.median_seconds : null;
  }

  /**
   * @param {string} name
   * @param {...HTMLElement} children
   */
  #panel(name, ...children) {
    return element("section", { class: "panel", "aria-labelledby": `panel-${name}` }, element("h2", { id: `panel-${name}` }, this.#words.say(`panel.${name}`)), ...children);
  }

  /**
   * @param {string} kind
   * @param {string} name as the interface has it
   */
  #named(kind, name) {
    const key = `${kind}.${name}`;
    const words = [this.#consoleWords, this.#words].find((each) => each.has(key));
    return words?.say(key) ?? name;
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} [query]
   * @returns {Promise<any>}
   */
  #ask(path, query = {}) {
    const from = new Date(Date.now() - Number(this.#days.value) * 86_400_000).toISOString();
    return this.#session.ask(`../v1/moderation/${path}?${new URLSearchParams({ from, ...query })}`, "GET");
  }

  /** @param {() => Promise<void>} work */
  async #attempt(work) {
    try {
      await work();
    } catch (why) {
      if (why instanceof Problem && why.status === 401) this.#left();
      else this.#said.textContent = why instanceof Problem ? why.message : this.#words.say("away");
    }
  }
}
