/** Registers `<moderation-discussion>`; whoever wants the class alone imports discussion.js. */

import { Discussion } from "./discussion.js";

if (!customElements.get("moderation-discussion")) customElements.define("moderation-discussion", Discussion);
