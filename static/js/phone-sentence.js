// A sentence in parts is put together as it is typed, to say it aloud. It stays on this phone.
import { frame } from "./phone-page.js";

const ended = (part) => (/[.!?…]["'’”)]*$/.test(part) ? part : `${part}.`);

export const together = (parts) => parts.map((part) => part.trim().replace(/\s+/g, " "))
  .filter(Boolean)
  .map((part) => ended(part[0].toUpperCase() + part.slice(1)))
  .join(" ");

const draw = (box) => {
  const parts = [...box.querySelectorAll("[data-note]")].map((field) => field.value);
  const said = box.querySelector("[data-sentence-said]");
  const text = together(parts);
  if (said.textContent !== text) said.textContent = text;
  box.querySelector("[data-sentence-whole]").hidden = !text;
};
const drawAll = () => frame.querySelectorAll("[data-sentence]").forEach(draw);

frame.addEventListener("input", (event) => {
  const box = event.target.closest("[data-sentence]");
  if (box) draw(box);
});
document.addEventListener("phone:step", drawAll);
window.addEventListener("storage", drawAll);
drawAll();
