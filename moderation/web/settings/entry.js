/** One field of a form: how it is entered, what is made of what was typed, and what is wrong with it. */

import { html } from "../vendor/preact-htm.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("../vendor/preact-htm.js").Child} Child
 *
 * @typedef {object} Field
 * @property {string} name as the interface has it
 * @property {string} label
 * @property {"text" | "url" | "email" | "password" | "number" | "select" | "check" | "checks" | "lines" | "area" | "secret" | "scores" | "elsewhere"} [kind]
 *   `lines` are texts, one a line; `scores` are numbers by name; `elsewhere` is set on another page
 * @property {any} [value]
 * @property {[string, string][]} [options] value and label
 * @property {string} [hint]
 * @property {string} [complete] what the browser may fill in
 * @property {boolean} [code] whether it is nobody's language
 * @property {string} [news] what became of it while somebody was typing
 * @property {(option: string) => Child} [beside] what is said beside an option of `scores`
 * @property {Child} [place] where it is set instead
 *
 * @typedef {{where: string, said: string, ours: boolean}} Mistake
 *   `where` within the field, "" for all of it; `said` in English, as the interface is, unless it is `ours`
 *
 * @typedef {object} Props
 * @property {Field} field
 * @property {string} id
 * @property {Words} words
 * @property {any} typed
 * @property {Mistake[]} mistakes
 * @property {(typed: any) => void} change
 */

/** What the service shows instead of a secret, and takes for its staying. */
export const KEPT = "********";

/**
 * What stands in the field when nobody has typed in it yet.
 *
 * @param {Field} field
 */
export function asTyped({ kind = "text", value }) {
  if (kind === "check") return value === true;
  if (kind === "checks") return value ?? [];
  if (kind === "lines") return value.join("\n");
  if (kind === "secret") return { text: "", taken: false };
  if (kind === "scores") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
  return String(value ?? "");
}

/**
 * What the service is told; null for a number that was emptied.
 *
 * @param {Field} field
 * @param {any} typed
 */
export function valueOf({ kind, value, options = [] }, typed) {
  if (kind === "number") return typed === "" ? null : Number(typed);
  if (kind === "checks") return options.map(([one]) => one).filter((one) => typed.includes(one));
  if (kind === "lines") return typed.split("\n").map((/** @type {string} */ line) => line.trim()).filter(Boolean);
  if (kind === "secret") return typed.taken ? "" : typed.text || value;
  if (kind === "scores") return Object.fromEntries(Object.entries(typed).flatMap(([name, one]) => (one === "" ? [] : [[name, Number(one)]])));
  return kind === "elsewhere" ? value : typed;
}

/** @param {Props} props */
export function Entry(props) {
  const { field, id, words, mistakes } = props;
  const { kind = "text", label, hint, news } = field;
  const means = hint && html`<span class="quiet" id=${`${id}-hint`}>${hint}</span>`;
  const below = [
    news && html`<span class="news-of-it" id=${`${id}-news`}>${news}</span>`,
    html`<span class="wrong" id=${`${id}-wrong`} lang=${mistakes.every(({ ours }) => ours) ? words.language : "en"} dir="auto" role="alert">${mistakes.map((one) => told(one, field)).join(" ")}</span>`,
  ];
  const about = `${id}-wrong${hint ? ` ${id}-hint` : ""}${news ? ` ${id}-news` : ""}`;
  if (kind === "checks" || kind === "scores") {
    const inputs = kind === "checks" ? [choices(props), means] : [means, scores(props)];
    return html`<fieldset class="field" aria-describedby=${about}><legend>${label}</legend>${inputs}${below}</fieldset>`;
  }
  if (kind === "elsewhere") return html`<div class="field"><b>${label}</b><span>${field.place}</span>${means}${below}</div>`;
  const named = html`<label for=${id}>${label}</label>`;
  const input = one(props, about);
  return html`<div class="field">${kind === "check" ? html`<span class="check">${input}${named}</span>` : [named, input]}${means}${below}</div>`;
}

