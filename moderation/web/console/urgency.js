/** Why an entry is first: its priority as a product, each factor with what it comes from. */

import { html } from "../vendor/preact-htm.js";
import { bar, share } from "./cards.js";
import { duration, named, percent } from "./phrases.js";

/**
 * @typedef {import("./service.js").PriorityPart} PriorityPart
 * @typedef {import("../shared/words.js").Words} Words
 */

const HIGHEST = 1_000_000; // of what was not escalated
const ESCALATED = "escalated";

/** @param {{priority_parts: PriorityPart[]}} entry */
export function isEscalated({ priority_parts: parts }) {
  return parts.some(({ part }) => part === ESCALATED);
}

/**
 * The bar is on a logarithmic scale, so that what is multiplied stands side by side. What was escalated comes before
 * everything else anyway, so its number is that among its like.
 *
 * @param {{priority: number, priority_parts: PriorityPart[]}} entry
 * @param {Words} words
 */
export function urgency({ priority, priority_parts: parts }, words) {
  const among = parts.reduce((rest, { part, multiplier }) => (part === ESCALATED ? rest / multiplier : rest), priority);
  const shares = parts
    .filter(({ part, multiplier }) => part !== ESCALATED && multiplier > 1)
    .map(({ part, multiplier }) => share(Math.log(multiplier) / Math.log(HIGHEST), `part-${part}`));
  return html`
    <div>
      <p class="measure">${bar(...shares)}${words.say("priority", { priority: Math.round(among) })}</p>
      <dl class="parts">${parts.map((one) => factor(one, words))}</dl>
    </div>
  `;
}

/**
 * @param {PriorityPart} one
 * @param {Words} words
 */
function factor(one, words) {
  const { part, multiplier } = one;
  const silent = part === ESCALATED || part === "limit";
  return html`
    <div>
      <dt class="part-${part}">${words.say(`part.${part}`)}</dt>
      <dd class="quiet">${origin(one, words)}</dd>
      <dd>${!silent && `× ${words.number(rounded(multiplier))}`}</dd>
    </div>
  `;
}

/**
 * @param {PriorityPart} one
 * @param {Words} words
 * @returns {string}
 */
function origin({ part, attribute, score, visible, replies = 0, likes = 0, number, seconds, doubling_seconds: doubling }, words) {
  switch (part) {
    case "harm":
      return attribute ? named(attribute, words) : words.say("harm-unknown");
    case "confidence":
      return typeof score === "number" ? percent(score, words) : words.say("confidence-unknown");
    case "reach":
      if (!visible) return words.say("reach-held");
      return replies + likes ? words.say("reach-people", { count: replies + likes }) : words.say("reach-open");
    case "reports":
      return number ? words.number(number) : words.say("reports-none");
    case "age":
      return words.say("age-doubles", { waited: duration(seconds ?? 0, words), doubling: duration(doubling ?? 0, words) });
    case ESCALATED:
      return words.say("above-all");
    case "limit":
      return words.say("limited");
    default:
      return "";
  }
}

/** @param {number} value */
function rounded(value) {
  const steps = value < 1 ? 100 : value < 10 ? 10 : 1;
  return Math.round(value * steps) / steps;
}
