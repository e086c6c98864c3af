/** The bench on which rules are made: written, checked while one writes, tried on what was written, saved. */

import { Top } from "../console/top.js";
import { Problem } from "../shared/api.js";
import { Component, createRef, h, html } from "../vendor/preact-htm.js";
import { Editor, insert } from "./editor.js";
import { outcome } from "./outcome.js";

/**
 * @typedef {{name: string, type: string, meaning: string, choices: string[]}} Field
 * @typedef {{name: string, title: string, text: string}} Starter
 * @typedef {object} Language
 * @property {Field[]} fields
 * @property {Starter[]} starters
 * @property {{characters: number, fixed: number, per_character: number}} limits
 *
 * @typedef {object} Props
 * @property {import("../console/session.js").Session} session
 * @property {import("../shared/words.js").Words} words
 * @property {import("./draft.js").Draft} draft
 * @property {() => void} left called when this moderator is signed in no more
 *
 * @typedef {object} State
 * @property {Language | null} language null until it was read
 * @property {string} text
 * @property {string} saved
 * @property {number} version of the policy that was read or saved last
 * @property {string} last so many comments are looked at
 * @property {boolean} trying
 * @property {import("./editor.js").Mistake[]} mistakes
 * @property {string} cost
 * @property {string} said
 * @property {import("./outcome.js").DryRun | null} found
 *
 * @typedef {Event & {currentTarget: HTMLSelectElement}} Chosen
 */

const PAUSE = 400; // milliseconds without a key after which rules are checked
const SIZES = [100, 1000, 5000];

