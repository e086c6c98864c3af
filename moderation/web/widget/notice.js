/** What a notice of illegal content declares beside its explanation (Digital Services Act, article 16). */

import { element } from "../shared/dom.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").Notice} Notice */

const OF_CHILDREN = "PROTECTION_OF_MINORS"; // about which nobody has to say who they are
const CATEGORIES = [
  "ILLEGAL_OR_HARMFUL_SPEECH", "VIOLENCE", OF_CHILDREN, "CYBER_VIOLENCE", "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
  "RISK_FOR_PUBLIC_SECURITY", "SELF_HARM", "SCAMS_AND_FRAUD", "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
  "UNSAFE_AND_PROHIBITED_PRODUCTS", "NOT_SPECIFIED_NOTICE",
];
const LONGEST_LAW = 500;
const LONGEST_NAME = 200;
const LONGEST_ADDRESS = 254;
let made = 0;

export class NoticeFields {
  #words;
  #signedIn;
  #category;
  #law;
  #name;
  #email;
  #goodFaith;

  /** @param {Context} context */
  constructor({ words, api }) {
    this.#words = words;
    this.#signedIn = () => Boolean(api.token);
    const number = ++made;
    const id = (/** @type {string} */ field) => `${field}-${number}`;
    this.#category = element(
      "select", { id: id("category") },
      element("option", { value: "" }, words.say("notice.any")),
      ...CATEGORIES.map((category) => element("option", { value: category }, words.say(`category.${category}`))),
    );
    this.#law = element("input", { id: id("law"), type: "text", maxlength: LONGEST_LAW, dir: "auto" });
    this.#name = element("input", {
      id: id("sender"), type: "text", maxlength: LONGEST_NAME, autocomplete: "name", dir: "auto", "aria-describedby": id("who"),
    });
    this.#email = element("input", {
      id: id("email"), type: "email", maxlength: LONGEST_ADDRESS, autocomplete: "email", dir: "ltr", "aria-describedby": id("who"),
    });
    this.#goodFaith = element("input", { id: id("faith"), type: "checkbox" });
    const labelled = (/** @type {HTMLElement} */ field, /** @type {string} */ key) => [element("label", { for: field.id }, words.say(key)), field];
    this.element = element(
      "div", { class: "notice-fields", hidden: true },
      ...labelled(this.#category, "notice.category"),
      ...labelled(this.#law, "notice.law"),
      element("p", { class: "quiet", id: id("who") }, words.say("notice.who")),
      ...labelled(this.#name, "notice.name"),
      ...labelled(this.#email, "notice.email"),
      element("label", { class: "faith", for: this.#goodFaith.id }, this.#goodFaith, words.say("notice.faith")),
    );
  }

  /** @returns {{field: HTMLElement, sentence: string} | null} what the law asks for and is not there */
  get missing() {
    const anonymous = this.#category.value === OF_CHILDREN;
    for (const field of [this.#name, this.#email, this.#goodFaith]) field.removeAttribute("aria-invalid");
    const named = this.#name.value.trim() || this.#signedIn();
    if (!named && !anonymous) return this.#lacking(this.#name, "missing.sender");
    const given = this.#email.value.trim();
    if ((!given && !anonymous) || !this.#email.validity.valid) return this.#lacking(this.#email, "missing.email");
    if (!this.#goodFaith.checked) return this.#lacking(this.#goodFaith, "missing.faith");
    return null;
  }

  /** @returns {Omit<Notice, "explanation" | "location">} */
  get declared() {
    const said = { law: this.#law.value, category: this.#category.value, name: this.#name.value, email: this.#email.value };
    const given = Object.entries(said).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
    return { good_faith: this.#goodFaith.checked, ...Object.fromEntries(given) };
  }

  /**
   * @param {HTMLElement} field
   * @param {string} key
   */
  #lacking(field, key) {
    return { field, sentence: this.#words.say(key) };
  }
}

/**
 * The confirmation of receipt, with the number by which its holder learns the outcome.
 *
 * @param {Context} context
 * @param {string} number
 * @param {() => void} close
 * @returns {HTMLElement}
 */
export function receipt({ words }, number, close) {
  const id = `receipt-${++made}`;
  return element(
    "div", { class: "report-form receipt", tabindex: -1, role: "group", "aria-labelledby": `title-${id}` },
    element("p", { class: "title", id: `title-${id}` }, words.say("notice.received")),
    element("label", { for: id }, words.say("notice.number")),
    element("input", {
      id, type: "text", readonly: true, value: number, dir: "ltr",
      onfocus: (/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select(),
    }),
    element("p", {}, words.say("notice.keep")),
    element("div", { class: "buttons" }, element("button", { type: "button", onclick: close }, words.say("close"))),
  );
}
