// Behind or ahead, and when each step really begins, counted on from what the server last said: a
// step that runs over moves what comes after it. The same reckoning as `sessions_app/pace.py`, in
// minutes since midnight. Sentences are the server's: data-words, # a number, @ a clock time.
import { secondsLeft } from "./live-clock.js";

const put = (place, text) => {
  if (place && place.textContent !== text) place.textContent = text;
};
const clock = (minutes) => {
  const at = ((minutes % 1440) + 1440) % 1440;
  return `${String(Math.floor(at / 60)).padStart(2, "0")}.${String(at % 60).padStart(2, "0")}`;
};

// How late it ends and what is left of the slack, if the step of now ends so many seconds late.
function reckon(seconds, each = () => {}) {
  let late = Math.floor((seconds + 30) / 60);
  let slack = 0;
  for (const line of document.querySelectorAll("[data-due]")) {
    const held = Number(line.dataset.slack ?? 0);
    const taken = Math.min(Math.max(late, 0), held);
    each(line, Number(line.dataset.due) + late, held - taken);
    late -= taken;
    slack += held - taken;
  }
  return { late, slack };
}

function show(line, begins, left) {
  put(line.querySelector("[data-begins]"), clock(begins));
  if ("slack" in line.dataset) put(line.querySelector("[data-lasts]"), String(left));
}

function draw() {
  const place = document.querySelector("[data-pace]");
  const left = secondsLeft();
  if (!place || left === null) return;
  const over = Math.max(0, Number(place.dataset.before) - left);
  const seconds = Number(place.dataset.late) + over;
  const now = reckon(seconds, show);
  const end = Number(place.dataset.end);
  const said = place.querySelector("[data-pace-said]");
  const [behind, onTime, ahead] = said.dataset.words.split("|");
  const sentence = now.late > 0 ? behind : now.late < 0 ? ahead : onTime;
  put(said, sentence.replace("#", String(Math.abs(now.late))).replace("@", clock(end + now.late)));
  const slack = place.querySelector("[data-pace-slack]");
  put(slack, now.slack ? slack.dataset.words.replace("#", String(now.slack)) : "");
  const way = place.querySelector("[data-pace-behind]");
  way.hidden = now.late < 1;
  if (way.hidden && document.activeElement === way) place.focus();
  const cost = document.querySelector("[data-pace-cost]");
  const then = reckon(seconds + Math.max(0, Number(cost.dataset.paceCost) - over));
  const [ends, takes] = cost.dataset.words.split("|");
  const moves = then.late !== now.late ? ends.replace("@", clock(end + then.late)) : "";
  put(cost, moves || (then.slack === now.slack ? "" : takes));
}

// After a swap the server's text stands there; a moment later ours again.
const redraw = () => queueMicrotask(draw);
document.addEventListener("live:clock", redraw);
document.addEventListener("screen:changed", redraw);
setInterval(draw, 1000);

// What was pressed in the proposal shows on the console; an old proposal is never seen again.
const dialog = document.getElementById("inhalen");
const waits = dialog.querySelector("#inhalen-voorstel").innerHTML;
dialog.addEventListener("submit", () => dialog.close());
dialog.addEventListener("close", () => {
  dialog.querySelector("#inhalen-voorstel").innerHTML = waits;
});
