/** What the desk looks like: the bar, the queues, the list, the comment, and the buttons below it. */

import { element } from "../shared/dom.js";
import { inFull } from "./comment.js";
import { evidence, past } from "./evidence.js";
import { List } from "./list.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Action} Action
 * @typedef {import("./service.js").Decision} Decision
 * @typedef {import("./service.js").Dossier} Dossier
 * @typedef {import("./service.js").Filter} Filter
 * @typedef {import("./service.js").QueueSize} QueueSize
 * @typedef {import("./service.js").Sort} Sort
 *
 * @typedef {object} Doing what the moderator asks for
 * @property {(action: Action) => void} decide
 * @property {() => void} undo
 * @property {(decision: Decision, entry: Entry) => void} undoDecision
 * @property {() => void} claim
 * @property {() => void} release
 * @property {() => void} help
 * @property {() => void} leave
 * @property {(queue: string, sort: Sort, filter: Filter) => void} turn
 * @property {(at: number) => void} choose
 * @property {() => void} more
 */

/** @type {Sort[]} */
const SORTS = ["priority", "oldest", "newest"];

export class Frame {
  #words;
  #session;
  #queue;
  #doing;
  #notices;
  #list;
  /** @type {QueueSize[]} */
  #sizes = [];
  #queues = element("nav", { class: "queues" });
  #filters = element("p", { class: "filters" });
  #comment = element("article", {});
  #evidence = element("div", { class: "evidence" });
  #reading = element("div", { class: "reading" }, this.#comment, this.#evidence);
  #live = element("span", { class: "live" });
  #held = element("span", { class: "lease" });
  #release;
  /** @type {string} the entry and version that is drawn */
  #drawn = "";
  /** @type {{key: string, dossier: Dossier} | null} */
  #known = null;

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {import("./session.js").Session} session
   * @param {import("./queue.js").Queue} queue
   * @param {import("./notices.js").Notices} notices
   * @param {Doing} doing
   */
  constructor(words, session, queue, notices, doing) {
    this.#words = words;
    this.#session = session;
    this.#queue = queue;
    this.#notices = notices;
    this.#doing = doing;
    this.#list = new List(words, queue, doing.choose, doing.more);
    this.#queues.setAttribute("aria-label", words.say("queues"));
    this.#release = this.#button("release", doing.release, "L");
    this.#release.append(this.#held);
    this.connected(false);
    this.hold(0);
  }

