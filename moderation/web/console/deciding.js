/** Decisions: carried out on the page at once, rolled back where the service declines, taken back on request. */

import { Acts } from "./acts.js";
import { askEscalation, askOutcome, askReason } from "./dialogs.js";
import { preview } from "./preview.js";

/**
 * @typedef {import("./acts.js").Act} Act
 * @typedef {import("./acts.js").Decided} Decided
 * @typedef {import("./acts.js").Place} Place
 * @typedef {import("./service.js").Action} Action
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Why} Why
 *
 * @typedef {object} Desk what decisions need of it
 * @property {() => void} goOn shows the entry that comes next
 * @property {() => void} show
 * @property {() => Promise<void>} read what waits now; that it cannot be read is said where that is known
 * @property {(queue: string, by: number) => import("./sizes.js").Deduction} deduct
 * @property {(why: unknown, phrase?: (sentence: string) => string, show?: (() => void) | null) => void} failed
 */

const APPEALS = "appeals";
/** @type {Why} */
const NO_WHY = { reason: null, note: null };

/** @param {Place[]} places @returns {number} how many of them were in the list */
const listed = (places) => places.filter((one) => one.listed).length;

export class Deciding {
  #service;
  #words;
  #queue;
  #notices;
  #desk;
  #acts;
  /** @type {Promise<import("./service.js").Grounds> | null} */
  #grounds = null;

  /**
   * @param {import("./service.js").Service} service
   * @param {import("../shared/words.js").Words} words
   * @param {import("./queue.js").Queue} queue
   * @param {import("./notices.js").Notices} notices
   * @param {Desk} desk
   */
  constructor(service, words, queue, notices, desk) {
    this.#service = service;
    this.#words = words;
    this.#queue = queue;
    this.#notices = notices;
    this.#desk = desk;
    this.#acts = new Acts(service, (act, places, why) => this.#rollBack(act, places, why));
  }

