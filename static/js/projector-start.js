// 'Start het scherm': one press gives the whole screen and lets the browser play sound. Before the
// session it stands in front of everything; later a small button and the key F do the same.
(() => {
  const cover = document.querySelector("[data-start]");
  const form = document.querySelector("[data-start-form]");
  const whole = document.querySelector("[data-fullscreen]");
  const root = document.documentElement;
  const frame = document.querySelector("#frame .frame");

  cover.hidden = frame.dataset.step !== "lobby";
  if (!cover.hidden) cover.querySelector("button").focus();
  if (!root.requestFullscreen) whole.hidden = true;

  function fill() {
    if (root.requestFullscreen && !document.fullscreenElement) root.requestFullscreen().catch(() => {});
  }
  function begin() {
    cover.hidden = true;
    fill();
  }
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      begin();
      fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => {});
    });
  } else {
    cover.querySelector("[data-start-button]").addEventListener("click", begin);
  }
  document.addEventListener("screen:step", () => {
    cover.hidden = true; // the session goes on, whether or not somebody pressed
  });
  whole.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : fill()));
  document.addEventListener("fullscreenchange", () => {
    whole.textContent = document.fullscreenElement ? "Sluit volledig scherm" : "Volledig scherm";
  });
  document.addEventListener("keydown", (event) => {
    if ((event.key === "f" || event.key === "F") && !event.ctrlKey && !event.metaKey && !event.altKey) whole.click();
  });
})();
