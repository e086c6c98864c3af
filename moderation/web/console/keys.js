/** The keyboard: one letter for everything that is done all day. */

/** @typedef {{key: string, say: string, act: () => unknown, repeats?: boolean}} Key */

const WRITING = "input, textarea, select, [contenteditable]";

/**
 * The letter of a key as an English keyboard has it, whatever alphabet is switched on.
 *
 * @param {KeyboardEvent} event
 */
export function letterOf(event) {
  if (/^[ -~]$/.test(event.key)) return event.key.toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return /^(?:Key|Digit)(.)$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key;
}

/**
 * Act on keys until the function that is returned is called.
 *
 * @param {Key[]} keys
 * @param {() => void} touched called whenever any key is pressed
 * @returns {() => void}
 */
export function listen(keys, touched) {
  const acts = new Map(keys.map((one) => [one.key, one]));
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    touched();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A window that took the key may have closed with it.
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target instanceof Element && event.target.matches(WRITING)) return;
    const key = acts.get(letterOf(event));
    if (!key || (event.repeat && !key.repeats)) return;
    event.preventDefault();
    void key.act();
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
