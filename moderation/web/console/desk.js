/** The moderator's desk: what waits, the comment looked at, and the keys; it holds the parts of the console together. */

import { Problem } from "../shared/api.js";
import { Claims } from "./claims.js";
import { Deciding } from "./deciding.js";
import { showKeys } from "./dialogs.js";
import { Frame } from "./frame.js";
import { showHistory } from "./history.js";
import { listen } from "./keys.js";
import { Live } from "./live.js";
import { Measures } from "./measures.js";
import { Notices } from "./notices.js";
import { Outage } from "./outage.js";
import { Pace } from "./pace.js";
import { refusal } from "./phrases.js";
import { Queue } from "./queue.js";
import { Recalling } from "./recalling.js";
import { Declined } from "./service.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 * @typedef {import("./service.js").Filter} Filter
 * @typedef {import("./service.js").Sort} Sort
 */

const RETELLING = 30_000; // milliseconds after which "5 minutes ago" is no longer true

export class Desk {
  #service;
  #words;
  #left;
  #queue;
  #deciding;
  #measures;
  #claims;
  #notices;
  #frame;
  #recalling;
  #live;
  #outage = new Outage(() => void this.#follow(), () => this.#notices.settle(this.#words.say("answers-again")));
  #retelling = 0;
  /** @type {string | null} said at the door */
  #ending = null;
  #unlisten = () => {};