/** @extends {Component<Props, State>} */
export class Bench extends Component {
  /**
   * @override
   * @type {State}
   */
  state = { language: null, text: "", saved: "", version: 0, last: "1000", trying: false, mistakes: [], cost: "", said: "", found: null };
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLTextAreaElement>} */
  #area = createRef();
  /** @type {number | undefined} */
  #pausing;
  #asked = 0;

  /** @override */
  componentDidMount() {
    void this.#attempt(() => this.#read());
  }

  /** @override */
  componentDidUpdate() {
    const { draft, session } = this.props;
    const { language, text, saved, version } = this.state;
    if (language) draft.keep({ whose: session.moderator.id, text, saved, version });
  }

  /** @override */
  componentWillUnmount() {
    clearTimeout(this.#pausing);
  }

  /**
   * @override
   * @param {Props} props
   * @param {State} state
   */
  render({ session, words }, { language, said }) {
    return html`
      ${h(Top, { session, title: words.say("title"), back: words.say("back") })}
      <main class="bench">${language ? this.#parts(language) : html`<p class="said" role="status">${said}</p>`}</main>
    `;
  }

  /** @param {Language} language */
  #parts(language) {
    const { words } = this.props;
    const { text, saved, last, trying, mistakes, cost, said, found } = this.state;
    return html`
      <section class="writing" aria-label=${words.say("rules")}>
        <p class="quiet">${words.say("lead")} <a href="../docs/rules/">${words.say("how")}</a></p>
        <div class="tools">
          <select id="starter" aria-label=${words.say("starters")} onchange=${(/** @type {Chosen} */ event) => this.#begin(language, event.currentTarget)}>
            <option value="">${words.say("starters")}</option>
            ${language.starters.map(({ name, title }) => html`<option value=${name} lang="en">${title}</option>`)}
          </select>
          <select id="last" aria-label=${words.say("last")} value=${last} onchange=${(/** @type {Chosen} */ event) => this.setState({ last: event.currentTarget.value })}>
            ${SIZES.map((count) => html`<option value=${count}>${words.say("newest", { count })}</option>`)}
          </select>
          <button type="button" disabled=${trying} onclick=${() => void this.#attempt(() => this.#rehearse())}>${words.say("try")}</button>
          <button type="button" class="primary" disabled=${text === saved} onclick=${() => void this.#attempt(() => this.#store())}>${words.say("save")}</button>
        </div>
        ${h(Editor, { words, text, mistakes, area: this.#area, changed: (typed) => this.#changed(typed) })}
        <p class="quiet">${cost}</p>
        <p class="said" role="status">${said}</p>
        ${this.#vocabulary(language.fields)}
      </section>
      <section class="outcome" aria-label=${words.say("outcome")}>
        <h2>${words.say("outcome")}</h2>
        <div class="found">${found && outcome(found, words)}</div>
      </section>
    `;
  }

  /** @param {Field[]} fields */
  #vocabulary(fields) {
    const write = (/** @type {string} */ name) => this.#area.current && insert(this.#area.current, name);
    return html`
      <details>
        <summary>${this.props.words.say("fields")}</summary>
        <dl class="fields" lang="en" dir="ltr">
          ${fields.map(({ name, meaning }) => html`<div><dt><button type="button" class="link" onclick=${() => write(name)}>${name}</button></dt><dd>${meaning}</dd></div>`)}
        </dl>
      </details>
    `;
  }

  async #read() {
    const [language, policy] = await Promise.all([this.#ask("rules/language", "GET"), this.#ask("policy", "GET")]);
    const { draft, session } = this.props;
    const read = { text: policy.rules, saved: policy.rules, version: policy.version };
    const { text, saved, version } = draft.of(session.moderator.id) ?? read;
    this.setState({ language, saved, version });
    this.#changed(text);
  }

  /**
   * @param {Language} language
   * @param {HTMLSelectElement} chosen
   */
  #begin(language, chosen) {
    const starter = language.starters.find(({ name }) => name === chosen.value);
    chosen.value = "";
    if (!starter) return;
    const before = this.state.text.trimEnd();
    // Only the first line of rules may name a zone.
    const text = before ? starter.text.replace(/^zone .*\n/m, "") : starter.text;
    this.#changed(before ? `${before}\n\n${text}` : text);
  }

  /** @param {string} text */
  #changed(text) {
    this.setState({ text });
    clearTimeout(this.#pausing);
    this.#pausing = window.setTimeout(() => void this.#attempt(() => this.#check()), PAUSE);
  }

  async #check() {
    const asked = ++this.#asked;
    const found = await this.#dryRun(0);
    if (asked !== this.#asked) return;
    this.setState({ mistakes: [] });
    const limits = this.state.language?.limits;
    if (limits) {
      const { words } = this.props;
      const share = Math.max(found.cost.fixed / limits.fixed, found.cost.per_character / limits.per_character);
      const percent = new Intl.NumberFormat(words.language, { style: "percent" }).format(share);
      this.setState({ cost: words.say("cost", { count: found.rules.length, percent }) });
    }
  }

  async #rehearse() {
    const { words } = this.props;
    this.setState({ trying: true, said: words.say("trying") });
    try {
      const found = await this.#dryRun(Number(this.state.last));
      this.setState({ mistakes: [], found, said: words.say("tried", { count: found.looked_at }) });
    } finally {
      this.setState({ trying: false });
    }
  }

  async #store() {
    const policy = await this.#ask("policy", "PUT", { rules: this.state.text, version: this.state.version });
    this.setState({ saved: policy.rules, version: policy.version, mistakes: [], said: this.props.words.say("saved") });
  }

  /**
   * @param {number} last
   * @returns {Promise<import("./outcome.js").DryRun>}
   */
  #dryRun(last) {
    return this.#ask("rules/dry-run", "POST", { rules: this.state.text, last });
  }

  /**
   * @param {string} path
   * @param {string} method
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  #ask(path, method, body) {
    const { session } = this.props;
    return session.ask(`../v1/sites/${encodeURIComponent(session.site)}/${path}`, method, body);
  }

  /** @param {() => Promise<void>} work */
  async #attempt(work) {
    try {
      await work();
    } catch (why) {
      this.#failed(why);
    }
  }

  /** @param {unknown} why */
  #failed(why) {
    const { words, left } = this.props;
    if (!(why instanceof Problem)) {
      this.setState({ said: words.say("away") });
    } else if (why.status === 401) {
      left();
    } else if (why.document["mistakes"]) {
      const { mistakes } = why.document;
      this.setState({ mistakes, cost: "", said: words.say("wrong", { count: mistakes.length }) });
    } else if (why.status === 403) {
      this.setState({ said: words.say("administrators") });
    } else if (why.slug === "conflict") {
      this.setState({ said: words.say("changed-meanwhile") });
    } else {
      this.setState({ said: why.message });
    }
  }
}
