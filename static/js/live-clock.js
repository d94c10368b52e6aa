// Counts down on every [data-clock] from what the server last said, and says the time to who does
// not see it. data-before ends a clock so many seconds before the step. data-clock="quiet" shows whole minutes only, which asks less attention. The words
// are the server's: data-words has them for over time, the last minute and before, with # for the
// number.
let until = null; // in the page's own steady time, ms

// -- shown ------------------------------------------------------------------------------------

function number(left, quiet) {
  if (quiet) return String(Math.round(left / 60));
  const whole = Math.abs(left);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function words(left, place) {
  const [over, last, earlier] = place.dataset.words.split("|");
  const pattern = left < 0 ? over : left < 60 ? last : earlier;
  return pattern.replace("#", number(left, place.dataset.clock === "quiet"));
}

// Whole seconds left of the step, below 0 when it is over; null outside a step.
export const secondsLeft = () => (until === null ? null : Math.round((until - performance.now()) / 1000));

// How near the end is, on the facilitator's clock only: at a fifth, at a twentieth, and over.
const lasts = (frame) => Number(frame.dataset.minutes) * 60 + Number(frame.dataset.extra);

function turn(left) {
  const place = document.querySelector("[data-near-words]");
  if (!place || left === null) return;
  const whole = lasts(place.closest(".frame"));
  const at = left < 0 ? 0 : left <= whole * 0.05 ? 1 : left <= whole * 0.2 ? 2 : 3;
  const text = place.dataset.nearWords.split("|")[at] ?? "";
  if (place.textContent !== text) place.textContent = text;
  place.parentElement.querySelector("[data-clock]").dataset.near = ["over", "last", "low", ""][at];
}

function draw() {
  const left = secondsLeft();
  turn(left);
  for (const place of document.querySelectorAll("[data-clock]")) {
    if (left === null) continue; // it stands still, as the server drew it
    const its = left - Number(place.dataset.before ?? 0);
    const text = words(its, place);
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("is-over", its < 0);
  }
}

// -- said -------------------------------------------------------------------------------------

// Seldom: at half, on the console at a fifth, at one minute and at the end. Needs [data-time-said], a polite live region, and
// the planned minutes (and seconds added by hand) on the frame. Who comes in later only hears what
// is still to come.
const said = document.querySelector("[data-time-said]");
let before = null; // seconds left at the last look
let step = "";

function marks(frame) {
  const half = lasts(frame) / 2;
  const all = [[60, "Nog één minuut."], [0, "De tijd is om."]];
  const fifth = frame.querySelector("[data-near-words]") ? Math.round(lasts(frame) / 300) : 0;
  if (fifth > 1) all.unshift([fifth * 60, `Nog ${fifth} minuten.`]);
  return half > 60 ? [[half, "De helft van de tijd is om."], ...all] : all;
}

function say() {
  const frame = document.querySelector("#frame .frame");
  if (frame.dataset.step !== step) {
    step = frame.dataset.step;
    before = null;
    said.textContent = "";
  }
  if (until === null || !frame.dataset.minutes) return;
  const left = (until - performance.now()) / 1000;
  const passed = marks(frame).filter(([mark]) => before !== null && before > mark && left <= mark);
  // Who hides the clock is not told the time either.
  if (passed.length && !document.body.hasAttribute("data-calm")) said.textContent = passed.at(-1)[1];
  before = left;
}

// ---------------------------------------------------------------------------------------------

document.addEventListener("live:clock", ({ detail }) => {
  until = detail.seconds === null ? null : performance.now() + detail.seconds * 1000;
  draw();
  if (said) say();
});
// After a swap the new element holds the server's text; a moment later ours again.
const redraw = () => queueMicrotask(() => until !== null && draw());
document.addEventListener("live:frame", redraw);
document.addEventListener("screen:changed", redraw);
document.addEventListener("phone:step", redraw);
setInterval(() => until !== null && draw(), 500);
if (said) setInterval(say, 1000);
