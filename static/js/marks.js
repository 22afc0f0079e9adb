// What is said below the grid, marked in its cells; the rows that have something said of them; F8 to the next such cell.

export class Marks {
  #shown = "";

  constructor(grid, said, tabs) {
    Object.assign(this, { grid, said, tabs });
    tabs.addEventListener("click", ({ target }) => target.closest("[data-show]") && this.#filter(target.closest("[data-show]").dataset.show));
    new MutationObserver(() => this.#mark()).observe(said, { childList: true, subtree: true, attributeFilter: ["data-settled"] });
    document.addEventListener("keydown", (event) => event.key === "F8" && this.#next(event));
    this.#mark();
  }

  #mark() {
    const table = this.grid.table;
    for (const cell of table.querySelectorAll(".bad, .warn")) clear(cell);
    const rows = { bad: new Set(), warn: new Set() };
    const found = [...this.said.querySelectorAll(".finding:is([data-finding], [data-piece]):not([data-settled])")];
    for (const finding of found) {
      const kind = finding.matches(".soft") ? "warn" : "bad";
      const cell = cellOf(finding);
      if (cell) describe(cell, kind, finding);
      // What is said of the form as a whole is of no row.
      const row = document.getElementById(`row-${finding.closest("[data-host]").dataset.record}`);
      if (row) rows[kind].add(row);
    }
    this.rows = rows;
    this.#count(found.length);
  }

  #count(found) {
    write(this.said.querySelector("[data-slot=number]"), found ? `${found} 处` : "");
    this.said.querySelector("[data-slot=none]").hidden = found > 0;
    write(this.tabs.querySelector("[data-slot=all]"), this.grid.table.tBodies[0].rows.length);
    for (const kind of ["bad", "warn"]) write(this.tabs.querySelector(`[data-slot=${kind}]`), this.rows[kind].size);
  }

  // Only when asked for: a row that was mended does not vanish from under the hand.
  #filter(show) {
    this.#shown = show;
    for (const row of this.grid.table.tBodies[0].rows) row.hidden = show !== "" && !this.rows[show].has(row);
    for (const tab of this.tabs.querySelectorAll("[data-show]")) tab.setAttribute("aria-pressed", String(tab.dataset.show === show));
  }

  #next(event) {
    const marked = [...this.grid.table.querySelectorAll("tbody tr:not([hidden]) :is(.bad, .warn)")];
    if (!marked.length) return;
    event.preventDefault();
    const after = marked.find((cell) => this.grid.current.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
    this.grid.focus(after ?? marked[0]);
  }
}

function cellOf(finding) {
  if (finding.dataset.piece) return document.getElementById(finding.dataset.piece)?.closest("[role=gridcell]");
  return document.getElementById(`c-${finding.dataset.record}-${finding.dataset.field}`);
}

function describe(cell, kind, finding) {
  finding.id ||= `p-${finding.dataset.piece}`;
  if (!cell.classList.contains("bad")) cell.classList.add(kind);
  if (kind === "bad") {
    cell.classList.remove("warn");
    cell.setAttribute("aria-invalid", "true");
  }
  cell.setAttribute("aria-describedby", [cell.getAttribute("aria-describedby"), finding.id].filter(Boolean).join(" "));
}

function clear(cell) {
  cell.classList.remove("bad", "warn");
  cell.removeAttribute("aria-invalid");
  cell.removeAttribute("aria-describedby");
}

// Written only when it changes, for what is watched is written too.
function write(place, text) {
  if (place.textContent !== String(text)) place.textContent = text;
}
