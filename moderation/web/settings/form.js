/** Forms whose mistakes are told at the field where they were made. */

import { Problem } from "../shared/api.js";
import { h, html, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact-htm.js";
import { Entry, asTyped, valueOf } from "./entry.js";
import { sentence } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./entry.js").Field} Field
 * @typedef {import("./entry.js").Mistake} Mistake
 * @typedef {Record<string, any>} Values
 */

let made = 0;

/** What keeps a form from being sent on, in the words of the page. */
export class Objection extends Error {}

/**
 * @param {object} props
 * @param {Office} props.office
 * @param {string} props.label what the form is for
 * @param {string} [props.place] by which is known what was typed in it
 * @param {Field[]} props.fields
 * @param {string} props.done the button's
 * @param {(values: Values) => Promise<unknown>} props.send
 * @param {(() => void) | null} [props.leave] where one may think better of it
 * @param {boolean} [props.clears] whether the fields show what there is again once it was sent
 * @param {boolean} [props.focused] whether one begins to type at once
 */
export function Form({ office, label, place = label, fields, done, send, leave = null, clears = false, focused = false }) {
  const id = useMemo(() => `field-${++made}`, []);
  const { unsaved } = office;
  const [typed, setTyped] = useState(() => unsaved.typed(place, fields));
  const [mistakes, setMistakes] = useState(/** @type {Record<string, Mistake[]>} */ ({}));
  const [trouble, setTrouble] = useState(/** @type {{text: string, language?: string}} */ ({ text: "" }));
  const [busy, setBusy] = useState(false);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  useLayoutEffect(() => {
    if (focused) form.current?.querySelector("input")?.focus();
    return () => void (leave && unsaved.drop(place));
  }, []);
  useLayoutEffect(() => unsaved.keep(place, fields, typed, leave === null), [typed]); // what a button opens begins anew
  useLayoutEffect(() => {
    const wrong = form.current?.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [mistakes]);

  const shown = (/** @type {Field} */ field) => (field.name in typed ? typed[field.name] : asTyped(field));
  const submitted = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const unread = unreadable(/** @type {HTMLFormElement} */ (event.currentTarget), fields);
    setTrouble({ text: "" });
    setMistakes(Object.fromEntries(unread.map((name) => [name, [{ where: "", said: office.words.say("no-number"), ours: true }]])));
    if (unread.length) return;
    setBusy(true);
    try {
      await send(Object.fromEntries(fields.map((field) => [field.name, valueOf(field, shown(field))])));
      unsaved.drop(place);
      if (clears) setTyped({});
    } catch (why) {
      const found = mistakesIn(why, fields, office);
      if (Object.keys(found).length) setMistakes(found);
      else setTrouble(why instanceof Objection ? { text: why.message } : { text: sentence(why, office), language: "en" });
    } finally {
      setBusy(false);
    }
  };
  const entry = (/** @type {Field} */ field) =>
    h(Entry, {
      key: field.name,
      field,
      id: `${id}-${field.name}`,
      words: office.words,
      typed: shown(field),
      mistakes: mistakes[field.name] ?? [],
      change: (value) => setTyped((before) => ({ ...before, [field.name]: value })),
    });
  return html`
    <form class="entry" novalidate aria-label=${label} ref=${form} onsubmit=${(/** @type {SubmitEvent} */ event) => void submitted(event)}>
      ${fields.map(entry)}
      <p class="wrong" role="alert" lang=${trouble.language ?? office.words.language} dir="auto">${trouble.text}</p>
      <div class="row">
        <button class="primary" disabled=${busy}>${done}</button>
        ${leave && html`<button type="button" onclick=${leave}>${office.words.say("leave-it")}</button>`}
      </div>
    </form>
  `;
}

/**
 * The numbers that the browser cannot read, and so does not tell.
 *
 * @param {HTMLFormElement} form
 * @param {Field[]} fields
 */
function unreadable(form, fields) {
  const bad = [...form.elements].filter((one) => one instanceof HTMLInputElement && one.validity.badInput);
  const names = bad.map((one) => /** @type {HTMLInputElement} */ (one).name);
  return fields.map(({ name }) => name).filter((name) => names.includes(name));
}

/**
 * What the service says is wrong, by field; nothing of fields that are not here.
 *
 * @param {unknown} why
 * @param {Field[]} fields
 * @param {Office} office
 * @returns {Record<string, Mistake[]>}
 */
function mistakesIn(why, fields, office) {
  if (!(why instanceof Problem)) return {};
  /** @type {Record<string, Mistake[]>} */
  const found = {};
  for (const { field: path, ...mistake } of office.mistakes(why)) {
    const field = fields.find(({ name }) => path === name || path.startsWith(`${name}.`));
    if (field) (found[field.name] ??= []).push({ where: path.slice(field.name.length + 1), ...mistake });
  }
  return found;
}
