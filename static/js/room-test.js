// The test of a room: the film and the line by a press, and what did not work in the note.
import { fromFile, fromYouTube } from "./projector-players.js";
import { show, tryLine } from "./room-line.js";

const PLAYS = 10000; // ms of the film, and no more
const note = document.querySelector("[data-note]");
const findings = document.querySelector("[data-findings]");
const asked = note.value;
const found = {};

// What was seen stands before what is asked; what went well the second time is taken out again.
function write(test, name) {
  found[test] = findings.querySelector(`[data-finding="${test}-${name}"]`)?.textContent;
  const seen = Object.values(found).filter(Boolean);
  note.value = seen.length ? `${asked}\n\n${findings.dataset.begins}\n${seen.map((one) => `- ${one}`).join("\n")}` : asked;
}

const film = document.querySelector("[data-try-film]");
if (film) {
  const button = film.querySelector("[data-try=film]");
  const place = film.querySelector("[data-film-place]");
  const says = document.querySelector("[data-says=film]");
  let player = null;
  let ends = 0;
  const stop = () => {
    clearTimeout(ends);
    player?.stop();
    player = null;
    place.hidden = true;
    button.hidden = false;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    stop();
    show(says, "busy");
    place.hidden = false;
    const make = film.dataset.filmVideo ? fromFile : fromYouTube;
    const mine = make(film, { from: 0, volume: 100, captions: true }, (state) => {
      if (player !== mine) return;
      if (state === "playing") {
        show(says, "good");
        write("film", "good");
        clearTimeout(ends);
        ends = setTimeout(stop, PLAYS);
      } else if (state === "press") show(says, "press");
      else if (state === "silent" || state === "refused") {
        show(says, state);
        write("film", state);
        stop();
      } else if (state === "ended") stop();
    });
    player = mine;
  });
}

const line = document.querySelector("[data-try=line]");
line.hidden = false;
line.addEventListener("click", async () => {
  line.disabled = true;
  write("line", await tryLine(document.querySelector("[data-line]")));
  line.disabled = false;
});

const copy = document.querySelector("[data-copy]");
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  const said = document.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(note.value);
    said.textContent = "De tekst is gekopieerd.";
  } catch {
    note.select();
    said.textContent = "Kopiëren lukte niet. De tekst is geselecteerd; druk op Ctrl+C.";
  }
});
