// Counts down on every [data-clock] from what the server last said. data-clock="quiet" shows whole
// minutes only, which asks less attention.
(() => {
  "use strict";
  let until = null; // in the page's own steady time, ms

  const minutes = (seconds) => {
    const whole = Math.abs(seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  function words(left, quiet) {
    if (quiet) {
      if (left < 0) return "tijd is om";
      return left < 60 ? "nog geen minuut" : `nog ${Math.round(left / 60)} min`;
    }
    return left < 0 ? `+${minutes(left)} over tijd` : minutes(left);
  }

  function draw() {
    const left = until === null ? null : Math.round((until - performance.now()) / 1000);
    for (const place of document.querySelectorAll("[data-clock]")) {
      const text = left === null ? "" : words(left, place.dataset.clock === "quiet");
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle("is-over", left !== null && left < 0);
    }
  }

  document.addEventListener("live:clock", (event) => {
    const seconds = event.detail.seconds;
    until = seconds === null ? null : performance.now() + seconds * 1000;
    draw();
  });
  // After a swap the new element holds the server's text; a moment later ours again.
  document.addEventListener("live:frame", () => queueMicrotask(() => until !== null && draw()));
  setInterval(() => until !== null && draw(), 500);
})();
