/** The page, and what its parts work with: who is here, the words, and the requests of this site. */

import { element } from "../shared/dom.js";
import { password } from "./password.js";
import { people } from "./people.js";
import { phases } from "./phases.js";
import { everybody, sessions } from "./sessions.js";
import { webhooks } from "./webhooks.js";

/** @typedef {import("../shared/words.js").Words} Words */

const EVERYBODYS = [sessions, password];
const ADMINISTRATORS = [people, everybody, webhooks, phases];

export class Office {
  session;
  words;
  left;
  #consoleWords;

  /**
   * @param {import("../console/session.js").Session} session
   * @param {Words} words
   * @param {Words} consoleWords
   * @param {() => void} left called when this moderator is signed in no more
   */
  constructor(session, words, consoleWords, left) {
    this.session = session;
    this.words = words;
    this.left = left;
    this.#consoleWords = consoleWords;
  }

  open() {
    const { moderator, site } = this.session;
    const mine = EVERYBODYS.map((make) => make(this));
    const administered = moderator.role === "admin" ? ADMINISTRATORS.map((make) => make(this)) : [];
    const all = [...mine, ...administered];
    const links = all.map(({ name }) => element("a", { href: `#${name}`, onclick: (/** @type {Event} */ event) => go(event, name) }, this.words.say(`${name}.title`)));
    document.body.replaceChildren(
      element(
        "header",
        { class: "top" },
        element("h1", {}, this.words.say("title")),
        element("span", { class: "me" }, element("bdi", {}, moderator.name), " · ", element("bdi", {}, site)),
        element("a", { href: `./${location.search}` }, this.words.say("back")),
      ),
      element(
        "main",
        { class: "office" },
        element("nav", { class: "parts-of-it", "aria-label": this.words.say("title") }, ...links),
        ...mine.map((one) => one.element),
        ...(administered.length ? [element("p", { class: "whose" }, this.words.say("of-the-site", { site }))] : []),
        ...administered.map((one) => one.element),
      ),
    );
    for (const one of all) void one.load();
  }

  /**
   * A request that is about whoever is here.
   *
   * @param {string} path
   * @param {string} method
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  own(path, method, body) {
    return this.session.ask(path, method, body);
  }

  /**
   * A request about the site, which administrators may make.
   *
   * @param {string} path
   * @param {string} method
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  site(path, method, body) {
    return this.session.ask(`../v1/sites/${encodeURIComponent(this.session.site)}/${path}`, method, body);
  }

  /**
   * What the console calls something, such as a queue.
   *
   * @param {string} key
   */
  called(key) {
    return this.#consoleWords.say(key);
  }
}

/**
 * To a part of the page, which is named in no address: the address names the site.
 *
 * @param {Event} event
 * @param {string} name
 */
function go(event, name) {
  event.preventDefault();
  const title = document.getElementById(`${name}-title`);
  title?.scrollIntoView();
  title?.focus({ preventScroll: true });
}
