/** Plots by uPlot in the console's colours, each with a sentence that says what can be seen on it. */

import { Component, createRef, h, html } from "../vendor/preact-htm.js";
import uPlot from "../vendor/uPlot.esm.js";

/**
 * @typedef {import("../shared/words.js").Words} Words
 * @typedef {{label: string, colour: string, values: (number | null)[], dash?: number[]}} Line `colour` is a property of colours.css
 *
 * @typedef {object} Props
 * @property {string} label what is seen, for whoever cannot see it
 * @property {number[]} along seconds since 1970, or whatever `options` makes of it; another list is another plot
 * @property {Line[]} lines
 * @property {(colours: (name: string) => string) => Partial<uPlot.Options>} options
 * @property {number} [marked] a place along it that has a line of its own
 */

const HEIGHT = 220;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @extends {Component<Props>} */
class Chart extends Component {
  /** @type {import("../vendor/preact-htm.js").Ref<HTMLElement>} */
  #space = createRef();
  /** @type {uPlot | null} */
  #plot = null;
  #resized = new ResizeObserver(() => this.#draw());
  #darkened = () => this.#draw(true);

  /** @override */
  componentDidMount() {
    if (this.#space.current) this.#resized.observe(this.#space.current);
    dark.addEventListener("change", this.#darkened);
  }

  /**
   * @override
   * @param {Props} before
   */
  componentDidUpdate(before) {
    if (before.along !== this.props.along) this.#draw(true);
    else this.#plot?.redraw(false);
  }

  /** @override */
  componentWillUnmount() {
    this.#resized.disconnect();
    dark.removeEventListener("change", this.#darkened);
    this.#plot?.destroy();
  }

  /**
   * @override
   * @param {Props} props
   */
  render({ label, lines }) {
    const swatch = (/** @type {Line} */ { colour, dash }) => `swatch ${colour}${dash?.length ? (dash[0] === 2 ? " dotted" : " dashed") : ""}`;
    return html`
      <figure class="chart" role="img" aria-label=${label}>
        <div class="space" dir="ltr" ref=${this.#space}></div>
        <ul class="key" aria-hidden="true">
          ${lines.map((line) => html`<li><span class=${swatch(line)}></span>${line.label}</li>`)}
        </ul>
      </figure>
    `;
  }

  #draw(anew = false) {
    const space = this.#space.current;
    const width = space?.clientWidth;
    if (!space || !width) return;
    if (this.#plot && !anew) {
      this.#plot.setSize({ width, height: HEIGHT });
      return;
    }
    this.#plot?.destroy();
    const { along, lines } = this.props;
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const axis = { stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 } };
    const { axes = [{}, {}], ...rest } = this.props.options(colour);
    /** @type {uPlot.Options} */
    const options = {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      series: [{}, ...lines.map((line) => ({ label: line.label, stroke: colour(line.colour), width: 2, dash: line.dash ?? [], points: { show: along.length < 3 } }))],
      hooks: { draw: [(plot) => this.#mark(plot, colour("accent"))] },
      ...rest,
      axes: axes.map((each) => ({ ...axis, ...each })),
    };
    /** @type {uPlot.AlignedData} */
    const data = [along, ...lines.map((line) => line.values)];
    this.#plot = new uPlot(options, data, space);
  }

  /**
   * @param {uPlot} plot
   * @param {string} colour
   */
  #mark(plot, colour) {
    if (this.props.marked === undefined) return;
    const { ctx, bbox } = plot;
    const place = plot.valToPos(this.props.marked, "x", true);
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
  return h(Chart, {
    label,
    along,
    lines,
    options: () => ({
      axes: [
        { values: (_plot, splits) => splits.map((at) => format.format(at * 1000)), space: 70, size: 34 },
        { values: (_plot, splits) => splits.map((value) => words.number(value)), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] },
      ],
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(high, 4) * 1.05] } },
    }),
  });
}

/**
 * Shares over thresholds from 0 to 1; `marked`, one of them, has a line of its own.
 *
 * @param {string} label
 * @param {number[]} thresholds
 * @param {Line[]} lines
 * @param {Words} words
 * @param {number} marked
 */
export function overThresholds(label, thresholds, lines, words, marked) {
  const percent = new Intl.NumberFormat(words.language, { style: "percent" });
  const number = new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 });
  return h(Chart, {
    label,
    along: thresholds,
    lines,
    marked,
    options: () => ({
      axes: [
        { values: (_plot, splits) => splits.map((value) => number.format(value)), incrs: [0.1, 0.2, 0.5], size: 34 },
        { values: (_plot, splits) => splits.map((value) => percent.format(value)) },
      ],
      scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1.02] } },
    }),
  });
}
