// Under this name a form says what it kept of what it sent; the page that tells it was taken lets it go.

export const SENT = "sent";

export function letGo() {
  try {
    const key = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (key && document.querySelector(".flash-done")) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to let go.
  }
}
