/** A list that is read page by page, whenever its reader asks for more. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { explain } from "./context.js";

/**
 * @template Item
 * @typedef {import("../shared/account.js").Page<Item>} Page
 */

/** @template Item */
export class Pages {
  #context;
  #read;
  #show;
  #empty;
  #reading = false;
  #list = element("ol", { class: "pages", role: "list" });
  #below = element("div", { class: "more" });

  /**
   * @param {import("./context.js").Context} context
   * @param {(cursor: string | null) => Promise<Page<Item>>} read
   * @param {(item: Item) => HTMLElement | null} show null for what is not listed
   * @param {string} empty what is said where there is nothing
   */
  constructor(context, read, show, empty) {
    this.#context = context;
    this.#read = read;
    this.#show = show;
    this.#empty = empty;
    this.element = element("div", {}, this.#list, this.#below);
  }

  /**
   * Read a page, the first one unless said otherwise, and put it below those that are there.
   *
   * @param {string | null} [cursor]
   */
  async load(cursor = null) {
    if (this.#reading) return;
    this.#reading = true;
    const { words } = this.#context;
    this.#below.replaceChildren(element("p", { class: "quiet", role: "status" }, words.say("loading")));
    try {
      const { items, next_cursor: next } = await this.#read(cursor);
      const shown = items.map(this.#show).filter((one) => one !== null).map((one) => element("li", {}, one));
      this.#list.append(...shown);
      if (cursor) shown[0]?.querySelector("article")?.focus();
      this.#below.replaceChildren(
        next
          ? this.#button("show.more", next)
          : this.#list.childElementCount ? "" : element("p", { class: "quiet" }, this.#empty),
      );
    } catch (why) {
      this.#below.replaceChildren(
        element("div", { class: "notice", role: "alert" }, element("p", {}, explain(words, why))),
        this.#button("again", cursor),
      );
    } finally {
      this.#reading = false;
    }
  }

  /**
   * @param {string} label
   * @param {string | null} cursor
   */
  #button(label, cursor) {
    return element("button", { type: "button", onclick: () => void this.load(cursor) }, this.#context.words.say(label));
  }
}

/**
 * For what may be gone when it is asked for by itself: `.catch(missing)`.
 *
 * @param {unknown} why
 * @returns {null}
 */
export function missing(why) {
  if (why instanceof Problem && why.status === 404) return null;
  throw why;
}
