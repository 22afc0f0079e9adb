// The page of an element: its texts saved as they are written, counted as the server counts, figures put in where the cursor stands.

import { Cells } from "./cells.js";
import { countChars, read } from "./chars.js";
import { Messages } from "./messages.js";
import { SaveBar } from "./savebar.js";
import { Saver } from "./saving.js";

const NEAR = 40;
const FIGURES = "[data-insert], [data-swap]";
const root = document.getElementById("sheet");

if (document.getElementById("savebar")) start();

function start() {
  const { save: url, findings, key, person } = root.dataset;
  const figures = JSON.parse(root.dataset.figures);
  const bar = document.getElementById("savebar");
  const saver = new Saver({ url, storageKey: key, person });
  new SaveBar(bar, saver);
  const cells = new Cells(root, saver, { cells: url }, { length: (text) => countChars(read(text, figures)) });
  const messages = new Messages(root, findings, {
    lacking: document.getElementById("lacking"),
    count: document.getElementById("count"),
    said: bar.querySelector("[data-slot=said]"),
  });
  saver.addEventListener("saved", () => messages.refresh());
  saver.start();
  let last = root.querySelector("textarea[data-report]");
  root.addEventListener("focusin", ({ target }) => target.matches("textarea[data-cell]") && (last = target));
  // The text keeps the focus: leaving it would save, and what is then said above moves the button away from under the pointer.
  document.addEventListener("mousedown", (event) => event.target.closest(FIGURES) && event.preventDefault());
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(FIGURES);
    // The text that has the focus, whether or not this script was there when it got it.
    const text = document.activeElement?.closest("textarea[data-cell]") ?? last;
    if (button?.matches("[data-insert]") && text) insert(text, button.dataset.insert);
    else if (button) swap(document.getElementById(button.dataset.swap), button.dataset);
  });

  function insert(control, token) {
    control.focus();
    control.setRangeText(token, control.selectionStart, control.selectionEnd, "end");
    typed(control);
  }

  // The figure typed by hand after the name of its indicator gives way to the one of the data.
  function swap(control, { name, typed: number, token }) {
    for (let at = control.value.indexOf(name); at >= 0; at = control.value.indexOf(name, at + 1)) {
      const place = control.value.indexOf(number, at + name.length);
      if (place < 0 || place - at - name.length > NEAR) continue;
      control.focus();
      control.setRangeText(token, place, place + number.length, "end");
      typed(control);
      return;
    }
  }

  function typed(control) {
    control.dispatchEvent(new Event("input", { bubbles: true }));
    cells.save(control);
  }
}
