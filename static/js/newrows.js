// Rows added without leaving the page: made by the server, then taken over from a fresh copy of the page.

import { csrfToken } from "./saving.js";

/** Add ``number`` rows below ``grid`` (of js/grid.js); gives their elements, or null when not all could be added. */
export async function addRows(grid, number) {
  const keys = [];
  for (let place = 0; place < number; place += 1) {
    const key = await addOne(grid.table.dataset.rows);
    if (!key) break;
    keys.push(key);
  }
  const fresh = await freshPage();
  if (!fresh) return null;
  const added = keys.map((key) => take(grid, fresh, key)).filter(Boolean);
  return added.length === number ? added : null;
}

async function addOne(url) {
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  const response = await fetch(url, { method: "POST", headers, redirect: "manual" }).catch(() => null);
  return response?.ok ? (await response.json()).record : null;
}

async function freshPage() {
  const response = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}

function take(grid, fresh, key) {
  const row = fresh.getElementById(`row-${key}`);
  const said = fresh.getElementById(`h-${key}`)?.closest(".msg");
  if (!row || !said) return null;
  document.getElementById("said").append(document.adoptNode(said));
  grid.table.tBodies[0].append(document.adoptNode(row));
  grid.quiet(row);
  return row;
}