  /**
   * The entry looked at, or those that were chosen, which are shown once more before.
   *
   * @param {Action} action
   */
  async ask(action) {
    const { entry, chosen } = this.#queue;
    if (chosen.length && this.#queue.name !== APPEALS) return this.#together(chosen.map((one) => ({ ...one, kept: true, said: [] })), action);
    if (!entry) return;
    if (this.#queue.gone.has(entry.comment.id)) return this.#notices.warn(this.#words.say("gone-already"));
    // Whoever rejected may let it through all the same, which overturns their own decision.
    if (entry.appeal && !(action === "approve" && this.#queue.forOthers)) return this.#hear(entry, entry.appeal, action);
    const why = await this.#why(action, this.#name(entry));
    if (why) await this.#decide([entry], action, why);
  }

  /**
   * An appeal is decided instead of its comment: approving overturns the rejection, rejecting upholds it.
   *
   * @param {Entry} entry
   * @param {import("./service.js").Appeal} appeal
   * @param {Action} action
   */
  async #hear(entry, appeal, action) {
    if (action === "escalate") return this.#notices.warn(this.#words.say("appeal-escalate"));
    if (this.#queue.forOthers) return this.#notices.warn(this.#words.say("appeal-own"));
    const outcome = action === "approve" ? "overturned" : "upheld";
    const said = await askOutcome(this.#words, outcome, this.#name(entry));
    if (!said) return;
    const tell = () => this.#service.hear(appeal, outcome, said).then((done) => ({ results: [done] }));
    await this.#carryOut([entry], outcome, false, tell);
  }

  /** From the comment looked at to everything that looks like it, and one decision on all of them. */
  async sweep() {
    const { entry } = this.#queue;
    if (!entry) return;
    this.#notices.say(this.#words.say("sweeping"));
    const { items, rejected, left_out: beyond } = await this.#service.sweep(entry.comment.id);
    this.#notices.say("");
    const say = (/** @type {string} */ why) => this.#words.say(`alike.${why}`);
    const rows = items.map((one) => ({
      ...one,
      kept: !one.outlier,
      said: one.outlier ? one.outlier_why.map((why) => this.#words.say(`unlike.${why}`)) : one.why.map(say),
    }));
    const told = [
      rejected ? this.#words.say("sweep-rejected", { count: rejected }) : "",
      beyond ? this.#words.say("sweep-beyond", { count: beyond }) : "",
    ];
    await this.#together(rows, null, told.filter(Boolean));
  }

  /**
   * @param {import("./preview.js").Row[]} rows
   * @param {Action | null} action what is meant, if that is known
   * @param {string[]} told
   */
  async #together(rows, action, told = []) {
    const meant = await preview(this.#words, rows, action, told);
    if (!meant) return;
    const { chosen } = meant;
    const name = this.#words.say("so-many", { count: chosen.length });
    const why = await this.#why(meant.action, name);
    if (!why) return;
    this.#queue.marked.clear();
    await this.#decide(chosen, meant.action, why);
  }

  /**
   * @param {Action} action
   * @param {string} about whose comment it is
   * @returns {Promise<Why | null>} null if it shall not be done after all
   */
  async #why(action, about) {
    if (action === "reject") return askReason(this.#words, about, await this.#rules());
    return action === "escalate" ? askEscalation(this.#words, about) : NO_WHY;
  }

  /** @returns {Promise<import("./service.js").Grounds>} read once, and none for who cannot read them now */
  async #rules() {
    this.#grounds ??= this.#service.grounds().catch(() => {
      this.#grounds = null;
      return { house_rules: [], legal_grounds: [] };
    });
    return this.#grounds;
  }

  /** Read beforehand what is asked later, so that asking takes no time. */
  prepare() {
    void this.#rules();
  }

  /**
   * @param {Decided[]} entries
   * @param {Action} action
   * @param {Why} why
   */
  async #decide(entries, action, why) {
    const stays = this.#queue.searching || action === "escalate"; // an escalated entry waits for whoever is asked
    await this.#carryOut(entries, action, stays, () => this.#service.decide(entries, action, why));
  }

  /**
   * @param {Decided[]} entries
   * @param {string} action
   * @param {boolean} stays whether they are to be seen here afterwards
   * @param {() => Promise<import("./service.js").Told>} tell
   */
  async #carryOut(entries, action, stays, tell) {
    const { name } = this.#queue;
    const places = entries.map((entry) => {
      const at = this.#queue.entries.findIndex(({ comment }) => comment.id === entry.comment.id);
      const listed = this.#queue.entries[at];
      if (!stays) this.#queue.take(entry);
      return { entry, listed, at };
    });
    if (stays && entries.length === 1) this.#queue.move(this.#queue.current + 1);
    this.#queue.passHeld();
    const deduction = stays ? null : this.#desk.deduct(name, listed(places));
    this.#notices.say(this.#words.say(`done.${action}`, { name: this.#named(entries) }));
    this.#desk.goOn();
    const told = await this.#acts.decide({ places: places.reverse(), action, queue: name, answer: tell(), deduction });
    if (deduction) this.#told(deduction);
    if (!told) return;
    const first = told.results.filter((row) => row.second_reader);
    for (const { comment_id: id, version } of first) if (version !== undefined) this.#queue.leave(id, version);
    if (first.length) this.#notices.say(this.#words.say("second-reader", { name: this.#named(entries) }));
    if (!stays) return;
    this.#become(told);
    this.#desk.show();
  }

  /**
   * What could not be done is seen to be back, and nothing moves under the moderator's fingers.
   *
   * @param {Act} act
   * @param {Place[]} places
   * @param {unknown} why
   */
  #rollBack({ action, queue, deduction }, places, why) {
    if (action !== "escalate") this.#return(queue, places, (entry, at) => this.#queue.putBack(entry, at));
    if (deduction) Object.assign(deduction, { by: deduction.by - listed(places), isTold: true });
    const phrase = (/** @type {string} */ sentence) =>
      this.#words.say(`failed.${action}`, { name: this.#named(places.map(({ entry }) => entry)), sentence });
    const show = () => {
      const first = places[0]?.entry.comment.id;
      if (queue === this.#queue.name && first && this.#queue.moveTo(first)) this.#desk.goOn();
    };
    this.#desk.failed(why, phrase, queue === this.#queue.name ? show : null);
    this.#desk.show();
    void this.#desk.read();
  }

  /**
   * Entries to their places in the list, last taken first.
   *
   * @param {string} queue
   * @param {Place[]} places
   * @param {(entry: Entry, at: number) => void} put
   */
  #return(queue, places, put) {
    if (queue !== this.#queue.name || this.#queue.searching) return 0;
    let back = 0;
    for (const { listed, at } of places) {
      if (!listed) continue;
      put(listed, at);
      back += 1;
    }
    return back;
  }

  /** @param {() => Promise<unknown>} takeBack something that was done here, and is taken back in its turn */
  remember(takeBack) {
    this.#acts.remember(takeBack);
  }

  async undo() {
    const act = this.#acts.takeLatest();
    if (!act) return this.#notices.say(this.#words.say("nothing-to-undo"));
    const { places, action, queue } = act;
    const back = action === "escalate" ? 0 : this.#return(queue, places, (entry, at) => this.#queue.bringBack(entry, at));
    if (back) this.#queue.moveTo(places.at(-1)?.entry.comment.id ?? "");
    const deduction = this.#desk.deduct(queue, -back);
    this.#desk.goOn();
    try {
      const told = await this.#acts.undo(act);
      this.#become(told);
      const name = this.#named(places.map(({ entry }) => entry));
      if (told.left) this.#notices.warn(this.#words.say("undone-partly", { count: told.left }));
      else if (!act.takeBack) this.#notices.say(this.#words.say("undone", { name }));
    } catch (why) {
      if (back) for (const { entry } of places) this.#queue.take(entry);
      deduction.by = 0;
      this.#desk.failed(why, (sentence) => this.#words.say("failed.undo", { sentence }));
    }
    deduction.isTold = true;
    this.#desk.show();
    await this.#desk.read();
  }

  /**
   * The service has answered, and counts it from now on.
   *
   * @param {import("./sizes.js").Deduction} deduction
   */
  #told(deduction) {
    deduction.isTold = true;
    if (deduction.isDoubtful) void this.#desk.read();
  }

  /**
   * One that was made before, by whomever.
   *
   * @param {{decision_id: string | null, bulk_id: string | null}} decision
   * @param {string} name whose comment it was about
   */
  async undoDecision({ decision_id: id, bulk_id: bulk }, name) {
    const told = bulk ? await this.#service.undoBulk(bulk) : { results: [await this.#service.undo(id ?? "")], left: 0 };
    this.#become(told);
    if (told.left) this.#notices.warn(this.#words.say("undone-partly", { count: told.left }));
    else this.#notices.say(this.#words.say("undone", { name }));
    await this.#desk.read();
  }

  /** @param {import("./service.js").Told} told */
  #become({ results }) {
    for (const { comment_id: id, version, status } of results)
      if (version !== undefined && status !== undefined) this.#queue.become(id, version, status);
  }

  /** @param {Decided[]} entries */
  #named(entries) {
    const [only] = entries;
    return entries.length === 1 && only ? this.#name(only) : this.#words.say("so-many", { count: entries.length });
  }

  /** @param {Decided} entry */
  #name({ comment }) {
    return comment.author?.name ?? this.#words.say("nobody");
  }
}
