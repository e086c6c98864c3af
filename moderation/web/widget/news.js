/** What was decided since the reader last looked: about the objections, notices and reports that this browser sent. */

import { Problem } from "../shared/api.js";

/** @typedef {import("./memory.js").Awaited} Awaited */

const ASKED_ABOUT = 5; // at each visit
const NOT_BEFORE = 15 * 60_000; // milliseconds until the same is asked again

export class News {
  #context;
  #heard;
  #earlier;

  /**
   * @param {import("./context.js").Context} context
   * @param {string[]} earlier ids of what was sent at an earlier visit
   * @param {(count: number) => void} heard told how many outcomes the reader has not looked at
   */
  constructor(context, earlier, heard) {
    this.#context = context;
    this.#heard = heard;
    this.#earlier = new Set(earlier);
  }

  /** Ask about what is still open. */
  async ask() {
    const { memory } = this.#context;
    const now = Date.now();
    const due = this.#concerned().filter(
      (one) => this.#earlier.has(one.id) && !one.decided && now - (one.asked ?? 0) > NOT_BEFORE,
    );
    for (const one of due.slice(0, ASKED_ABOUT)) {
      try {
        memory.keepAwaited({ ...one, asked: now, decided: await this.#decided(one) });
      } catch (why) {
        if (!(why instanceof Problem && why.status === 404)) break; // another time
        memory.forgetAwaited(one);
      }
    }
    this.#heard(this.#concerned().filter((one) => one.decided).length);
  }

  /** The reader has looked. */
  seen() {
    for (const one of this.#concerned()) if (one.decided) this.#context.memory.forgetAwaited(one);
    this.#heard(0);
  }

  /** What was sent by whoever is signed in now, or by a guest. */
  #concerned() {
    const { api, memory } = this.#context;
    return memory.awaited.filter((one) => !one.by || one.by === api.reader);
  }

  /**
   * @param {Awaited} one
   * @returns {Promise<boolean>}
   */
  async #decided({ kind, id }) {
    const { account, memory } = this.#context;
    if (kind === "notice") return (await account.notice(id)).status === "decided";
    if (kind === "appeal") return (await account.comment(id, memory.own(id)?.token ?? "")).appeal?.state !== "open";
    const { items } = await account.reports(null);
    return items.some((report) => report.comment_id === id && report.status === "decided");
  }
}
