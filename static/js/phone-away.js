// 'Telefoons weg' covers what the step shows; who needs the phone uncovers it on this phone, until the next step.
import { frame } from "./phone-page.js";

frame.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-awake]")) return;
  const shown = frame.querySelector(".frame");
  shown.setAttribute("data-awake", "");
  shown.querySelector("#weg ~ * h1")?.focus();
});
