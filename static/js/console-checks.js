// Remembers, in this browser tab only, what the facilitator ticked before the start.
const prefix = `vooraf-${document.getElementById("frame").dataset.session}-`;
function restore() {
  for (const box of document.querySelectorAll("[data-remember]")) {
    box.checked = sessionStorage.getItem(prefix + box.dataset.remember) === "1";
  }
}
restore();
document.addEventListener("screen:changed", () => {
  restore();
  // What is asked before the start is of no use after it.
  if (!document.querySelector(".frame[data-step=lobby]")) document.querySelector("[data-before-start]")?.remove();
});
document.addEventListener("change", (event) => {
  const name = event.target.dataset.remember;
  if (name) sessionStorage.setItem(prefix + name, event.target.checked ? "1" : "0");
});
