// What every page needs: the error summary takes the focus, and a failed partial request says so.

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

document.addEventListener("htmx:responseError", sayFailure);
document.addEventListener("htmx:sendError", () => say("网络断开，没有送出。已填的内容还在，接通后请再试。"));
document.addEventListener("htmx:afterSwap", focusErrors);
focusErrors();
