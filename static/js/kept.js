// Under this name a form says what it kept of what it sent; the page that tells it was taken lets it go. Whoever signs out leaves nothing behind.

export const SENT = "sent";
export const KEPT = "kept:";

export function letGo() {
  try {
    const key = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (!key || !localStorage.getItem(key)) return;
    if (document.querySelector(".flash-done")) localStorage.removeItem(key);
    else if (document.querySelector(".flash")) forgetVersion(key);
  } catch {
    // A browser that keeps nothing has nothing to let go.
  }
}

/** Told that somebody was faster one reads what holds now: the words stay, the version that was overtaken does not. */
function forgetVersion(key) {
  const { seen, ...left } = JSON.parse(localStorage.getItem(key));
  localStorage.setItem(key, JSON.stringify(left));
}

export function letAllGo() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // As above.
  }
}
