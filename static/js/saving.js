// Saving what is typed, cell by cell: one in flight, in order; what is not yet saved is kept in the browser and outlives the tab.
//
// const saver = new Saver({ url, storageKey, person });  storageKey names return and person; url the cells of one form
// saver.addEventListener("saved" | "conflict" | "refused" | "closed" | "gone", ({ detail: { item, answer } }) => …);
// saver.addEventListener("adopted", ({ detail: { item } }) => …);          typed in a page that is gone: show it in its cell
// saver.addEventListener("state", ({ detail: { state, waiting, parked, at, kept } }) => …);
//     state: "saved" | "saving" | "offline" | "signed-out"; waiting, parked: items; at: Date of the last save; kept: whether the browser keeps them
// saver.start();                                                         after the listeners stand
// saver.save({ record, field, seen, value, label, url });   url: another address than the saver's own (an explanation); seen: the canonical value last known to be saved (null: empty); value: as typed
// saver.again(item);  send a parked item on top of what the cell holds now ("mine");   saver.drop(item);  give it up ("theirs")

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const PATIENCE = 20000;
// What the server said of an item that cannot be sent as it is: it waits for a decision of the person.
const REASONS = { overtaken: "conflict", closed: "closed", gone: "gone" };
const UNREAD = { message: "系统没有看懂这次保存，请重新打开本页再试。" };

export class Saver extends EventTarget {
  #timer = null;
  #pause = 0;
  #number = 0;
  #seenKeys = new Set();

  constructor({ url, storageKey, client = newClient(), person = "" }) {
    super();
    Object.assign(this, { url, client, person });
    this.prefix = `saving:${storageKey}:`;
    this.key = this.prefix + client;
    this.items = [];
    this.sending = null;
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
    this.items = this.items.filter((other) => other === this.sending || !earlier.includes(other));
    this.items.push(item);
    this.#keep();
    this.#send();
    return item;
  }

  again(item) {
    if (item.parked === "conflict") item.seen = item.answer.current;
    item.parked = item.answer = null;
    item.number = ++this.#number;
    this.#keep();
    this.#send();
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    this.#keep();
    this.#announce(this.state);
  }

  async #send() {
    if (this.sending || this.#timer) return this.#announce(this.state);
    const item = this.waiting[0];
    if (!item) return this.#announce("saved");
    this.sending = item;
    this.#announce("saving");
    const { status, answer } = await post(item, this.person);
    this.sending = null;
    this.#settle(item, status, answer);
    this.#keep();
    return this.#send();
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

async function post({ url, record, field, seen, value, client, number }, person) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: JSON.stringify({ record, field, seen, value, client, number, person }),
      credentials: "same-origin",
      redirect: "manual",
      keepalive: true,
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
