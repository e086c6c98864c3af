/** The form in which a comment is written: at the top, under a comment as its reply, or in place of one's own. */

import { Problem } from "../shared/api.js";
import { deliver, newKey } from "../shared/delivery.js";
import { element } from "../shared/dom.js";
import { explain, ownOf } from "./context.js";
import { nudge } from "./nudge.js";
import { Restraint } from "./restraint.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/api.js").Comment} Comment */
/** @typedef {import("../shared/api.js").Posted} Posted */
/**
 * @typedef {object} Purpose
 * @property {Comment} [replyTo]
 * @property {Comment} [editing]
 * @property {(posted: Posted) => void} done
 * @property {() => void} [cancel] without it there is no such button
 */

const LONGEST_NAME = 60;
let forms = 0;

export class Composer {
  #context;
  #purpose;
  #place;
  #text;
  #name;
  #notice;
  #send;
  #restraint;
  /** @type {AbortController | null} set while a comment is on its way */
  #sending = null;
  /** @type {import("../shared/api.js").Draft | null} what was on its way when the page was left, until it goes on */
  #unsent = null;

  /**
   * @param {Context} context
   * @param {Purpose} purpose
   */
  constructor(context, purpose) {
    const { words, memory } = context;
    const { replyTo, editing } = purpose;
    this.#context = context;
    this.#purpose = purpose;
    this.#place = `${context.article}|${editing ? "edit " + editing.id : replyTo?.id ?? ""}`;
    const number = ++forms;
    const label = editing
      ? words.say("edit.label")
      : replyTo
        ? words.say("reply.label", { name: replyTo.author?.name ?? "" })
        : words.say("write");

    this.#text = element("textarea", {
      id: `text-${number}`, rows: 1, required: true, "aria-describedby": `notice-${number}`,
      placeholder: editing || replyTo ? undefined : words.say("placeholder"),
      oninput: () => this.#changed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#keyed(event),
    });
    this.#name = element("input", {
      id: `name-${number}`, type: "text", required: true, maxlength: LONGEST_NAME, autocomplete: "nickname",
      value: memory.name,
    });
    const guest = element(
      "span", { class: "guest", hidden: Boolean(editing) },
      element("label", { for: `name-${number}` }, words.say("name")), this.#name,
    );
    this.#notice = element("div", { class: "notice", id: `notice-${number}`, role: "alert" });
    this.#restraint = new Restraint(context);
    this.#send = element("button", { type: "submit", class: "primary" }, words.say(editing ? "save" : "post"));
    this.element = element(
      "form", {
        class: "composer", novalidate: true,
        onsubmit: (/** @type {Event} */ event) => this.#submitted(event),
        onfocusin: () => void this.#restraint.look(),
      },
      element("label", { for: `text-${number}`, class: "title" }, label),
      this.#restraint.element,
      this.#text,
      this.#notice,
      element(
        "div", { class: "row" }, guest,
        element(
          "span", { class: "buttons" },
          purpose.cancel && element("button", { type: "button", onclick: () => this.close() }, words.say("cancel")),
          this.#send,
        ),
      ),
    );
    this.#restore();
  }

  /** A draft that was not acknowledged comes back, and one that was on its way is sent again with its own key. */
  #restore() {
    const unsent = this.#context.memory.draft(this.#place);
    this.#text.value = unsent?.body ?? this.#purpose.editing?.body ?? "";
    this.#follow();
    if (unsent?.attempt && !this.#purpose.editing) {
      this.#unsent = JSON.parse(unsent.attempt.request);
      if (this.#unsent?.author) this.#name.value = this.#unsent.author.name;
      queueMicrotask(() => this.#resume());
    }
  }

  /** Whoever was signed in when they wrote has to be so again. */
  #resume() {
    const draft = this.#unsent;
    if (!draft || this.#sending || Boolean(draft.author) === Boolean(this.#context.api.token)) return;
    this.#unsent = null;
    void this.#deliver(draft, true);
  }

  /** The name field is for guests only. */
  refresh() {
    const guest = /** @type {HTMLElement} */ (this.#name.parentElement);
    guest.hidden = Boolean(this.#purpose.editing || this.#context.api.token);
    this.#restraint.tell({ restriction: null, warning: null });
    this.#resume();
  }

  focus() {
    this.#text.focus();
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
  }

  /** Take the form away; the draft stays for the next time. */
  close() {
    if (this.#sending) this.#context.memory.keepDraft(this.#place, { body: this.#text.value });
    if (this.#purpose.editing) this.#context.memory.keepDraft(this.#place, null);
    this.#sending?.abort();
    this.element.remove();
    this.#purpose.cancel?.();
  }

  /** Stop whatever is on its way; it stays remembered. */
  stop() {
    this.#sending?.abort();
  }

  /** What is written has its own direction; what invites to write has the page's. */
  #follow() {
    if (this.#text.value) this.#text.dir = "auto";
    else this.#text.removeAttribute("dir");
  }

  #changed() {
    this.#unsent = null;
    this.#context.memory.keepDraft(this.#place, { body: this.#text.value });
    this.#follow();
    this.#text.removeAttribute("aria-invalid");
    this.#say();
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.element.requestSubmit();
    else if (event.key === "Escape" && this.#purpose.cancel && !event.isComposing) this.close();
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    if (this.#sending) return;
    const guest = !this.#context.api.token && !this.#purpose.editing;
    if (!this.#text.value.trim()) return this.#missing(this.#text, "missing.text");
    if (guest && !this.#name.value.trim()) return this.#missing(this.#name, "missing.name");
    this.#name.removeAttribute("aria-invalid");
    this.#unsent = null;
    void this.#deliver(this.#draft(true));
  }

  /**
   * @param {HTMLElement} field
   * @param {string} sentence
   */
  #missing(field, sentence) {
    field.setAttribute("aria-invalid", "true");
    this.#say(this.#context.words.say(sentence));
    field.focus();
  }

  /**
   * @param {boolean} nudge
   * @returns {import("../shared/api.js").Draft}
   */
  #draft(nudge) {
    const { api, about } = this.#context;
    const parent = this.#purpose.replyTo?.id;
    return {
      body: this.#text.value,
      nudge,
      ...(parent && { parent_id: parent }),
      ...(!api.token && { author: { name: this.#name.value.trim() } }),
      ...((about.title || about.url) && { article: about }),
    };
  }

  /**
   * The key of a request: the one that an earlier, unacknowledged attempt to send the very same request had.
   *
   * @param {import("../shared/api.js").Draft} draft
   * @returns {string}
   */
  #key(draft) {
    const { memory } = this.#context;
    const request = JSON.stringify(draft);
    const before = memory.draft(this.#place)?.attempt;
    const key = before?.request === request ? before.key : newKey();
    memory.keepDraft(this.#place, { body: draft.body, attempt: { key, request } });
    return key;
  }

  /**
   * @param {import("../shared/api.js").Draft} draft
   * @param {boolean} [byItself] whether it goes on from an earlier visit, so that no window is to open
   */
  async #deliver(draft, byItself = false) {
    const { api, article, memory, words } = this.#context;
    const { editing } = this.#purpose;
    const token = editing ? ownOf(this.#context, editing)?.token ?? "" : "";
    const key = editing ? "" : this.#key(draft);
    const send = () => (editing ? api.edit(editing.id, draft.body, token) : api.post(article, draft, key));
    const sending = new AbortController();
    this.#busy(sending);
    try {
      const posted = await deliver(send, (why) => this.#say(explain(words, why), words.say("kept")), sending.signal);
      memory.keepDraft(this.#place, null);
      if (draft.author) memory.name = draft.author.name;
      this.#busy(null);
      this.#say();
      this.#restraint.tell({ restriction: null, warning: null });
      this.#text.value = "";
      this.#follow();
      this.#purpose.done(posted);
    } catch (why) {
      this.#busy(null);
      if (sending.signal.aborted) return;
      memory.keepDraft(this.#place, { body: this.#text.value });
      if (why instanceof Problem) this.#refused(why, draft, byItself);
      else this.#say(explain(words, why));
    }
  }

  /**
   * @param {Problem} why
   * @param {import("../shared/api.js").Draft} draft
   * @param {boolean} byItself
   */
  #refused(why, draft, byItself) {
    const { words } = this.#context;
    const { slug, document: said } = why;
    if (slug === "nudge") {
      const anyway = () => !this.#sending && void this.#deliver(this.#draft(false));
      this.#notice.replaceChildren(...nudge(words, draft.body, said["spans"] ?? [], { change: () => this.focus(), anyway }));
    } else if (slug === "warned") {
      const warning = { number: said["warning"], message: said["message"] };
      this.#say();
      if (byItself) this.#restraint.tell({ restriction: null, warning });
      else void this.#warned(warning, draft);
    } else if (slug === "suspended" || slug === "banned") {
      this.#say();
      void this.#restraint.refused(slug, said);
    } else this.#say(explain(words, why));
  }

  /**
   * What was written goes on its way once the warning is understood.
   *
   * @param {import("../shared/account.js").Warning} warning
   * @param {import("../shared/api.js").Draft} draft
   */
  async #warned(warning, draft) {
    if (await this.#restraint.read(warning)) void this.#deliver(draft);
  }

  /** @param {AbortController | null} sending */
  #busy(sending) {
    this.#sending = sending;
    this.#text.readOnly = sending !== null;
    this.#send.setAttribute("aria-disabled", String(sending !== null));
    const rest = this.#purpose.editing ? "save" : "post";
    this.#send.textContent = this.#context.words.say(sending ? "sending" : rest);
  }

  /** @param {...string} said one paragraph each; none clears the notice */
  #say(...said) {
    this.#notice.replaceChildren(...said.map((sentence) => element("p", {}, sentence)));
  }
}
