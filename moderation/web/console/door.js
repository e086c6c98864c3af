/** The door: a name and a password, an API token, or the newsroom's own provider. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { Session } from "./session.js";

export class Door {
  #words;
  #site;
  #entered;
  #byToken = true;

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
    const say = (/** @type {string} */ key) => this.#words.say(key);
    const trouble = element("p", { class: "wrong", role: "alert" }, said);
    const button = element("button", { class: "primary" }, say("sign-in"));
    const name = element("input", { id: "name", autocomplete: "username", autocapitalize: "none", required: true, maxlength: 100 });
    const secret = element("input", {
      id: this.#byToken ? "token" : "password",
      type: "password",
      autocomplete: this.#byToken ? "off" : "current-password",
      required: true,
    });
    const other = () => {
      this.#byToken = !this.#byToken;
      this.open("");
    };
    const fields = this.#byToken
      ? [element("label", { for: "token" }, say("token")), secret]
      : [element("label", { for: "name" }, say("name")), name, element("label", { for: "password" }, say("password")), secret];
    const enter = async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      button.disabled = true;
      const own = { site: this.#site || "default", name: name.value.trim(), password: secret.value };
      try {
        const session = await Session.begin(this.#site, this.#byToken ? { token: secret.value.trim() } : own);
        this.#remember(session.site);
        this.#entered(session);
      } catch (why) {
        trouble.textContent = this.#sentence(why);
        button.disabled = false;
        secret.select();
      }
    };
    const form = element(
      "form",
      { class: "sign-in", onsubmit: (/** @type {SubmitEvent} */ event) => void enter(event) },
      element("h1", {}, say("title")),
      trouble,
      ...fields,
      button,
      element("button", { type: "button", class: "link", onclick: other }, say(this.#byToken ? "by-password" : "by-token")),
    );
    document.body.replaceChildren(element("main", { class: "door" }, form));
    void this.#offerProvider(form);
    (this.#byToken ? secret : name).focus();
  }

  /** @param {HTMLElement} form */
  async #offerProvider(form) {
    const means = await Session.means();
    if (!means.includes("provider") || form.querySelector("a")) return;
    const site = this.#site ? `?${new URLSearchParams({ site: this.#site })}` : "";
    form.append(element("a", { class: "link", href: `sign-in${site}` }, this.#words.say("by-provider")));
  }

  /** @param {unknown} why */
  #sentence(why) {
    if (!(why instanceof Problem)) return this.#words.say("away");
    return why.status === 401 ? this.#words.say(this.#byToken ? "refused" : "refused-password") : why.message;
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
