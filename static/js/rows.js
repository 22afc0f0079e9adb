// The page of a form of rows: its grid, the marks in it, and where it is filled in also what saves, pastes and edits.

import { dress } from "./dress.js";
import { EditLine } from "./editline.js";
import { startFilling } from "./filling.js";
import { Grid } from "./grid.js";
import { Marks } from "./marks.js";
import { Paste } from "./paste.js";

const table = document.getElementById("grid");
if (table) dress(table);
const filling = document.getElementById("savebar") ? startFilling(document.getElementById("sheet")) : null;

if (table) {
  const grid = new Grid(table, filling?.cells);
  new Marks(grid, document.getElementById("said"), document.getElementById("shown"));
  if (filling) {
    new EditLine(document.getElementById("editline"), grid);
    new Paste(grid, document.getElementById("paste"));
  }
}

// The version of a row rises with each save: a row is removed as it is known here, or not at all.
filling?.saver.addEventListener("saved", ({ detail: { item, answer } }) => {
  const seen = document.querySelector(`#row-${CSS.escape(item.record ?? "none")} [data-remove] [name=seen]`);
  if (seen && answer.version) seen.value = answer.version;
});
