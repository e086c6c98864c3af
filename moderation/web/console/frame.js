/** What the desk looks like: the bar, the queues, the tools and the list, the comment and the buttons below it. */

import { createRef, h, html, render } from "../vendor/preact-htm.js";
import { List } from "./list.js";
import { Narrowing } from "./narrowing.js";
import { Rail } from "./rail.js";
import { Reading } from "./reading.js";
import { Service } from "./service.js";
import { showShift } from "./shift.js";
import { choice, hint } from "./views.js";

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
  /** @type {import("../vendor/preact-htm.js").Ref<List>} */
  #list = createRef();
  #narrowing;
  #shift = () => void showShift(this.#words, new Service(this.#session));
  #isOpen = false;
  #live = false;
  /** Seconds for which something is held. */
  #held = 0;

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
    this.rail = new Rail(words, queue, doing.turn);
    this.#narrowing = new Narrowing(words, queue, {
      narrowed: (filter) => doing.turn(queue.name, queue.sort, filter),
      left: () => this.rail.leave(),
      unmark: doing.unmark,
    });
    const narrow = (/** @type {Filter} */ filter) => this.#narrowing.narrow({ ...filter });
    this.reading = new Reading(words, queue, { ...doing, narrow }, () => this.draw());
  }

  open() {
    this.#isOpen = true;
    this.draw();
  }

  /** What is answered from now on is shown to nobody. */
  close() {
    this.#isOpen = false;
  }

  /** @param {boolean} well */
  connected(well) {
    this.#live = well;
    this.draw();
  }

  /** @param {number} until milliseconds since 1970; 0 if nothing is held */
  hold(until) {
    this.#held = Math.max(0, Math.round((until - Date.now()) / 1000));
    this.draw();
  }

  /** The moderator goes on to another entry. */
  goOn() {
    this.#list.current?.follow();
    this.draw();
    this.reading.toTop();
    const { entry, current, entries } = this.#queue;
    const name = entry?.comment.author?.name ?? this.#words.say("nobody");
    const text = (entry?.comment.body ?? "").slice(0, 200);
    const place = { number: current + 1, count: entries.length, name, text };
    this.#notices.read(entry ? this.#words.say("reading", place) : this.#words.say("empty"));
  }

  /** All of it as it is now, and at once; what has not changed costs next to nothing. */
  draw() {
    if (!this.#isOpen) return;
    const { title } = this.rail;
    if (document.title !== title) document.title = title;
    render(html`${this.#top()}${this.#main()}${this.#notices.view()}`, document.body);
  }

  #top() {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const { moderator, site } = this.#session;
    const { history, help, leave } = this.#doing;
    return html`
      <header class="top">
        <h1>${say("title")}</h1>
        ${this.rail.search()}
        <span class=${this.#live ? "live well" : "live"} data-widest=${say("not-live")}>${say(this.#live ? "live" : "not-live")}</span>
        <span class="me"><bdi>${moderator.name}</bdi> · <bdi>${site}</bdi></span>
        <a href="statistics${location.search}">${say("statistics")}</a>
        <a href="settings${location.search}">${say("settings")}</a>
        ${moderator.role === "admin" && html`<a href="rules${location.search}">${say("rules")}</a>`}
        ${this.#button("shift", this.#shift)}
        ${this.#button("history", history, "H")}
        ${this.#button("help", help, "?")}
        ${this.#button("sign-out", leave)}
      </header>
    `;
  }

  #main() {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    return html`
      <main>
        ${this.rail.queues()}
        <section class="list" aria-label=${say("entries")}>
          ${this.#tools()}
          ${this.#narrowing.view()}
          ${h(List, { self: this.#list, words: this.#words, queue: this.#queue, doing: this.#doing })}
        </section>
        <section class="one" aria-label=${say("comment")}>
          ${this.reading.view()}
          <div class="actions" role="group" aria-label=${say("actions")}>${this.#actions()}</div>
        </section>
      </main>
    `;
  }

  #tools() {
    const { sort, name, filter, searching } = this.#queue;
    const { turn, claim, release } = this.#doing;
    const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
    const left = `${Math.floor(this.#held / 60)}:${two(this.#held % 60)}`;
    const lease = html`<span class="lease">${this.#held > 0 && this.#words.say("held-for", { left })}</span>`;
    const sorts = SORTS.map((one) => [one, this.#words.say(`sort.${one}`)]);
    const sorted = (/** @type {string} */ chosen) => turn(name, /** @type {Sort} */ (chosen), filter);
    return html`
      <div class="tools">
        ${choice("sort", sorts, sort, sorted, { label: this.#words.say("sort"), hidden: searching })}
        ${this.#button("claim", claim, "C", { hidden: searching })}
        ${this.#button("release", release, "L", { hidden: !this.#held, more: lease })}
      </div>
    `;
  }

  #actions() {
    const { decide, sweep, undo } = this.#doing;
    const { name, forOthers } = this.#queue;
    const [overturn, uphold] = name === "appeals" ? ["appeal-overturned", "appeal-upheld"] : ["approve", "reject"];
    return [
      this.#button("approve", () => decide("approve"), "A", { label: forOthers ? "approve" : overturn }),
      this.#button("reject", () => decide("reject"), "R", { label: uphold, disabled: forOthers }),
      this.#button("escalate", () => decide("escalate"), "E"),
      this.#button("sweep", sweep, "S"),
      this.#button("undo", undo, "U"),
    ];
  }

  /**
   * @param {string} name
   * @param {() => void} act
   * @param {string} [key]
   * @param {{label?: string, hidden?: boolean, disabled?: boolean, more?: import("./views.js").Child}} [other]
   */
  #button(name, act, key, { label = name, hidden = false, disabled = false, more } = {}) {
    return html`
      <button type="button" class="act ${name}" data-act=${name} hidden=${hidden} disabled=${disabled} onclick=${act}>
        ${this.#words.say(label)}${key && hint(key)}${more}
      </button>
    `;
  }
}
