/**
 * A stream of server-sent events that comes back by itself and goes on where it was cut.
 *
 * The browser's EventSource gives up for good on a 503 and cannot be told from which event to go on, so this reads the
 * same format with fetch.
 */

/** @typedef {{type: string, data: any, id: string}} StreamEvent */
/**
 * @typedef {object} Listener
 * @property {(event: StreamEvent) => void} told one event, its data decoded from JSON
 * @property {(resumed: boolean) => void} [opened] connected; `resumed` is false if events may have been missed
 * @property {() => void} [lost] the connection is gone; another attempt follows unless it was refused
 * @property {(status: number) => void} [refused] the server will not, and is asked no more
 */

const SILENCE = 60_000; // four heartbeats of a server with default settings
const LONGEST_WAIT = 30_000;
const HIDDEN_FOR = 30_000;

export class EventStream {
  #url;
  #listener;
  #headers;
  #credentials;
  #lastId = "";
  #attempt = 0;
  /** @type {AbortController | null} */
  #connection = null;
  /** @type {number | undefined} */
  #timer;
  #wanted = false;

  /**
   * @param {URL | string} url
   * @param {Listener} listener
   * @param {Record<string, string>} [headers]
   * @param {RequestCredentials} [credentials] whether cookies prove that one may listen
   */
  constructor(url, listener, headers = {}, credentials = "omit") {
    this.#headers = headers;
    this.#credentials = credentials;
    this.#url = url;
    this.#listener = listener;
  }

  open() {
    if (this.#wanted) return;
    this.#wanted = true;
    document.addEventListener("visibilitychange", this.#visibility);
    void this.#connect();
  }

  close() {
    this.#wanted = false;
    document.removeEventListener("visibilitychange", this.#visibility);
    this.#disconnect();
  }

  /** A window nobody looks at lets its connection go: browsers allow six per server, over all windows. */
  #visibility = () => {
    if (document.visibilityState === "hidden") {
      this.#after(HIDDEN_FOR, () => this.#disconnect(), "hidden");
    } else {
      clearTimeout(this.#hiding);
      if (this.#wanted && !this.#connection) void this.#connect();
    }
  };
  /** @type {number | undefined} */
  #hiding;

  /**
   * @param {number} wait milliseconds
   * @param {() => void} act
   * @param {"hidden" | "next"} why
   */
  #after(wait, act, why) {
    const timer = window.setTimeout(act, wait);
    if (why === "hidden") {
      clearTimeout(this.#hiding);
      this.#hiding = timer;
    } else {
      clearTimeout(this.#timer);
      this.#timer = timer;
    }
  }

  #disconnect() {
    clearTimeout(this.#timer);
    clearTimeout(this.#hiding);
    this.#connection?.abort();
    this.#connection = null;
  }

  async #connect() {
    this.#disconnect();
    const connection = new AbortController();
    this.#connection = connection;
    const resumed = this.#lastId !== "";
    /** @type {number | null} */
    let wait = null;
    try {
      const answer = await fetch(this.#url, {
        headers: { Accept: "text/event-stream", ...this.#headers, ...(resumed ? { "Last-Event-ID": this.#lastId } : {}) },
        cache: "no-store",
        credentials: this.#credentials,
        signal: connection.signal,
      });
      if (answer.ok && answer.body) {
        this.#attempt = 0;
        this.#listener.opened?.(resumed);
        await this.#read(answer.body, connection);
      } else if (answer.status === 400 && resumed) {
        this.#lastId = ""; // the server no longer knows that event
      } else if (answer.status < 500 && answer.status !== 429) {
        this.#wanted = false; // no such stream, or not for us: asking again will not help
        this.#listener.refused?.(answer.status);
      } else {
        const seconds = Number(answer.headers.get("Retry-After"));
        wait = seconds > 0 ? seconds * 1000 : null;
      }
    } catch {
      // Cut, refused or aborted: all of them mean another attempt, unless nobody wants one.
    }
    if (this.#connection !== connection) return;
    this.#connection = null;
    connection.abort();
    this.#listener.lost?.();
    if (!this.#wanted) return;
    const patience = Math.min(LONGEST_WAIT, 500 * 2 ** this.#attempt++);
    this.#after(wait ?? patience * (0.5 + Math.random() / 2), () => void this.#connect(), "next");
  }

  /**
   * @param {ReadableStream<Uint8Array>} body
   * @param {AbortController} connection
   */
  async #read(body, connection) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const watch = window.setTimeout(() => connection.abort(), SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(watch));
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const frames = rest.split(/\r\n\r\n|\n\n|\r\r/);
      rest = frames.pop() ?? "";
      for (const frame of frames) this.#take(frame);
    }
  }

  /** @param {string} frame the lines of one event */
  #take(frame) {
    let type = "message";
    /** @type {string[]} */
    const data = [];
    for (const line of frame.split(/\r\n|\n|\r/)) {
      const colon = line.indexOf(":");
      if (colon === 0) continue; // a comment: the heartbeat
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (name === "event") type = value;
      else if (name === "data") data.push(value);
      else if (name === "id") this.#lastId = value;
    }
    if (!data.length) return;
    this.#listener.told({ type, data: JSON.parse(data.join("\n")), id: this.#lastId });
  }
}
