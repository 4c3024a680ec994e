// What only script can do: the keyboard, the clipboard, and two preferences. No secret ever comes here.
const writes = element => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !writes(event.target)) {
    const search = document.querySelector("[data-search]");
    if (search) { search.focus(); search.select(); event.preventDefault(); }
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const rows = [...document.querySelectorAll("[data-row] a")];
    const at = rows.indexOf(document.activeElement);
    const isSearch = document.activeElement?.matches("[data-search]");
    if (at < 0 && !(isSearch && event.key === "ArrowDown")) return;
    rows[event.key === "ArrowDown" ? at + 1 : at - 1]?.focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    document.querySelector(".mud-dialog [data-close]")?.click();
  }
});

export const prefersDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
export const recall = name => localStorage.getItem("cglicense." + name);
export const remember = (name, value) => localStorage.setItem("cglicense." + name, value);
export const copy = async text => {
  try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
};
