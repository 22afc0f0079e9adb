// Saving what is typed, cell by cell: one request in flight, in order; what is not yet saved is kept in the browser and outlives the tab.
//
// const saver = new Saver({ url, many, storageKey, person });  storageKey names return and person; url the cells of one form;
//     many: where several of them go in one request, each answered for itself (left out: one by one)
// saver.addEventListener("saved" | "conflict" | "refused" | "closed" | "gone", ({ detail: { item, answer } }) => …);
// saver.addEventListener("adopted", ({ detail: { item } }) => …);          typed in a page that is gone: show it in its cell
// saver.addEventListener("state", ({ detail: { state, waiting, parked, at, kept } }) => …);
//     state: "saved" | "saving" | "offline" | "signed-out"; waiting, parked: items; at: Date of the last save; kept: whether the browser keeps them
// saver.start();                                                         after the listeners stand
// saver.save({ record, field, seen, value, label, url });   url: another address than the saver's own (an explanation); seen: the canonical value last known to be saved (null: empty); value: as typed
// saver.together(() => …);                                               many saves, kept and sent once
// saver.again(item);  send a parked item on top of what the cell holds now ("mine");   saver.drop(item);  give it up ("theirs")

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const PATIENCE = 20000;
const MOST_AT_ONCE = 500;
// A request that may outlive its page carries no more than this (the Fetch standard says 64 KiB; a character is at most three bytes).
const LONGEST_KEPT_ALIVE = 20000;
// What the server said of an item that cannot be sent as it is: it waits for a decision of the person.
const REASONS = { overtaken: "conflict", closed: "closed", gone: "gone" };
const UNREAD = { message: "系统没有看懂这次保存，请重新打开本页再试。" };

export class Saver extends EventTarget {
  #timer = null;
  #pause = 0;
  #number = 0;
  #seenKeys = new Set();
  #gathering = false;

  constructor({ url, many = null, storageKey, client = newClient(), person = "" }) {
    super();
    Object.assign(this, { url, many, client, person });
    this.prefix = `saving:${storageKey}:`;
    this.key = this.prefix + client;
    this.items = [];
    this.sending = [];
    this.state = "saved";
    this.at = null;
    this.kept = true;
  }

  get waiting() {
    return this.items.filter((item) => !item.parked);
  }

  get parked() {
    return this.items.filter((item) => item.parked);
  }

  start() {
    this.#seenKeys.add(this.key);
    navigator.locks?.request(this.key, () => new Promise(() => {}));
    for (const key of storedKeys(this.prefix)) this.#inherit(key);
    addEventListener("storage", ({ key }) => key?.startsWith(this.prefix) && this.#inherit(key));
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
    addEventListener("beforeunload", (event) => !this.kept && this.items.length && event.preventDefault());
  }

  /** What is queued or parked for a cell, newest last. */
  of(record, field, url = this.url) {
    return this.items.filter((item) => sameCell(item, { url, record, field }));
  }

  save({ record, field, seen, value, label = field, url = this.url }) {
    const earlier = this.of(record, field, url);
    const last = earlier.at(-1);
    if (last) seen = last.parked === "conflict" ? last.answer.current : last.seen;
    // A save whose answer was lost may have arrived: what follows it speaks as the same client, so it is no conflict with oneself.
    const item = { url, record, field, label, seen, value, client: last?.client ?? this.client, number: ++this.#number };
    this.items = this.items.filter((other) => this.sending.includes(other) || !earlier.includes(other));
    this.items.push(item);
    if (!this.#gathering) this.#keepAndSend();
    return item;
  }

  together(work) {
    this.#gathering = true;
    work();
    this.#gathering = false;
    this.#keepAndSend();
  }

  again(item) {
    if (item.parked === "conflict") item.seen = item.answer.current;
    item.parked = item.answer = null;
    item.number = ++this.#number;
    this.#keepAndSend();
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    this.#keep();
    this.#announce(this.state);
  }

  #keepAndSend() {
    this.#keep();
    this.#send();
  }

  async #send() {
    if (this.sending.length || this.#timer) return this.#announce(this.state);
    this.sending = this.#batch();
    if (!this.sending.length) return this.#announce("saved");
    this.#announce("saving");
    const batch = this.sending;
    const answers = batch.length > 1 ? await postMany(this.many, batch, this.person) : [await post(batch[0].url, body(batch[0], this.person))];
    this.sending = [];
    batch.forEach((item, place) => this.#settle(item, answers[place].status, answers[place].answer));
    this.#keep();
    return this.#send();
  }

  // The first that waits, and with it those of the same form, no cell twice.
  #batch() {
    const [first] = this.waiting;
    if (!first || !this.many || first.url !== this.url) return first ? [first] : [];
    const cells = new Map();
    for (const item of this.waiting) {
      const cell = `${item.record} ${item.field}`;
      if (item.url === this.url && !cells.has(cell) && cells.size < MOST_AT_ONCE) cells.set(cell, item);
    }
    return [...cells.values()];
  }

  #settle(item, status, answer) {
    if (status === 200 && answer) this.#saved(item, answer);
    else if ([400, 409, 413, 422].includes(status)) this.#park(item, REASONS[answer?.reason] ?? "refused", answer ?? UNREAD);
    else if (status === 404) this.#park(item, "gone", { message: "这一页已经打不开，您写的没有写入。" });
    else this.#wait(status === 302 || status === 401 || status === 403 ? "signed-out" : "offline");
  }

  #saved(item, answer) {
    this.items = this.items.filter((other) => other !== item);
    for (const later of this.items) if (sameCell(later, item)) later.seen = answer.value;
    this.#pause = 0;
    this.at = new Date();
    this.#tell("saved", item, answer);
  }

