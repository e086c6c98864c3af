/** What moderators do about an author: a note for colleagues, a warning, a standing. */

import { askNote, askStanding, askWarning } from "./authors.js";

/**
 * @typedef {import("./service.js").Entry} Entry
 *
 * @typedef {object} Desk what measures need of it
 * @property {(entry: Entry) => Promise<void>} recall reads what is known of an entry again
 * @property {() => void} changed what is shown of the author is out of date
 */

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
  async warn({ comment: { author } }) {
    const message = author && (await askWarning(this.#words, author.name));
    if (!message) return;
    await this.#service.warn(author.id, message);
    this.#notices.say(this.#words.say("warned", { name: author.name }));
  }

  /** @param {Entry} entry */
  async stand(entry) {
    const author = entry.comment.author;
    const wanted = author && (await askStanding(this.#words, author.name, entry.author_record?.standing ?? "new"));
    if (!wanted) return;
    entry.author_record = await this.#service.setStanding(
      author.id,
      wanted.standing,
      wanted.until,
      wanted.reason,
      wanted.hideLast,
    );
    const standing = this.#words.say(`standing.${wanted.standing}`);
    this.#notices.say(this.#words.say("stands", { name: author.name, standing }));
    this.#desk.changed();
  }
}
