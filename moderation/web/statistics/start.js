/** The page's beginning: who is there, and then the board. */

import { Door } from "../console/door.js";
import { Session } from "../console/session.js";
import { loadWords } from "../shared/words.js";
import { Board } from "./board.js";

const site = document.body.dataset["site"] ?? "";
const [words, doorWords] = await Promise.all([loadWords("", "statistics"), loadWords("", "console")]);
const door = new Door(doorWords, site, sitDown);

try {
  const session = await Session.resume(site);
  if (session) sitDown(session);
  else door.open("");
} catch {
  door.open(doorWords.say("away"));
}

/** @param {Session} session */
function sitDown(session) {
  document.title = words.say("title");
  void new Board(session, words, doorWords, () => door.open(doorWords.say("ended"))).open();
}
