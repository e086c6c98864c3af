/** The site's policy: what is held, what is rejected, who may comment. Each group of it is a form of its own. */

import { Problem } from "../shared/api.js";
import { h, html, useMemo, useState } from "../vendor/preact-htm.js";
import { Form, Objection } from "./form.js";
import { GROUPS, fieldOf, said, same } from "./keys.js";
import { Panel, useSection } from "./section.js";

/**
 * @typedef {import("./office.js").Office} Office
 * @typedef {import("./form.js").Values} Values
 * @typedef {import("./keys.js").Key} Key
 * @typedef {Record<string, any> & {version: number}} Kept the policy as the service shows it
 */

/** @param {{office: Office}} props */
export function Policy({ office }) {
  const { words } = office;
  const [overtaken, setOvertaken] = useState(/** @type {string[]} */ ([]));
  const section = useSection(office, async () => {
    const [policy, { keys }] = await Promise.all([office.site("policy", "GET"), office.site("policy/keys", "GET")]);
    return { policy: /** @type {Kept} */ (policy), keys: /** @type {Key[]} */ (keys) };
  });
  if (!section.found) return h(Panel, { office, name: "policy", section, content: null });
  const { policy, keys } = section.found;

  /**
   * Saves what differs; what a colleague has saved meanwhile is shown, and not written over.
   *
   * @param {Values} values
   * @returns {Promise<string>} what is said of it
   */
  const save = async (values) => {
    const changes = Object.fromEntries(Object.entries(values).filter(([key, value]) => !same(value, policy[key])));
    if (!Object.keys(changes).length) return words.say("policy-same");
    try {
      section.show({ keys, policy: await office.site("policy", "PUT", { ...changes, version: policy.version }) });
      setOvertaken([]);
    } catch (why) {
      if (!(why instanceof Problem) || why.slug !== "conflict") throw why;
      /** @type {Kept} */
      const now = await office.site("policy", "GET");
      const differing = keys.map(({ key }) => key).filter((key) => !same(now[key], policy[key]));
      setOvertaken(differing);
      section.show({ keys, policy: now });
      const names = new Intl.ListFormat(words.language).format(differing.map((key) => words.say(`policy.${key}`)));
      throw new Objection(words.say("policy-overtaken", { names }));
    }
    return words.say("policy-saved");
  };
  const content = [
    html`<p class="quiet">${words.say("policy-version", { version: policy.version })}</p>`,
    ...GROUPS.map((group) => h(Group, { key: group.name, office, group, keys, policy, overtaken, save })),
  ];
  return h(Panel, { office, name: "policy", section, content });
}

/**
 * @param {object} props
 * @param {Office} props.office
 * @param {import("./keys.js").Group} props.group
 * @param {Key[]} props.keys
 * @param {Kept} props.policy
 * @param {string[]} props.overtaken keys that a colleague has changed while somebody was typing here
 * @param {(values: Values) => Promise<string>} props.save
 */
function Group({ office, group, keys, policy, overtaken, save }) {
  const { words } = office;
  const [done, setDone] = useState("");
  const label = words.say(`policy-${group.name}`);
  const isUnsaved = useMemo(() => office.unsaved.has(label), []);
  const fields = group.keys.flatMap((name) => {
    const key = keys.find((each) => each.key === name);
    if (!key) return [];
    const news = overtaken.includes(name) ? words.say("meanwhile", { value: said(key, policy[name], office) }) : "";
    return [{ ...fieldOf(key, policy[name], office), news }];
  });
  const send = async (/** @type {Values} */ values) => {
    setDone("");
    setDone(await save(values));
  };
  return html`
    <details class="group" open=${isUnsaved}>
      <summary>${label}</summary>
      ${h(Form, { office, label, fields, done: words.say("save"), send, clears: true })}
      <p class="done" role="status">${done}</p>
    </details>
  `;
}
