/**
 * Fills in how many comments articles have, all of a page with one request.
 *
 *   <a href="/my-article" data-comments-count="my-article"></a>
 *   <script src="https://comments.example.org/count.js" async></script>
 *
 * `data-comments-text="Comments: {count}"` on an element says how to put it; `data-site` on the script names the site,
 * `data-live` there keeps every number live, `data-comments-live` on an element its own. Dispatch `moderation-refresh`
 * on the document after adding elements.
 */
(() => {
  const ASSETS = "assets/development/"; // the service writes the address of its present assets here
  const AT_ONCE = 100;
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const server = new URL(".", script.src);
  const { site, live } = script.dataset;
  /** @type {{close(): void}[]} */
  let streams = [];

  /** @returns {HTMLElement[]} */
  const places = () => [...document.querySelectorAll("[data-comments-count]")].filter((one) => one instanceof HTMLElement);
  const articleOf = (/** @type {HTMLElement} */ place) => place.dataset["commentsCount"] ?? "";

  /**
   * @param {string} article
   * @param {number} count
   */
  function show(article, count) {
    for (const place of places()) {
      if (articleOf(place) !== article) continue;
      const language = place.closest("[lang]")?.getAttribute("lang") || undefined;
      const number = new Intl.NumberFormat(language).format(count);
      place.textContent = (place.dataset["commentsText"] ?? "{count}").replace("{count}", number);
    }
  }

  /**
   * @param {string} path
   * @param {string[]} articles
   */
  function address(path, articles) {
    const url = new URL(path, server);
    if (site) url.searchParams.set("site", site);
    for (const article of articles) url.searchParams.append("article", article);
    return url;
  }

  /**
   * @param {string[]} articles
   * @returns {string[][]}
   */
  function batches(articles) {
    const parts = [];
    for (let at = 0; at < articles.length; at += AT_ONCE) parts.push(articles.slice(at, at + AT_ONCE));
    return parts;
  }

  /** @param {string[]} articles */
  async function read(articles) {
    const answer = await fetch(address("v1/counts", articles), { credentials: "omit" }).catch(() => null);
    if (!answer?.ok) return; // a number that is missing is better than a page that breaks
    const { counts } = await answer.json();
    for (const article of articles) show(article, counts[article] ?? 0);
  }

  async function refresh() {
    for (const stream of streams) stream.close();
    streams = [];
    const all = [...new Set(places().map(articleOf))].filter(Boolean);
    for (const batch of batches(all)) void read(batch);
    const followed = all.filter((article) => live !== undefined
      || places().some((place) => articleOf(place) === article && place.dataset["commentsLive"] !== undefined));
    if (!followed.length) return;
    const { EventStream } = await import(new URL(ASSETS + "shared/events.js", server).href);
    for (const batch of batches(followed)) {
      const stream = new EventStream(address("v1/events/counts", batch), {
        told: (/** @type {{type: string, data: any}} */ event) =>
          event.type === "count" && show(event.data.article, event.data.count),
      });
      streams.push(stream);
      stream.open();
    }
  }

  document.addEventListener("moderation-refresh", () => void refresh());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void refresh());
  else void refresh();
})();
