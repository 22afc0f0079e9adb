// What a cell of the grid takes from its column and its row: names, keys, choices. The page says each once, at the head of the column.

const INPUT = {
  int: { inputmode: "numeric" },
  dec: { inputmode: "decimal" },
  date: { placeholder: "如 2020-09-01" },
  yearmonth: { inputmode: "numeric", placeholder: "如 202009" },
  url: { inputmode: "url" },
  major: { list: "majors" },
};

/** Dress the rows of ``table``, or only ``rows``. */
export function dress(table, rows = table.tBodies[0].rows) {
  const columns = [...table.tHead.querySelectorAll("[data-field]")].map(column);
  for (const row of rows) dressRow(row, columns);
}

function column(head) {
  const { field, name, unit, kind } = head.dataset;
  const label = unit ? `${name}（${unit.replace("m2", "m²")}）` : name;
  return { field, name, label, kind, choices: document.getElementById(`choices-${field}`) };
}

function dressRow(row, columns) {
  const { record, number } = row.dataset;
  for (const [place, cell] of [...row.querySelectorAll(":scope > td")].entries()) {
    set(cell, { role: "gridcell", "aria-colindex": place + 2, tabindex: -1 });
    if (place < columns.length) dressCell(cell, columns[place], record, number);
    else cell.querySelector("button")?.setAttribute("aria-label", `删行：第 ${number} 行`);
  }
}

function dressCell(cell, { field, name, label, kind, choices }, record, number) {
  set(cell, { id: `c-${record}-${field}`, "data-code": field, "data-l": label });
  if (!cell.classList.contains("typed")) cell.setAttribute("aria-readonly", "true");
  const control = cell.querySelector("[data-cell]") ?? cell.querySelector("input, select");
  if (!control) return;
  control.setAttribute("aria-label", `第 ${number} 行 ${name}`);
  if (control.matches("[data-cell]")) return;
  if (choices) choose(control, choices);
  set(control, { id: `f-${record}-${field}`, "data-cell": "", "data-record": record, "data-field": field, "data-kind": kind, "data-label": name });
  set(control, { "data-seen": JSON.stringify(canonical(control, kind)), "aria-describedby": `h-${record}`, autocomplete: "off", ...INPUT[kind] });
}

// What the page brought stays, even where the dictionary no longer offers it.
function choose(control, choices) {
  const { value } = control;
  const own = control.firstElementChild;
  control.prepend(choices.content.cloneNode(true));
  if ([...control.options].some((option) => option !== own && option.value === value)) own.remove();
  control.value = value;
  // What the page was sent with is told by this mark (asSent in cells.js): without it each choice would look typed.
  control.selectedOptions[0].defaultSelected = true;
}

function canonical({ value }, kind) {
  if (value === "") return null;
  return kind === "bool" ? value === "是" : value;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
