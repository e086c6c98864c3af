/** The console's beginning: who is there, and then the desk. */

import { loadWords } from "../shared/words.js";
import { Desk } from "./desk.js";
import { Door } from "./door.js";
import { Service } from "./service.js";
import { Session } from "./session.js";

const site = document.body.dataset["site"] ?? "";
const words = await loadWords("", "console");
const door = new Door(words, site, sitDown);
document.title = words.say("title");

try {
  const session = await Session.resume(site);
  if (session) sitDown(session);
  else door.open(turnedBack());
} catch {
  door.open(words.say("away"));
}

/** What to say to who comes back from the provider without having been let in. */
function turnedBack() {
  const here = new URL(location.href);
  const why = here.searchParams.get("refused");
  if (why === null) return "";
  here.searchParams.delete("refused");
  history.replaceState(null, "", here);
  return words.say(why === "provider-away" ? "provider-away" : "refused-provider");
}

/** @param {Session} session */
function sitDown(session) {
  new Desk(new Service(session), words, (why) => door.open(why)).open();
}
