// The pieces of a page that scripts put in place: templates, so that what they say stands in the page and not in the scripts.

/** A copy of what the template ``id`` holds, as nodes. */
export function fill(id, words = {}) {
  const copy = document.getElementById(id).content.cloneNode(true);
  for (const slot of copy.querySelectorAll("[data-slot]")) if (words[slot.dataset.slot] != null) slot.textContent = words[slot.dataset.slot];
  return [...copy.childNodes];
}

/** The one element that the template ``piece-<name>`` holds, with its slots filled. */
export function piece(name, words) {
  const element = fill(`piece-${name}`, words).find((node) => node.nodeType === Node.ELEMENT_NODE);
  if (element.dataset.slot && words[element.dataset.slot] != null) element.textContent = words[element.dataset.slot];
  return element;
}
