// What is typed in a plain form outlives a reload, a lost network and a session that ran out: it is kept in this browser, by address and person,
// until a page tells that it was taken (see kept.js). For forms with data-keep="person"; files, passwords and hidden fields are not kept,
// but for the version the writer saw: who saves on top of another's is told so by the server.

import { KEPT, SENT } from "./kept.js";

const VERSION = "seen";
/** What was left for so long, in ms, is not taken up again. */
const LONGEST = 14 * 24 * 3600 * 1000;

for (const form of document.querySelectorAll("form[data-keep]")) keep(form);

function keep(form) {
  const key = `${KEPT}${form.dataset.keep}:${new URL(form.action).pathname}`;
  // Sent and refused it comes back with its words; the older ones here are no news.
  const left = document.querySelector(".err-sum") ? null : read(key);
  if (left) putBack(form, left, key);
  const write = () => {
    const kept = store(key, typed(form), form.elements[VERSION]?.value);
    form.dispatchEvent(new CustomEvent("kept", { detail: { kept } }));
  };
  // Not every browser calls a choice from a list an input.
  for (const type of ["input", "change"]) form.addEventListener(type, write);
  form.addEventListener("taken", () => store(key, {}));
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    write();
    remember(key);
  });
}

function typed(form) {
  const given = {};
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "password", "submit", "button"].includes(field.type)) continue;
    if (["radio", "checkbox"].includes(field.type)) {
      if (field.checked) (given[field.name] ??= []).push(field.value);
    } else if (field.value) given[field.name] = [field.value];
  }
  return given;
}

function putBack(form, { given, seen }, key) {
  if (JSON.stringify(given) === JSON.stringify(typed(form))) return;
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "password", "submit", "button"].includes(field.type)) continue;
    const values = given[field.name] ?? [];
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  if (seen && form.elements[VERSION]) form.elements[VERSION].value = seen;
  const said = document.createElement("p");
  said.className = "flash flash-soft";
  said.setAttribute("role", "status");
  said.textContent = "已取回您上次在这里写了、还没有提交的内容。";
  const drop = document.createElement("button");
  Object.assign(drop, { type: "button", className: "btn btn-quiet", textContent: "不要了" });
  drop.addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
  said.append(drop);
  form.before(said);
}

/** Whether anything is kept now. */
function store(key, given, seen) {
  const some = Object.keys(given).length > 0;
  try {
    if (some) localStorage.setItem(key, JSON.stringify({ given, seen, at: Date.now() }));
    else localStorage.removeItem(key);
    return some;
  } catch {
    return false; // A browser that keeps nothing: the form works as it did.
  }
}

function remember(key) {
  try {
    sessionStorage.setItem(SENT, key);
  } catch {
    // As above.
  }
}

function read(key) {
  try {
    const left = JSON.parse(localStorage.getItem(key));
    return left && Date.now() - left.at < LONGEST ? left : null;
  } catch {
    return null;
  }
}
