// The grid of a form of rows: one cell of it is reached by Tab, keys move from it; Enter or typing edits it, Esc takes back, Ctrl+Z undoes.

const STEP = 10;
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-STEP, 0],
  PageDown: [STEP, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};
const STOP = "tbody [role=gridcell]";

export class Grid {
  #before = new WeakMap();
  #undo = [];
  #touched = false;

  /** ``cells``: the Cells of the page, or null where the grid is only read. */
  constructor(table, cells) {
    Object.assign(this, { table, cells, current: null });
    this.quiet(table);
    const first = table.querySelector(STOP);
    if (first) this.#makeCurrent(first);
    table.addEventListener("focusin", ({ target }) => this.#entered(target));
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("change", ({ target }) => target.matches("[data-cell]") && this.#changed(target));
    table.addEventListener("pointerdown", ({ pointerType }) => (this.#touched = pointerType !== "mouse"));
    table.addEventListener("mousedown", (event) => this.#pressed(event));
  }

  /** Rows that are shown. */
  get rows() {
    return [...this.table.tBodies[0].rows].filter((row) => !row.hidden);
  }

  /** Take the controls in ``part`` out of the order of Tab: the grid is one stop in it. */
  quiet(part) {
    for (const control of part.querySelectorAll("tbody :is(input, select, textarea, button, a), tr :is(input, select, textarea, button, a)"))
      control.tabIndex = -1;
  }

  focus(cell) {
    const target = cell.querySelector("[data-remove] button") ?? cell;
    target.focus();
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Have ``change`` done to each control of ``controls``, saved, and undone by one Ctrl+Z. */
  write(controls, change) {
    const step = [];
    this.cells.saver.together(() => {
      for (const control of controls) {
        const value = control.value;
        change(control);
        if (control.value === value) continue;
        step.push([control, value]);
        this.cells.save(control);
      }
    });
    if (step.length) this.#undo.push(step);
  }

  #makeCurrent(cell) {
    if (this.current) {
      this.current.classList.remove("cur");
      stopIn(this.current).tabIndex = -1;
    }
    this.current = cell;
    stopIn(cell).tabIndex = 0;
  }

  #entered(target) {
    const cell = target.closest(STOP);
    if (!cell) return;
    this.#makeCurrent(cell);
    cell.classList.add("cur");
    if (target.matches("[data-cell]")) this.#before.set(target, target.value);
    this.table.dispatchEvent(new CustomEvent("current", { detail: { cell } }));
  }

  // A first press chooses the cell, a second one edits it; a finger edits at once.
  #pressed(event) {
    const cell = event.target.closest(STOP);
    if (this.#touched || !cell || cell === document.activeElement || cell.contains(document.activeElement)) return;
    if (!event.target.matches("[data-cell]")) return;
    event.preventDefault();
    this.focus(cell);
  }

  #changed(control) {
    const before = this.#before.get(control);
    if (before !== undefined && before !== control.value) this.#undo.push([[control, before]]);
    this.#before.set(control, control.value);
  }

  #key(event) {
    const cell = event.target.closest(STOP);
    if (!cell || event.isComposing) return;
    const act = this.#anywhere(event, cell) ?? (event.target === stopIn(cell) ? this.#moving(event, cell) : this.#editing(event, cell));
    if (!act) return;
    if (act() !== false) event.preventDefault();
  }

  #anywhere({ key, shiftKey }, cell) {
    return key === "Tab" ? () => this.#tab(cell, shiftKey ? -1 : 1) : null;
  }

  #editing({ key, target, shiftKey, altKey }, cell) {
    if (key === "Escape") return () => this.#takeBack(target, cell);
    if (key === "Enter" && target.matches("[data-cell]") && !shiftKey && !altKey) return () => this.#move(cell, 1, 0);
    return null;
  }

  #moving(event, cell) {
    const { key, ctrlKey, metaKey, altKey } = event;
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") return () => this.#takeBackLast();
    if ((ctrlKey || metaKey) && ["Home", "End"].includes(key)) return () => this.#move(cell, ...(key === "Home" ? [-Infinity, -Infinity] : [Infinity, Infinity]));
    if (key in MOVES && !ctrlKey && !metaKey && !altKey) return () => this.#move(cell, ...MOVES[key]);
    if (key === "Escape") return () => this.#leave();
    const control = editable(cell);
    if (!control || ctrlKey || metaKey || altKey) return null;
    if (key === "Enter" || key === "F2") return () => control.focus();
    if (key === "Delete" || key === "Backspace") return () => this.write([control], (one) => (one.value = ""));
    // The letter that starts the writing falls into the control, which has the focus by then; so does the first key of an input method.
    if (key.length === 1 || key === "Process") return () => this.#replace(control);
    return null;
  }

  #replace(control) {
    control.focus();
    if (control.select) control.select();
    return false;
  }

  #move(cell, down, right) {
    const rows = this.rows;
    const row = rows[within(rows.indexOf(cell.parentElement) + down, rows.length)];
    const places = stops(row);
    this.focus(places[within(stops(cell.parentElement).indexOf(cell) + right, places.length)]);
  }

  // From the last cell on, Tab leaves the grid.
  #tab(cell, by) {
    const here = stops(cell.parentElement);
    const next = here[here.indexOf(cell) + by];
    if (next) return this.focus(next);
    const rows = this.rows;
    const row = rows[rows.indexOf(cell.parentElement) + by];
    return row ? this.focus(stops(row).at(by > 0 ? 0 : -1)) : false;
  }

  #takeBack(target, cell) {
    const before = this.#before.get(target);
    if (before !== undefined && before !== target.value) {
      target.value = before;
      this.cells.save(target);
    }
    this.focus(cell);
  }

  #takeBackLast() {
    const step = this.#undo.pop()?.filter(([control]) => control.isConnected);
    if (!step?.length) return;
    this.cells.saver.together(() => {
      for (const [control, value] of step) {
        control.value = value;
        this.cells.save(control);
      }
    });
    this.focus(step[0][0].closest(STOP));
  }

  #leave() {
    const after = [...document.querySelectorAll("#rows ~ * a, #rows form button, #said a, #said textarea")];
    after.find((one) => !this.table.contains(one) && one.checkVisibility())?.focus();
  }
}

/** The control of ``cell`` that takes typing, or null. */
export function editable(cell) {
  return cell.querySelector("[data-cell]:not([type=hidden])");
}

function stops(row) {
  return [...row.querySelectorAll("[role=gridcell]")];
}

function stopIn(cell) {
  return cell.querySelector("[data-remove] button") ?? cell;
}

function within(place, length) {
  return Math.max(0, Math.min(place, length - 1));
}
