/** One's own password. */

import { h, html } from "../vendor/preact-htm.js";
import { Form } from "./form.js";
import { Panel, useSection } from "./section.js";

/** @typedef {import("./form.js").Field} Field */

/** @param {{office: import("./office.js").Office}} props */
export function Password({ office }) {
  const { words } = office;
  const section = useSection(office, () => office.own("password", "GET"));
  /** @type {Field[]} */
  const fields = [
    { name: "current", label: words.say("current"), kind: "password", complete: "current-password" },
    { name: "password", label: words.say("new-password"), kind: "password", complete: "new-password", hint: words.say("password-hint") },
  ];
  const send = async (/** @type {import("./form.js").Values} */ values) => {
    await office.own("password", "PUT", values);
    await section.attempt(async () => {}, words.say("password-changed"));
  };
  const content = () => {
    const { name } = section.found;
    if (name === null) return html`<p>${words.say(office.administers ? "no-password-admin" : "no-password")}</p>`;
    return [
      html`<p>${words.say("signs-in-as")} <b dir="auto">${name}</b></p>`,
      h(Form, { office, label: words.say("password.title"), fields, done: words.say("change-password"), send, clears: true }),
    ];
  };
  return h(Panel, { office, name: "password", section, content: section.found && content() });
}
