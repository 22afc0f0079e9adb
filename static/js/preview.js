// What a paste would do, for people: how many cells change, the old value struck and the new one bold, what was read otherwise than written.

import { fill } from "./pieces.js";

const MOST_SHOWN = 100;

/** The nodes of the preview of ``plan`` (js/paste.js). */
export function fillPreview(plan) {
  const number = (verdict) => plan.cells.filter((cell) => cell.verdict === verdict).length;
  const nodes = fill("paste-preview", { summary: summary(plan, number), aside: aside(plan, number) });
  const [find, button] = [(selector) => nodes.map((node) => node.querySelector?.(selector)).find(Boolean), number("change")];
  for (const head of plan.columns) find("thead tr").append(element("th", head.dataset.name, { scope: "col", class: head.matches(".n") ? "n" : "" }));
  find("tbody").append(...lines(plan));
  nodes.find((node) => node.dataset?.slot === "notes").append(...notes(plan).map((words) => element("li", words)));
  const write = find("[data-paste=write]");
  write.textContent = plan.fresh ? `增加 ${plan.fresh} 行并写入 ${button} 格` : `写入 ${button} 格`;
  write.hidden = !button;
  return nodes;
}

function summary({ cells, columns }, number) {
  const [first, last] = [cells[0].number, cells.at(-1).number];
  const rows = first === last ? `第 ${first} 行` : `第 ${first}—${last} 行`;
  const names = columns.map((head) => head.dataset.name);
  const which = names.length > 3 ? `${names[0]}等 ${names.length} 栏` : names.join("、");
  return `${rows}的${which}：${number("change")} 格会变，${number("same")} 格不变，${number("unread")} 格无法识别。`;
}

function aside({ fresh, left }, number) {
  const kept = number("kept");
  return [
    fresh && `粘贴的行比表里多 ${fresh} 行，写入时会增加 ${fresh} 行。`,
    kept && `${kept} 格不由学校填写，或只能上传附件，不会写入。`,
    left > 0 && `右边多出的 ${left} 栏没有位置，不会写入。`,
  ]
    .filter(Boolean)
    .join("");
}

function lines({ cells, columns }) {
  const rows = Map.groupBy ? Map.groupBy(cells, (cell) => cell.down) : grouped(cells);
  return [...rows.values()].slice(0, MOST_SHOWN).map((row) => {
    const line = element("tr");
    line.append(element("th", row[0].row ? `第 ${row[0].number} 行` : `第 ${row[0].number} 行（新增）`, { scope: "row" }));
    for (const [place, head] of columns.entries()) line.append(shown(row[place], head));
    return line;
  });
}

function grouped(cells) {
  const rows = new Map();
  for (const cell of cells) rows.set(cell.down, [...(rows.get(cell.down) ?? []), cell]);
  return rows;
}

function shown(cell, head) {
  const place = element("td", "", { class: head.matches(".n") ? "n" : "" });
  if (!cell) return place;
  if (cell.verdict === "change") place.append(element("del", cell.before || "空", { class: "t3" }), " ", element("b", cell.answer.value === null ? "空" : cell.answer.shown));
  else if (cell.verdict === "unread") place.append(element("span", `“${cell.raw}”无法识别`, { class: "text-act" }));
  else place.append(cell.verdict === "same" ? (cell.answer.value === null ? "空" : cell.answer.shown) : "不写入");
  return place;
}

function notes({ cells }) {
  const told = cells.filter(({ verdict, answer }) => verdict === "unread" || (verdict === "change" && answer.correction));
  const words = told.map(({ number, head, answer }) =>
    `第 ${number} 行 ${head.dataset.name}：${answer.correction ?? [answer.message, answer.suggestion].filter(Boolean).join("，")}`,
  );
  return words.length > MOST_SHOWN ? [...words.slice(0, MOST_SHOWN), `另有 ${words.length - MOST_SHOWN} 处`] : words;
}

function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) if (value) made.setAttribute(attribute, value);
  return made;
}
