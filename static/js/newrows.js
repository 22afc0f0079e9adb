// Rows added without leaving the page: the server takes the keys in one request, all or none; the rows are made from the page's template.

import { dress } from "./dress.js";
import { csrfToken } from "./saving.js";

const PATIENCE = 20000;

/** Add a row below ``grid`` (of js/grid.js) for each of ``keys``; gives { rows } (their elements), or { message } ("" where no answer came). */
export async function addRows(grid, keys) {
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  const body = new URLSearchParams(keys.map((key) => ["key", key]));
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(grid.table.dataset.rows, { method: "POST", headers, body, redirect: "manual", signal }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok || !answer) return { message: answer?.message ?? "" };
  return { rows: answer.rows.map((key) => make(grid, key)) };
}

/** A key for a row; crypto.randomUUID is missing where the page is served without TLS. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function make(grid, key) {
  const body = grid.table.tBodies[0];
  const number = Number(body.rows[body.rows.length - 1]?.dataset.number ?? 0) + 1;
  const [row, said] = ["new-row", "new-said"].map((id) => document.getElementById(id).content.firstElementChild.cloneNode(true));
  const form = row.querySelector("[data-remove]");
  const old = row.dataset.record;
  form.action = form.action.replace(old, key);
  for (const element of [row, ...row.querySelectorAll("[id], [for], [data-file-of], [data-counter]"), ...said.querySelectorAll("[data-host]")]) rename(element, old, key);
  row.dataset.number = number;
  row.setAttribute("aria-rowindex", number + 1);
  row.querySelector("th").firstChild.data = number;
  document.getElementById("said").append(said);
  body.append(row);
  dress(grid.table, [row]);
  grid.quiet(row);
  return row;
}

function rename(element, old, key) {
  for (const name of ["id", "for", "data-record", "data-file-of", "data-counter", "aria-describedby"])
    if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(old, key));
}
