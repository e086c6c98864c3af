/** The console's beginning: who is there, and then the desk. */

import { loadWords } from "../shared/words.js";
import { Desk } from "./desk.js";
import { enter } from "./entrance.js";
import { Service } from "./service.js";

const words = await loadWords("", "console");
document.title = words.say("title");
await enter(words, (session, leave) => new Desk(new Service(session), words, leave).open(), turnedBack);

/** What to say to who comes back from the provider without having been let in. */
function turnedBack() {
  const here = new URL(location.href);
  const why = here.searchParams.get("refused");
  if (why === null) return "";
  here.searchParams.delete("refused");
  history.replaceState(null, "", here);
  return words.say(why === "provider-away" ? "provider-away" : "refused-provider");
}
