/** The door: a name and a password, an API token, or the newsroom's own provider. */

import { Problem } from "../shared/api.js";
import { createRef, html, render } from "../vendor/preact-htm.js";
import { refusal } from "./phrases.js";
import { Session } from "./session.js";

export class Door {
  #words;
  #site;
  #entered;
  #byToken = true;
  #isOpen = false;
  #said = "";
  #busy = false;
  /** Whether the newsroom's own provider lets people in. */
  #byProvider = false;
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLInputElement>} */
  #name = createRef();
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLInputElement>} */
  #secret = createRef();

  /**
   * @param {import("../shared/words.js").Words} words
   * @param {string} site "" where the address names none
   * @param {(session: Session) => void} entered
   */
  constructor(words, site, entered) {
    this.#words = words;
    this.#site = site;
    this.#entered = entered;
  }

  /** @param {string} said why somebody who was signed in has to do it again */
  open(said) {
    document.title = this.#words.say("title");
    render(null, document.body);
    document.body.replaceChildren(); // whatever else was there
    this.#isOpen = true;
    this.#show(said);
    (this.#byToken ? this.#secret : this.#name).current?.focus();
    void this.#offerProvider();
  }

  /** @param {string} said more of why, unless somebody has come in meanwhile */
  retell(said) {
    if (this.#isOpen) this.#show(said, this.#busy);
  }

  /**
   * @param {string} said
   * @param {boolean} [busy] while the service is asked
   */
  #show(said, busy = false) {
    this.#said = said;
    this.#busy = busy;
    this.#draw();
  }

  #draw() {
    if (this.#isOpen) render(html`<main class="door">${this.#form()}</main>`, document.body);
  }

  #form() {
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const other = () => {
      this.#byToken = !this.#byToken;
      this.open("");
    };
    const id = this.#byToken ? "token" : "password";
    const site = this.#site ? `?${new URLSearchParams({ site: this.#site })}` : "";
    const name = html`
      <label for="name">${say("name")}</label>
      <input ref=${this.#name} id="name" autocomplete="username" autocapitalize="none" required maxlength="100" />
    `;
    return html`
      <form class="sign-in" onsubmit=${(/** @type {SubmitEvent} */ event) => this.#enter(event)}>
        <h1>${say("title")}</h1>
        <p class="wrong" role="alert">${this.#said}</p>
        ${!this.#byToken && name}
        <label for=${id}>${say(id)}</label>
        <input ref=${this.#secret} id=${id} type="password" autocomplete=${this.#byToken ? "off" : "current-password"} required />
        <button class="primary" disabled=${this.#busy}>${say("sign-in")}</button>
        <button type="button" class="link" onclick=${other}>${say(this.#byToken ? "by-password" : "by-token")}</button>
        ${this.#byProvider && html`<a class="link" href="sign-in${site}">${say("by-provider")}</a>`}
      </form>
    `;
  }

  /** @param {SubmitEvent} event */
  async #enter(event) {
    event.preventDefault();
    const secret = this.#secret.current?.value ?? "";
    const own = { site: this.#site || "default", name: this.#name.current?.value.trim() ?? "", password: secret };
    this.#show(this.#said, true);
    try {
      const session = await Session.begin(this.#site, this.#byToken ? { token: secret.trim() } : own);
      this.#remember(session.site);
      this.#isOpen = false;
      this.#entered(session);
    } catch (why) {
      this.#show(this.#sentence(why));
      this.#secret.current?.select();
    }
  }

  async #offerProvider() {
    const means = await Session.means();
    this.#byProvider = means.includes("provider");
    this.#draw();
  }

  /** @param {unknown} why */
  #sentence(why) {
    if (!(why instanceof Problem)) return this.#words.say("away");
    return why.status === 401 ? this.#words.say(this.#byToken ? "refused" : "refused-password") : refusal(why, this.#words);
  }

  /**
   * The address names the site from now on, so that a reload stays there.
   *
   * @param {string} site
   */
  #remember(site) {
    if (this.#site) return;
    this.#site = site;
    const here = new URL(location.href);
    here.searchParams.set("site", site);
    history.replaceState(null, "", here);
  }
}
