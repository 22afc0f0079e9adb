// What every page needs: the error summary takes the focus, a failed partial request says so, a form pressed twice is sent once, a text of a form
// has its 字 counted, and the menu shows where one is.

import { countChars } from "./chars.js";
import { letAllGo, letGo } from "./kept.js";

function focusErrors() {
  document.querySelector(".err-sum")?.focus();
}

function say(text) {
  const notice = document.getElementById("notice");
  if (!notice) return;
  notice.className = "flash flash-act";
  notice.textContent = text;
}

function sayFailure(event) {
  const status = event.detail.xhr?.status;
  if (status === 403) say("没有办成：登录已过期，或这一步不归您办。请重新打开本页。");
  else if (status === 429) say("操作太密，请等一分钟再试。已填的内容还在。");
  else say("没有办成：系统一时没有应答。已填的内容还在，请稍后再试。");
}

/** A second press within this time, in ms, is of the same hand: its answer would take the place of the first, a password shown once with it. */
const HASTE = 3000;
const sent = new WeakMap();

function sendOnce(event) {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.timeStamp - sent.get(event.target) < HASTE) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
}

function count(counter) {
  const control = document.getElementById(counter.dataset.counter);
  const most = Number(control.dataset.most);
  const tell = () => {
    const length = countChars(control.value);
    counter.querySelector("b").textContent = length;
    counter.classList.toggle("counter-full", length > most);
    counter.querySelector("[data-slot=over]").textContent = length > most ? `，多 ${length - most} 字` : "";
  };
  control.addEventListener("input", tell);
  counter.hidden = false;
  tell();
}

/** On a narrow screen the menu lies in one row and scrolls: what one is reading stands in its middle. */
function showWhereOneIs() {
  const list = document.querySelector(".mainnav ul");
  const entry = list?.querySelector("[aria-current]")?.parentElement;
  if (entry) list.scrollLeft = entry.offsetLeft - list.offsetLeft - (list.clientWidth - entry.offsetWidth) / 2;
}

document.addEventListener("submit", sendOnce);
document.querySelector("form[data-sign-out]")?.addEventListener("submit", letAllGo);
document.addEventListener("htmx:responseError", sayFailure);
document.addEventListener("htmx:sendError", () => say("网络断开，没有送出。已填的内容还在，接通后请再试。"));
document.addEventListener("htmx:afterSwap", focusErrors);
focusErrors();
document.querySelectorAll(".counter[hidden]").forEach(count);
showWhereOneIs();
letGo();
