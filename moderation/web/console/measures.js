/** What moderators do about an author: a note for colleagues, a warning, a standing, and taking those back. */

import { askNote, askStanding, askWarning } from "./authors.js";
import { showProfile } from "./profile.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 *
 * @typedef {import("./service.js").Author} Author
 *
 * @typedef {object} Desk what measures need of it
 * @property {(entry: Entry) => Promise<void>} recall reads what is known of an entry again
 * @property {() => void} changed what is shown of the author is out of date
 * @property {(authorId: string) => void} everything shows all comments of an author
 * @property {(author: {id: string, name: string}, number: number) => void} did remembers a measure that was taken here
 */

const POLICY = "policy"; // in the place of a moderator, where the site's settings restrict an author

export class Measures {
  #service;
  #words;
  #notices;
  #desk;

  /**
   * @param {import("./service.js").Service} service
   * @param {import("../shared/words.js").Words} words
   * @param {import("./notices.js").Notices} notices
   * @param {Desk} desk
   */
  constructor(service, words, notices, desk) {
    this.#service = service;
    this.#words = words;
    this.#notices = notices;
    this.#desk = desk;
  }

  /** @param {Entry | undefined} entry */
  async note(entry) {
    const author = entry?.comment.author;
    const text = author && (await askNote(this.#words, author.name));
    if (!text) return;
    await this.#service.writeNote(author.id, text);
    this.#notices.say(this.#words.say("noted", { name: author.name }));
    await this.#desk.recall(entry);
  }

  /** @param {Entry} entry */
  async warn(entry) {
    const { author } = entry.comment;
    const message = author && (await askWarning(this.#words, author.name));
    if (!message) return;
    const found = await this.#service.warn(author.id, message);
    this.#become(entry, found, true);
    const came = found.measures[0]?.moderator === POLICY ? [this.#stands(author.name, found.standing)] : []; // of strikes
    this.#notices.say([this.#words.say("warned", { name: author.name }), ...came].join(" "));
  }

  /** @param {Entry} entry */
  async stand(entry) {
    const author = entry.comment.author;
    const wanted = author && (await askStanding(this.#words, author.name, entry.author_record?.standing ?? "new"));
    if (!wanted) return;
    this.#become(entry, await this.#service.setStanding(author.id, wanted), true);
    this.#notices.say(this.#stands(author.name, wanted.standing));
  }

  /**
   * @param {string} name
   * @param {string} standing
   */
  #stands(name, standing) {
    return this.#words.say("stands", { name, standing: this.#words.say(`standing.${standing}`) });
  }

  /**
   * Everything about the author, in a window of its own.
   *
   * @param {Entry | undefined} entry
   */
  async profile(entry) {
    const author = entry?.comment.author;
    if (!author) return;
    await showProfile(this.#words, this.#service, author, {
      note: () => this.note(entry),
      warn: author.badges.includes("guest") ? null : () => this.warn(entry),
      stand: () => this.stand(entry),
      undo: async (number) => this.#become(entry, await this.#undone(author, number)),
      bringBack: async (bulk) => this.#restored(await this.#service.undoBulk(bulk)),
      everything: () => this.#desk.everything(author.id),
    });
  }

  /**
   * @param {{id: string, name: string | null}} author
   * @param {number} number
   */
  async undo(author, number) {
    await this.#undone(author, number);
    this.#desk.changed();
  }

  /**
   * @param {{id: string, name: string | null}} author
   * @param {number} number
   */
  async #undone(author, number) {
    const found = await this.#service.undoMeasure(author.id, number);
    if (found.restored) this.#restored(found.restored);
    else this.#notices.say(this.#words.say("undone", { name: author.name ?? author.id }));
    return found;
  }

  /** @param {{undone: number, left: number}} found */
  #restored({ undone, left }) {
    if (left) this.#notices.warn(this.#words.say("undone-partly", { count: left }));
    else this.#notices.say(this.#words.say("undone", { name: this.#words.say("so-many", { count: undone }) }));
    this.#desk.changed();
  }

  /**
   * @param {Entry} entry
   * @param {Author} found
   * @param {boolean} [isNew] whether its newest measure was taken just now
   */
  #become(entry, found, isNew = false) {
    entry.author_record = found;
    const { author } = entry.comment;
    const mine = found.measures.find(({ moderator }) => moderator === this.#service.session.moderator.name);
    if (isNew && author && mine) this.#desk.did(author, mine.number);
    this.#desk.changed();
  }
}
