// 'Start het scherm': one press gives the whole screen and lets the browser play sound. Before the
// session it stands in front of everything, which can't be reached behind it; later a small button
// and the key F do the same.
import { meant } from "./shortcuts.js";

const cover = document.querySelector("[data-start]");
const form = document.querySelector("[data-start-form]");
const whole = document.querySelector("[data-fullscreen]");
const root = document.documentElement;
const place = document.getElementById("frame");
const behind = [place, document.querySelector("[data-controls]")];

function stand(covering) {
  cover.hidden = !covering;
  for (const part of behind) part.inert = covering;
}
stand(place.querySelector(".frame").dataset.step === "lobby");
if (!cover.hidden) cover.querySelector("button").focus();
if (!root.requestFullscreen) whole.hidden = true;

function fill() {
  if (root.requestFullscreen && !document.fullscreenElement) root.requestFullscreen().catch(() => {});
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  stand(false);
  document.getElementById("inhoud").focus({ preventScroll: true });
  fill();
  fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => {});
});
document.addEventListener("screen:step", () => stand(false)); // it goes on, whether or not somebody pressed
whole.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : fill()));
document.addEventListener("fullscreenchange", () => {
  whole.textContent = document.fullscreenElement ? "Sluit volledig scherm" : "Volledig scherm";
});
document.addEventListener("keydown", (event) => {
  if (meant(event) && event.key.toLowerCase() === "f") whole.click();
});
