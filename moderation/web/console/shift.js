/** What one shift leaves for the next: read, written down and taken away in a window of its own. */

import { absolute } from "../shared/dates.js";
import { h, html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { closing, shown, useTrouble } from "./dialogs.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {import("./service.js").Note} Note
 * @typedef {import("./service.js").Service} Service
 */

/**
 * @param {Words} words
 * @param {Service} service
 */
export async function showShift(words, service) {
  await shown(h(Shift, { words, service }), words.say("shift"));
}

/** @param {{words: Words, service: Service}} props */
function Shift({ words, service }) {
  const [notes, setNotes] = useState(/** @type {Note[] | null} */ (null));
  const { attempt: trying, trouble } = useTrouble(words);
  const text = useRef(/** @type {HTMLTextAreaElement | null} */ (null));

  /** @param {() => Promise<unknown>} work */
  const attempt = (work) => trying(async () => (await work(), setNotes((await service.shiftNotes()).items)));

  const write = async () => {
    if (!text.current?.value.trim()) return;
    await service.writeShiftNote(text.current.value);
    text.current.value = "";
    text.current.focus();
  };

  /** @param {Note} note */
  const row = ({ id, text: said, by, at }) => html`
    <li key=${id}>
      <p dir="auto">${said}</p>
      <p class="quiet">
        <bdi>${by}</bdi> · <time datetime=${at}>${absolute(Date.parse(at), words.language)}</time>${" · "}
        <button type="button" class="link" onclick=${() => attempt(() => service.deleteShiftNote(id))}>${words.say("shift-delete")}</button>
      </p>
    </li>
  `;

  useLayoutEffect(() => void attempt(async () => {}), []);
  return html`
    <form method="dialog">
      <h2>${words.say("shift")}</h2>
      <ul class="shift" aria-label=${words.say("shift")}>
        ${notes?.map(row)}${notes?.length === 0 && html`<li class="quiet">${words.say("shift-none")}</li>`}
      </ul>
      ${trouble}
      <label for="shift-note">${words.say("note-for")}</label>
      <textarea ref=${text} id="shift-note" rows="3" maxlength="2000" dir="auto" autofocus></textarea>
      <div class="row">
        <button type="button" class="primary" onclick=${() => attempt(write)}>${words.say("save")}</button>${closing(words)}
      </div>
    </form>
  `;
}
