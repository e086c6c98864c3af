/** Who moderates the site and which programs hold tokens of it; by what they sign in. */

import { absolute } from "../shared/dates.js";
import { element } from "../shared/dom.js";
import { form } from "./form.js";
import { Deeds } from "./programs.js";
import { Section, act, confirmed, secret } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {{id: string, name: string, role: string, created_at: string, quota?: number | null, signs_in_as?: string | null, email?: string | null}} Holder
 */

const ROLES = ["moderator", "admin", "service"];

/** @param {Office} office */
export function people(office) {
  const { words } = office;
  const news = element("div", { class: "news" });
  const section = new Section(
    office,
    "people",
    async () => {
      const [tokens, moderators] = await Promise.all([office.site("tokens", "GET"), office.site("moderators", "GET")]);
      const known = new Map(moderators.items.map((/** @type {Holder} */ one) => [one.id, one]));
      const rows = tokens.items.map((/** @type {Holder} */ one) => row(office, section, { ...one, ...known.get(one.id) }));
      return [element("ul", { class: "things" }, ...rows)];
    },
    [news],
  );
  /** @type {Field[]} */
  const fields = [
    { name: "name", label: words.say("their-name") },
    { name: "role", label: words.say("role"), kind: "select", options: ROLES.map((one) => [one, words.say(`role.${one}`)]), hint: words.say("role-hint") },
  ];
  const create = async (/** @type {import("./form.js").Values} */ values) => {
    const { token, name } = await office.site("tokens", "POST", values);
    news.replaceChildren(secret(office, words.say("token-of", { name }), token), adding());
    await section.load();
  };
  const adding = () => element("details", {}, element("summary", {}, words.say("add-person")), form(office, words.say("add-person"), fields, words.say("create"), create));
  news.append(adding());
  return section;
}

/**
 * @param {Office} office
 * @param {Section} section
 * @param {Holder} holder
 */
function row(office, section, { id, name, role, created_at: at, signs_in_as: typed, email }) {
  const { words } = office;
  const deeds = new Deeds(office, section, `tokens/${id}`, name);
  const reviews = role !== "service";
  const revoke = async () => {
    const sure = await confirmed(office, words.say("revoke-sure", { name }), words.say("revoke"));
    if (sure) await section.attempt(() => office.site(`tokens/${id}`, "DELETE"), words.say("revoked", { name }));
  };
  const remove = (/** @type {"password" | "identity"} */ means) =>
    section.attempt(() => office.site(`moderators/${id}/${means}`, "DELETE"), words.say(`${means}-removed`, { name }));
  /** @type {Field[]} */
  const passwordFields = [
    { name: "name", label: words.say("typed-name"), value: typed ?? name },
    { name: "password", label: words.say("new-password"), kind: "password", complete: "new-password", hint: words.say("password-hint") },
  ];
  const setPassword = async (/** @type {import("./form.js").Values} */ values) => {
    await office.site(`moderators/${id}/password`, "PUT", values);
    await section.attempt(async () => {}, words.say("password-given", { name }));
  };
  /** @type {Field[]} */
  const emailFields = [{ name: "email", label: words.say("email"), kind: "email", value: email ?? "", hint: words.say("email-hint") }];
  const setEmail = async (/** @type {import("./form.js").Values} */ values) => {
    await office.site(`moderators/${id}/identity`, "PUT", values);
    await section.attempt(async () => {}, words.say("email-given", { name }));
  };
  const ways = [
    ...(typed ? [words.say("way.password", { name: typed })] : []),
    ...(email ? [words.say("way.email", { email })] : []),
  ];
  return element(
    "li",
    {},
    element(
      "p",
      { class: "head" },
      element("b", { dir: "auto" }, name),
      element("span", { class: "tag" }, words.say(`role.${role}`)),
      element("span", { class: "quiet" }, words.say("since-when", { time: absolute(Date.parse(at), words.language) }), ...ways.map((way) => ` · ${way}`)),
    ),
    element(
      "div",
      { class: "row" },
      reviews && act(words.say("give-password"), name, () => deeds.ask("give-password", passwordFields, "save", setPassword)),
      typed && act(words.say("take-password"), name, () => remove("password")),
      reviews && act(words.say("give-email"), name, () => deeds.ask("give-email", emailFields, "save", setEmail)),
      email && act(words.say("take-email"), name, () => remove("identity")),
      act(words.say("revoke"), name, revoke),
    ),
    deeds.below,
  );
}
