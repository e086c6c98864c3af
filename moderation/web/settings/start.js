/** The page's beginning: who is there, and then what this moderator may settle here. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { h, render } from "../vendor/preact-htm.js";
import { Office, Page } from "./office.js";

const [words, consoleWords] = await Promise.all([loadWords("", "settings"), loadWords("", "console")]);
await enter(consoleWords, (session, leave) => {
  document.title = words.say("title");
  const office = new Office(session, words, consoleWords, () => leave(consoleWords.say("ended")));
  render(h(Page, { office }), document.body);
});
