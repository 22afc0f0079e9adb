// Notes at the visit: each is sent once under a key of its own; without a network it waits in this browser and goes when there is one.

import { piece } from "./pieces.js";
import { SaveBar } from "./savebar.js";
import { Saver } from "./saving.js";

const form = document.getElementById("note");

if (form) start();

function start() {
  const { save: url, key, person } = form.dataset;
  const { element, text, client } = form.elements;
  const saver = new Saver({ url, storageKey: key, person });
  new SaveBar(document.getElementById("savebar"), saver);
  saver.addEventListener("saved", ({ detail: { item, answer } }) => show(item, answer));
  for (const type of ["conflict", "refused", "closed", "gone"]) saver.addEventListener(type, ({ detail: { item, answer } }) => hold(item, answer));
  saver.addEventListener("adopted", ({ detail: { item } }) => item.parked && hold(item, item.answer));
  saver.start();

  form.addEventListener("submit", (event) => {
    // What is lacking the server says, in the words of the form.
    const choice = element.selectedOptions[0];
    if (!element.value || !text.value.trim()) return;
    event.preventDefault();
    const code = choice.textContent.trim().split(" ")[0];
    saver.save({ record: client.value, field: code, seen: null, value: text.value, label: choice.textContent.trim() });
    client.value = newKey();
    text.value = "";
    text.dispatchEvent(new Event("input", { bubbles: true })); // Nothing is left to be kept of it.
    text.focus();
  });

  function show(item, answer) {
    // It may have arrived before, and its answer been lost.
    if (document.querySelector(`[data-note="${item.record}"]`)) return;
    document.getElementById("none")?.remove();
    const words = { element: item.label, text: answer.shown, said: `${answer.by}，${answer.at}` };
    const shown = piece("note", words);
    shown.dataset.note = item.record;
    document.getElementById("just").append(shown);
  }

  function hold(item, answer) {
    const shown = piece("held", { message: answer.message, text: `${item.label}：${item.value}` });
    shown.querySelector("[data-do=drop]").addEventListener("click", () => {
      saver.drop(item);
      shown.remove();
    });
    document.getElementById("unsent").append(shown);
  }
}

// A key as RFC 9562 writes them; crypto.randomUUID is missing where the page is served without TLS.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((all, at) => `${all.slice(0, at)}-${all.slice(at)}`, digits);
}
