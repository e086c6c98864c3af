/** `<moderation-discussion article="...">`: the discussion of an article, with its live count. */

import { Account } from "../shared/account.js";
import { Api } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { EventStream } from "../shared/events.js";
import { loadWords } from "../shared/words.js";
import { Announcer } from "./announcer.js";
import { Composer } from "./composer.js";
import { explain } from "./context.js";
import { Memory } from "./memory.js";
import { sorting, sortOf } from "./sorting.js";
import { dress, FIRST } from "./styles.js";
import { Thread } from "./thread.js";
import { Yours } from "./yours.js";

/** @typedef {import("../shared/words.js").Words} Words */
/** @typedef {{api: Api, words: Words, own: Yours, thread: Thread, composer: Composer, stream: EventStream}} Parts */

const LINKED = /^#comment-([0-9a-f-]{36})$/;
const EDIT_WINDOW_SECONDS = 900;
const PAGE_SIZE = 25;
const STARTED_AGAIN = 5000;
const BEHIND = 2000; // milliseconds after which a cache on the way has a fresh page

/**
 * Attributes: `article` (needed), `site`, `server` (default: the page's own), `language` (default: the page's), `sort`,
 * `page-size`, `edit-window` (seconds), `article-title`, `article-url`. Property `token`: what the publisher's server
 * gave the reader who is signed in there. Fires `moderation-count` with `detail.count`, and
 * `moderation-sign-in` when the token does not hold any more and the page should set another one.
 */
export class Discussion extends HTMLElement {
  static observedAttributes = ["article", "site", "server", "language"];

  #root = this.attachShadow({ mode: "open" });
  #token = "";
  #count = 0;
  /** @type {number | null} the count as the stream told it last; null while there is no stream */
  #live = null;
  #loaded = false;
  #open = true;
  /** @type {Parts | null} */
  #parts = null;
  #turn = 0;
  /** @type {number | undefined} */
  #clock;

  #heading = element("h2", { id: "count" });
  #announcer = new Announcer();
  #trouble = element("div", { class: "trouble", role: "alert" });
  #closed = element("p", { class: "quiet", hidden: true });

  connectedCallback() {
    const early = Object.getOwnPropertyDescriptor(this, "token"); // set by a page that was faster than this module
    if (early) {
      Reflect.deleteProperty(this, "token");
      this.token = String(early.value);
    }
    void this.#begin();
  }

  disconnectedCallback() {
    this.#end();
  }

