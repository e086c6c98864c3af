/** What the console says at the edge of the desk: what was done, and what went wrong until it was read or is over. */

import { Component, Fragment, createRef, h, html } from "../vendor/preact-htm.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {object} Notice
 * @property {number} at its number, so that what is said twice is heard twice
 * @property {string} sentence
 * @property {(() => void) | null} [show]
 * @property {boolean} [passes] whether it is over once the service answers
 * @typedef {{said: Notice, heard: Notice, troubles: Notice[]}} State
 */

const MOST = 4;

export class Notices {
  #words;
  #count = 0;
  /** @type {import("../vendor/preact-htm.js").Ref<Edge>} */
  #edge = createRef();

  /** @param {Words} words */
  constructor(words) {
    this.#words = words;
  }

  view() {
    return h(Edge, { self: this.#edge, words: this.#words });
  }

  /** @param {string} sentence */
  say(sentence) {
    this.#edge.current?.setState({ said: this.#numbered(sentence) });
  }

  /**
   * For the ear alone: what the eye sees change.
   *
   * @param {string} sentence
   */
  read(sentence) {
    this.#edge.current?.setState({ heard: this.#numbered(sentence) });
  }

  /**
   * @param {string} sentence
   * @param {(() => void) | null} [show] leads to what it is about
   * @param {boolean} [passes] whether it is over once the service answers
   */
  warn(sentence, show = null, passes = false) {
    this.say("");
    const trouble = { ...this.#numbered(sentence), show, passes };
    this.#edge.current?.setState(({ troubles }) => ({ troubles: among(troubles, trouble) }));
  }

  /** @param {string} sentence that the service answers again, in the place of what was said of it */
  settle(sentence) {
    this.#edge.current?.setState(({ troubles }) => ({ troubles: troubles.filter(({ passes }) => !passes) }));
    this.say(sentence);
  }

  /** @param {string} sentence @returns {Notice} */
  #numbered(sentence) {
    this.#count += 1;
    return { at: this.#count, sentence };
  }
}

/**
 * The latest is always there. A sentence that leads nowhere stands there once, and makes way before those that lead to a
 * comment.
 *
 * @param {Notice[]} troubles
 * @param {Notice} latest
 */
function among(troubles, latest) {
  const others = troubles.filter(({ show, sentence }) => show || sentence !== latest.sentence);
  const leaving = others.length < MOST ? null : (others.find(({ show }) => !show) ?? others[0]);
  return [...others.filter((one) => one !== leaving), latest];
}

/** @extends {Component<{self: {current: Edge | null}, words: Words}, State>} */
class Edge extends Component {
  /** @override @type {State} */
  state = { said: { at: 0, sentence: "" }, heard: { at: 0, sentence: "" }, troubles: [] };

  /** @override */
  componentDidMount() {
    this.props.self.current = this;
  }

  /** @override */
  componentWillUnmount() {
    this.props.self.current = null;
  }

  /** @override */
  render() {
    const { said, heard, troubles } = this.state;
    const text = (/** @type {Notice} */ { at, sentence }) => h(Fragment, { key: at, children: sentence });
    return html`
      <footer>
        <p class="said" role="status">${text(said)}</p>
        <p class="unseen" aria-live="polite">${text(heard)}</p>
        <div class="troubles" role="alert">${troubles.map((one) => this.#trouble(one))}</div>
      </footer>
    `;
  }

  /** @param {Notice} trouble */
  #trouble(trouble) {
    const { words } = this.props;
    const { at, sentence, show } = trouble;
    const leave = () => this.setState(({ troubles }) => ({ troubles: troubles.filter((one) => one !== trouble) }));
    const button = (/** @type {string} */ key, /** @type {() => void} */ act) =>
      html`<button type="button" onclick=${act}>${words.say(key)}</button>`;
    return html`
      <div key=${at} class="trouble">
        <p dir="auto">${sentence}</p>
        ${show && button("show", () => (leave(), show()))}
        ${button("dismiss", leave)}
      </div>
    `;
  }
}
