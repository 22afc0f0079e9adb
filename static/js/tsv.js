// Cells copied from a spreadsheet: tabs between them, quotes around those that hold a tab, a quote or a line break.

/** Read ``text`` as rows of cells; [] when there is nothing in it. */
export function cellsOf(text) {
  const rows = [];
  let row = [];
  const part = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  for (let end = false; !end && part.lastIndex < text.length; ) {
    const [, quoted, plain, mark] = part.exec(text);
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    end = mark === "";
    if (mark === "\t") {
      if (part.lastIndex === text.length) row.push("");
      continue;
    }
    rows.push(row);
    row = [];
  }
  if (row.length) rows.push(row);
  return rows;
}
