// 'Verberg de klok': no clock on this phone, and nobody says that time is up.
import { frame } from "./phone-page.js";
import { drop, read, write } from "./phone-store.js";

const draw = () => {
  const calm = Boolean(read("calm", "clock"));
  document.body.toggleAttribute("data-calm", calm);
  const button = frame.querySelector("[data-calm-switch]");
  if (!button) return;
  button.hidden = false;
  button.textContent = calm ? "Toon de klok" : "Verberg de klok";
};
frame.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-calm-switch]")) return;
  if (read("calm", "clock")) drop("calm", "clock");
  else write("calm", "clock", 1);
  draw();
});
document.addEventListener("phone:step", draw);
draw();
