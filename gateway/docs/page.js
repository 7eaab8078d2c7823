// What the pages have in common: finding, opening and copying what they show.

const byId = (id) => document.getElementById(id);
const status = byId("status");

export async function copy(button, source) {
  getSelection().selectAllChildren(source); // stays selected where the clipboard may not be written to
  try { await navigator.clipboard.writeText(source.textContent); } catch { document.execCommand("copy"); }
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
}

export function filter() {
  const words = byId("filter").value.toLowerCase().split(/\s+/);
  const fits = ({ dataset }) => words.every((word) => dataset.words.includes(word));
  for (const shown of document.querySelectorAll(".operation")) shown.hidden = !fits(shown);
  for (const group of document.querySelectorAll("main section")) group.hidden = !group.querySelector(".operation:not([hidden])");
  status.textContent = document.querySelector("main section:not([hidden])") ? "" : status.dataset.nothing;
}

export function openNamed() {
  const named = byId(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches(".operation")) named.open = true;
  named?.scrollIntoView();
}
