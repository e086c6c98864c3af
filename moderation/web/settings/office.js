/** The page, and what its parts work with: who is here, the words, and the requests of this site. */

import { Top } from "../console/top.js";
import { mistakesIn } from "../shared/mistakes.js";
import { h, html } from "../vendor/preact-htm.js";
import { Password } from "./password.js";
import { People } from "./people.js";
import { Phases } from "./phases.js";
import { Policy } from "./policy.js";
import { Everybody, Sessions } from "./sessions.js";
import { Webhooks } from "./webhooks.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{name: string, Part: (props: {office: Office}) => import("../vendor/preact-htm.js").Child}} Part `name` as in the words
 */

/** @type {Part[]} */
const EVERYBODYS = [
  { name: "sessions", Part: Sessions },
  { name: "password", Part: Password },
];
/** @type {Part[]} */
const ADMINISTRATORS = [
  { name: "policy", Part: Policy },
  { name: "people", Part: People },
  { name: "everybody", Part: Everybody },
  { name: "webhooks", Part: Webhooks },
  { name: "phases", Part: Phases },
];

export class Office {
  session;
  words;
  unsaved;
  left;
  #consoleWords;

  /**
   * @param {import("../console/session.js").Session} session
   * @param {Words} words
   * @param {Words} consoleWords
   * @param {import("./unsaved.js").Unsaved} unsaved
   * @param {() => void} left called when this moderator is signed in no more
   */
  constructor(session, words, consoleWords, unsaved, left) {
    this.session = session;
    this.words = words;
    this.unsaved = unsaved;
    this.left = left;
    this.#consoleWords = consoleWords;
  }

  get administers() {
    return this.session.moderator.role === "admin";
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
   * What the service says is wrong with what was sent.
   *
   * @param {import("../shared/api.js").Problem} problem
   */
  mistakes({ document }) {
    return mistakesIn(this.#consoleWords, document);
  }

  /**
   * What the console calls something, such as a queue; this page's own word where the console has none.
   *
   * @param {string} key
   */
  called(key) {
    return (this.#consoleWords.has(key) ? this.#consoleWords : this.words).say(key);
  }
}

/** @param {{office: Office}} props */
export function Page({ office }) {
  const { words, session } = office;
  const administered = office.administers ? ADMINISTRATORS : [];
  const part = (/** @type {Part} */ { name, Part }) => h(Part, { key: name, office });
  return html`
    ${h(Top, { session, title: words.say("title"), back: words.say("back") })}
    <main class="office">
      <nav class="parts-of-it" aria-label=${words.say("title")}>
        ${[...EVERYBODYS, ...administered].map(({ name }) => html`<a href=${`#${name}`} onclick=${(/** @type {Event} */ event) => go(event, name)}>${words.say(`${name}.title`)}</a>`)}
      </nav>
      ${EVERYBODYS.map(part)}
      ${administered.length > 0 && html`<p class="whose">${words.say("of-the-site", { site: session.site })}</p>`}
      ${administered.map(part)}
    </main>
  `;
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
