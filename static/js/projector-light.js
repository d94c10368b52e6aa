// A light stage for a bright room: key L or the small button; remembered on this computer.
import { meant } from "./shortcuts.js";

const KEY = "scherm-licht";
const button = document.querySelector("[data-light]");
const controls = document.querySelector("[data-controls]");
let timer = 0;

function apply(light) {
  document.body.dataset.stage = light ? "light" : "dark";
  document.documentElement.dataset.stage = document.body.dataset.stage;
  button.setAttribute("aria-pressed", String(light));
}
function toggle() {
  const light = document.body.dataset.stage !== "light";
  localStorage.setItem(KEY, light ? "1" : "0");
  apply(light);
}
// The small buttons show themselves when the mouse moves, and leave the room alone after that.
function wake() {
  controls.classList.add("is-awake");
  clearTimeout(timer);
  timer = setTimeout(() => controls.classList.remove("is-awake"), 4000);
}

apply(localStorage.getItem(KEY) === "1");
controls.hidden = false;
wake();
button.addEventListener("click", toggle);
document.addEventListener("mousemove", wake);
document.addEventListener("keydown", (event) => {
  if (meant(event) && event.key.toLowerCase() === "l") toggle();
});
