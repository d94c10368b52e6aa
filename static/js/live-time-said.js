// Says the time to who does not see it, and seldom: at half, at one minute and at the end. Needs
// [data-time-said], a polite live region, and the planned minutes (and seconds added by hand) on
// the frame. Who comes in later only hears what is still to come.
(() => {
  "use strict";
  const place = document.querySelector("[data-time-said]");
  const root = document.getElementById("frame");
  if (!place || !root) return;
  let until = null; // in the page's own steady time, ms
  let before = null; // seconds left at the last look
  let step = "";

  function marks(frame) {
    const half = (Number(frame.dataset.minutes) * 60 + Number(frame.dataset.extra)) / 2;
    const all = [[60, "Nog één minuut."], [0, "De tijd is om."]];
    return half > 60 ? [[half, "De helft van de tijd is om."], ...all] : all;
  }

  function look() {
    const frame = root.querySelector(".frame");
    if (frame.dataset.step !== step) {
      step = frame.dataset.step;
      before = null;
      place.textContent = "";
    }
    if (until === null || !frame.dataset.minutes) return;
    const left = (until - performance.now()) / 1000;
    const passed = marks(frame).filter(([mark]) => before !== null && before > mark && left <= mark);
    if (passed.length) place.textContent = passed.at(-1)[1];
    before = left;
  }

  document.addEventListener("live:clock", (event) => {
    const seconds = event.detail.seconds;
    until = seconds === null ? null : performance.now() + seconds * 1000;
    look();
  });
  setInterval(look, 1000);
})();
