/** The window with what concerns the reader alone: their comments, and what they reported. */

import { element } from "../shared/dom.js";
import { Dialog } from "./dialog.js";
import { lookUp, noticesBy } from "./noticed.js";
import { reportedBy } from "./reported.js";
import { writtenBy } from "./written.js";

/**
 * @param {import("./context.js").Context} context
 * @param {boolean} everything whether all of it is to be seen at once
 */
export function showAffairs(context, everything) {
  const { api, words } = context;
  const written = writtenBy(context, () => dialog.leave());
  const reports = reportedBy(context);
  const notices = noticesBy(context);
  const dialog = new Dialog(
    context, words.say("yours.title"),
    !api.token && element("p", { class: "quiet" }, words.say("yours.guest")),
    section(words.say("yours.comments"), () => void written.load(), written.element),
    Boolean(api.token) && section(words.say("reports"), () => void reports.load(), reports.element),
    section(words.say("notices"), () => void notices.load(), notices.element, lookUp(context)),
  );
  const sections = [...dialog.element.querySelectorAll("details")];
  for (const one of everything ? sections : sections.slice(0, 1)) one.open = true;
  dialog.open();
}

/**
 * @param {string} title
 * @param {() => void} load told when it is opened for the first time
 * @param {...HTMLElement} content
 */
function section(title, load, ...content) {
  return element("details", { ontoggle: once(load) }, element("summary", {}, element("h3", {}, title)), ...content);
}

/**
 * @param {() => void} act
 * @returns {() => void} does it the first time only
 */
function once(act) {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
