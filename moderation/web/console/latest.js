/** Questions that are asked again before they are answered: what a later one found is not made older by an earlier one. */
export class Latest {
  #asked = 0;
  #answered = 0;

  /**
   * To be called before a question is asked.
   *
   * @returns {() => boolean} to be called with its answer: whether it counts
   */
  ask() {
    const asked = ++this.#asked;
    return () => {
      if (asked < this.#answered) return false;
      this.#answered = asked;
      return true;
    };
  }
}
