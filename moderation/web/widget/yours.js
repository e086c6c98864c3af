/**
 * The button to what concerns the reader alone, and what is told of it: how many outcomes there are to look at, and
 * that a comment was rejected while its author was away.
 */

import { element, holdsFocus } from "../shared/dom.js";
import { bring } from "./later.js";

const ASKED_AFTER = 1500; // milliseconds: the discussion comes first, and the page may sign its reader in late

/**
 * The button is there for everybody: whoever holds the receipt of a notice may ask from any browser. Nothing is asked
 * for a reader who waits for nothing and wrote nothing here.
 */
export class Yours {
  #context;
  #earlier;
  #reader;
  /** @type {import("./news.js").News | undefined} */
  #news;
  /** @type {number | undefined} */
  #timer;
  /** @type {IntersectionObserver | undefined} */
  #watching;

  #button;
  #trouble = element("div", { class: "form" });
  #notice = element("div", { class: "missed", role: "status" });

  /** @param {import("./context.js").Context} context */
  constructor(context) {
    const { api, memory, words } = context;
    this.#context = context;
    this.#earlier = memory.awaited.map((one) => one.id);
    this.#reader = api.reader;
    this.#button = element(
      "button", { type: "button", class: "yours", onclick: () => this.#open(this.#trouble) }, words.say("yours"),
    );
    this.elements = [this.#button, this.#trouble];
    this.#askSoon();
  }

  /** Somebody else is signed in, or nobody. */
  recognise() {
    const { reader } = this.#context.api;
    if (reader === this.#reader) return;
    this.#reader = reader;
    this.#news?.forget();
    this.#clear();
    this.#askSoon();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#watching?.disconnect();
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), ASKED_AFTER);
  }

  async #ask() {
    const { api, memory } = this.#context;
    if (!this.#earlier.length && !memory.wrote(api.reader)) return;
    try {
      const { News } = await import("./news.js");
      this.#news ??= new News(
        this.#context, this.#earlier, (count) => this.#heard(count), (count) => this.#missed(count),
      );
      await this.#news.ask();
    } catch {
      // another time
    }
  }

  /** @param {number} count */
  #heard(count) {
    const { words } = this.#context;
    this.#button.textContent = count ? words.say("yours.news", { count }) : words.say("yours");
    this.#button.classList.toggle("news", count > 0);
  }

  /** Tell of rejected comments. They count as told of when the reader can see it. @param {number} count */
  #missed(count) {
    const { stage, words } = this.#context;
    const close = { type: "button", class: "close", "aria-label": words.say("close"), onclick: () => this.#clear() };
    const said = [
      element("p", {}, words.say("yours.missed", { count })),
      element("button", { type: "button", onclick: () => this.#open(this.#notice) }, words.say("yours.why")),
      element("button", close, "✕"),
    ];
    stage.before(this.#notice);
    requestAnimationFrame(() => this.#notice.replaceChildren(...said)); // heard only where the region was there before
    this.#watching?.disconnect();
    this.#watching = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) this.#news?.told();
    });
    this.#watching.observe(this.#notice);
  }

  #clear() {
    this.#watching?.disconnect();
    if (holdsFocus(this.#notice)) this.#button.focus({ preventScroll: true });
    this.#notice.replaceChildren();
    this.#notice.remove();
  }

  /** @param {HTMLElement} place where it is told that the window cannot be loaded */
  #open(place) {
    void bring(this.#context, () => import("./affairs.js"), place, ({ showAffairs }) => {
      if (this.#context.stage.querySelector("dialog")) return;
      this.#button.focus({ preventScroll: true }); // so that it has the focus again afterwards
      showAffairs(this.#context, this.#button.classList.contains("news"));
      this.#clear();
      this.#news?.seen();
    });
  }
}
