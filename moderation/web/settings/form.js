/** Forms whose mistakes are told at the field where they were made. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { sentence } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 *
 * @typedef {object} Field
 * @property {string} name as the interface has it
 * @property {string} label
 * @property {"text" | "url" | "email" | "password" | "number" | "select" | "check" | "checks"} [kind]
 * @property {string | number | boolean | string[]} [value]
 * @property {[string, string][]} [options] value and label
 * @property {string} [hint]
 * @property {string} [complete] what the browser may fill in
 * @property {boolean} [code] whether it is nobody's language
 *
 * @typedef {Record<string, any>} Values
 */

let made = 0;

/**
 * @param {Office} office
 * @param {string} label what the form is for
 * @param {Field[]} fields
 * @param {string} done the button's
 * @param {(values: Values) => Promise<unknown>} send
 * @param {(() => void) | null} [leave] where one may think better of it
 */
export function form(office, label, fields, done, send, leave = null) {
  made += 1;
  const trouble = element("p", { class: "wrong", role: "alert", lang: "en", dir: "auto" });
  const button = element("button", { class: "primary" }, done);
  const rows = fields.map((field) => new Row(field, `field-${made}-${field.name}`));
  const submitted = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    button.disabled = true;
    trouble.textContent = "";
    for (const row of rows) row.blame([]);
    try {
      await send(Object.fromEntries(rows.map((row) => [row.name, row.value])));
    } catch (why) {
      const blamed = why instanceof Problem && why.status === 422 ? rows.filter((row) => row.blame(why.document["errors"]?.[row.name])) : [];
      if (blamed[0]) blamed[0].focus();
      else trouble.textContent = sentence(why, office);
    } finally {
      button.disabled = false;
    }
  };
  return element(
    "form",
    { class: "entry", novalidate: true, "aria-label": label, onsubmit: (/** @type {SubmitEvent} */ event) => void submitted(event) },
    ...rows.map((row) => row.element),
    trouble,
    element("div", { class: "row" }, button, leave && element("button", { type: "button", onclick: leave }, office.words.say("leave-it"))),
  );
}

class Row {
  name;
  element;
  #kind;
  /** @type {(HTMLInputElement | HTMLSelectElement)[]} */
  #inputs;
  #wrong;

  /**
   * @param {Field} field
   * @param {string} id
   */
  constructor(field, id) {
    this.name = field.name;
    this.#kind = field.kind ?? "text";
    this.#wrong = element("span", { class: "wrong", id: `${id}-wrong`, lang: "en", dir: "auto", role: "alert" });
    const about = `${id}-wrong${field.hint ? ` ${id}-hint` : ""}`;
    this.#inputs = inputs(field, id, about);
    const hint = field.hint && element("span", { class: "quiet", id: `${id}-hint` }, field.hint);
    this.element = this.#kind === "checks" ? this.#group(field, about, hint) : this.#line(field, id, hint);
  }

  /** @returns {string | number | boolean | string[]} */
  get value() {
    const [first] = this.#inputs;
    if (this.#kind === "checks") return this.#inputs.filter((one) => one instanceof HTMLInputElement && one.checked).map(({ value }) => value);
    if (first instanceof HTMLInputElement && this.#kind === "check") return first.checked;
    return this.#kind === "number" ? Number(first?.value) : (first?.value ?? "");
  }

  focus() {
    this.#inputs[0]?.focus();
  }

  /**
   * @param {unknown} sentences what is wrong here; a list within a list for one choice of many
   * @returns {boolean} whether anything is
   */
  blame(sentences) {
    const said = sentences ? Object.values(/** @type {any} */ (sentences)).flat(2) : [];
    this.#wrong.textContent = said.join(" ");
    for (const one of this.#inputs) one.setAttribute("aria-invalid", String(said.length > 0));
    return said.length > 0;
  }

  /**
   * @param {Field} field
   * @param {string} id
   * @param {HTMLElement | "" | undefined} hint
   */
  #line({ label }, id, hint) {
    const named = element("label", { for: id }, label);
    const parts = this.#kind === "check" ? [element("span", { class: "check" }, ...this.#inputs, named)] : [named, ...this.#inputs];
    return element("div", { class: "field" }, ...parts, hint, this.#wrong);
  }

  /**
   * @param {Field} field
   * @param {string} about
   * @param {HTMLElement | "" | undefined} hint
   */
  #group({ label, options = [], code }, about, hint) {
    const choices = this.#inputs.map((one, at) => {
      const text = options[at]?.[1] ?? "";
      return element("label", { class: "check" }, one, code ? element("code", { dir: "ltr" }, text) : text);
    });
    return element("fieldset", { class: "field", "aria-describedby": about }, element("legend", {}, label), element("div", { class: "checks" }, ...choices), hint, this.#wrong);
  }
}

/**
 * @param {Field} field
 * @param {string} id
 * @param {string} about
 * @returns {(HTMLInputElement | HTMLSelectElement)[]}
 */
function inputs({ name, kind = "text", value = "", options = [], complete = "off", code }, id, about) {
  const known = { id, name, "aria-describedby": about };
  if (kind === "select") {
    const choices = options.map(([one, text]) => element("option", { value: one, selected: one === value }, text));
    return [element("select", known, ...choices)];
  }
  if (kind === "check") return [element("input", { ...known, type: "checkbox", checked: value === true })];
  if (kind === "checks") {
    const chosen = Array.isArray(value) ? value : [];
    return options.map(([one]) => element("input", { type: "checkbox", value: one, checked: chosen.includes(one) }));
  }
  const isCode = code || kind === "url" || kind === "email";
  const more = { autocomplete: complete, autocapitalize: "none", spellcheck: "false", dir: isCode ? "ltr" : "auto" };
  return [element("input", { ...known, type: kind, value: String(value), ...more })];
}
