// 'Speel de film': only this press asks YouTube for anything, and then without cookies. The film
// waits while the screen is black. Where it stays silent, the line below it says what to do.
const ORIGIN = "https://www.youtube-nocookie.com";
const PATIENCE = 8000; // ms without a word from the player
let heard = false;

function offer() {
  for (const button of document.querySelectorAll("[data-film-play]")) button.hidden = false;
}
function player() {
  return document.querySelector("[data-film-place] iframe");
}
function say(message) {
  const film = player();
  if (film) film.contentWindow.postMessage(JSON.stringify(message), ORIGIN);
}

function play(film) {
  const place = film.querySelector("[data-film-place]");
  const frame = document.createElement("iframe");
  const wishes = new URLSearchParams({
    autoplay: 1, enablejsapi: 1, origin: window.location.origin, cc_load_policy: 1, cc_lang_pref: "nl",
    hl: "nl", rel: 0, playsinline: 1, iv_load_policy: 3,
  });
  frame.src = `${ORIGIN}/embed/${encodeURIComponent(film.dataset.film)}?${wishes}`;
  frame.title = film.dataset.filmTitle;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  heard = false;
  frame.addEventListener("load", () => say({ event: "listening" }));
  place.replaceChildren(frame);
  place.hidden = false;
  film.querySelector("[data-film-before]").hidden = true;
  film.classList.add("is-playing");
  film.setAttribute("hx-morph-skip", ""); // until another step takes its place
  frame.focus();
  setTimeout(() => film.classList.toggle("is-silent", !heard), PATIENCE);
}

window.addEventListener("message", (event) => {
  if (event.origin !== ORIGIN) return;
  heard = true;
  for (const film of document.querySelectorAll("[data-film]")) film.classList.remove("is-silent");
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-film-play]");
  if (button) play(button.closest("[data-film]"));
});
document.addEventListener("screen:changed", () => {
  offer();
  if (document.querySelector(".frame[data-black]")) say({ event: "command", func: "pauseVideo", args: [] });
});
offer();
