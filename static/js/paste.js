// Cells pasted from a spreadsheet: read by the server, shown beside what stands there, written only when the person says so.

import { put } from "./cells.js";
import { editable } from "./grid.js";
import { addRows, newKey } from "./newrows.js";
import { csrfToken } from "./saving.js";
import { cellsOf } from "./tsv.js";
import { fillPreview } from "./preview.js";
import { fill } from "./pieces.js";

export class Paste {
  constructor(grid, place) {
    Object.assign(this, { grid, place });
    grid.table.addEventListener("paste", (event) => this.#pasted(event));
    place.addEventListener("click", ({ target }) => this.#decided(target.dataset.paste));
  }

  #pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    const editing = event.target.matches("[data-cell]");
    // One value pasted while writing is written like any other.
    if (!text || (editing && !/[\t\n]/.test(text.trimEnd()))) return;
    event.preventDefault();
    this.#preview(cellsOf(text));
  }

  async #preview(pasted) {
    const plan = this.#plan(pasted);
    const answers = await read(this.grid.table.dataset.read, plan.cells);
    this.plan = answers && { ...plan, cells: plan.cells.map((cell, place) => judged(cell, answers[place])) };
    if (answers) this.place.replaceChildren(...fillPreview(this.plan));
    else this.place.replaceChildren(...fill("paste-failed"));
    this.place.hidden = false;
    this.place.focus();
    this.place.scrollIntoView({ block: "nearest" });
  }

  // Where each pasted cell would stand; below the last row there is none yet.
  #plan(pasted) {
    const { current, rows } = this.grid;
    const heads = [...this.grid.table.tHead.querySelectorAll("[data-field]")];
    const from = heads.findIndex((head) => head.dataset.field === current.dataset.code);
    const columns = heads.slice(from, from + Math.max(...pasted.map((row) => row.length)));
    const first = rows.indexOf(current.parentElement);
    const last = Number([...this.grid.table.tBodies[0].rows].at(-1).dataset.number);
    const fresh = Math.max(0, first + pasted.length - rows.length);
    const cells = pasted.flatMap((values, down) =>
      columns.slice(0, values.length).map((head, right) => {
        const row = rows[first + down] ?? null;
        const cell = row?.querySelector(`[data-code="${head.dataset.field}"]`) ?? null;
        return { down, row, cell, head, number: row ? Number(row.dataset.number) : last + first + down - rows.length + 1, field: head.dataset.field, raw: values[right] };
      }),
    );
    const keys = Array.from({ length: fresh }, newKey);
    return { cells, columns, fresh, keys, left: Math.max(...pasted.map((row) => row.length)) - columns.length };
  }

  #decided(choice) {
    if (choice === "write") this.#write();
    else if (choice === "drop") this.#close();
  }

  #unadded(message) {
    const alert = this.place.querySelector("[data-slot=failed]");
    if (message) alert.querySelector("[data-slot=message]").textContent = message;
    alert.hidden = false;
    this.place.querySelector("[data-paste=write]").focus();
  }

  #close() {
    this.place.hidden = true;
    this.plan = null;
    this.grid.focus(this.grid.current);
  }

  async #write() {
    const { cells, keys } = this.plan;
    const changing = cells.filter(({ verdict }) => verdict === "change");
    const button = this.place.querySelector("[data-paste=write]");
    button.disabled = true;
    // The keys are of the plan: pressed again after an answer that was lost, no row is added twice.
    const { rows: added, message } = keys.length ? await addRows(this.grid, keys) : { rows: [] };
    button.disabled = false;
    if (!added) return this.#unadded(message);
    const news = new Map();
    const oldRows = new Set(cells.filter(({ row }) => row).map(({ down }) => down)).size;
    for (const one of changing) {
      const row = one.row ?? added[one.down - oldRows];
      const control = row && editable(row.querySelector(`[data-code="${one.field}"]`));
      if (control) news.set(control, one.answer.value);
    }
    this.grid.write([...news.keys()], (control) => put(control, news.get(control)));
    return this.#close();
  }
}

/** What pasting would do to a cell: "change", "same", "unread" or "kept" (not the school's to type). */
function judged(cell, answer) {
  if (!("typed" in cell.head.dataset)) return { ...cell, answer, verdict: "kept" };
  if (answer.message) return { ...cell, answer, verdict: "unread" };
  const control = cell.cell && editable(cell.cell);
  const saved = control ? JSON.parse(control.dataset.seen) : null;
  const before = control?.selectedOptions?.[0]?.text ?? control?.value ?? "";
  return { ...cell, answer, before, verdict: saved === answer.value ? "same" : "change" };
}

async function read(url, cells) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: JSON.stringify(cells.map(({ field, raw }) => ({ field, value: raw }))),
    redirect: "manual",
  }).catch(() => null);
  return response?.ok ? (await response.json()).cells : null;
}
