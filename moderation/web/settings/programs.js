/** Other programs of one kind, told or asked: a list of them, a form for one more, and what can be done with each. */

import { element } from "../shared/dom.js";
import { form } from "./form.js";
import { Section, confirmed, secret } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./form.js").Values} Values
 */

/**
 * @template Asked what an administrator sets
 * @typedef {object} Kind
 * @property {string} one `webhook` or `phase`: so its words and its path begin
 * @property {Asked} fresh of one that is not there yet
 * @property {(present: Asked) => Field[]} fields
 */

/**
 * @template Asked
 * @template Kept as the service lists it
 * @param {Office} office
 * @param {Kind<Asked>} kind
 * @param {(program: Kept) => string} named
 * @param {(section: Section, program: Kept) => Node} row
 */
export function programs(office, { one, fresh, fields }, named, row) {
  const { words } = office;
  const path = `${one}s`;
  const news = element("div", { class: "news" });
  const section = new Section(
    office,
    path,
    async () => {
      const { items } = await office.site(path, "GET");
      if (!items.length) return [element("p", { class: "quiet" }, words.say(`no-${path}`))];
      return [element("ul", { class: "things" }, ...items.map((/** @type {Kept} */ each) => row(section, each)))];
    },
    [news],
  );
  const create = async (/** @type {Values} */ values) => {
    const made = await office.site(path, "POST", values);
    news.replaceChildren(secret(office, words.say("secret-of", { name: named(made) }), made.secret), adding());
    await section.load();
  };
  const title = words.say(`add-${one}`);
  const adding = () => element("details", {}, element("summary", {}, title), form(office, title, fields(fresh), words.say("create"), create));
  news.append(adding());
  return section;
}

/** What can be done with a program, or with who holds a token, and the place below it where that happens. */
export class Deeds {
  below = element("div", {});
  #office;
  #section;
  #path;
  #name;

  /**
   * @param {Office} office
   * @param {Section} section
   * @param {string} path of it, below the site's
   * @param {string} name
   */
  constructor(office, section, path, name) {
    this.#office = office;
    this.#section = section;
    this.#path = path;
    this.#name = name;
  }

  /**
   * A form below it.
   *
   * @param {string} does under which its title is found
   * @param {Field[]} fields
   * @param {string} button under which that word is found
   * @param {(values: Values) => Promise<void>} send
   */
  ask(does, fields, button, send) {
    const { words } = this.#office;
    this.below.replaceChildren(form(this.#office, words.say(does), fields, words.say(button), send, () => this.below.replaceChildren()));
    this.below.querySelector("input")?.focus();
  }

  /** @param {Field[]} fields */
  change(fields) {
    this.ask("change", fields, "save", async (values) => {
      await this.#office.site(this.#path, "PATCH", values);
      await this.#section.attempt(async () => {}, this.#said("changed"));
    });
  }

  /** @param {boolean} enabled from now on */
  enable(enabled) {
    return this.#section.attempt(() => this.#office.site(this.#path, "PATCH", { enabled }), this.#said(enabled ? "resumed" : "paused"));
  }

  /** A new secret; the present one holds on for a while. */
  renew() {
    return this.#section.quietly(async () => {
      if (!(await this.#sure("renew-sure", "new-secret"))) return;
      const found = await this.#office.site(`${this.#path}/secrets`, "POST", {});
      this.below.replaceChildren(secret(this.#office, this.#said("secret-of"), found.secret));
    });
  }

  async remove() {
    if (!(await this.#sure("delete-sure", "delete"))) return;
    await this.#section.attempt(() => this.#office.site(this.#path, "DELETE"), this.#said("deleted"));
  }

  /** @param {string} key */
  #said(key) {
    return this.#office.words.say(key, { name: this.#name });
  }

  /**
   * @param {string} question
   * @param {string} button
   */
  #sure(question, button) {
    return confirmed(this.#office, this.#said(question), this.#office.words.say(button));
  }
}
