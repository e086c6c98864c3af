/** The page's beginning: who is there, and then the board. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { Board } from "./board.js";

const [words, doorWords] = await Promise.all([loadWords("", "statistics"), loadWords("", "console")]);
await enter(doorWords, (session, leave) => {
  document.title = words.say("title");
  void new Board(session, words, doorWords, () => leave(doorWords.say("ended"))).open();
});
