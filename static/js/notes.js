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
    event.preventDefault();
    const choice = element.selectedOptions[0];
    // Said here: without a network nobody else could.
    if (!told(element, element.value, "请选择诊断要素") || !told(text, text.value.trim(), "请写记录")) return;
    const code = choice.textContent.trim().split(" ")[0];
    saver.save({ record: client.value, field: code, seen: null, value: text.value, label: choice.textContent.trim() });
    client.value = newKey();
    text.value = "";
    form.dispatchEvent(new Event("taken")); // Nothing is left to be kept: the saver has it.
    text.focus();
  });

  // What is begun is kept as well (keeping.js), be it only the element: without a network that is said before it is handed to the saver.
  let begun = false;
  const tell = () => document.getElementById("begun").replaceChildren(...(begun && !navigator.onLine ? [piece("begun", {})] : []));
  form.addEventListener("kept", ({ detail: { kept } }) => {
    begun = kept;
    tell();
  });
  form.addEventListener("taken", () => {
    begun = false;
    tell();
  });
  for (const type of ["online", "offline"]) addEventListener(type, tell);

  for (const field of [element, text]) field.addEventListener("input", () => field.setCustomValidity(""));

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

/** Whether the field has what it needs; if not it says so. */
function told(field, given, words) {
  field.setCustomValidity(given ? "" : words);
  return field.reportValidity();
}

// A key as RFC 9562 writes them; crypto.randomUUID is missing where the page is served without TLS.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((all, at) => `${all.slice(0, at)}-${all.slice(at)}`, digits);
}