  /** @type {import("./keys.js").Key[]} */
  #keys = [
    { key: "j", say: "key.j", act: () => this.#move(1), repeats: true },
    { key: "k", say: "key.k", act: () => this.#move(-1), repeats: true },
    { key: "a", say: "approve", act: () => this.#attempt(() => this.#deciding.ask("approve")) },
    { key: "r", say: "key.r", act: () => this.#attempt(() => this.#deciding.ask("reject")) },
    { key: "e", say: "escalate", act: () => this.#attempt(() => this.#deciding.ask("escalate")) },
    { key: "u", say: "key.u", act: () => this.#attempt(() => this.#deciding.undo()) },
    { key: "x", say: "key.x", act: () => this.#mark() },
    { key: "s", say: "key.s", act: () => this.#attempt(() => this.#deciding.sweep()) },
    { key: "c", say: "key.c", act: () => this.#attempt(() => this.#claim()) },
    { key: "l", say: "key.l", act: () => this.#attempt(() => this.#release()) },
    { key: "v", say: "key.v", act: () => this.#frame.reading.unveil() },
    { key: "n", say: "key.n", act: () => this.#attempt(() => this.#measures.note(this.#queue.entry)) },
    { key: "h", say: "key.h", act: () => this.#attempt(() => this.#showHistory()) },
    { key: "o", say: "key.o", act: () => this.#attempt(() => this.#measures.profile(this.#queue.entry)) },
    ...[1, 2, 3, 4, 5, 6].map((number) => ({ key: String(number), say: "key.1", act: () => this.#frame.rail.turnTo(number - 1) })),
    { key: "b", say: "key.b", act: () => this.#frame.rail.leave() },
    { key: "/", say: "key./", act: () => this.#frame.rail.focus() },
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
    this.#notices = new Notices(words);
    this.#claims = new Claims(service, (why) => (why ? this.#missed(why) : this.#frame.hold(this.#claims.until)));
    this.#deciding = new Deciding(service, words, this.#queue, this.#notices, {
      goOn: () => this.#goOn(),
      show: () => this.#show(),
      read: () => this.#reread(),
      deduct: (queue, by) => this.#frame.rail.sizes.deduct(queue, by),
      failed: (why, phrase, show) => this.#failed(why, phrase, show),
    });
    this.#measures = new Measures(service, words, this.#notices, {
      recall: (entry) => (this.#recalling.forget(), this.#recalling.read(entry)),
      changed: () => {
        this.#recalling.forget();
        this.#frame.reading.forget();
        this.#show();
        void this.#reread();
      },
      everything: (authorId) => this.#frame.rail.find({ author: authorId }),
      did: (author, number) => this.#deciding.remember(() => this.#measures.undo(author, number)),
    });
    this.#recalling = new Recalling(service, {
      remember: (entry, known) => this.#frame.reading.remember(entry, known),
      fail: (entry) => this.#frame.reading.fail(entry),
      failed: (why) => this.#missed(why),
      next: () => this.#queue.entries[this.#queue.current + 1],
    });
    const attempt = (/** @type {() => Promise<unknown>} */ act) => () => void this.#attempt(act);
    this.#frame = new Frame(words, service.session, this.#queue, this.#notices, {
      decide: (action) => void this.#attempt(() => this.#deciding.ask(action)),
      sweep: attempt(() => this.#deciding.sweep()),
      undo: attempt(() => this.#deciding.undo()),
      undoDecision: (decision, { comment: { author } }) =>
        void this.#attempt(() => this.#deciding.undoDecision(decision, author?.name ?? words.say("nobody"))),
      history: attempt(() => this.#showHistory()),
      claim: attempt(() => this.#claim()),
      release: attempt(() => this.#release()),
      help: () => this.#help(),
      leave: attempt(() => this.#signOut()),
      turn: (queue, sort, filter, commentId) => this.#turn(queue, sort, filter, commentId),
      open: (commentId) => this.#frame.rail.find({ comment: commentId }),
      again: (entry) => void this.#recalling.read(entry),
      choose: (at) => this.#move(at - this.#queue.current),
      mark: (at) => (this.#move(at - this.#queue.current), this.#mark()),
      unmark: () => (this.#queue.marked.clear(), this.#show()),
      more: attempt(async () => (await this.#queue.more()) && this.#frame.draw()),
      note: (entry) => void this.#attempt(() => this.#measures.note(entry)),
      warn: (entry) => void this.#attempt(() => this.#measures.warn(entry)),
      standing: (entry) => void this.#attempt(() => this.#measures.stand(entry)),
      profile: (entry) => void this.#attempt(() => this.#measures.profile(entry)),
    });
    this.#live = new Live(service, {
      changed: () => void this.#follow(),
      connected: (well) => this.#frame.connected(well),
      failed: (why) => this.#failed(why),
    });
  }

  open() {
    this.#frame.open();
    const pace = new Pace(() => this.#notices.warn(this.#words.say("pace")));
    this.#unlisten = listen(this.#keys, () => (this.#claims.touch(), pace.touch()));
    this.#retelling = window.setInterval(() => this.#frame.draw(), RETELLING);
    this.#live.open();
    this.#deciding.prepare();
    void this.#reread();
  }

  /** @param {string} why */
  #close(why) {
    this.#ending = why;
    this.#unlisten();
    this.#claims.stop();
    clearInterval(this.#retelling);
    this.#outage.leave();
    this.#recalling.leave();
    this.#live.close();
    this.#frame.close();
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
   * Who is signed in no more is led to the door, where what was not done because of that is said; anything else is said here.
   *
   * @param {unknown} why
   * @param {(sentence: string) => string} [phrase]
   * @param {(() => void) | null} [show]
   */
  #failed(why, phrase = (sentence) => sentence, show = null) {
    if (why instanceof Problem && why.status === 401) return this.#close(phrase(this.#ending ?? this.#words.say("ended")));
    const away = this.#outage.met(why);
    const answered = why instanceof Problem || why instanceof Declined;
    const sentence = answered ? refusal(why, this.#words) : this.#words.say("away");
    const said = phrase(sentence);
    this.#notices.warn(said, show, away && said === sentence);
  }

  /**
   * What nobody asked for could not be read: of an outage that is known nothing more is said.
   *
   * @param {unknown} why
   */
  #missed(why) {
    const known = this.#outage.lasts && this.#outage.met(why);
    if (!known) this.#failed(why);
  }

  async #read() {
    const search = this.#queue.searching && this.#queue.known; // what was found is not searched again at every event
    const count = this.#frame.rail.sizes.ask();
    const [sizes] = await Promise.all([this.#service.queues(), search ? null : this.#queue.read()]);
    this.#outage.answered();
    const isCertain = count(sizes.queues);
    this.#show();
    if (!isCertain) void this.#follow();
  }

  async #reread() {
    await this.#read().catch((why) => this.#missed(why));
  }

  /** Read again of its own accord: an outage is not told to whoever does nothing, beyond not being live. */
  async #follow() {
    await this.#read().catch((why) => this.#outage.met(why) || this.#failed(why));
  }

  /** Everything as it is now; the past of the entry looked at follows when somebody stays with it. */
  #show() {
    this.#frame.draw();
    this.#look();
  }

  #look() {
    const { entry } = this.#queue;
    this.#recalling.look(entry, entry !== undefined && this.#frame.reading.knows(entry));
  }

  #goOn() {
    this.#frame.goOn();
    this.#look();
  }

  /**
   * @param {string} queue
   * @param {Sort} sort
   * @param {Filter} filter
   * @param {string} [commentId] to be looked at, if it is there
   */
  #turn(queue, sort, filter, commentId) {
    this.#queue.turn(queue, sort, filter);
    this.#frame.draw();
    void this.#attempt(async () => {
      await this.#read();
      if (commentId && this.#queue.moveTo(commentId)) this.#goOn();
    });
  }

  /** @param {number} by */
  #move(by) {
    this.#queue.move(this.#queue.current + by);
    this.#goOn();
  }

  #mark() {
    this.#queue.mark();
    this.#frame.draw();
  }

  async #claim() {
    if (this.#queue.searching) return;
    const mine = await this.#claims.take(this.#queue.name);
    this.#notices.say(this.#words.say("claimed", { count: mine.length }));
    this.#frame.hold(this.#claims.until);
    await this.#read();
    const first = mine[0];
    if (first && this.#queue.moveTo(first.comment.id)) this.#goOn();
  }

  async #release() {
    await this.#claims.release();
    this.#notices.say(this.#words.say("released"));
    this.#frame.hold(0);
    await this.#read();
  }

  async #showHistory() {
    await showHistory(this.#words, this.#service, async (act) => {
      const { kind, author, number, comments } = act;
      if (author && number !== null) return this.#measures.undo(author, number);
      const name = kind === "bulk" ? this.#words.say("so-many", { count: comments }) : author?.name;
      await this.#deciding.undoDecision(act, name ?? this.#words.say("nobody"));
      this.#frame.reading.forget();
      this.#show();
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
