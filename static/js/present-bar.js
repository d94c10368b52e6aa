// The buttons under the screen in presenter mode. A press goes to the server and says from which step;
// what the room then sees comes by the stream, as everywhere. Without scripts the page loads again.
const form = document.querySelector("[data-presses]");
const from = document.querySelector("[data-from-step]");
const film = document.querySelector("[data-when-film]");
const notice = document.querySelector("[data-notice]");
const place = document.getElementById("frame");
const NO_LINE = "Geen verbinding. Er is niets veranderd. Probeer het zo opnieuw.";
let busy = false;

function follow() {
  from.value = place.querySelector(".frame").dataset.step;
  film.hidden = !place.querySelector("[data-film-step]");
}
document.addEventListener("screen:changed", follow);
document.addEventListener("screen:step", () => {
  notice.textContent = "";
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return; // a remote that sends twice means once
  busy = true;
  const body = new FormData(form);
  body.set("druk", event.submitter.value);
  try {
    const reply = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    const refused = reply.type !== "opaqueredirect" && new DOMParser().parseFromString(await reply.text(), "text/html");
    notice.textContent = refused ? (refused.querySelector("[data-notice]")?.textContent ?? NO_LINE) : "";
  } catch {
    notice.textContent = NO_LINE;
  }
  busy = false;
});
