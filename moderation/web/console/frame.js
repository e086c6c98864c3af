/** What the desk looks like: the bar, the queues, the tools and the list, the comment and the buttons below it. */

import { element } from "../shared/dom.js";
import { List } from "./list.js";
import { Narrowing } from "./narrowing.js";
import { Rail } from "./rail.js";
import { Reading } from "./reading.js";
import { Service } from "./service.js";
import { showShift } from "./shift.js";

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
 * @property {() => void} history
 * @property {() => void} help
 * @property {() => void} leave
 * @property {import("./rail.js").Turn} turn
 * @property {(at: number) => void} choose
 * @property {(at: number) => void} mark
 * @property {() => void} unmark
 * @property {() => void} more
 * @typedef {Asked & Omit<import("./reading.js").Doing, "narrow">} Doing
 */

/** @type {Sort[]} */
const SORTS = ["priority", "oldest", "newest"];

export class Frame {
  rail;
  reading;
  #words;
  #session;
  #queue;
  #doing;
  #notices;
  #list;
  #live = element("span", { class: "live" });
  #held = element("span", { class: "lease" });
  #approve;
  #reject;
  #claim;
  #release;
  #sort;
  #narrowing;

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
    this.#narrowing = new Narrowing(words, queue, {
      narrowed: (filter) => doing.turn(queue.name, queue.sort, filter),
      left: () => this.rail.leave(),
      unmark: doing.unmark,
    });
    this.reading = new Reading(words, queue, { ...doing, narrow: (filter) => this.#narrowing.narrow({ ...filter }) });
    this.#approve = this.#button("approve", () => doing.decide("approve"), "A");
    this.#reject = this.#button("reject", () => doing.decide("reject"), "R");
    this.#claim = this.#button("claim", doing.claim, "C");
    this.#release = this.#button("release", doing.release, "L");
    this.#release.append(this.#held);
    const sorted = () => doing.turn(queue.name, /** @type {Sort} */ (this.#sort.value), queue.filter);
    this.#sort = this.#choice("sort", SORTS.map((one) => [one, words.say(`sort.${one}`)]), sorted);
    this.connected(false);
    this.hold(0);
  }

  /** @returns {HTMLElement[]} */
  get elements() {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const { decide, sweep, undo, history, help, leave } = this.#doing;
    const who = element("span", { class: "me" }, element("bdi", {}, this.#session.moderator.name), " · ", element("bdi", {}, this.#session.site));
    const tools = [this.#sort, this.#claim, this.#release];
    const actions = [
      this.#approve,
      this.#reject,
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
        element("a", { href: `statistics${location.search}` }, say("statistics")),
        element("a", { href: `settings${location.search}` }, say("settings")),
        this.#session.moderator.role === "admin" && element("a", { href: `rules${location.search}` }, say("rules")),
        this.#button("shift", () => void showShift(this.#words, new Service(this.#session))),
        this.#button("history", history, "H"),
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
          ...this.#narrowing.elements,
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

  /** The moderator has gone on to another entry, which is drawn already. */
  goOn() {
    this.#list.follow();
    this.reading.toTop();
    const { entry, current, entries } = this.#queue;
    const name = entry?.comment.author?.name ?? this.#words.say("nobody");
    const text = (entry?.comment.body ?? "").slice(0, 200);
    const place = { number: current + 1, count: entries.length, name, text };
    this.#notices.read(entry ? this.#words.say("reading", place) : this.#words.say("empty"));
  }

  draw() {
    const { searching, name } = this.#queue;
    this.#sort.hidden = this.#claim.hidden = searching;
    const hearing = name === "appeals";
    this.#label(this.#approve, hearing ? "appeal-overturned" : "approve");
    this.#label(this.#reject, hearing ? "appeal-upheld" : "reject");
    this.#list.draw();
    this.rail.draw();
    this.#narrowing.draw();
    this.reading.draw();
  }

  /**
   * @param {HTMLElement} button
   * @param {string} key
   */
  #label(button, key) {
    const text = this.#words.say(key);
    if (button.firstChild && button.firstChild.textContent !== text) button.firstChild.textContent = text;
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
