/** The moderator's desk: the queues, the entries of one, one comment in full, and what is done about it. */

import { Problem } from "../shared/api.js";
import { EventStream } from "../shared/events.js";
import { Acts } from "./acts.js";
import { Claims } from "./claims.js";
import { askReason, showKeys } from "./dialogs.js";
import { Frame } from "./frame.js";
import { listen } from "./keys.js";
import { Notices } from "./notices.js";
import { Queue } from "./queue.js";
import { Declined } from "./service.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Action} Action
 * @typedef {import("./service.js").Decision} Decision
 */

const GATHERING = 250; // milliseconds in which events are answered by one reading of the queue
const DWELLING = 150; // milliseconds on an entry before its past is read
const RETELLING = 30_000; // milliseconds after which "5 minutes ago" is no longer true

export class Desk {
  #service;
  #words;
  #left;
  #queue;
  #acts;
  #claims;
  #notices;
  #frame;
  #stream;
  /** @type {number | undefined} */
  #gathering;
  /** @type {number | undefined} */
  #dwelling;
  #retelling = 0;
  #unlisten = () => {};

  /** @type {import("./keys.js").Key[]} */
  #keys = [
    { key: "j", say: "key.j", act: () => this.#move(1), repeats: true },
    { key: "k", say: "key.k", act: () => this.#move(-1), repeats: true },
    { key: "a", say: "approve", act: () => this.#decide("approve") },
    { key: "r", say: "key.r", act: () => this.#reject() },
    { key: "e", say: "escalate", act: () => this.#decide("escalate") },
    { key: "u", say: "key.u", act: () => this.#undo() },
    { key: "c", say: "key.c", act: () => this.#claim() },
    { key: "l", say: "key.l", act: () => this.#release() },
    { key: "?", say: "key.?", act: () => this.#help() },
  ];

  /**
   * @param {import("./service.js").Service} service
   * @param {import("../shared/words.js").Words} words
   * @param {(why: string) => void} left called when this moderator is signed in no more
   */
  constructor(service, words, left) {
    this.#service = service;
    this.#words = words;
    this.#left = left;
    this.#queue = new Queue(service);
    this.#queue.me = service.session.moderator.name;
    this.#acts = new Acts(service, { failed: (act, why) => this.#rollBack(act, why) });
    this.#claims = new Claims(service, (why) => (why ? this.#failed(why) : this.#frame.hold(this.#claims.until)));
    this.#notices = new Notices(words);
    this.#frame = new Frame(words, service.session, this.#queue, this.#notices, {
      decide: (action) => void (action === "reject" ? this.#reject() : this.#decide(action)),
      undo: () => void this.#undo(),
      undoDecision: (decision, entry) => void this.#undoDecision(decision, entry),
      claim: () => void this.#claim(),
      release: () => void this.#release(),
      help: () => this.#help(),
      leave: () => void this.#attempt(() => this.#signOut()),
      turn: (queue, sort, filter) => this.#turn(queue, sort, filter),
      choose: (at) => this.#move(at - this.#queue.current),
      more: () => void this.#attempt(() => this.#more()),
    });
    const again = () => {
      clearTimeout(this.#gathering);
      this.#gathering = window.setTimeout(() => void this.#attempt(() => this.#read()), GATHERING);
    };
    const listener = {
      told: again,
      opened: () => (this.#frame.connected(true), again()),
      lost: () => this.#frame.connected(false),
      refused: (/** @type {number} */ status) => this.#failed(new Problem(status, {}, 0)),
    };
    this.#stream = new EventStream(service.eventsAddress, listener, service.session.headers, "same-origin");
  }

  open() {
    document.body.replaceChildren(...this.#frame.elements);
    this.#unlisten = listen(this.#keys, () => this.#claims.touch());
    this.#retelling = window.setInterval(() => this.#frame.draw(), RETELLING);
    this.#stream.open();
    void this.#attempt(() => this.#read());
  }

  /** @param {string} why */
  #close(why) {
    this.#unlisten();
    this.#claims.stop();
    clearInterval(this.#retelling);
    clearTimeout(this.#gathering);
    clearTimeout(this.#dwelling);
    this.#stream.close();
    document.querySelector("dialog[open]")?.remove();
    this.#left(why);
  }

  /**
   * Something that needs the service; a refusal is said.
   *
   * @param {() => Promise<unknown>} act
   */
  async #attempt(act) {
    try {
      await act();
    } catch (why) {
      this.#failed(why);
    }
  }

  /**
   * Who is signed in no more is led to the door; anything else is said.
   *
   * @param {unknown} why
   * @param {(sentence: string) => string} [phrase]
   * @param {(() => void) | null} [show]
   */
  #failed(why, phrase = (sentence) => sentence, show = null) {
    if (why instanceof Problem && why.status === 401) return this.#close(this.#words.say("ended"));
    const told = why instanceof Problem || why instanceof Declined;
    this.#notices.warn(phrase(told ? why.message : this.#words.say("away")), show);
  }

  async #read() {
    const [sizes] = await Promise.all([this.#service.queues(), this.#queue.read()]);
    this.#frame.count(sizes.queues);
    this.#show();
  }

  async #more() {
    if (await this.#queue.more()) this.#frame.draw();
  }

  /** Everything as it is now; the past of the entry looked at follows when somebody stays with it. */
  #show() {
    this.#frame.draw();
    clearTimeout(this.#dwelling);
    const { entry } = this.#queue;
    if (entry && !this.#frame.hasPast(entry))
      this.#dwelling = window.setTimeout(() => void this.#attempt(() => this.#recall(entry)), DWELLING);
  }

  /** @param {Entry} entry */
  async #recall(entry) {
    this.#frame.remember(entry, await this.#service.dossier(entry.comment.id));
  }

  /**
   * @param {string} queue
   * @param {import("./service.js").Sort} sort
   * @param {import("./service.js").Filter} filter
   */
  #turn(queue, sort, filter) {
    this.#queue.turn(queue, sort, filter);
    this.#frame.draw();
    void this.#attempt(() => this.#read());
  }

  /** @param {number} by */
  #move(by) {
    this.#queue.move(this.#queue.current + by);
    this.#frame.goOn();
    this.#show();
  }

  /**
   * @param {Action} action
   * @param {{reason: string | null, note: string | null}} why
   * @param {Entry | undefined} entry
   */
  async #decide(action, why = { reason: null, note: null }, entry = this.#queue.entry) {
    if (!entry) return;
    const { id } = entry.comment;
    if (this.#queue.gone.has(id)) return this.#notices.warn(this.#words.say("gone-already"));
    const name = this.#queue.name;
    const at = action === "escalate" ? this.#stepOver() : this.#queue.take(entry);
    if (action !== "escalate") this.#frame.countDown(name, 1);
    this.#notices.say(this.#words.say(`done.${action}`, { name: entry.comment.author?.name ?? this.#words.say("nobody") }));
    this.#frame.goOn();
    this.#show();
    await this.#acts.decide({ entry, action, queue: name, at }, why.reason, why.note);
  }

  /** An escalated entry stays, for whoever is asked; this moderator goes on. */
  #stepOver() {
    const at = this.#queue.current;
    this.#queue.move(at + 1);
    return at;
  }

  async #reject() {
    const { entry } = this.#queue;
    if (!entry) return;
    const why = await askReason(this.#words, entry.comment.author?.name ?? this.#words.say("nobody"));
    if (why) await this.#decide("reject", why, entry);
  }

  /**
   * What could not be done is seen to be back, and nothing moves under the moderator's fingers.
   *
   * @param {import("./acts.js").Act} act
   * @param {unknown} why
   */
  #rollBack({ entry, action, queue, at }, why) {
    const here = queue === this.#queue.name;
    if (here) this.#queue.putBack(entry, at);
    if (action !== "escalate") this.#frame.countDown(queue, -1);
    const name = entry.comment.author?.name ?? this.#words.say("nobody");
    const phrase = (/** @type {string} */ sentence) => this.#words.say(`failed.${action}`, { name, sentence });
    const show = () => {
      if (!here || queue !== this.#queue.name || !this.#queue.moveTo(entry.comment.id)) return;
      this.#frame.goOn();
      this.#show();
    };
    this.#failed(why, phrase, here ? show : null);
    this.#show();
    void this.#attempt(() => this.#read());
  }

  async #undo() {
    const act = this.#acts.takeLatest();
    if (!act) return this.#notices.say(this.#words.say("nothing-to-undo"));
    const { entry, action, queue, at } = act;
    const back = action !== "escalate" && queue === this.#queue.name;
    if (back) this.#queue.bringBack(entry, at);
    if (action !== "escalate") this.#frame.countDown(queue, -1);
    this.#frame.goOn();
    this.#show();
    try {
      const { version } = await this.#acts.undo(act);
      this.#queue.isBack(entry.comment.id, version);
      this.#notices.say(this.#words.say("undone", { name: entry.comment.author?.name ?? this.#words.say("nobody") }));
    } catch (why) {
      if (back) this.#queue.take(entry);
      if (action !== "escalate") this.#frame.countDown(queue, 1);
      this.#failed(why, (sentence) => this.#words.say("failed.undo", { sentence }));
    }
    this.#show();
    await this.#attempt(() => this.#read());
  }

  /**
   * @param {Decision} decision
   * @param {Entry} entry
   */
  async #undoDecision(decision, entry) {
    await this.#attempt(async () => {
      await this.#service.undo(decision.decision_id);
      this.#notices.say(this.#words.say("undone", { name: entry.comment.author?.name ?? this.#words.say("nobody") }));
      await this.#read();
      await this.#recall(entry);
    });
  }

  async #claim() {
    await this.#attempt(async () => {
      const mine = await this.#claims.take(this.#queue.name);
      this.#notices.say(this.#words.say("claimed", { count: mine.length }));
      this.#frame.hold(this.#claims.until);
      await this.#read();
      const first = mine[0];
      if (first && this.#queue.moveTo(first.comment.id)) this.#frame.goOn();
      this.#show();
    });
  }

  async #release() {
    await this.#attempt(async () => {
      await this.#claims.release();
      this.#notices.say(this.#words.say("released"));
      this.#frame.hold(0);
      await this.#read();
    });
  }

  async #signOut() {
    await this.#service.session.end();
    this.#close("");
  }

  #help() {
    void showKeys(this.#words, this.#keys);
  }
}
