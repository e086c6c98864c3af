/** One's own password. */

import { element } from "../shared/dom.js";
import { form } from "./form.js";
import { Section } from "./section.js";

/** @param {import("./office.js").Office} office */
export function password(office) {
  const { words } = office;
  const section = new Section(office, "password", async () => {
    const { name } = await office.own("password", "GET");
    if (name === null) return [element("p", {}, words.say(office.session.moderator.role === "admin" ? "no-password-admin" : "no-password"))];
    const fields = [
      { name: "current", label: words.say("current"), kind: /** @type {const} */ ("password"), complete: "current-password" },
      { name: "password", label: words.say("new-password"), kind: /** @type {const} */ ("password"), complete: "new-password", hint: words.say("password-hint") },
    ];
    const send = async (/** @type {import("./form.js").Values} */ values) => {
      await office.own("password", "PUT", values);
      await section.attempt(async () => {}, words.say("password-changed"));
    };
    return [
      element("p", {}, words.say("signs-in-as"), " ", element("b", { dir: "auto" }, name)),
      form(office, words.say("password.title"), fields, words.say("change-password"), send),
    ];
  });
  return section;
}
