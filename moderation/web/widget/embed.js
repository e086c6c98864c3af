/**
 * The loader: puts a discussion where its script tag stands.
 *
 *   <script src="https://comments.example.org/embed.js" data-article="my-article" async></script>
 *
 * In the head of a page it puts the discussion at the end of the body.
 * `data-article` (default: the page's canonical path), `data-site`, `data-language`, `data-sort`, `data-page-size`,
 * `data-edit-window`, `data-article-title`, `data-article-url` become attributes of the element; `data-token` its token.
 */
(() => {
  const ASSETS = "assets/development/"; // the service writes the address of its present assets here
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const server = new URL(".", script.src);
  const canonical = document.querySelector('link[rel="canonical"]');
  const page = canonical instanceof HTMLLinkElement ? new URL(canonical.href) : location;
  const discussion = /** @type {HTMLElement & {token: string}} */ (document.createElement("moderation-discussion"));
  const { token, ...given } = script.dataset;
  discussion.setAttribute("article", page.pathname);
  discussion.setAttribute("server", server.href);
  for (const [name, value] of Object.entries(given)) {
    if (value) discussion.setAttribute(name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase()), value);
  }
  if (!document.head.contains(script)) script.after(discussion);
  else document.addEventListener("DOMContentLoaded", () => document.body.append(discussion));
  import(new URL(ASSETS + "widget/define.js", server).href)
    .then(() => {
      if (token) discussion.token = token;
    })
    .catch(() => discussion.append("The comments could not be loaded."));
})();
