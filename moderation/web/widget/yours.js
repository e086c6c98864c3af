/** The button to what concerns the reader alone, which says how many outcomes there are to look at. */

import { element } from "../shared/dom.js";
import { bring } from "./later.js";

const ASKED_AFTER = 1500; // milliseconds: the discussion comes first, and the page may sign its reader in late

/**
 * The button is there for everybody: whoever holds the receipt of a notice may ask from any browser. Nothing is asked
 * for a reader who waits for nothing.
 *
 * @param {import("./context.js").Context} context
 * @returns {HTMLElement[]} the button, and where it is told that the window cannot be loaded
 */
export function yours(context) {
  const { memory, words } = context;
  /** @type {import("./news.js").News | undefined} */
  let news;
  const trouble = element("div", { class: "form" });
  const button = element("button", { type: "button", class: "yours", onclick: open }, words.say("yours"));
  const earlier = memory.awaited.map((one) => one.id);
  if (earlier.length) window.setTimeout(() => button.isConnected && void ask(), ASKED_AFTER);
  return [button, trouble];

  async function ask() {
    try {
      const { News } = await import("./news.js");
      news = new News(context, earlier, heard);
      await news.ask();
    } catch {
      // another time
    }
  }

  /** @param {number} count */
  function heard(count) {
    button.textContent = count ? words.say("yours.news", { count }) : words.say("yours");
    button.classList.toggle("news", count > 0);
  }

  function open() {
    void bring(context, () => import("./affairs.js"), trouble, ({ showAffairs }) => {
      if (context.stage.querySelector("dialog")) return;
      button.focus(); // so that it has the focus again afterwards
      showAffairs(context, button.classList.contains("news"));
      news?.seen();
    });
  }
}
