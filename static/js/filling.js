// A page on which a form is filled in: its parts put together.

import { Cells } from "./cells.js";
import { Files } from "./files.js";
import { Messages } from "./messages.js";
import { SaveBar } from "./savebar.js";
import { Saver } from "./saving.js";

/** Start filling in ``sheet`` (an element with the addresses as data); returns { saver, cells, messages }. */
export function startFilling(sheet) {
  const { cells: url, many, explanations, messages: says, files, key, person } = sheet.dataset;
  const bar = document.getElementById("savebar");
  const saver = new Saver({ url, many, storageKey: key, person });
  new SaveBar(bar, saver);
  const cells = new Cells(sheet, saver, { cells: url, explanations });
  new Files(sheet, cells, files);
  const messages = new Messages(sheet, says, {
    lacking: document.getElementById("lacking"),
    count: document.getElementById("count"),
    said: bar.querySelector("[data-slot=said]"),
  });
  // Asked once all is sent: of many cells the rules are told together.
  let stale = false;
  saver.addEventListener("saved", () => (stale = true));
  saver.addEventListener("state", ({ detail }) => {
    if (!stale || detail.state === "saving") return;
    stale = false;
    messages.refresh();
  });
  saver.start();
  return { saver, cells, messages };
}
