/** The style sheets of the discussion, which its shadow root takes as they are needed. */

export const FIRST = ["../shared/theme.css", "./widget.css"];
export const LATER = ["./dialogs.css"];

/** @type {Map<string, Promise<CSSStyleSheet>>} by path; one for all discussions of a page */
const sheets = new Map();

/**
 * Have a root take style sheets, unless it has them.
 *
 * @param {ShadowRoot} root
 * @param {string[]} paths
 * @throws {Error} if one cannot be loaded; another call tries again
 */
export async function dress(root, paths) {
  const worn = await Promise.all(paths.map(sheetOf));
  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...worn])];
}

/**
 * @param {string} path
 * @returns {Promise<CSSStyleSheet>}
 */
function sheetOf(path) {
  const known = sheets.get(path);
  if (known) return known;
  const loading = load(path);
  sheets.set(path, loading);
  loading.catch(() => sheets.delete(path)); // the network failed between two files
  return loading;
}

/** @param {string} path */
async function load(path) {
  const answer = await fetch(new URL(path, import.meta.url));
  if (!answer.ok) throw new Error(`no ${path}: ${answer.status}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  return sheet;
}
