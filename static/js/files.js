// Attachments of cells: sent at once, kept with the return; the cell then names the file by a save of its own.

import { piece } from "./pieces.js";
import { hostFor, settle } from "./cells.js";
import { csrfToken } from "./saving.js";

export class Files {
  constructor(root, cells, url) {
    Object.assign(this, { root, cells, url });
    root.addEventListener("change", ({ target }) => target.type === "file" && target.closest("[data-file-of]") && this.#send(target));
    root.addEventListener("click", ({ target }) => target.dataset.do === "detach" && this.#detach(target.closest("[data-file-of]")));
  }

  async #send(input) {
    const box = input.closest("[data-file-of]");
    const control = document.getElementById(box.dataset.fileOf);
    const body = new FormData();
    body.append("file", input.files[0]);
    if (!input.files.length) return;
    this.cells.clear(control);
    const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
    const response = await fetch(this.url, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (!response?.ok || !answer) return this.#refused(control, answer ?? { message: "没有传上去：网络断开或登录已过期。文件还在您的电脑上，请再选一次。" });
    this.#hold(control, answer.file);
    box.querySelector("[data-slot=file]").hidden = false;
    box.querySelector("[data-slot=file] a").href = answer.url;
    return undefined;
  }

  #detach(box) {
    this.#hold(document.getElementById(box.dataset.fileOf), null);
    box.querySelector("[data-slot=file]").hidden = true;
    box.querySelector("[type=file]").value = "";
  }

  #hold(control, file) {
    if (control.dataset.kind === "textfile") {
      if (file) control.dataset.file = file;
      else delete control.dataset.file;
    } else control.value = file ?? "";
    this.cells.save(control, { anyway: true });
  }

  #refused(control, answer) {
    const host = hostFor(this.root, control.dataset.record, control.dataset.field);
    const node = piece("refused", answer);
    node.dataset.piece = control.id;
    host.append(node);
    settle(host);
  }
}
