/** The queues with their numbers, and the way to search through everything. */

import { createRef, html } from "../vendor/preact-htm.js";
import { SEARCH } from "./service.js";
import { Sizes } from "./sizes.js";

/**
 * @typedef {import("./service.js").Filter} Filter
 * @typedef {import("./service.js").QueueSize} QueueSize
 * @typedef {import("./service.js").Sort} Sort
 * @typedef {(queue: string, sort: Sort, filter: Filter, commentId?: string) => void} Turn and look at that comment, if it is there
 */

export class Rail {
  sizes = new Sizes();
  #words;
  #queue;
  #turn;
  /** @type {{queue: string, filter: Filter, commentId: string | undefined}} where the moderator was before searching */
  #before = { queue: "pending", filter: {}, commentId: undefined };
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLInputElement>} */
  #question = createRef();

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {import("./queue.js").Queue} queue
   * @param {Turn} turn
   */
  constructor(words, queue, turn) {
    this.#words = words;
    this.#queue = queue;
    this.#turn = turn;
  }

  focus() {
    this.#question.current?.focus();
    this.#question.current?.select();
  }

  /**
   * To a queue by its place.
   *
   * @param {number} at
   */
  turnTo(at) {
    const size = this.sizes.present[at];
    if (size) this.#open(size.queue);
  }

  queues() {
    return html`<nav class="queues" aria-label=${this.#words.say("queues")}>${this.sizes.present.map((one) => this.#button(one))}</nav>`;
  }

  /** @param {QueueSize} size */
  #button({ queue, count }) {
    return html`
      <button
        key=${queue}
        type="button"
        data-queue=${queue}
        aria-pressed=${String(queue === this.#queue.name)}
        onclick=${() => this.#open(queue)}
      >
        <span>${this.#words.say(`queue.${queue}`)}</span> <b>${this.#words.number(count)}</b>
      </button>
    `;
  }

  search() {
    const label = this.#words.say("search-in");
    const submitted = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#question.current?.blur();
      this.#ask();
    };
    const pressed = (/** @type {KeyboardEvent} */ { key }) => key === "Escape" && this.#question.current?.blur();
    return html`
      <form role="search" class="search" onsubmit=${submitted}>
        <input
          ref=${this.#question}
          type="search"
          id="question"
          maxlength="200"
          dir="auto"
          placeholder=${label}
          aria-label=${label}
          onkeydown=${pressed}
        />
      </form>
    `;
  }

  /** What the window is called: how much waits in the queue in front. */
  get title() {
    const waiting = this.sizes.present.find(({ queue }) => queue === this.#queue.name)?.count ?? 0;
    return `${waiting ? `(${this.#words.number(waiting)}) ` : ""}${this.#words.say("title")}`;
  }

  /** @param {string} queue */
  #open(queue) {
    const { q, status, comment, ...kept } = this.#queue.filter; // what only a search has stays behind
    this.#asked = "";
    this.#turn(queue, this.#queue.sort, kept);
  }

  get #asked() {
    return this.#question.current?.value ?? "";
  }

  set #asked(text) {
    if (this.#question.current) this.#question.current.value = text;
  }

  #ask() {
    const q = this.#asked.trim();
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
    this.#asked = "";
    const { queue, filter, commentId } = this.#before;
    if (this.#queue.searching) this.#turn(queue, this.#queue.sort, filter, commentId);
  }
}
