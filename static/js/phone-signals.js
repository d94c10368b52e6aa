// 'Even pauze' and 'Ik wil graag meer tijd' without leaving the page. The facilitator sees that
// somebody did, never who.
import { csrf, frame, step } from "./phone-page.js";
import { read, write } from "./phone-store.js";

const AWAY = "Even geen verbinding. Probeer het zo nog eens, of zeg het in de ruimte.";

const asked = () => document.querySelectorAll("[data-signal]").forEach((form) => {
  const sort = form.dataset.signal;
  const done = Boolean(read("signal", `${sort}:${step()}`));
  form.querySelectorAll("[data-signal-ask]").forEach((part) => { part.hidden = done; });
  const said = form.querySelector("[data-signal-said]");
  said.textContent = done ? said.dataset.signalSaid.trim() : "";
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-signal]");
  if (!form) return;
  event.preventDefault();
  const sort = form.dataset.signal;
  const now = step();
  const said = form.querySelector("[data-signal-said]");
  try {
    const base = new URL(frame.dataset.stream, location.href).pathname.replace(/stroom\/$/, "");
    const reply = await fetch(`${base}stap/${now}/seintje/`, {
      method: "POST",
      body: new URLSearchParams({ soort: sort }),
      headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!reply.ok) throw new Error(reply.status);
    write("signal", `${sort}:${now}`, 1);
    asked();
    said.tabIndex = -1;
    said.focus();
  } catch {
    said.textContent = AWAY;
  }
});
document.addEventListener("phone:step", asked);
asked();
