// The wall clock in the console's head; a new step comes into view, here and in the programme.
function tick() {
  const now = new Date();
  const text = `${String(now.getHours()).padStart(2, "0")}.${String(now.getMinutes()).padStart(2, "0")}`;
  for (const element of document.querySelectorAll("[data-wall-clock]")) element.textContent = text;
}
function followProgramme() {
  const list = document.querySelector(".console-programme");
  const line = list.querySelector("[aria-current]");
  if (line) list.scrollTop += line.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}
tick();
followProgramme();
setInterval(tick, 5000);
document.addEventListener("screen:changed", tick);
document.addEventListener("screen:step", () => {
  followProgramme();
  if (!document.activeElement.closest("input, textarea")) window.scrollTo({ top: 0, behavior: "instant" });
});
