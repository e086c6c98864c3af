/** The page's beginning: who is there, and then the bench on which rules are made. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { Bench } from "./bench.js";

const [words, doorWords] = await Promise.all([loadWords("", "rules"), loadWords("", "console")]);
await enter(doorWords, (session, leave) => {
  document.title = words.say("title");
  void new Bench(session, words, () => leave(doorWords.say("ended"))).open();
});
