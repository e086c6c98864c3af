/** One part of the page: what there is, and what went wrong where. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { closing, shown } from "../console/dialogs.js";

/**
 * @typedef {import("./office.js").Office} Office
 */

export class Section {
  name;
  element;
  #office;
  #fill;
  #content = element("div", { class: "content" });
  #trouble = element("p", { class: "wrong", role: "alert", tabindex: -1 });
  #said = element("p", { class: "done", role: "status" });

  /**
   * @param {Office} office
   * @param {string} name under which its words are found
   * @param {() => Promise<(Node | string)[]>} fill reads what there is
   * @param {HTMLElement[]} [beside] what stays while the rest is read again
   */
  constructor(office, name, fill, beside = []) {
    this.name = name;
    this.#office = office;
    this.#fill = fill;
    const { words } = office;
    this.element = element(
      "section",
      { class: "panel", id: name, "aria-labelledby": `${name}-title` },
      element("h2", { id: `${name}-title`, tabindex: -1 }, words.say(`${name}.title`)),
      element("p", { class: "quiet" }, words.say(`${name}.lead`)),
      this.#trouble,
      this.#content,
      ...beside,
      this.#said,
    );
  }

  /** Read what there is, and show it. */
  async load() {
    await this.#guard(async () => this.#content.replaceChildren(...(await this.#fill())));
  }

  /**
   * Something that changes what is listed, which is read again then.
   *
   * @param {() => Promise<unknown>} work
   * @param {string} said once it is done
   */
  async attempt(work, said) {
    if (!(await this.quietly(work))) return;
    await this.load();
    this.#said.textContent = said;
  }

  /**
   * Something after which what is listed is still true.
   *
   * @param {() => Promise<unknown>} work
   */
  quietly(work) {
    this.#said.textContent = "";
    return this.#guard(work);
  }

  /** @param {() => Promise<unknown>} work */
  async #guard(work) {
    this.#trouble.textContent = "";
    try {
      await work();
      return true;
    } catch (why) {
      this.#trouble.textContent = sentence(why, this.#office);
      if (this.#trouble.textContent) this.#trouble.scrollIntoView({ block: "nearest" });
      return false;
    }
  }
}

/**
 * What is said of a failure; nothing to whoever has to sign in anew.
 *
 * @param {unknown} why
 * @param {Office} office
 */
export function sentence(why, office) {
  if (!(why instanceof Problem)) return office.words.say("away");
  if (why.status !== 401) return why.message;
  office.left();
  return "";
}

/**
 * Asks once more before something is gone for good.
 *
 * @param {Office} office
 * @param {string} question
 * @param {string} done the button's
 */
export async function confirmed({ words }, question, done) {
  const button = element("button", { class: "primary reject", value: "yes" }, done);
  const form = element("form", { method: "dialog" }, element("p", {}, question), element("div", { class: "row" }, button, closing(words)));
  return (await shown(form, question)) === "yes";
}

/**
 * A button that does something about a thing with a name.
 *
 * @param {string} label
 * @param {string} name
 * @param {() => unknown} act
 */
export function act(label, name, act) {
  return element("button", { type: "button", "aria-label": `${label}: ${name}`, onclick: () => void act() }, label);
}

/**
 * A secret that is shown this once, to be copied.
 *
 * @param {Office} office
 * @param {string} label
 * @param {string} text
 */
export function secret({ words }, label, text) {
  const field = element("input", { type: "text", readonly: true, value: text, dir: "ltr", "aria-label": label, spellcheck: "false", onfocus: () => field.select() });
  const said = element("span", { class: "quiet", role: "status" });
  const copy = async () => {
    field.select();
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    said.textContent = words.say(copied ? "copied" : "copy-by-hand");
  };
  const box = element(
    "div",
    { class: "secret", role: "group", "aria-label": label },
    element("p", {}, element("b", {}, label), " ", words.say("this-once")),
    element(
      "div",
      { class: "row" },
      field,
      element("button", { type: "button", onclick: () => void copy() }, words.say("copy")),
      element("button", { type: "button", onclick: () => box.remove() }, words.say("kept-it")),
    ),
    said,
  );
  return box;
}