  #park(item, reason, answer) {
    this.#pause = 0;
    // Typed on meanwhile: the newer value is sent and answered for itself.
    if (this.items.some((later) => later !== item && !later.parked && sameCell(later, item))) {
      this.items = this.items.filter((other) => other !== item);
      return;
    }
    Object.assign(item, { parked: reason, answer });
    this.#tell(reason, item, answer);
  }

  #wait(state) {
    if (this.#timer) return;
    this.#pause = Math.min(this.#pause * 2 || FIRST_PAUSE, LONGEST_PAUSE);
    this.#timer = setTimeout(() => this.#hurry(), this.#pause);
    this.#announce(state);
  }

  #hurry() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#send();
  }

  // The lock of a page is free once the page is gone; what it left unsent is then ours to send.
  #inherit(key) {
    if (this.#seenKeys.has(key)) return;
    this.#seenKeys.add(key);
    if (navigator.locks) navigator.locks.request(key, () => this.#adopt(key));
    else this.#adopt(key);
  }

  #adopt(key) {
    const left = read(key);
    if (!left.length) return;
    this.#number = Math.max(this.#number, ...left.map((item) => item.number));
    this.items.push(...left);
    this.#keep();
    localStorage.removeItem(key);
    for (const item of left) this.#tell("adopted", item, item.answer);
    this.#send();
  }

  #keep() {
    try {
      if (this.items.length) localStorage.setItem(this.key, JSON.stringify(this.items));
      else localStorage.removeItem(this.key);
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }

  #tell(type, item, answer) {
    this.dispatchEvent(new CustomEvent(type, { detail: { item, answer } }));
  }

  #announce(state) {
    this.state = state;
    const { waiting, parked, at, kept } = this;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, waiting, parked, at, kept } }));
  }
}

/** The CSRF token of now: signing in again in another window changes it. */
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

function body({ record, field, seen, value, client, number }, person) {
  return { record, field, seen, value, client, number, person };
}

async function postMany(url, items, person) {
  const { status, answer } = await post(url, items.map((item) => body(item, person)));
  return status === 200 && answer ? answer.answers : items.map(() => ({ status, answer }));
}

async function post(url, given) {
  const text = JSON.stringify(given);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: text,
      credentials: "same-origin",
      redirect: "manual",
      keepalive: text.length < LONGEST_KEPT_ALIVE,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.type === "opaqueredirect") return { status: 302 };
    return { status: response.status, answer: await response.json().catch(() => null) };
  } catch {
    return { status: 0 };
  }
}

function sameCell(one, other) {
  return one.url === other.url && one.record === other.record && one.field === other.field;
}

function storedKeys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

// crypto.randomUUID is missing where the page is served without TLS.
function newClient() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
