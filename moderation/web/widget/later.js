/** What only some readers need, loaded when one of them first asks for it. */

import { element, holdsFocus } from "../shared/dom.js";
import { dress, LATER } from "./styles.js";

/** @typedef {import("./context.js").Context} Context */

/**
 * A part of the discussion, with the styles that such parts need.
 *
 * @template Part
 * @param {Context} context
 * @param {() => Promise<Part>} load
 * @returns {Promise<Part>} rejected if it cannot be loaded now; another call tries again
 */
export async function part({ stage }, load) {
  const root = /** @type {ShadowRoot} */ (stage.getRootNode());
  const [loaded] = await Promise.all([load(), dress(root, LATER)]);
  return loaded;
}

/**
 * Have a part and use it. If it cannot be loaded, its reader is told so, and asked whether to try again.
 *
 * @template Part
 * @param {Context} context
 * @param {() => Promise<Part>} load
 * @param {HTMLElement} place where it is told; what is opened there meanwhile takes precedence
 * @param {(part: Part) => void} use
 */
export async function bring(context, load, place, use) {
  const before = place.firstChild;
  let loaded = null;
  try {
    loaded = await part(context, load);
  } catch {
    // told below
  }
  if (place.firstChild !== before) return;
  if (!loaded) return offerAgain(context, place, () => void bring(context, load, place, use));
  place.replaceChildren();
  use(loaded);
}

/**
 * @param {Context} context
 * @param {HTMLElement} place
 * @param {() => void} act
 */
function offerAgain({ words }, place, act) {
  const again = element("button", { type: "button", onclick: act }, words.say("again"));
  const pressed = holdsFocus(place);
  place.replaceChildren(
    element(
      "div", { class: "notice", role: "alert" },
      element("p", {}, words.say("problem.unreachable")), element("p", { class: "buttons" }, again),
    ),
  );
  if (pressed) again.focus();
}
