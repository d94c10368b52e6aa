// The quiet lines below: whether this phone is connected, and how many there are in the room.
import { cardOf, frame, step } from "./phone-page.js";
import { ids, unsentWords } from "./phone-store.js";

const line = document.querySelector("[data-link]");
let state = "";
const say = () => {
  const waiting = ids("queue").length > 0;
  const words = {
    connected: "verbonden",
    polling: "verbonden",
    offline: waiting
      ? "even geen verbinding, je antwoord staat nog op deze telefoon"
      : "even geen verbinding, dit gaat zo vanzelf verder",
  }[state] ?? "";
  line.dataset.state = state;
  if (line.textContent !== words) line.textContent = words;
};
document.addEventListener("live:state", ({ detail }) => { state = detail.state; say(); });
document.addEventListener("phone:queue", say);
// After the end some links lead nowhere any more; and one more look lets the server take back the
// cookies of this phone. Spread, or a whole room would look at once.
const SPREAD = 10000; // ms
document.addEventListener("phone:step", () => {
  if (step() !== "ended") return;
  for (const link of document.querySelectorAll("[data-until-end]")) link.remove();
  setTimeout(() => {
    fetch(location.pathname, { credentials: "same-origin", cache: "no-store" }).catch(() => {});
  }, Math.random() * SPREAD);
});
document.addEventListener("live:end", () => { state = ""; say(); });

// How many phones are in and for how many there is place: everybody in the room can count along.
document.addEventListener("live:tally", ({ detail }) => {
  const fresh = new DOMParser().parseFromString(detail.html, "text/html").getElementById("plaatsen");
  const shown = document.getElementById("plaatsen");
  if (fresh && shown && shown.innerHTML !== fresh.innerHTML) shown.innerHTML = fresh.innerHTML;
});

// An answer to a step that is gone was not taken: said below, with its question, so that the
// question of now does not move.
document.addEventListener("phone:refused", ({ detail: { one, sentence } }) => {
  const note = document.createElement("section");
  note.className = "card phone-card phone-note";
  note.setAttribute("role", "alert");
  for (const [tag, text] of [["h2", one.asked], ["p", sentence], ["blockquote", one.said]]) {
    const part = document.createElement(tag);
    part.textContent = text;
    if (tag === "blockquote") part.className = "own-text";
    if (text) note.append(part);
  }
  frame.after(note);
});

// Words of an earlier step that were not sent: the way to them says so.
const mine = document.querySelector("[data-mine]");
const name = mine?.textContent;
const count = () => {
  if (!mine) return;
  const left = unsentWords().filter(({ id }) => !cardOf(id)).length;
  const words = left ? `${name} (${left} niet verstuurd)` : name;
  if (mine.textContent !== words) mine.textContent = words;
};
for (const event of ["phone:step", "phone:queue", "phone:refused"]) document.addEventListener(event, count);
count();
