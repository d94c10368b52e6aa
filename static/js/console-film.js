// Where the film is, counted on from what the screen last said.
const seen = new WeakMap(); // what an element said, and when

function draw() {
  const place = document.querySelector("[data-film-at]");
  if (!place) return;
  const said = `${place.dataset.filmAt} ${place.hasAttribute("data-film-runs")}`;
  const known = seen.get(place);
  if (!known || known.said !== said) seen.set(place, { said, at: performance.now() });
  const passed = place.hasAttribute("data-film-runs") ? (performance.now() - seen.get(place).at) / 1000 : 0;
  const now = Math.min(Number(place.dataset.filmMost), Math.floor(Number(place.dataset.filmAt) + passed));
  const text = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
  if (place.textContent !== text) place.textContent = text;
}
document.addEventListener("live:tally", () => queueMicrotask(draw));
document.addEventListener("screen:changed", draw);
setInterval(draw, 500);
