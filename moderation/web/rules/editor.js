/** Where rules are written: the text with its line numbers, and what is wrong with it. */

import { html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";

/**
 * @typedef {object} Mistake
 * @property {number} line from 1
 * @property {number} column from 1
 * @property {number} start in characters, not UTF-16 units
 * @property {number} end
 * @property {string} message
 * @property {string} hint
 */

/**
 * @param {object} props
 * @param {import("../shared/words.js").Words} props.words
 * @param {string} props.text
 * @param {Mistake[]} props.mistakes
 * @param {import("../vendor/preact-htm.js").Ref<HTMLTextAreaElement>} props.area
 * @param {(text: string) => void} props.changed
 */
export function Editor({ words, text, mistakes, area, changed }) {
  const gutter = useRef(/** @type {HTMLElement | null} */ (null));
  const level = () => {
    if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop;
  };
  useLayoutEffect(level);
  const wrong = new Set(mistakes.map(({ line }) => line));
  const lines = text.split("\n").map((_, at) => html`<span class=${wrong.has(at + 1) ? "wrong-line" : null}>${at + 1}</span>`);
  const told = (/** @type {Mistake} */ mistake) => {
    const place = words.say("place", { line: mistake.line, column: mistake.column });
    const go = html`<button type="button" class="link" onclick=${() => area.current && select(area.current, mistake)}>${place}</button>`;
    return html`<li>${go} <span lang="en" dir="ltr">${mistake.message} <em>${mistake.hint}</em></span></li>`;
  };
  return html`
    <div class="editor" dir="ltr">
      <div class="gutter" aria-hidden="true" ref=${gutter}>${lines}</div>
      <textarea
        id="rules" aria-label=${words.say("rules")} aria-describedby="mistakes" aria-invalid=${String(mistakes.length > 0)}
        spellcheck=${false} autocapitalize="none" autocomplete="off" wrap="off" dir="ltr" rows="18" value=${text} ref=${area}
        oninput=${(/** @type {Event & {currentTarget: HTMLTextAreaElement}} */ event) => changed(event.currentTarget.value)} onscroll=${level}
      ></textarea>
    </div>
    <ul class="mistakes" id="mistakes" aria-live="polite">${mistakes.map(told)}</ul>
  `;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text in place of what is selected
 */
export function insert(area, text) {
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input"));
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {Mistake} mistake
 */
function select(area, { line, start, end }) {
  const signs = [...area.value];
  const units = (/** @type {number} */ place) => signs.slice(0, place).join("").length;
  area.focus();
  area.setSelectionRange(units(start), units(end));
  const height = area.scrollHeight / area.value.split("\n").length;
  area.scrollTop = Math.max(0, (line - 4) * height);
}
