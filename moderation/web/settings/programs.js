/** Other programs of one kind, told or asked: a list of them, a form for one more, and what can be done with each. */

import { h, html, useMemo, useState } from "../vendor/preact-htm.js";
import { Form } from "./form.js";
import { Panel, Secret, confirmed, useSection } from "./section.js";

/**
 * @typedef {import("../vendor/preact-htm.js").Child} Child
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./form.js").Values} Values
 * @typedef {import("./section.js").Section} Section
 * @typedef {{label: string, text: string}} Shown a secret, and whose it is
 * @typedef {{times: number, made: Shown[]}} Made how many there were, and the secrets of those that nobody has kept yet
 */

/**
 * @template {{id: string}} Kept as the service lists it
 * @param {object} props
 * @param {Office} props.office
 * @param {string} props.one `webhook` or `phase`: so its words and its path begin
 * @param {Field[]} props.fields of one that is not there yet
 * @param {(program: Kept) => string} props.named
 * @param {(props: {office: Office, section: Section, program: Kept}) => Child} props.Row
 */
export function Programs({ office, one, fields, named, Row }) {
  const { words } = office;
  const path = `${one}s`;
  const section = useSection(office, async () => /** @type {Kept[]} */ ((await office.site(path, "GET")).items));
  const create = async (/** @type {Values} */ values) => {
    const made = await office.site(path, "POST", values);
    return { label: words.say("secret-of", { name: named(made) }), text: made.secret };
  };
  const content = section.found?.length
    ? html`<ul class="things">${section.found.map((program) => h(Row, { key: program.id, office, section, program }))}</ul>`
    : section.found && html`<p class="quiet">${words.say(`no-${path}`)}</p>`;
  return h(Panel, { office, name: path, section, content, beside: h(Adding, { office, section, title: words.say(`add-${one}`), fields, create }) });
}

/**
 * A form for one more, and the secrets of those that were made.
 *
 * @param {object} props
 * @param {Office} props.office
 * @param {Section} props.section
 * @param {string} props.title
 * @param {Field[]} props.fields
 * @param {(values: Values) => Promise<Shown>} props.create
 */
export function Adding({ office, section, title, fields, create }) {
  const [{ times, made }, setMade] = useState(/** @type {Made} */ ({ times: 0, made: [] }));
  const isUnsaved = useMemo(() => office.unsaved.has(title), []);
  const send = async (/** @type {Values} */ values) => {
    const shown = await create(values);
    office.unsaved.drop(title);
    setMade((before) => ({ times: before.times + 1, made: [...before.made, shown] }));
    await section.load();
  };
  const secret = (/** @type {Shown} */ shown) => {
    const gone = () => setMade((before) => ({ ...before, made: before.made.filter((one) => one !== shown) }));
    return h(Secret, { key: shown.text, office, ...shown, place: shown.text, gone });
  };
  return html`
    <div class="news">
      ${made.map(secret)}
      <details key=${times} open=${isUnsaved && !times}>
        <summary>${title}</summary>
        ${h(Form, { office, label: title, fields, done: office.words.say("create"), send })}
      </details>
    </div>
  `;
}

/**
 * What can be done with a program, or with who holds a token, and what is shown of it below.
 *
 * @param {Office} office
 * @param {Section} section
 * @param {string} path of it, below the site's
 * @param {string} name
 */
export function useDeeds(office, section, path, name) {
  const { words } = office;
  const [{ times, below }, setBelow] = useState(/** @type {{times: number, below: Child}} */ ({ times: 0, below: null }));
  const said = (/** @type {string} */ key) => words.say(key, { name });
  const show = (/** @type {Child} */ child) => setBelow((before) => ({ times: before.times + 1, below: child }));
  const close = () => show(null);
  const free = async () => !office.unsaved.has(path) || confirmed(office, said("lose-sure"), words.say("lose"));
  /**
   * Shows something below it, in the place of what stood there: after a question, if that would be lost.
   *
   * @param {() => Child | Promise<Child>} make
   */
  const open = async (make) => {
    if (!(await free())) return;
    close();
    show(await make());
  };
  const sure = (/** @type {string} */ question, /** @type {string} */ button) => confirmed(office, said(question), words.say(button));
  /**
   * A form below it.
   *
   * @param {string} does under which its title is found
   * @param {Field[]} fields
   * @param {string} button under which that word is found
   * @param {(values: Values) => Promise<void>} send
   */
  const ask = (does, fields, button, send) =>
    open(() => h(Form, { office, label: words.say(does), place: path, fields, done: words.say(button), send, leave: close, focused: true }));
  return {
    below: html`<div key=${times}>${below}</div>`,
    open,
    close,
    ask,
    /** @param {Field[]} fields */
    change: (fields) =>
      ask("change", fields, "save", async (values) => {
        await office.site(path, "PATCH", values);
        close();
        await section.attempt(async () => {}, said("changed"));
      }),
    /** @param {boolean} enabled from now on */
    enable: (enabled) => section.attempt(() => office.site(path, "PATCH", { enabled }), said(enabled ? "resumed" : "paused")),
    /** A new secret; the present one holds on for a while. */
    renew: () =>
      section.quietly(async () => {
        if (!(await free()) || !(await sure("renew-sure", "new-secret"))) return;
        const found = await office.site(`${path}/secrets`, "POST", {});
        show(h(Secret, { office, label: said("secret-of"), text: found.secret, place: path, gone: close }));
      }),
    remove: async () => {
      if (await sure("delete-sure", "delete")) await section.attempt(() => office.site(path, "DELETE"), said("deleted"));
    },
  };
}
