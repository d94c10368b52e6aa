// The miniature is as light as the screen was last made in this browser (`projector-light.js`).
const KEY = "scherm-licht";

function follow() {
  const light = localStorage.getItem(KEY) === "1";
  for (const stage of document.querySelectorAll(".console-mini .stage")) stage.dataset.stage = light ? "light" : "dark";
}
follow();
document.addEventListener("screen:changed", follow);
window.addEventListener("storage", follow);
