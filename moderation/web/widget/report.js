/** The small form in which a reader tells the moderators what is wrong with a comment. */

import { element } from "../shared/dom.js";
import { explain } from "./context.js";

/** @typedef {import("./context.js").Context} Context */

const REASONS = ["offensive", "abusive", "spam", "illegal", "off_topic", "other"];
const LONGEST_DETAIL = 1000;
let forms = 0;

/**
 * @param {Context} context
 * @param {import("../shared/api.js").Comment} comment
 * @param {(sent: boolean) => void} done
 * @returns {HTMLFormElement}
 */
export function reportForm(context, comment, done) {
  const { api, words } = context;
  const number = ++forms;
  const notice = element("div", { class: "notice", role: "alert" });
  const choices = REASONS.map((reason, index) =>
    element(
      "label", {},
      element("input", { type: "radio", name: `reason-${number}`, value: reason, checked: index === 0 }),
      words.say(`report.${reason}`),
    ));
  const detail = element("textarea", { id: `detail-${number}`, rows: 2, maxlength: LONGEST_DETAIL, dir: "auto" });
  const send = element("button", { type: "submit", class: "primary" }, words.say("report.send"));
  const form = element(
    "form", {
      class: "report-form",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void submit();
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Escape") done(false);
      },
    },
    element("fieldset", {}, element("legend", {}, words.say("report.title")), ...choices),
    element("label", { for: `detail-${number}` }, words.say("report.detail")),
    detail,
    notice,
    element(
      "div", { class: "buttons" },
      element("button", { type: "button", onclick: () => done(false) }, words.say("cancel")), send,
    ),
  );

  async function submit() {
    const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector("input:checked"));
    send.disabled = true;
    try {
      await api.report(comment.id, chosen?.value ?? "other", detail.value.trim());
      done(true);
    } catch (why) {
      send.disabled = false;
      notice.replaceChildren(element("p", {}, explain(words, why)));
    }
  }

  return form;
}