  /**
   * @param {string} _name
   * @param {string | null} before
   * @param {string | null} after
   */
  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && before !== null && before !== after) void this.#begin();
  }

  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
    if (!this.#parts) return;
    this.#parts.api.token = token;
    this.#parts.composer.refresh();
    this.#parts.thread.recognise();
    this.#parts.own.recognise();
  }

  get count() {
    return this.#count;
  }

  /**
   * The stream begins with the present number; if that is not what the page had that was loaded beside it, something
   * happened in between, or a cache was behind.
   *
   * @param {number} count
   */
  #heard(count) {
    const missed = this.#live === null && this.#loaded && count !== this.#count;
    this.#live = count;
    this.#counted(count);
    if (missed) void this.#catchUp();
  }

  /** @param {number} count */
  #counted(count) {
    this.#count = count;
    const sentence = this.#parts?.words.say("count", { count }) ?? "";
    if (this.#heading.textContent === sentence) return;
    this.#heading.textContent = sentence;
    this.dispatchEvent(new CustomEvent("moderation-count", { detail: { count }, bubbles: true, composed: true }));
  }

  async #begin() {
    this.#end();
    const turn = ++this.#turn;
    let words;
    try {
      [words] = await Promise.all([loadWords(this.getAttribute("language") ?? ""), dress(this.#root, FIRST)]);
    } catch {
      window.setTimeout(() => turn === this.#turn && this.isConnected && void this.#begin(), STARTED_AGAIN);
      return;
    }
    if (turn !== this.#turn || !this.isConnected) return;
    this.#parts = this.#build(words);
    this.#clock = window.setInterval(() => this.#parts?.thread.refresh(), 30_000);
    window.addEventListener("hashchange", this.#linked);
    this.#parts.stream.open();
    await this.#load();
    if (turn === this.#turn) await this.#linked();
  }

  #end() {
    this.#turn++;
    clearInterval(this.#clock);
    window.removeEventListener("hashchange", this.#linked);
    this.#parts?.stream.close();
    this.#parts?.thread.stop();
    this.#parts?.composer.stop();
    this.#parts?.own.stop();
    this.#parts = null;
    this.#live = null;
    this.#loaded = false;
  }

  /**
   * @param {Words} words
   * @returns {Parts}
   */
  #build(words) {
    const api = new Api(this.getAttribute("server") ?? "", this.getAttribute("site") ?? "");
    api.token = this.#token;
    api.onexpired = () => this.dispatchEvent(new CustomEvent("moderation-sign-in", { bubbles: true, composed: true }));
    const article = this.getAttribute("article") ?? location.pathname;
    const title = this.getAttribute("article-title") ?? document.title;
    const stage = element("div", { class: "stage" }, ...this.#announcer.elements);
    /** @type {import("./context.js").Context} */
    const context = {
      api, words, article, stage,
      account: new Account(api),
      voice: this.#announcer.elements,
      memory: new Memory(api.scope),
      about: { ...(title && { title }), url: this.getAttribute("article-url") ?? pageAddress() },
      editWindow: 1000 * (Number(this.getAttribute("edit-window")) || EDIT_WINDOW_SECONDS),
      open: () => this.#open,
      announce: (sentence) => this.#announcer.announce(sentence),
      tell: (sentence) => this.#announcer.tell(sentence),
    };
    const thread = new Thread(context, Number(this.getAttribute("page-size")) || PAGE_SIZE);
    thread.sort = sortOf(this.getAttribute("sort"));
    const choice = sorting(words, thread.sort, (sort) => {
      thread.sort = sort;
      void this.#load();
    });
    const posted = (/** @type {import("../shared/api.js").Posted} */ answer) => {
      if (thread.posted(answer)) this.#counted(this.#count + 1);
    };
    thread.onposted = posted;
    const composer = new Composer(context, { done: posted });
    composer.refresh();
    const stream = new EventStream(api.eventsAddress(article), {
      told: (event) => this.#told(event),
      opened: () => void (this.#trouble.hasChildNodes() && this.#load()),
      lost: () => (this.#live = null),
    });
    const own = new Yours(context);
    this.#closed.textContent = words.say("closed");
    this.#root.replaceChildren(
      element(
        "section", { lang: words.language, dir: words.direction, "aria-labelledby": "count" },
        element("header", { class: "top" }, this.#heading, ...own.elements, choice),
        composer.element, this.#closed, this.#trouble, thread.element, stage,
      ),
    );
    const parts = { api, words, own, thread, composer, stream };
    thread.onread = (read) => this.#read(parts, read);
    return parts;
  }

  async #load() {
    const parts = this.#parts;
    if (!parts) return;
    try {
      await parts.thread.load();
    } catch (why) {
      this.#fail(parts, why);
    }
  }

  async #catchUp() {
    const parts = this.#parts;
    if (!parts || !this.#loaded) return;
    try {
      await parts.thread.catchUp();
    } catch (why) {
      this.#fail(parts, why);
    }
  }

  /**
   * @param {Parts} parts
   * @param {import("../shared/api.js").Article} article
   */
  #read(parts, article) {
    if (parts !== this.#parts) return;
    this.#trouble.replaceChildren();
    this.#open = article.open;
    parts.composer.element.hidden = !article.open;
    this.#closed.hidden = article.open;
    this.#loaded = true;
    this.#counted(this.#live ?? article.count);
    if (this.#live !== null && this.#live !== article.count) window.setTimeout(() => void this.#catchUp(), BEHIND);
  }

  /**
   * @param {Parts} parts
   * @param {unknown} why
   */
  #fail(parts, why) {
    if (parts !== this.#parts) return;
    const { words } = parts;
    this.#trouble.replaceChildren(
      element("p", {}, explain(words, why)),
      element("button", { type: "button", onclick: () => void this.#load() }, words.say("again")),
    );
  }

  /** @param {import("../shared/events.js").StreamEvent} event */
  #told({ type, data }) {
    const thread = this.#parts?.thread;
    if (!thread) return;
    if (type === "count") this.#heard(data.count);
    else if (type === "reset") void this.#catchUp();
    else if (type === "comment") thread.arrived(data);
    else if (type === "updated") thread.changed(data);
    else if (type === "removed") void thread.removed(data.id);
  }

  /** A link to one comment was followed. */
  #linked = async () => {
    const id = LINKED.exec(location.hash)?.[1];
    const parts = this.#parts;
    if (!id || !parts) return;
    try {
      await parts.thread.showLinked(id);
    } catch (why) {
      this.#fail(parts, why);
    }
  };
}

/** @returns {string} the address under which the page wants to be known */
function pageAddress() {
  const canonical = document.querySelector('link[rel="canonical"]');
  const address = new URL(canonical instanceof HTMLLinkElement ? canonical.href : location.href);
  address.hash = "";
  return address.href;
}
