// The bar above a form: what is saved, what waits in this browser, what needs a decision.

import { fill } from "./pieces.js";

const CALM = 300;

export class SaveBar {
  #timer = null;

  constructor(bar, saver) {
    this.bar = bar;
    this.list = this.#slot("list");
    saver.addEventListener("state", ({ detail }) => {
      clearTimeout(this.#timer);
      // A save is mostly over before anyone could read that it runs.
      if (detail.state === "saving") this.#timer = setTimeout(() => this.#show(detail), CALM);
      else this.#show(detail);
    });
  }

  #slot(name) {
    return this.bar.querySelector(`[data-slot="${name}"]`);
  }

  #show({ state, waiting, parked, at, kept }) {
    const number = state === "saved" ? parked.length : waiting.length;
    const name = !kept && waiting.length ? "unkept" : state === "saved" && parked.length ? "parked" : state === "saved" && !at ? "idle" : state;
    const status = this.#slot("status");
    if (status.dataset.shown !== `${name} ${number}`) {
      status.replaceChildren(...fill(`bar-${name}`, { number }));
      status.dataset.shown = `${name} ${number}`;
      const link = status.querySelector("[data-slot=link]");
      if (link) link.href = this.bar.dataset.signIn;
    }
    this.#slot("at").textContent = at ? `上次保存 ${at.toTimeString().slice(0, 8)}` : "";
    this.#showList(state === "saving" ? [] : [...waiting, ...parked], waiting.length);
  }

  #showList(items, waiting) {
    this.list.hidden = !items.length;
    this.list.querySelector("summary").textContent = waiting ? `看本机待发送的 ${items.length} 项` : `看没有写入的 ${items.length} 项`;
    this.list.querySelector("ul").replaceChildren(...items.map(line));
  }
}

function line({ label, value }) {
  const element = document.createElement("li");
  element.textContent = `${label}：${(typeof value === "string" ? value : value?.text) || "空"}`;
  return element;
}
