/** What is wrong with the fields of a request, in the page's language where the service says what kind of mistake it is. */

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{field: string, said: string, ours: boolean}} Mistake `ours` where it is in the page's language, not in English
 */

/**
 * @param {Words} words with a sentence for each kind, under `mistake.`
 * @param {Record<string, any>} problem the document
 * @returns {Mistake[]}
 */
export function mistakesIn(words, problem) {
  return Object.entries(problem["errors"] ?? {}).flatMap(([field, sentences]) =>
    sentences.map((/** @type {unknown} */ sentence, /** @type {number} */ at) => {
      const { code, ...bounds } = problem["causes"]?.[field]?.[at] ?? {};
      const ours = words.has(`mistake.${code}`);
      return { field, said: ours ? words.say(`mistake.${code}`, bounds) : String(sentence), ours };
    }),
  );
}
