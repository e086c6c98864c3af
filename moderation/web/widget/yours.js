/** What concerns the reader alone, behind a button: their comments, and what they reported. */

import { element } from "../shared/dom.js";
import { Dialog } from "./dialog.js";
import { News } from "./news.js";
import { lookUp, noticesBy } from "./noticed.js";
import { reportedBy } from "./reported.js";
import { writtenBy } from "./written.js";

const ASKED_AFTER = 1500; // milliseconds: the discussion comes first, and the page may sign its reader in late

/**
 * The button that opens it, and says how many outcomes there are to look at. It is there for everybody: whoever holds
 * the receipt of a notice may ask from any browser.
 *
 * @param {import("./context.js").Context} context
 * @returns {HTMLElement}
 */
export function yours(context) {
  const { words } = context;
  const button = element(
    "button", {
      type: "button", class: "yours",
      onclick: () => {
        open(context, button.classList.contains("news"));
        news.seen();
      },
    },
    words.say("yours"),
  );
  const news = new News(context, (count) => {
    button.textContent = count ? words.say("yours.news", { count }) : words.say("yours");
    button.classList.toggle("news", count > 0);
  });
  window.setTimeout(() => button.isConnected && void news.ask(), ASKED_AFTER);
  return button;
}

/**
 * @param {import("./context.js").Context} context
 * @param {boolean} everything whether all of it is to be seen at once
 */
function open(context, everything) {
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