/**
 * @param {Mistake} mistake
 * @param {Field} field
 */
function told({ where, said }, { kind, options = [] }) {
  const [place = ""] = where.split(".");
  if (kind === "lines" && place !== "") return `${Number(place) + 1}: ${said}`;
  if (kind === "scores" && place !== "") return `${options.find(([one]) => one === place)?.[1] ?? place}: ${said}`;
  return said;
}

/**
 * @param {Props} props
 * @param {string} about the ids of what describes it
 */
function one({ field, id, words, typed, mistakes, change }, about) {
  const { name, kind = "text", value, options = [], complete = "off", code } = field;
  const known = { id, name, "aria-describedby": about, "aria-invalid": String(mistakes.length > 0) };
  const changed = (/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  if (kind === "select") {
    return html`<select ...${known} value=${typed} onchange=${changed}>${options.map(([one, text]) => html`<option value=${one}>${text}</option>`)}</select>`;
  }
  if (kind === "check") {
    return html`<input ...${known} type="checkbox" checked=${typed} onchange=${(/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.currentTarget).checked)} />`;
  }
  const isCode = code || kind === "url" || kind === "email" || kind === "secret";
  const more = { autocomplete: complete, autocapitalize: "none", spellcheck: false, dir: isCode ? "ltr" : "auto" };
  if (kind === "lines" || kind === "area") {
    const rows = Math.min(12, Math.max(3, typed.split("\n").length + 1));
    return html`<textarea ...${known} ...${more} rows=${rows} value=${typed} oninput=${changed}></textarea>`;
  }
  if (kind === "secret") {
    const { text, taken } = typed;
    return [
      html`<input ...${known} ...${more} type="password" autocomplete="new-password" disabled=${taken} value=${text} oninput=${(/** @type {Event} */ event) => change({ text: /** @type {HTMLInputElement} */ (event.currentTarget).value, taken })} />`,
      value === KEPT && html`<label class="check"><input type="checkbox" checked=${taken} onchange=${() => change({ text: "", taken: !taken })} /> ${words.say("take-secret")}</label>`,
    ];
  }
  return html`<input ...${known} ...${more} type=${kind} step=${kind === "number" ? "any" : null} value=${typed} oninput=${changed} />`;
}

/** @param {Props} props */
function choices({ field: { options = [], code }, typed, mistakes, change }) {
  const toggled = (/** @type {string} */ one) => change(typed.includes(one) ? typed.filter((/** @type {string} */ other) => other !== one) : [...typed, one]);
  return html`
    <div class="checks">
      ${options.map(
        ([one, text]) => html`
          <label class="check" key=${one}>
            <input type="checkbox" value=${one} checked=${typed.includes(one)} aria-invalid=${String(mistakes.length > 0)} onchange=${() => toggled(one)} />
            ${code ? html`<code dir="ltr">${text}</code>` : text}
          </label>
        `,
      )}
    </div>
  `;
}

/** @param {Props} props */
function scores({ field: { name, options = [], beside }, id, typed, mistakes, change }) {
  const wrong = (/** @type {string} */ one) => mistakes.some(({ where }) => where === "" || where.split(".")[0] === one);
  return html`
    <div class="each-score">
      ${options.map(
        ([one, text]) => html`
          <div key=${one}>
            <label for=${`${id}-${one}`}>${text}</label>
            <input
              id=${`${id}-${one}`} name=${name} type="number" min="0" max="1" step="0.01" autocomplete="off" dir="ltr" value=${typed[one] ?? ""} aria-invalid=${String(wrong(one))}
              oninput=${(/** @type {Event} */ event) => change({ ...typed, [one]: /** @type {HTMLInputElement} */ (event.currentTarget).value })}
            />
            <span class="quiet">${beside?.(one)}</span>
          </div>
        `,
      )}
    </div>
  `;
}
