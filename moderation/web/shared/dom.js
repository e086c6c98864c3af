/**
 * Building the page: elements with text that is never read as markup, and the one place where markup from the
 * server becomes elements.
 */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

/**
 * An element with attributes, listeners (`onclick: f`) and children. Strings become text nodes, so nothing that a
 * reader typed is ever parsed; `true` is an empty attribute, `false`, `null` and `undefined` are none.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...present(children));
  return made;
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function present(children) {
  /** @type {(Node | string)[]} */
  const shown = [];
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    shown.push(child instanceof Node ? child : String(child));
  }
  return shown;
}

/** Everything the server's Markdown can produce; what is not listed is shown as text. */
const ALLOWED = new Set([
  "P", "BR", "HR", "EM", "STRONG", "DEL", "S", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL", "LI", "A",
]);
const BLOCKS = new Set(["P", "PRE", "BLOCKQUOTE", "UL", "OL", "LI"]);
const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** @type {{createHTML(html: string): any} | null | undefined} */
let policy;

/**
 * The markup as something `DOMParser` takes where the page demands Trusted Types.
 *
 * @param {string} html
 * @returns {any}
 */
function trusted(html) {
  if (policy === undefined) {
    const types = /** @type {any} */ (window).trustedTypes;
    policy = types ? types.createPolicy("moderation-html", { createHTML: (/** @type {string} */ text) => text }) : null;
  }
  return policy ? policy.createHTML(html) : html;
}

/**
 * The server's sanitised HTML of a comment as nodes: the only function that parses markup.
 *
 * The server has sanitised already. This copies what is on a short list into new elements all the same, out of a
 * document in which nothing loads or runs, so that one mistake there is not enough to run a script here.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function commentMarkup(html) {
  const inert = new DOMParser().parseFromString(trusted(html), "text/html");
  const fragment = document.createDocumentFragment();
  copy(inert.body, fragment);
  return fragment;
}

/**
 * @param {Node} from
 * @param {Node} to
 */
function copy(from, to) {
  for (const node of from.childNodes) {
    if (node instanceof Text) {
      to.appendChild(document.createTextNode(node.data));
    } else if (node instanceof Element) {
      if (!ALLOWED.has(node.tagName)) {
        to.appendChild(document.createTextNode(node.textContent ?? ""));
        continue;
      }
      const made = document.createElement(node.tagName);
      if (BLOCKS.has(node.tagName)) made.dir = "auto";
      if (made instanceof HTMLAnchorElement) link(made, node.getAttribute("href") ?? "");
      copy(node, made);
      to.appendChild(made);
    }
  }
}

/**
 * @param {HTMLAnchorElement} anchor
 * @param {string} target
 */
function link(anchor, target) {
  try {
    if (!SCHEMES.has(new URL(target).protocol)) return;
  } catch {
    return; // relative or broken: not a link a comment can mean
  }
  anchor.href = target;
  anchor.rel = "nofollow ugc noopener";
}

/**
 * Text in paragraphs as it was typed, for a comment whose markup is not there.
 *
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function plainParagraphs(text) {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/\n{2,}/)) {
    const paragraph = element("p", { dir: "auto" });
    part.split("\n").forEach((line, number) => {
      if (number) paragraph.append(element("br"));
      paragraph.append(line);
    });
    fragment.append(paragraph);
  }
  return fragment;
}

/**
 * Whether a child node of `root` has the focus, through shadow roots.
 *
 * @param {Element} root
 * @returns {boolean}
 */
export function holdsFocus(root) {
  const scope = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  return root.contains(scope.activeElement);
}
