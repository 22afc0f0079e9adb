// How the program counts 字 (A2), as apps/core/text.py does: after NFC every code point but those of the categories Z*, Cc and Cf.

const UNCOUNTED = /[\p{Z}\p{Cc}\p{Cf}]/u;
const TOKEN = /\{(K\d{3})\}/g;

/** The number of 字 in ``text``. */
export function countChars(text) {
  let count = 0;
  for (const char of text.normalize("NFC")) if (!UNCOUNTED.test(char)) count += 1;
  return count;
}

/** ``text`` as it is read: a figure counts as what it shows. ``figures``: {"K012": "92.5%"}. */
export function read(text, figures) {
  return text.replace(TOKEN, (token, code) => figures[code] ?? token);
}
