/** One part of the page: what there is, and what went wrong where. */

import { closing, shown } from "../console/dialogs.js";
import { Problem } from "../shared/api.js";
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";

/**
 * @typedef {import("../vendor/preact-htm.js").Child} Child
 * @typedef {import("./office.js").Office} Office
 */

/**
 * @template [Found=any] what was read
 * @typedef {object} Section
 * @property {Found | null} found null until it was read
 * @property {string} trouble
 * @property {string} said
 * @property {(found: Found) => void} show what there is now
 * @property {() => Promise<boolean>} load reads what there is; whether it could
 * @property {(work: () => Promise<unknown>, said: string) => Promise<boolean>} attempt
 *   something that changes what is listed, which is read again then; `said` once it is done
 * @property {(work: () => Promise<unknown>) => Promise<boolean>} quietly something after which what is listed is still true
 */

/**
 * @template Found
 * @param {Office} office
 * @param {() => Promise<Found>} read what there is
 * @returns {Section<Found>}
 */
export function useSection(office, read) {
  const [found, show] = useState(/** @type {Found | null} */ (null));
  const [trouble, setTrouble] = useState("");
  const [said, setSaid] = useState("");
  const guard = async (/** @type {() => Promise<unknown>} */ work) => {
    setTrouble("");
    try {
      await work();
      return true;
    } catch (why) {
      setTrouble(sentence(why, office));
      return false;
    }
  };
  const load = () => guard(async () => show(await read()));
  const quietly = (/** @type {() => Promise<unknown>} */ work) => {
    setSaid("");
    return guard(work);
  };
  const attempt = async (/** @type {() => Promise<unknown>} */ work, /** @type {string} */ done) => {
    if (!(await quietly(work))) return false;
    await load();
    setSaid(done);
    return true;
  };
  useLayoutEffect(() => void load(), []);
  return { found, trouble, said, show, load, attempt, quietly };
}

/**
 * @param {object} props
 * @param {Office} props.office
 * @param {string} props.name under which its words are found
 * @param {Section} props.section
 * @param {Child} props.content what there is
 * @param {Child} [props.beside] what stays below it
 */
export function Panel({ office: { words }, name, section, content, beside }) {
  const trouble = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (section.trouble) trouble.current?.scrollIntoView({ block: "nearest" });
  }, [section.trouble]);
  return html`
    <section class="panel" id=${name} aria-labelledby=${`${name}-title`}>
      <h2 id=${`${name}-title`} tabindex="-1">${words.say(`${name}.title`)}</h2>
      <p class="quiet">${words.say(`${name}.lead`)}</p>
      <p class="wrong" role="alert" tabindex="-1" ref=${trouble}>${section.trouble}</p>
      <div class="content">${content}</div>
      ${beside}
      <p class="done" role="status">${section.said}</p>
    </section>
  `;
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
  const button = html`<button class="primary reject" value="yes">${done}</button>`;
  const form = html`<form method="dialog"><p>${question}</p><div class="row">${button}${closing(words)}</div></form>`;
  return (await shown(form, question)).answer === "yes";
}

/**
 * A button that does something about a thing with a name.
 *
 * @param {string} label
 * @param {string} name
 * @param {() => unknown} does
 */
export function act(label, name, does) {
  return html`<button type="button" aria-label=${`${label}: ${name}`} onclick=${() => void does()}>${label}</button>`;
}

/**
 * A secret that is shown this once, to be copied.
 *
 * @param {object} props
 * @param {Office} props.office
 * @param {string} props.label
 * @param {string} props.text
 * @param {string} props.place where it would be lost, until it is copied
 * @param {() => void} props.gone once somebody has kept it
 */
export function Secret({ office: { words, unsaved }, label, text, place, gone }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [said, setSaid] = useState("");
  const taken = () => unsaved.drop(place);
  useLayoutEffect(() => {
    unsaved.hold(place);
    return taken;
  }, []);
  const copy = async () => {
    field.current?.select();
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    if (copied) taken();
    setSaid(words.say(copied ? "copied" : "copy-by-hand"));
  };
  return html`
    <div class="secret" role="group" aria-label=${label}>
      <p><b>${label}</b> ${words.say("this-once")}</p>
      <div class="row">
        <input type="text" readonly value=${text} dir="ltr" aria-label=${label} spellcheck=${false} ref=${field} oncopy=${taken} onfocus=${() => field.current?.select()} />
        <button type="button" onclick=${() => void copy()}>${words.say("copy")}</button>
        <button type="button" onclick=${gone}>${words.say("kept-it")}</button>
      </div>
      <span class="quiet" role="status">${said}</span>
    </div>
  `;
}
