/** The queues with their numbers, and the way to search through everything. */

import { element } from "../shared/dom.js";
import { SEARCH } from "./service.js";

/**
 * @typedef {import("./service.js").Filter} Filter
 * @typedef {import("./service.js").QueueSize} QueueSize
 * @typedef {import("./service.js").Sort} Sort
 * @typedef {(queue: string, sort: Sort, filter: Filter, commentId?: string) => void} Turn and look at that comment, if it is there
 */

export class Rail {
  queues = element("nav", { class: "queues" });
  search;
  #words;
  #queue;
  #turn;
  /** @type {QueueSize[]} */
  #sizes = [];
  /** @type {{queue: string, filter: Filter, commentId: string | undefined}} where the moderator was before searching */
  #before = { queue: "pending", filter: {}, commentId: undefined };
  #question = element("input", { type: "search", id: "question", maxlength: 200, dir: "auto" });

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {import("./queue.js").Queue} queue
   * @param {Turn} turn
   */
  constructor(words, queue, turn) {
    this.#words = words;
    this.#queue = queue;
    this.#turn = turn;
    this.queues.setAttribute("aria-label", words.say("queues"));
    this.#question.placeholder = words.say("search-in");
    this.#question.setAttribute("aria-label", words.say("search-in"));
    const submitted = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#question.blur();
      this.#ask();
    };
    this.search = element("form", { role: "search", class: "search", onsubmit: submitted }, this.#question);
    this.#question.addEventListener("keydown", ({ key }) => key === "Escape" && this.#question.blur());
  }

  focus() {
    this.#question.focus();
    this.#question.select();
  }

  /**
   * To a queue by its place.
   *
   * @param {number} at
   */
  turnTo(at) {
    const size = this.#sizes[at];
    if (size) this.#open(size.queue);
  }

  /** @param {QueueSize[]} sizes */
  count(sizes) {
    this.#sizes = sizes;
    this.draw();
  }

  /**
   * @param {string} queue
   * @param {number} by what the service will say soon
   */
  countDown(queue, by) {
    this.count(this.#sizes.map((one) => (one.queue === queue ? { ...one, count: Math.max(0, one.count - by) } : one)));
  }

  draw() {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["queue"] : undefined;
    const buttons = this.#sizes.map((one) => this.#button(one));
    this.queues.replaceChildren(...buttons);
    buttons.find((one) => focused && one.dataset["queue"] === focused)?.focus();
    const waiting = this.#sizes.find(({ queue }) => queue === this.#queue.name)?.count ?? 0;
    const title = `${waiting ? `(${this.#words.number(waiting)}) ` : ""}${this.#words.say("title")}`;
    if (document.title !== title) document.title = title;
  }

  /** @param {QueueSize} size */
  #button({ queue, count }) {
    return element(
      "button",
      {
        type: "button",
        "data-queue": queue,
        "aria-pressed": String(queue === this.#queue.name),
        onclick: () => this.#open(queue),
      },
      element("span", {}, this.#words.say(`queue.${queue}`)),
      " ",
      element("b", {}, this.#words.number(count)),
    );
  }

  /** @param {string} queue */
  #open(queue) {
    const { q, status, comment, ...kept } = this.#queue.filter; // what only a search has stays behind
    this.#question.value = "";
    this.#turn(queue, this.#queue.sort, kept);
  }

  #ask() {
    const q = this.#question.value.trim();
    if (q) this.find({ ...this.#queue.filter, q });
    else this.leave();
  }

  /** @param {Filter} filter what is looked for among the comments of every status */
  find(filter) {
    const { name, sort, searching, entry } = this.#queue;
    if (!searching) this.#before = { queue: name, filter: this.#queue.filter, commentId: entry?.comment.id };
    this.#turn(SEARCH, sort, filter);
  }

  /** Back to the queue from which the search began. */
  leave() {
    this.#question.value = "";
    const { queue, filter, commentId } = this.#before;
    if (this.#queue.searching) this.#turn(queue, this.#queue.sort, filter, commentId);
  }
}
