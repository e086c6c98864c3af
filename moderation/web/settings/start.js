/** The page's beginning: who is there, and then what this moderator may settle here. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { h, render } from "../vendor/preact-htm.js";
import { Office, Page } from "./office.js";
import { Unsaved } from "./unsaved.js";

const [words, consoleWords] = await Promise.all([loadWords("", "settings"), loadWords("", "console")]);
const unsaved = new Unsaved();
await enter(consoleWords, (session, leave) => {
  document.title = words.say("title");
  unsaved.belongs(session.moderator.id);
  const ended = () => [consoleWords.say("ended"), ...(unsaved.returns ? [consoleWords.say("unsaved")] : [])].join(" ");
  const office = new Office(session, words, consoleWords, unsaved, () => leave(ended()));
  render(h(Page, { office }), document.body);
});
