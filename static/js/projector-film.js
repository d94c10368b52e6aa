// The film on the screen. The console says what it should do ([data-film-wants], docs/design-system.md), a
// press on the screen does so too, and the screen says where its film is. Nothing asks YouTube for anything
// before somebody pressed. The film waits while the screen is black.
import { fromFile, fromYouTube } from "./projector-players.js";

const SPEAKS = 5000; // ms between two words about a film that plays
const SPEAKS_STILL = 10000; // and about one that stands still
const KEY = "scherm-film"; // which window this is, also after it loads again
const place = document.getElementById("frame");
const token = document.querySelector("[data-start-form] [name=csrfmiddlewaretoken]").value;
const me = sessionStorage.getItem(KEY) || Math.random().toString(36).slice(2, 14);
sessionStorage.setItem(KEY, me);

let step = ""; // of the film that is here
let player = null;
let state = "ready";
let from = 0; // seconds at which a player begins
let round = 0; // the last press on the console that was seen here
let done = 0; // and carried out: the player says so a moment later
let pressing = false; // somebody pressed here, and the server does not know yet
let timer = 0;

const film = () => place.querySelector("[data-film-step]");
const asked = () => place.querySelector("[data-film-wants]");
const black = () => Boolean(place.querySelector(".frame[data-black]"));

// -- said to the server ---------------------------------------------------------------------------

async function say() {
  clearTimeout(timer);
  const here = film();
  if (!here) return;
  timer = setTimeout(say, state === "playing" ? SPEAKS : SPEAKS_STILL);
  if (document.hidden && !player) return; // nobody sees this window
  const said = { stap: step, screen: me, state, position: Math.max(0, Math.round(player ? player.position() : from)), round: done };
  const body = new URLSearchParams({ ...said, csrfmiddlewaretoken: token });
  const pressed = pressing;
  if (pressed) body.set("pressed", "1");
  try {
    const reply = await fetch(here.dataset.filmSays, { method: "POST", body });
    if (!reply.ok) return;
    const { toont } = await reply.json();
    if (toont && pressed) pressing = false;
    if (!toont && film()?.dataset.filmStep === said.stap && !pressing) yieldTo(true);
  } catch { /* no line: the next word comes soon */ }
}

function become(next) {
  if (next === "ended" || next === "silent" || next === "refused") {
    from = next === "ended" ? player.position() : Math.max(from, player.position());
    stop();
  }
  state = next;
  done = round;
  draw();
  say();
}

// -- drawn ----------------------------------------------------------------------------------------

function draw() {
  const here = film();
  if (!here) return;
  const plays = Boolean(player) && state !== "press";
  here.querySelector("[data-film-before]").hidden = plays;
  here.querySelector("[data-film-place]").hidden = !plays;
  here.querySelector("[data-film-play]").hidden = state === "ended";
  here.classList.toggle("is-playing", plays);
  here.classList.toggle("is-silent", state === "silent" || state === "refused");
  here.classList.toggle("is-over", state === "ended");
  here.toggleAttribute("hx-morph-skip", Boolean(player)); // until another step takes its place
}

// Another window shows the film: here it is silent, or a room hears it twice.
function yieldTo(other) {
  const here = film();
  if (other && player) stop();
  if (other && state !== "ready") state = "ready";
  if (here) here.querySelector("[data-film-other]").hidden = !other;
  const line = here?.querySelector("[data-film-line]");
  if (line) line.hidden = other;
  draw();
}

// -- done -----------------------------------------------------------------------------------------

function stop() {
  player?.stop();
  player = null;
}

function play() {
  const here = film();
  if (!here || black()) return;
  if (player) {
    player.play();
    return;
  }
  const wants = asked().dataset;
  const make = here.dataset.filmVideo ? fromFile : fromYouTube;
  const mine = make(here, { from, volume: Number(wants.volume), captions: Boolean(wants.captions) }, (next) => {
    if (player === mine) become(next);
  });
  player = mine;
  state = "ready";
  draw();
}

// What the console asks, where that is new. A page that loads again goes on where the film was.
function follow(wants) {
  const here = film();
  if (!here || !wants) {
    if (step) stop();
    step = "";
    clearTimeout(timer);
    return;
  }
  const begins = here.dataset.filmStep !== step;
  if (begins) {
    stop();
    step = here.dataset.filmStep;
    state = "ready";
    pressing = false;
    from = Number(wants.at);
    round = done = Number(wants.round);
  }
  const other = Boolean(wants.shows) && wants.shows !== me && !pressing;
  yieldTo(other);
  if (!other && !document.hidden) {
    player?.volume(Number(wants.volume));
    player?.captions(Boolean(wants.captions));
    const news = Number(wants.round) > round;
    if (news && Number(wants.jump) > round) {
      from = Number(wants.at);
      player?.seek(from);
      if (state === "ended") state = "ready";
    }
    round = Math.max(round, Number(wants.round));
    if (news || begins) {
      if (wants.plays) play();
      else player?.pause();
      if (news && (player ? state === (wants.plays ? "playing" : "paused") : !wants.plays)) {
        done = round;
        say();
      }
    } else if (wants.plays && !player && state === "ready") { // black or unseen until now, or another's till now
      from = Number(wants.at);
      play();
    }
  } else if (other) round = done = Math.max(round, Number(wants.round));
  if (black()) player?.pause();
  if (begins) say();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-film-play]")) return;
  pressing = true;
  round = Math.max(round, Number(asked().dataset.round));
  yieldTo(false);
  if (state === "ended") from = 0;
  play();
  say();
});
document.addEventListener("screen:changed", () => follow(asked()?.dataset));
document.addEventListener("live:tally", ({ detail }) => {
  const fresh = new DOMParser().parseFromString(detail.html, "text/html");
  if (film()) follow(fresh.querySelector("[data-film-wants]")?.dataset ?? asked()?.dataset);
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && film()) { follow(asked()?.dataset); say(); }
});
follow(asked()?.dataset);
