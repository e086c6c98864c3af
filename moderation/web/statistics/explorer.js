/** The threshold explorer: what holding from a score on would have come to, on this site's own decisions. */

import { html, useMemo, useState } from "../vendor/preact-htm.js";
import { overThresholds } from "./charts.js";
import { about, share } from "./numbers.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{threshold: number, held: number, precision: number | null, recall: number | null, missed: number, reviewed_a_day: number | null}} Point
 * @typedef {object} Thresholds
 * @property {string} attribute
 * @property {number | null} hold
 * @property {number} decided
 * @property {number} rejected
 * @property {number} sample
 * @property {Point[]} points
 */

/** @param {{found: Thresholds, words: Words}} props */
export function Explorer({ found, words }) {
  const [chosen, choose] = useState(found.hold ?? 0.8);
  const along = useMemo(() => found.points.map(({ threshold }) => threshold), [found]);
  if (!found.decided) return html`<p class="quiet">${words.say("nothing-decided")}</p>`;
  const point = found.points[Math.round(chosen * 100)] ?? /** @type {Point} */ (found.points[0]);
  const number = new Intl.NumberFormat(words.language, { minimumFractionDigits: 2 }).format(chosen);
  const sentences = [
    point.reviewed_a_day === null
      ? words.say("held-of", { threshold: number, held: point.held, decided: found.decided })
      : words.say("reviewed", { threshold: number, reviewed: about(point.reviewed_a_day, words) }),
    words.say("missed", { count: point.missed, rejected: found.rejected }),
  ];
  if (point.precision !== null) sentences.push(words.say("right", { share: share(point.precision, words) }));
  const lines = [
    { label: words.say("precision"), colour: "accent", values: found.points.map(({ precision }) => precision) },
    { label: words.say("recall"), colour: "bad", values: found.points.map(({ recall }) => recall), dash: [6, 4] },
  ];
  const slid = (/** @type {Event & {currentTarget: HTMLInputElement}} */ { currentTarget }) => choose(Number(currentTarget.value));
  return html`
    <div class="slider">
      <label for="threshold">${words.say("threshold")}</label>
      <input type="range" id="threshold" min="0" max="1" step="0.01" value=${chosen} aria-valuetext=${number} oninput=${slid} />
    </div>
    <p class="sum" id="explained" role="status">${sentences.join(" ")}</p>
    ${overThresholds(words.say("thresholds-seen", { count: found.decided }), along, lines, words, chosen)}
    <p class="quiet">${words.say("mix", { decided: found.decided, sample: found.sample })}</p>
  `;
}
