/** Who moderates the site and which programs hold tokens of it; by what they sign in. */

import { absolute } from "../shared/dates.js";
import { h, html } from "../vendor/preact-htm.js";
import { Adding, useDeeds } from "./programs.js";
import { Panel, act, confirmed, useSection } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Field} Field
 * @typedef {import("./form.js").Values} Values
 * @typedef {import("./section.js").Section} Section
 * @typedef {{id: string, name: string, role: string, created_at: string, quota?: number | null, signs_in_as?: string | null, email?: string | null}} Holder
 */

const ROLES = ["moderator", "admin", "service"];

/** @param {{office: Office}} props */
export function People({ office }) {
  const { words } = office;
  const section = useSection(office, async () => {
    const [tokens, moderators] = await Promise.all([office.site("tokens", "GET"), office.site("moderators", "GET")]);
    const known = new Map(moderators.items.map((/** @type {Holder} */ one) => [one.id, one]));
    return /** @type {Holder[]} */ (tokens.items.map((/** @type {Holder} */ one) => ({ ...one, ...known.get(one.id) })));
  });
  /** @type {Field[]} */
  const fields = [
    { name: "name", label: words.say("their-name") },
    { name: "role", label: words.say("role"), kind: "select", value: ROLES[0], options: ROLES.map((one) => [one, words.say(`role.${one}`)]), hint: words.say("role-hint") },
  ];
  const create = async (/** @type {Values} */ values) => {
    const { token, name } = await office.site("tokens", "POST", values);
    return { label: words.say("token-of", { name }), text: token };
  };
  const content = section.found && html`<ul class="things">${section.found.map((holder) => h(Row, { key: holder.id, office, section, holder }))}</ul>`;
  return h(Panel, { office, name: "people", section, content, beside: h(Adding, { office, section, title: words.say("add-person"), fields, create }) });
}

/** @param {{office: Office, section: Section, holder: Holder}} props */
function Row({ office, section, holder }) {
  const { words } = office;
  const { id, name, role, created_at: at, signs_in_as: typed, email } = holder;
  const deeds = useDeeds(office, section, `tokens/${id}`, name);
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
  /** @type {Field[]} */
  const emailFields = [{ name: "email", label: words.say("email"), kind: "email", value: email ?? "", hint: words.say("email-hint") }];
  const give = (/** @type {"password" | "identity"} */ means, /** @type {string} */ given) => async (/** @type {Values} */ values) => {
    await office.site(`moderators/${id}/${means}`, "PUT", values);
    deeds.close();
    await section.attempt(async () => {}, words.say(given, { name }));
  };
  const ways = [
    ...(typed ? [words.say("way.password", { name: typed })] : []),
    ...(email ? [words.say("way.email", { email })] : []),
  ];
  return html`
    <li>
      <p class="head">
        <b dir="auto">${name}</b>
        <span class="tag">${words.say(`role.${role}`)}</span>
        <span class="quiet">${words.say("since-when", { time: absolute(Date.parse(at), words.language) })}${ways.map((way) => ` · ${way}`)}</span>
      </p>
      <div class="row">
        ${reviews && act(words.say("give-password"), name, () => deeds.ask("give-password", passwordFields, "save", give("password", "password-given")))}
        ${typed && act(words.say("take-password"), name, () => remove("password"))}
        ${reviews && act(words.say("give-email"), name, () => deeds.ask("give-email", emailFields, "save", give("identity", "email-given")))}
        ${email && act(words.say("take-email"), name, () => remove("identity"))}
        ${act(words.say("revoke"), name, revoke)}
      </div>
      <div>${deeds.below}</div>
    </li>
  `;
}
