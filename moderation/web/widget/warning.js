/** A warning of the moderators, which its reader says to have understood before they may write again. */

import { Problem } from "../shared/api.js";
import { element } from "../shared/dom.js";
import { explain } from "./context.js";
import { Dialog } from "./dialog.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../shared/account.js").Warning} Warning */

/**
 * Show a warning until it is acknowledged or put off.
 *
 * @param {Context} context
 * @param {Warning} warning
 * @returns {Promise<Warning | null>} null once nothing waits any more; else the warning that still does
 */
export function askToAcknowledge(context, warning) {
  const { words } = context;
  let waiting = /** @type {Warning | null} */ (warning);
  let busy = false;
  const message = element("blockquote", { class: "told", dir: "auto" }, warning.message);
  const notice = element("div", { class: "notice", role: "alert" });
  const understood = element(
    "button", { type: "button", class: "primary", onclick: () => void acknowledge() }, words.say("warning.understood"),
  );
  const dialog = new Dialog(
    context, words.say("warning.title"),
    element("p", {}, words.say("warning.why")),
    message,
    element("p", { class: "quiet" }, words.say("warning.kept")),
    notice,
    element(
      "div", { class: "buttons" },
      element("button", { type: "button", onclick: () => dialog.close() }, words.say("later")), understood,
    ),
  );

  async function acknowledge() {
    if (busy || !waiting) return;
    busy = true;
    understood.setAttribute("aria-disabled", "true");
    notice.replaceChildren();
    try {
      waiting = await settled(context, waiting);
      if (!waiting) return dialog.close();
      message.textContent = waiting.message;
      notice.replaceChildren(element("p", {}, words.say("warning.another")));
    } catch (why) {
      notice.replaceChildren(element("p", {}, explain(words, why)));
    } finally {
      busy = false;
      understood.removeAttribute("aria-disabled");
    }
  }

  return new Promise((resolve) => {
    dialog.onclosed = () => resolve(waiting);
    dialog.open();
  });
}

/**
 * @param {Context} context
 * @param {Warning} warning
 * @returns {Promise<Warning | null>} what waits after this one was acknowledged: another one, or nothing
 */
async function settled({ account }, warning) {
  try {
    await account.acknowledge(warning.number);
    return null;
  } catch (why) {
    if (!(why instanceof Problem)) throw why;
    if (why.status === 404) return null; // it was taken back meanwhile
    if (why.status !== 409) throw why;
    return (await account.standing()).warning;
  }
}
