// The wall clock in the console's head, and the current line of the programme in view.
(() => {
  function tick() {
    const now = new Date();
    const text = `${String(now.getHours()).padStart(2, "0")}.${String(now.getMinutes()).padStart(2, "0")}`;
    for (const element of document.querySelectorAll("[data-wall-clock]")) element.textContent = text;
  }
  function follow() {
    const list = document.querySelector(".console-programme");
    const line = list && list.querySelector("[aria-current]");
    if (line) list.scrollTop = line.offsetTop - list.clientHeight / 3;
  }
  tick();
  follow();
  setInterval(tick, 5000);
  document.addEventListener("screen:changed", tick);
  document.addEventListener("screen:step", follow);
})();
