// The controls of cells bound to a Saver: what is typed is sent when the control is left, or after a pause, or when the page is.
//
// A control is [data-cell][data-record][data-field][data-seen][data-label]; [data-url="explanations"] goes to another address.
// What is said of it is put into [data-host] of its record and field, or of its record; its state into #s-<id>, in a grid into #s-<record>.

import { countChars } from "./chars.js";
import { fill, piece } from "./pieces.js";

const IDLE = 2500;

export class Cells {
  #timers = new Map();
  #last = new WeakMap();

  /** ``length``: how long what is typed is, for the counters. */
  constructor(root, saver, urls, { length = countChars } = {}) {
    Object.assign(this, { root, saver, urls, length });
    for (const control of root.querySelectorAll("[data-cell]")) this.#last.set(control, asSent(control));
    root.addEventListener("focusin", ({ target }) => this.#remember(target));
    root.addEventListener("input", ({ target }) => target.matches("[data-cell]") && this.#typing(target));
    root.addEventListener("change", ({ target }) => target.matches("[data-cell]") && this.save(target));
    root.addEventListener("click", ({ target }) => this.#decide(target.closest("[data-do]")));
    root.addEventListener("click", ({ target }) => target.matches("[data-same]") && this.#same(target));
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    saver.addEventListener("saved", ({ detail }) => this.#saved(detail.item, detail.answer));
    saver.addEventListener("adopted", ({ detail }) => this.#adopted(detail.item, detail.answer));
    for (const reason of ["conflict", "refused", "closed", "gone"])
      saver.addEventListener(reason, ({ detail }) => this.#refused(reason, detail.item, detail.answer));
    saver.addEventListener("state", () => this.#states());
    // Typed before this script was there: on a slow line a page is read, and written in, long before.
    for (const control of root.querySelectorAll("[data-cell]")) {
      if (control.value === this.#last.get(control)) continue;
      this.#count(control);
      this.save(control);
    }
  }

  /** Send what stands in ``control`` unless it was sent already, or ``anyway``. */
  save(control, { anyway = false } = {}) {
    clearTimeout(this.#timers.get(control));
    this.#timers.delete(control);
    if (!anyway && control.value === (this.#last.get(control) ?? control.defaultValue)) return;
    this.#last.set(control, control.value);
    this.clear(control);
    const seen = JSON.parse(control.dataset.seen);
    this.saver.save({ ...this.#address(control), seen, value: typedIn(control), label: control.dataset.label });
  }

  /** Send whatever is still being typed. */
  flush() {
    for (const control of [...this.#timers.keys()]) this.save(control);
  }

  clear(control) {
    for (const old of this.#hostOf(control)?.querySelectorAll(`[data-piece="${control.id}"]`) ?? []) old.remove();
    control.removeAttribute("aria-invalid");
    settle(this.#hostOf(control));
  }

  #remember(control) {
    if (control.matches("[data-cell]") && !this.#last.has(control)) this.#last.set(control, control.value);
  }

  // Last year's value into an empty cell, because the person says so.
  #same(button) {
    const control = document.getElementById(button.dataset.same);
    put(control, JSON.parse(button.dataset.value));
    this.save(control);
    control.focus();
  }

  #typing(control) {
    this.#count(control);
    clearTimeout(this.#timers.get(control));
    this.#timers.set(control, setTimeout(() => this.save(control), IDLE));
  }

  #address(control) {
    const { record, field, url } = control.dataset;
    return { record: record || null, field, url: this.urls[url ?? "cells"] };
  }

  #controlOf({ record, field, url }) {
    const fits = (control) => {
      const at = this.#address(control);
      return at.record === record && at.field === field && at.url === url;
    };
    // A grid has thousands: the control of a row's cell is known by its id.
    const near = document.getElementById(`f-${record}-${field}`);
    if (near && fits(near)) return near;
    return [...this.root.querySelectorAll(`[data-cell][data-field="${CSS.escape(field)}"]`)].find(fits);
  }

  #hostOf(control) {
    return control.closest("[data-finding]") ?? hostFor(this.root, control.dataset.record, control.dataset.field);
  }

  #saved(item, answer) {
    const control = this.#controlOf(item);
    if (!control) return;
    control.dataset.seen = JSON.stringify(answer.value);
    const typedOn = this.saver.of(item.record, item.field, item.url).length || this.#timers.has(control);
    if (typedOn) return;
    this.clear(control);
    if (document.activeElement !== control) put(control, answer.value);
    this.#last.set(control, control.value);
    this.#count(control);
    const same = control.closest("tr")?.querySelector("[data-same]");
    if (same) same.hidden = answer.value !== null;
    if (answer.correction) this.#say(control, "correction", { message: answer.correction });
  }

  #adopted(item, answer) {
    const control = this.#controlOf(item);
    if (!control) return;
    put(control, item.value);
    this.#last.set(control, control.value);
    this.#count(control);
    if (item.parked) this.#refused(item.parked, item, answer);
  }

  #refused(reason, item, answer) {
    const control = this.#controlOf(item);
    if (!control) return;
    this.clear(control);
    control.setAttribute("aria-invalid", "true");
    const mine = typeof item.value === "string" ? item.value || "空" : item.value?.text;
    this.#say(control, reason === "gone" ? "refused" : reason, { ...answer, mine, theirs: answer.shown });
  }

  #say(control, name, words) {
    const host = this.#hostOf(control);
    if (!host) return;
    const node = piece(name, words);
    node.dataset.piece = control.id;
    host.append(node);
    settle(host);
  }

  #count(control) {
    const counter = "most" in control.dataset && this.root.querySelector(`[data-counter="${control.id}"]`);
    if (!counter) return;
    const length = this.length(control.value);
    const over = Number(control.dataset.most) ? Math.max(0, length - Number(control.dataset.most)) : 0;
    counter.querySelector("b").textContent = length;
    counter.classList.toggle("counter-full", over > 0);
    const words = counter.querySelector("[data-slot=over]");
    if (words) words.textContent = over ? `，多 ${over} 字` : "";
  }

  // Mine again on top of what the cell holds now, or what is saved.
  #decide(button) {
    const control = button && document.getElementById(button.closest("[data-piece]")?.dataset.piece);
    if (!control) return;
    const { record, field, url } = this.#address(control);
    const item = this.saver.of(record, field, url).at(-1);
    this.clear(control);
    if (!item) return;
    if (button.dataset.do === "mine") this.saver.again(item);
    else this.#giveUp(control, item);
    control.focus();
  }

  #giveUp(control, item) {
    if (item.parked === "conflict") control.dataset.seen = JSON.stringify(item.answer.current);
    this.saver.drop(item);
    put(control, JSON.parse(control.dataset.seen));
    this.#last.set(control, control.value);
  }

  #states() {
    const busy = new Map();
    for (const item of this.saver.items) {
      const control = this.#controlOf(item);
      if (control) busy.set(control, item.parked ?? (this.saver.state === "saving" ? "saving" : "waiting"));
    }
    for (const [control, state] of busy) this.#show(control, state);
    for (const control of this.root.querySelectorAll("[data-cell][data-busy]")) if (!busy.has(control)) this.#show(control, "saved");
  }

  #show(control, state) {
    if (control.dataset.busy === state) return;
    if (state === "saved") delete control.dataset.busy;
    else control.dataset.busy = state;
    // A grid has one place for each row, known by its id.
    const place = document.getElementById(control.closest("[role=gridcell]") ? `s-${control.dataset.record}` : `s-${control.id}`);
    if (place && place.dataset.shown !== state) {
      place.replaceChildren(...fill(`state-${state}`));
      place.dataset.shown = state;
    }
  }
}

/** Where things are said of a cell: its own host, or that of its row. */
export function hostFor(root, record, field) {
  // A grid has one for each row, known by its id.
  const near = record && document.getElementById(`h-${record}`);
  if (near) return near;
  const hosts = [...root.querySelectorAll("[data-host]")];
  const of = (field) => hosts.find((host) => host.dataset.record === (record || "") && host.dataset.field === (field || ""));
  return of(field) ?? of("") ?? hosts.find((host) => host.dataset.field === field && !record);
}

/** Show the row of ``host`` if anything stands in it. */
export function settle(host) {
  const row = host?.closest(".msg");
  if (!row) return;
  row.hidden = host.childElementCount === 0;
  if (row.matches("tr")) row.previousElementSibling.classList.toggle("hasmsg", !row.hidden);
}

/** What stood in ``control`` when the page was sent. */
function asSent(control) {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? "";
}

function typedIn(control) {
  return control.dataset.kind === "textfile" ? { text: control.value, file: control.dataset.file ?? null } : control.value;
}

/** Put a ``value`` (canonical, or as typed) into ``control``. */
export function put(control, value) {
  if (control.dataset.kind === "textfile") control.value = value?.text ?? "";
  else if (typeof value === "boolean") control.value = value ? "是" : "否";
  else control.value = value ?? "";
}
