/** What views share: a way to be drawn again only where something differs, and the parts that are in many of them. */

import { Component, html } from "../vendor/preact-htm.js";

/**
 * @typedef {import("../vendor/preact-htm.js").Child} Child
 * @typedef {import("../vendor/preact-htm.js").VNode} VNode
 * @typedef {import("../shared/words.js").Words} Words
 */

/**
 * A view that is drawn again only if one of its properties is another one than before.
 *
 * @template {Record<string, any>} P
 * @param {(props: Readonly<P>) => Child} view
 * @returns {new (props: P) => Component<P>}
 */
export function steady(view) {
  return class extends Component {
    /**
     * @override
     * @param {Readonly<P>} next
     */
    shouldComponentUpdate(next) {
      return Object.keys(next).some((name) => next[name] !== this.props[name]);
    }

    /** @override */
    render() {
      return view(this.props);
    }
  };
}

/**
 * @param {string} id
 * @param {string[][]} options value and label
 * @param {string} value
 * @param {(value: string) => void} chosen
 * @param {{label?: string, hidden?: boolean}} [other] `label` where none stands beside it
 */
export function choice(id, options, value, chosen, { label, hidden = false } = {}) {
  const changed = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ event) => chosen(event.currentTarget.value);
  return html`
    <select id=${id} aria-label=${label} hidden=${hidden} value=${value} onchange=${changed}>
      ${options.map(([one, called]) => html`<option value=${one}>${called}</option>`)}
    </select>
  `;
}

/** @param {string} key that does the same as the button on which it stands */
export function hint(key) {
  return html`<kbd aria-hidden="true">${key}</kbd>`;
}

/**
 * @param {import("../shared/api.js").Comment["status"]} status
 * @param {Words} words
 */
export function statusOf(status, words) {
  return html`<span class="status ${status}">${words.say(`status.${status}`)}</span>`;
}

/**
 * Who did something: a moderator by name, or the site's policy.
 *
 * @param {string} name
 * @param {Words} words
 */
export function whoDid(name, words) {
  return name === "policy" ? words.say("policy") : name;
}

/**
 * What a reason is called: a site may have reasons of its own.
 *
 * @param {string | null | undefined} reason
 * @param {Words} words
 */
export function reasonCalled(reason, words) {
  return reason && (words.has(`reason.${reason}`) ? words.say(`reason.${reason}`) : reason);
}
