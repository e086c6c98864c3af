/** The bench on which rules are made: written, checked while one writes, tried on what was written, saved. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { Editor } from "./editor.js";
import { outcome } from "./outcome.js";

/**
 * @typedef {{name: string, type: string, meaning: string, choices: string[]}} Field
 * @typedef {{name: string, title: string, text: string}} Starter
 * @typedef {object} Language
 * @property {Field[]} fields
 * @property {Starter[]} starters
 * @property {{characters: number, fixed: number, per_character: number}} limits
 */

const PAUSE = 400; // milliseconds without a key after which rules are checked
const SIZES = [100, 1000, 5000];

export class Bench {
  #session;
  #words;
  #left;
  #editor;
  #said = element("p", { class: "said", role: "status" });
  #cost = element("p", { class: "quiet" });
  #found = element("div", { class: "found" });
  #save;
  #try;
  #sizes;
  #saved = "";
  #version = 0;
  /** @type {Language | null} */
  #language = null;
  /** @type {number | undefined} */
  #pausing;
  #asked = 0;

  /**
   * @param {import("../console/session.js").Session} session
   * @param {import("../shared/words.js").Words} words
   * @param {() => void} left called when this moderator is signed in no more
   */
  constructor(session, words, left) {
    this.#session = session;
    this.#words = words;
    this.#left = left;
    this.#editor = new Editor(words, () => this.#changed());
    this.#save = element("button", { type: "button", class: "primary", onclick: () => void this.#attempt(() => this.#store()) }, words.say("save"));
    this.#try = element("button", { type: "button", onclick: () => void this.#attempt(() => this.#rehearse()) }, words.say("try"));
    this.#sizes = element(
      "select",
      { id: "last", "aria-label": words.say("last") },
      ...SIZES.map((size) => element("option", { value: size, selected: size === 1000 }, words.say("newest", { count: size }))),
    );
  }

  async open() {
    document.body.replaceChildren(
      element(
        "header",
        { class: "top" },
        element("h1", {}, this.#words.say("title")),
        element("span", { class: "me" }, element("bdi", {}, this.#session.moderator.name), " · ", element("bdi", {}, this.#session.site)),
        element("a", { href: `./${location.search}` }, this.#words.say("back")),
      ),
      element("main", { class: "bench" }, this.#said),
    );
    await this.#attempt(() => this.#read());
  }

  async #read() {
    const [language, policy] = await Promise.all([this.#ask("rules/language", "GET"), this.#ask("policy", "GET")]);
    this.#language = language;
    this.#saved = this.#editor.text = policy.rules;
    this.#version = policy.version;
    document.querySelector("main")?.replaceChildren(...this.#parts(language));
    window.addEventListener("beforeunload", (event) => {
      if (this.#editor.text !== this.#saved) event.preventDefault();
    });
    this.#changed();
  }

  /** @param {Language} language */
  #parts(language) {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const starter = element(
      "select",
      { id: "starter", "aria-label": say("starters"), onchange: () => this.#begin(starter) },
      element("option", { value: "" }, say("starters")),
      ...language.starters.map(({ name, title }) => element("option", { value: name, lang: "en" }, title)),
    );
    return [
      element(
        "section",
        { class: "writing", "aria-label": say("rules") },
        element("p", { class: "quiet" }, say("lead"), " ", element("a", { href: "../docs/rules/" }, say("how"))),
        element("div", { class: "tools" }, starter, this.#sizes, this.#try, this.#save),
        ...this.#editor.elements,
        this.#cost,
        this.#said,
        this.#vocabulary(language.fields),
      ),
      element("section", { class: "outcome", "aria-label": say("outcome") }, element("h2", {}, say("outcome")), this.#found),
    ];
  }

  /** @param {Field[]} fields */
  #vocabulary(fields) {
    const rows = fields.map(({ name, meaning }) =>
      element(
        "div",
        {},
        element("dt", {}, element("button", { type: "button", class: "link", onclick: () => this.#editor.insert(name) }, name)),
        element("dd", {}, meaning),
      ),
    );
    return element(
      "details",
      {},
      element("summary", {}, this.#words.say("fields")),
      element("dl", { class: "fields", lang: "en", dir: "ltr" }, ...rows),
    );
  }

  /** @param {HTMLSelectElement} chosen */
  #begin(chosen) {
    const starter = this.#language?.starters.find(({ name }) => name === chosen.value);
    chosen.value = "";
    if (!starter) return;
    const before = this.#editor.text.trimEnd();
    // Only the first line of rules may name a zone.
    const text = before ? starter.text.replace(/^zone .*\n/m, "") : starter.text;
    this.#editor.text = before ? `${before}\n\n${text}` : text;
    this.#changed();
  }

  #changed() {
    this.#save.disabled = this.#editor.text === this.#saved;
    clearTimeout(this.#pausing);
    this.#pausing = window.setTimeout(() => void this.#attempt(() => this.#check()), PAUSE);
  }

  async #check() {
    const asked = ++this.#asked;
    const found = await this.#dryRun(0);
    if (asked !== this.#asked) return;
    this.#editor.tell([]);
    const limits = this.#language?.limits;
    if (limits) {
      const share = Math.max(found.cost.fixed / limits.fixed, found.cost.per_character / limits.per_character);
      const percent = new Intl.NumberFormat(this.#words.language, { style: "percent" }).format(share);
      this.#cost.textContent = this.#words.say("cost", { count: found.rules.length, percent });
    }
  }

  async #rehearse() {
    this.#try.disabled = true;
    this.#said.textContent = this.#words.say("trying");
    try {
      const found = await this.#dryRun(Number(this.#sizes.value));
      this.#editor.tell([]);
      this.#found.replaceChildren(...outcome(found, this.#words));
      this.#said.textContent = this.#words.say("tried", { count: found.looked_at });
    } finally {
      this.#try.disabled = false;
    }
  }

  async #store() {
    const rules = this.#editor.text;
    const policy = await this.#ask("policy", "PUT", { rules, version: this.#version });
    this.#saved = policy.rules;
    this.#version = policy.version;
    this.#save.disabled = this.#editor.text === this.#saved;
    this.#editor.tell([]);
    this.#said.textContent = this.#words.say("saved");
  }

  /**
   * @param {number} last
   * @returns {Promise<import("./outcome.js").DryRun>}
   */
  #dryRun(last) {
    return this.#ask("rules/dry-run", "POST", { rules: this.#editor.text, last });
  }

  /**
   * @param {string} path
   * @param {string} method
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  #ask(path, method, body) {
    return this.#session.ask(`../v1/sites/${encodeURIComponent(this.#session.site)}/${path}`, method, body);
  }

  /** @param {() => Promise<void>} work */
  async #attempt(work) {
    try {
      await work();
    } catch (why) {
      this.#failed(why);
    }
  }

  /** @param {unknown} why */
  #failed(why) {
    if (!(why instanceof Problem)) {
      this.#said.textContent = this.#words.say("away");
    } else if (why.status === 401) {
      this.#left();
    } else if (why.document["mistakes"]) {
      this.#editor.tell(why.document["mistakes"]);
      this.#cost.textContent = "";
      this.#said.textContent = this.#words.say("wrong", { count: why.document["mistakes"].length });
    } else if (why.status === 403) {
      this.#said.textContent = this.#words.say("administrators");
    } else if (why.slug === "conflict") {
      this.#said.textContent = this.#words.say("changed-meanwhile");
    } else {
      this.#said.textContent = why.message;
    }
  }
}
