// What the rules say, fetched again after saves and put at the cells it speaks of: nothing jumps, the focus stays, an explanation being written stays.

import { hostFor, settle } from "./cells.js";

const CALM = 400;

export class Messages {
  #timer = null;
  #asked = 0;

  constructor(root, url, { lacking, count, said }) {
    Object.assign(this, { root, url, lacking, count, said });
  }

  refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), CALM);
  }

  async #fetch() {
    const asked = ++this.#asked;
    const response = await fetch(this.url, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (!response?.ok || asked !== this.#asked) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    keepingPlace(() => {
      this.#place([...fresh.querySelectorAll("[data-findings] > [data-finding]")]);
      replace(this.lacking, fresh.querySelector("[data-lacking]"));
      replace(this.count, fresh.querySelector("[data-count]"));
      replace(this.root.querySelector("[data-totals]"), fresh.querySelector("[data-totals]"));
    });
    this.#say(fresh);
  }

  #place(findings) {
    const ids = new Set(findings.map((finding) => finding.id));
    for (const old of this.root.querySelectorAll("[data-finding]")) if (!ids.has(old.id)) this.#remove(old);
    for (const finding of findings) {
      const old = document.getElementById(finding.id);
      if (old) update(old, finding);
      else this.#insert(finding);
    }
  }

  #remove(finding) {
    const host = finding.closest("[data-host]");
    if (finding.contains(document.activeElement)) return;
    finding.remove();
    settle(host);
  }

  #insert(finding) {
    const host = hostFor(this.root, finding.dataset.record, finding.dataset.field);
    host?.append(document.adoptNode(finding));
    settle(host);
  }

  // Said once the number of things to mend changes, not at every letter.
  #say(fresh) {
    const words = `须改正 ${fresh.querySelectorAll(".finding:not(.soft, .note)").length} 处，待核对或说明 ${fresh.querySelectorAll(".finding.soft").length} 处`;
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}

function update(old, finding) {
  old.toggleAttribute("data-settled", finding.hasAttribute("data-settled"));
  for (const part of [".ttl", "[data-slot=words]"]) {
    const [before, after] = [old.querySelector(part), finding.querySelector(part)];
    if (before.textContent !== after.textContent) before.replaceChildren(...after.cloneNode(true).childNodes);
  }
}

function replace(element, fresh) {
  if (element && fresh && !element.contains(document.activeElement) && element.innerHTML !== fresh.innerHTML) element.replaceChildren(...fresh.cloneNode(true).childNodes);
}

/** Do ``work``; what has the focus stays where it is on the screen. */
function keepingPlace(work) {
  const anchor = document.activeElement;
  const before = anchor?.getBoundingClientRect().top;
  work();
  const moved = anchor && anchor !== document.body ? anchor.getBoundingClientRect().top - before : 0;
  if (moved) scrollBy(0, moved);
}
