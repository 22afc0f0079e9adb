// The line above the grid: the current cell, in a field as wide as what it holds needs, with what the dictionary says of it.

import { editable } from "./grid.js";

export class EditLine {
  constructor(line, grid) {
    Object.assign(this, { grid, label: line.querySelector("label"), input: line.querySelector("input"), hint: line.querySelector("[data-slot=hint]") });
    grid.table.addEventListener("current", ({ detail }) => this.#show(detail.cell));
    grid.table.addEventListener("input", () => this.#copy());
    grid.table.addEventListener("focusout", () => this.#copy());
    this.input.addEventListener("change", () => this.#write());
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  get #control() {
    return this.grid.current && editable(this.grid.current);
  }

  #show(cell) {
    const head = this.grid.table.querySelector(`thead [data-field="${cell.dataset.code}"]`);
    if (!head) return;
    this.label.textContent = `第 ${cell.parentElement.dataset.number} 行 · ${cell.dataset.l}`;
    this.hint.textContent = cell.matches(".ro") ? "这一格不由学校填写" : head.dataset.hint;
    this.#copy();
  }

  #copy() {
    const control = this.#control;
    const cell = this.grid.current;
    this.input.readOnly = !control?.matches("input, textarea");
    this.input.value = control ? (control.selectedOptions?.[0]?.text ?? control.value) : cell.textContent.trim();
  }

  #write() {
    const control = this.#control;
    if (control && !this.input.readOnly) this.grid.write([control], (one) => (one.value = this.input.value));
  }

  #key(event) {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") this.#write();
    else this.#copy();
    this.grid.focus(this.grid.current);
  }
}
