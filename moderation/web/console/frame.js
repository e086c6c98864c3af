/** What the desk looks like: the bar, the queues, the tools and the list, the comment and the buttons below it. */

import { element } from "../shared/dom.js";
import { List } from "./list.js";
import { Rail } from "./rail.js";
import { Reading } from "./reading.js";

/**
 * @typedef {import("./service.js").Filter} Filter
 * @typedef {import("./service.js").Sort} Sort
 *
 * @typedef {object} Asked what the moderator asks for with the list and the buttons
 * @property {(action: import("./service.js").Action) => void} decide
 * @property {() => void} sweep
 * @property {() => void} undo
 * @property {() => void} claim
 * @property {() => void} release
 * @property {() => void} help
 * @property {() => void} leave
 * @property {(queue: string, sort: Sort, filter: Filter) => void} turn
 * @property {(at: number) => void} choose
 * @property {(at: number) => void} mark
 * @property {() => void} unmark
 * @property {() => void} more
 * @typedef {Asked & Omit<import("./reading.js").Doing, "narrow">} Doing
 */

/** @type {Sort[]} */
const SORTS = ["priority", "oldest", "newest"];
const STATUSES = ["published", "approved", "pending", "rejected", "deleted"];
const DAYS = [1, 7, 30];

export class Frame {
  rail;
  reading;
  #words;
  #session;
  #queue;
  #doing;
  #notices;
  #list;
  #filters = element("p", { class: "filters" });
  #live = element("span", { class: "live" });
  #held = element("span", { class: "lease" });
  #claim;
  #release;
  #sort;
  #status;
  #since;
  #marked;
  #unmark;

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
    this.#list = new List(words, queue, doing);
    this.rail = new Rail(words, queue, doing.turn);
    this.reading = new Reading(words, queue, { ...doing, narrow: (filter) => this.#narrow({ ...queue.filter, ...filter }) });
    this.#claim = this.#button("claim", doing.claim, "C");
    this.#release = this.#button("release", doing.release, "L");
    this.#release.append(this.#held);
    const sorted = () => doing.turn(queue.name, /** @type {Sort} */ (this.#sort.value), queue.filter);
    this.#sort = this.#choice("sort", SORTS.map((one) => [one, words.say(`sort.${one}`)]), sorted);
    const statuses = STATUSES.map((one) => [one, words.say(`status.${one}`)]);
    this.#status = this.#choice("status", [["", words.say("any-status")], ...statuses], () => this.#refine());
    const days = DAYS.map((one) => [String(one), words.say("days", { count: one })]);
    this.#since = this.#choice("since", [["", words.say("any-time")], ...days], () => this.#refine());
    this.#marked = element("b", {});
    this.#unmark = this.#button("unmark", doing.unmark);
    this.connected(false);
    this.hold(0);
  }

  /** @returns {HTMLElement[]} */
  get elements() {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const { decide, sweep, undo, help, leave } = this.#doing;
    const who = element("span", { class: "me" }, element("bdi", {}, this.#session.moderator.name), " · ", element("bdi", {}, this.#session.site));
    const tools = [this.#sort, this.#status, this.#since, this.#claim, this.#release];
    const actions = [
      this.#button("approve", () => decide("approve"), "A"),
      this.#button("reject", () => decide("reject"), "R"),
      this.#button("escalate", () => decide("escalate"), "E"),
      this.#button("sweep", sweep, "S"),
      this.#button("undo", undo, "U"),
    ];
    return [
      element(
        "header",
        { class: "top" },
        element("h1", {}, say("title")),
        this.rail.search,
        this.#live,
        who,
        this.#session.moderator.role === "admin" && element("a", { href: `rules${location.search}` }, say("rules")),
        this.#button("help", help, "?"),
        this.#button("sign-out", leave),
      ),
      element(
        "main",
        {},
        this.rail.queues,
        element(
          "section",
          { class: "list", "aria-label": say("entries") },
          element("div", { class: "tools" }, ...tools),
          this.#filters,
          this.#list.element,
        ),
        element(
          "section",
          { class: "one", "aria-label": say("comment") },
          this.reading.element,
          element("div", { class: "actions", role: "group", "aria-label": say("actions") }, ...actions),
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

  /** The moderator has gone on to another entry. */
  goOn() {
    this.#list.draw();
    this.#list.follow();
    this.reading.element.scrollTop = 0;
    const { entry, current, entries } = this.#queue;
    const name = entry?.comment.author?.name ?? this.#words.say("nobody");
    const text = (entry?.comment.body ?? "").slice(0, 200);
    const place = { number: current + 1, count: entries.length, name, text };
    this.#notices.read(entry ? this.#words.say("reading", place) : this.#words.say("empty"));
  }

  draw() {
    const { searching, filter } = this.#queue;
    this.#sort.hidden = this.#claim.hidden = searching;
    this.#status.hidden = this.#since.hidden = !searching;
    if (!filter.from) this.#since.value = "";
    this.#status.value = filter.status ?? "";
    this.#list.draw();
    this.rail.draw();
    this.#drawFilters();
    this.reading.draw();
  }

  #drawFilters() {
    const { filter, marked, entry } = this.#queue;
    const chips = ["q", "article", "author"].flatMap((name) => {
      const value = /** @type {Record<string, string | undefined>} */ (filter)[name];
      if (value === undefined) return [];
      const shown = name === "author" ? (entry?.comment.author?.name ?? value) : value;
      const off = () => (name === "q" ? this.rail.leave() : this.#narrow({ ...filter, [name]: undefined }));
      return [
        element(
          "button",
          { type: "button", class: "chip", onclick: off },
          `${this.#words.say(`filter.${name}`)}: `,
          element("bdi", {}, shown),
          element("span", { "aria-hidden": "true" }, " ×"),
          element("span", { class: "unseen" }, ` ${this.#words.say("filter-off")}`),
        ),
      ];
    });
    this.#marked.textContent = this.#words.say("so-many-marked", { count: marked.size });
    this.#filters.replaceChildren(...chips, ...(marked.size ? [this.#marked, this.#unmark] : []));
  }

  #refine() {
    const days = Number(this.#since.value);
    const from = days ? new Date(Date.now() - days * 86_400_000).toISOString() : undefined;
    this.#narrow({ ...this.#queue.filter, status: this.#status.value || undefined, from });
  }

  /** @param {Record<string, string | undefined>} filter */
  #narrow(filter) {
    const chosen = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    this.#doing.turn(this.#queue.name, this.#queue.sort, chosen);
  }

  /**
   * @param {string} id
   * @param {string[][]} options value and label
   * @param {() => void} changed
   */
  #choice(id, options, changed) {
    const choices = options.map(([value, label]) => element("option", { value }, label));
    return element("select", { id, "aria-label": this.#words.say(id), onchange: changed }, ...choices);
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
