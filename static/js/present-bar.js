// The buttons under the screen in presenter mode. A press goes to the server and says from which step;
// what the room then sees comes by the stream, as everywhere. Without scripts the page loads again.
const form = document.querySelector("[data-presses]");
const film = document.querySelector("[data-when-film]");
const notice = document.querySelector("[data-notice]");
const place = document.getElementById("frame");
const NO_LINE = "Geen verbinding. Er is niets veranderd. Probeer het zo opnieuw.";
const underWay = new Set(); // a press, and what was shown when it came
let before = Promise.resolve(); // presses go one after another

function follow() {
  film.hidden = !place.querySelector("[data-film-step]");
}
document.addEventListener("screen:changed", follow);
document.addEventListener("screen:step", () => {
  notice.textContent = "";
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new FormData(form);
  const { step, version } = place.querySelector(".frame").dataset;
  body.set("druk", event.submitter.value);
  body.set("from_step", step);
  // A remote that sends twice means once; who saw what a press did and presses again, means it again.
  const press = `${event.submitter.value} ${version}`;
  if (underWay.has(press)) return;
  underWay.add(press);
  before = before.then(() => send(body)).then(() => underWay.delete(press));
});

async function send(body) {
  try {
    const reply = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    const refused = reply.type !== "opaqueredirect" && new DOMParser().parseFromString(await reply.text(), "text/html");
    notice.textContent = refused ? (refused.querySelector("[data-notice]")?.textContent ?? NO_LINE) : "";
  } catch {
    notice.textContent = NO_LINE;
  }
}
