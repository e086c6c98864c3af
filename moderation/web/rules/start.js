/** The page's beginning: who is there, and then the bench on which rules are made. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { h, render } from "../vendor/preact-htm.js";
import { Bench } from "./bench.js";

const [words, doorWords] = await Promise.all([loadWords("", "rules"), loadWords("", "console")]);
await enter(doorWords, (session, leave) => {
  document.title = words.say("title");
  render(h(Bench, { session, words, left: () => leave(doorWords.say("ended")) }), document.body);
});
