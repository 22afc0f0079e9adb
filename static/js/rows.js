// The page of a form of rows: cells save themselves; a row that holds something is removed only as it was last seen.

import { startFilling } from "./filling.js";

const { saver } = startFilling(document.getElementById("sheet"));

// The version of a row rises with each save: a row is removed as it is known here, or not at all.
saver.addEventListener("saved", ({ detail: { item, answer } }) => {
  const seen = document.querySelector(`#row-${CSS.escape(item.record ?? "none")} [data-remove] [name=seen]`);
  if (seen && answer.version) seen.value = answer.version;
});
