/** Plots by uPlot in the console's colours, each with a sentence that says what can be seen on it. */

import { element } from "../shared/dom.js";
import uPlot from "../vendor/uPlot.esm.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{label: string, colour: string, values: (number | null)[], dash?: number[]}} Line `colour` is a property of colours.css
 */

const HEIGHT = 220;
const dark = matchMedia("(prefers-color-scheme: dark)");

export class Chart {
  element;
  #space = element("div", { class: "space", dir: "ltr" });
  #lines;
  #along;
  #options;
  /** @type {uPlot | null} */
  #plot = null;

  /**
   * @param {string} label what is seen, for whoever cannot see it
   * @param {number[]} along seconds since 1970, or whatever `options` makes of it
   * @param {Line[]} lines
   * @param {(colours: (name: string) => string) => Partial<uPlot.Options>} options
   */
  constructor(label, along, lines, options) {
    this.#along = along;
    this.#lines = lines;
    this.#options = options;
    const key = lines.map(({ label: name, colour, dash }) =>
      element("li", {}, element("span", { class: `swatch ${colour}${dash?.length ? (dash[0] === 2 ? " dotted" : " dashed") : ""}` }), name),
    );
    this.element = element("figure", { class: "chart", role: "img", "aria-label": label }, this.#space, element("ul", { class: "key", "aria-hidden": "true" }, ...key));
    new ResizeObserver(() => this.#draw()).observe(this.#space);
    dark.addEventListener("change", () => this.#draw(true));
  }

  /** What stands on it is drawn again. */
  redraw() {
    this.#plot?.redraw(false);
  }

  #draw(anew = false) {
    const width = this.#space.clientWidth;
    if (!width) return;
    if (this.#plot && !anew) {
      this.#plot.setSize({ width, height: HEIGHT });
      return;
    }
    this.#plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const axis = { stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 } };
    const { axes = [{}, {}], ...rest } = this.#options(colour);
    /** @type {uPlot.Options} */
    const options = {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      series: [{}, ...this.#lines.map((line) => ({ label: line.label, stroke: colour(line.colour), width: 2, dash: line.dash ?? [], points: { show: this.#along.length < 3 } }))],
      ...rest,
      axes: axes.map((each) => ({ ...axis, ...each })),
    };
    /** @type {uPlot.AlignedData} */
    const data = [this.#along, ...this.#lines.map((line) => line.values)];
    this.#plot = new uPlot(options, data, this.#space);
  }
}

/**
 * Numbers over time.
 *
 * @param {string} label
 * @param {string[]} moments when each step began
 * @param {Line[]} lines
 * @param {Words} words
 * @param {number} seconds of a step
 */
export function overTime(label, moments, lines, words, seconds) {
  const day = new Intl.DateTimeFormat(words.language, { month: "short", day: "numeric" });
  const hour = new Intl.DateTimeFormat(words.language, { weekday: "short", hour: "numeric" });
  const format = seconds < 86_400 ? hour : day;
  const along = moments.map((moment) => Date.parse(moment) / 1000);
  return new Chart(label, along, lines, () => ({
    axes: [
      { values: (_plot, splits) => splits.map((at) => format.format(at * 1000)), space: 70, size: 34 },
      { values: (_plot, splits) => splits.map((value) => words.number(value)), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] },
    ],
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(high, 4) * 1.05] } },
  }));
}

/**
 * Shares over thresholds from 0 to 1; `marked`, one of them, has a line of its own.
 *
 * @param {string} label
 * @param {number[]} thresholds
 * @param {Line[]} lines
 * @param {Words} words
 * @param {() => number} marked
 */
export function overThresholds(label, thresholds, lines, words, marked) {
  const percent = new Intl.NumberFormat(words.language, { style: "percent" });
  const number = new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 });
  return new Chart(label, thresholds, lines, (colour) => ({
    axes: [
      { values: (_plot, splits) => splits.map((value) => number.format(value)), incrs: [0.1, 0.2, 0.5], size: 34 },
      { values: (_plot, splits) => splits.map((value) => percent.format(value)) },
    ],
    scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1.02] } },
    hooks: { draw: [(plot) => mark(plot, marked(), colour("accent"))] },
  }));
}

/**
 * @param {uPlot} plot
 * @param {number} at
 * @param {string} colour
 */
function mark(plot, at, colour) {
  const { ctx, bbox } = plot;
  const place = plot.valToPos(at, "x", true);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.setLineDash([]);
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(place, bbox.top);
  ctx.lineTo(place, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
