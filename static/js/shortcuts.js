// Keys without a modifier: when a press is meant for us, and the switch that turns letters and signs
// off, so that spoken words or an unlucky finger set nothing off (WCAG 2.1.4). It is remembered on
// this computer, for console and screen together; arrows and Page keys are no characters and stay.
const KEY = "sneltoetsen-uit";
const WRITES = "input:not([type=checkbox], [type=button]), textarea, select, [contenteditable]";
const TURNS = "summary, video, audio, iframe, [role=listbox], [role=menu]"; // use keys themselves
const MOVES = /^(Arrow|Page)/;

export const on = () => localStorage.getItem(KEY) !== "1";

function scrolls(start) {
  for (let one = start; one && one !== document.body; one = one.parentElement) {
    const room = one.scrollHeight - one.clientHeight;
    if (room > 1 && /auto|scroll/.test(getComputedStyle(one).overflowY)) return true;
  }
  return false;
}

// Whether a key that was pressed may do what it does on this page.
export function meant(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return false;
  if (event.key.length === 1 && !on()) return false;
  const at = event.target;
  if (at.closest(`${WRITES}, ${TURNS}`) || document.querySelector("dialog[open]")) return false;
  return !(MOVES.test(event.key) && scrolls(at));
}

function show() {
  for (const button of document.querySelectorAll("[data-shortcuts]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on()));
  }
}
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-shortcuts]")) return;
  localStorage.setItem(KEY, on() ? "1" : "0");
  show();
});
window.addEventListener("storage", show); // switched in another window
document.addEventListener("screen:changed", show);
show();
