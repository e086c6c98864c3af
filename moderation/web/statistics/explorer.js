/** The threshold explorer: what holding from a score on would have come to, on this site's own decisions. */

import { element } from "../shared/dom.js";
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

/**
 * @param {Thresholds} found
 * @param {Words} words
 * @returns {HTMLElement[]}
 */
export function explorer(found, words) {
  if (!found.decided) return [element("p", { class: "quiet" }, words.say("nothing-decided"))];
  const at = (/** @type {number} */ threshold) => found.points[Math.round(threshold * 100)] ?? /** @type {Point} */ (found.points[0]);
  let chosen = found.hold ?? 0.8;
  const said = element("p", { class: "sum", id: "explained", role: "status" });
  const slider = element("input", {
    type: "range", id: "threshold", min: 0, max: 1, step: 0.01, value: chosen,
    oninput: () => choose(Number(slider.value)),
  });
  const chart = overThresholds(
    words.say("thresholds-seen", { count: found.decided }),
    found.points.map(({ threshold }) => threshold),
    [
      { label: words.say("precision"), colour: "accent", values: found.points.map(({ precision }) => precision) },
      { label: words.say("recall"), colour: "bad", values: found.points.map(({ recall }) => recall), dash: [6, 4] },
    ],
    words,
    () => chosen,
  );
  /** @param {number} threshold */
  const choose = (threshold) => {
    chosen = threshold;
    const point = at(threshold);
    const number = new Intl.NumberFormat(words.language, { minimumFractionDigits: 2 }).format(threshold);
    slider.setAttribute("aria-valuetext", number);
    const sentences = [
      point.reviewed_a_day === null
        ? words.say("held-of", { threshold: number, held: point.held, decided: found.decided })
        : words.say("reviewed", { threshold: number, reviewed: about(point.reviewed_a_day, words) }),
      words.say("missed", { count: point.missed, rejected: found.rejected }),
    ];
    if (point.precision !== null) sentences.push(words.say("right", { share: share(point.precision, words) }));
    said.textContent = sentences.join(" ");
    chart.redraw();
  };
  choose(chosen);
  return [
    element("div", { class: "slider" }, element("label", { for: "threshold" }, words.say("threshold")), slider),
    said,
    chart.element,
    element("p", { class: "quiet" }, words.say("mix", { decided: found.decided, sample: found.sample })),
  ];
}
