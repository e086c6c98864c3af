/** The way in, the same on every page for moderators: the session that the browser has, or the door. */

import { render } from "../vendor/preact-htm.js";
import { Door } from "./door.js";
import { Session } from "./session.js";

/**
 * @param {import("../shared/words.js").Words} words the console's
 * @param {(session: Session, leave: (why: string) => void) => void} sitDown `leave` leads to the door again, which says why
 * @param {() => string} [turnedBack] what the door says to whoever is not signed in
 */
export async function enter(words, sitDown, turnedBack = () => "") {
  const site = document.body.dataset["site"] ?? "";
  const seat = (/** @type {Session} */ session) => {
    render(null, document.body);
    document.body.replaceChildren();
    let left = false;
    sitDown(session, (why) => {
      // Of many requests that end the session each would lead to the door, the last while somebody signs in there.
      if (left) door.retell(why);
      else door.open(why);
      left = true;
    });
  };
  const door = new Door(words, site, seat);
  try {
    const session = await Session.resume(site);
    if (session) seat(session);
    else door.open(turnedBack());
  } catch {
    door.open(words.say("away"));
  }
}
