// Presses on + − ↑ ↓ add up: what is pressed while a request is under way goes along in the next
// one, as a difference. Minutes are shown at once; the server's reply has the last word.
const place = document.getElementById("programma");
const NO_LINE = "Geen verbinding. Wat je net veranderde, is misschien niet bewaard. Laad de pagina zo opnieuw.";
const LEAST = 1; // minutes, as the server's own bounds
const waiting = new Map(); // form and field name: how much more, and the button to send it with
let sending = null;

const keyOf = (button) => `${button.closest("li").id} ${button.name}`;

document.addEventListener("click", (event) => {
  const button = event.target.closest("#programma [data-press]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "schuif" && button.getAttribute("aria-disabled") === "true") return;
  const key = keyOf(button);
  const more = (waiting.get(key)?.more ?? 0) + Number(button.value);
  waiting.set(key, { more, id: button.id });
  show();
  next();
});

function next() {
  if (sending) return;
  for (const [key, press] of waiting) {
    waiting.delete(key);
    const button = document.getElementById(press.id); // not there: its row was taken out meanwhile
    if (!press.more || !button) continue;
    sending = { key, more: press.more, button };
    place.setAttribute("aria-busy", "true");
    const alone = button.value;
    button.value = String(press.more);
    button.form.requestSubmit(button);
    button.value = alone;
    return;
  }
  place.removeAttribute("aria-busy");
}

// What the page knows of minutes that the server has not said yet.
function show() {
  for (const shown of place.querySelectorAll("[data-minutes]")) {
    const key = `${shown.closest("[data-step]").id} verschil`;
    const more = (waiting.get(key)?.more ?? 0) + (sending?.key === key ? sending.more : 0);
    const text = `${Math.max(LEAST, Number(shown.dataset.minutes) + more)} min`;
    if (shown.textContent !== text) shown.textContent = text;
  }
}

document.addEventListener("htmx:after:swap", () => {
  if (sending && !sending.button.isConnected) sending = null; // its row went away in between
  show();
  next();
});

document.addEventListener("htmx:error", () => {
  waiting.clear();
  const box = document.createElement("div");
  const inner = document.createElement("div");
  const line = document.createElement("p");
  box.className = "notice notice--warn";
  box.setAttribute("role", "alert");
  line.textContent = NO_LINE;
  inner.append(line);
  box.append(inner);
  place.querySelector(".balance .notice")?.remove();
  place.querySelector(".balance").append(box); // until the next reply
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!sending || ctx.request.submitter?.id !== sending.button.id) return;
  sending = null;
  show();
  next();
});