  /** @returns {HTMLElement[]} */
  get elements() {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const { decide, undo, claim, help, leave } = this.#doing;
    const sort = element(
      "select",
      { id: "sort", "aria-label": say("sort"), onchange: () => this.#turn(this.#queue.name, /** @type {Sort} */ (sort.value)) },
      ...SORTS.map((one) => element("option", { value: one }, say(`sort.${one}`))),
    );
    return [
      element(
        "header",
        { class: "top" },
        element("h1", {}, say("title")),
        this.#live,
        element("span", { class: "me" }, element("bdi", {}, this.#session.moderator.name), " · ", element("bdi", {}, this.#session.site)),
        this.#session.moderator.role === "admin" && element("a", { href: `rules${location.search}` }, say("rules")),
        this.#button("help", help, "?"),
        this.#button("sign-out", leave),
      ),
      element(
        "main",
        {},
        this.#queues,
        element(
          "section",
          { class: "list", "aria-label": say("entries") },
          element(
            "div",
            { class: "tools" },
            sort,
            this.#button("claim", claim, "C"),
            this.#release,
          ),
          this.#filters,
          this.#list.element,
        ),
        element(
          "section",
          { class: "one", "aria-label": say("comment") },
          this.#reading,
          element(
            "div",
            { class: "actions", role: "group", "aria-label": say("actions") },
            this.#button("approve", () => decide("approve"), "A"),
            this.#button("reject", () => decide("reject"), "R"),
            this.#button("escalate", () => decide("escalate"), "E"),
            this.#button("undo", undo, "U"),
          ),
        ),
      ),
      element("footer", {}, ...this.#notices.elements),
    ];
  }

  /** @param {boolean} well */
  connected(well) {
    this.#live.textContent = this.#words.say(well ? "live" : "not-live");
    this.#live.classList.toggle("well", well);
  }

  /** @param {number} until milliseconds since 1970; 0 if nothing is held */
  hold(until) {
    const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
    const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
    const left = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    this.#release.hidden = !seconds;
    this.#held.textContent = seconds ? this.#words.say("held-for", { left }) : "";
  }

  /** @param {QueueSize[]} sizes */
  count(sizes) {
    this.#sizes = sizes;
    this.#drawQueues();
  }

  /**
   * @param {string} queue
   * @param {number} by what the service will say soon
   */
  countDown(queue, by) {
    this.count(this.#sizes.map((one) => (one.queue === queue ? { ...one, count: Math.max(0, one.count - by) } : one)));
  }

  /** The moderator has gone on to another entry. */
  goOn() {
    this.#list.draw();
    this.#list.follow();
    this.#reading.scrollTop = 0;
    const { entry, current, entries } = this.#queue;
    const name = entry?.comment.author?.name ?? this.#words.say("nobody");
    const text = (entry?.comment.body ?? "").slice(0, 200);
    const place = { number: current + 1, count: entries.length, name, text };
    this.#notices.read(entry ? this.#words.say("reading", place) : this.#words.say("empty"));
  }

  draw() {
    this.#list.draw();
    this.#drawQueues();
    this.#drawFilters();
    this.#drawComment();
  }

  /** @param {Entry} entry */
  hasPast(entry) {
    return this.#known?.key === keyOf(entry);
  }

  /**
   * @param {Entry} entry
   * @param {Dossier} dossier
   */
  remember(entry, dossier) {
    this.#known = { key: keyOf(entry), dossier };
    if (this.#queue.entry && this.hasPast(this.#queue.entry)) this.#drawEvidence(this.#queue.entry);
  }

  #drawQueues() {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["queue"] : undefined;
    const buttons = this.#sizes.map(({ queue, count }) =>
      element(
        "button",
        {
          type: "button",
          "data-queue": queue,
          "aria-pressed": String(queue === this.#queue.name),
          onclick: () => this.#doing.turn(queue, this.#queue.sort, this.#queue.filter),
        },
        element("span", {}, this.#words.say(`queue.${queue}`)),
        " ",
        element("b", {}, this.#words.number(count)),
      ),
    );
    this.#queues.replaceChildren(...buttons);
    buttons.find((one) => focused && one.dataset["queue"] === focused)?.focus();
    const waiting = this.#sizes.find(({ queue }) => queue === this.#queue.name)?.count ?? 0;
    document.title = `${waiting ? `(${this.#words.number(waiting)}) ` : ""}${this.#words.say("title")}`;
  }

  #drawFilters() {
    const { filter } = this.#queue;
    const chips = Object.entries(filter).map(([name, value]) => {
      const without = { ...filter, [name]: undefined };
      const shown = name === "author" ? (this.#queue.entry?.comment.author?.name ?? value) : value;
      return element(
        "button",
        { type: "button", class: "chip", onclick: () => this.#narrow(without) },
        `${this.#words.say(`filter.${name}`)}: `,
        element("bdi", {}, shown),
        element("span", { "aria-hidden": "true" }, " ×"),
        element("span", { class: "unseen" }, ` ${this.#words.say("filter-off")}`),
      );
    });
    this.#filters.replaceChildren(...chips);
  }

  #drawComment() {
    const { entry } = this.#queue;
    if (!entry) {
      this.#drawn = "";
      const said = element("p", { class: "empty" }, this.#words.say(this.#queue.known ? "empty" : "loading"));
      this.#comment.replaceChildren(said);
      return this.#evidence.replaceChildren();
    }
    const { gone, changed } = this.#queue;
    const { id } = entry.comment;
    const now = [keyOf(entry), entry.claimed_by, entry.priority, entry.reports.length, gone.has(id), changed.has(id), Math.floor(Date.now() / 60_000)].join();
    if (now === this.#drawn) return;
    this.#drawn = now;
    const banner = gone.has(id) ? "gone-already" : changed.has(id) ? "changed-already" : null;
    const narrow = {
      article: () => this.#narrow({ ...this.#queue.filter, article: entry.comment.article }),
      author: () => this.#narrow({ ...this.#queue.filter, ...(entry.comment.author ? { author: entry.comment.author.id } : {}) }),
    };
    this.#comment.replaceChildren(
      ...(banner ? [element("p", { class: "banner" }, this.#words.say(banner))] : this.#holder(entry)),
      ...inFull(entry, this.#words, narrow),
    );
    this.#drawEvidence(entry);
  }

  /** @param {Entry} entry @returns {Node[]} who has it, if that is somebody else */
  #holder({ claimed_by: name, claimed_until: until }) {
    if (name === null || until === null || name === this.#queue.me) return [];
    const time = new Intl.DateTimeFormat(this.#words.language, { timeStyle: "short" }).format(new Date(until));
    return [element("p", { class: "banner held" }, this.#words.say("held-until", { name, time }))];
  }

  /** @param {Entry} entry */
  #drawEvidence(entry) {
    const known = this.hasPast(entry) ? this.#known : null;
    const undo = (/** @type {Decision} */ decision) => this.#doing.undoDecision(decision, entry);
    const before = known ? past(known.dossier, this.#words, undo) : [];
    this.#evidence.replaceChildren(...evidence(entry, this.#words), ...before);
  }

  /** @param {Record<string, string | undefined>} filter */
  #narrow(filter) {
    const chosen = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    this.#doing.turn(this.#queue.name, this.#queue.sort, chosen);
  }

  /**
   * @param {string} queue
   * @param {Sort} sort
   */
  #turn(queue, sort) {
    this.#doing.turn(queue, sort, this.#queue.filter);
  }

  /**
   * @param {string} name
   * @param {() => void} act
   * @param {string} [key]
   */
  #button(name, act, key) {
    const hint = key && element("kbd", { "aria-hidden": "true" }, key);
    return element("button", { type: "button", class: `act ${name}`, "data-act": name, onclick: act }, this.#words.say(name), hint);
  }
}

/** @param {Entry} entry */
function keyOf({ comment, version }) {
  return `${comment.id} ${version}`;
}
