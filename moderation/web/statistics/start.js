/** The page's beginning: who is there, and then the board. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { h, render } from "../vendor/preact-htm.js";
import { Board } from "./board.js";

const [words, consoleWords] = await Promise.all([loadWords("", "statistics"), loadWords("", "console")]);
await enter(consoleWords, (session, leave) => {
  document.title = words.say("title");
  render(h(Board, { session, words, consoleWords, left: () => leave(consoleWords.say("ended")) }), document.body);
});
