/** The page's beginning: who is there, and then the bench on which rules are made. */

import { enter } from "../console/entrance.js";
import { loadWords } from "../shared/words.js";
import { h, render } from "../vendor/preact-htm.js";
import { Bench } from "./bench.js";
import { Draft } from "./draft.js";

const [words, doorWords] = await Promise.all([loadWords("", "rules"), loadWords("", "console")]);
const draft = new Draft();
await enter(doorWords, (session, leave) => {
  document.title = words.say("title");
  const ended = () => [doorWords.say("ended"), ...(draft.any ? [doorWords.say("unsaved")] : [])].join(" ");
  render(h(Bench, { session, words, draft, left: () => leave(ended()) }), document.body);
});
