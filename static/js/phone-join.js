// Takes a seat once a person sees this page, without a press: a link preview or a page that is
// loaded ahead never does. Without scripts the button does the same. Before a full room it asks
// again by itself.
const form = document.querySelector("[data-join]");
const said = form.querySelector("[data-join-said]");
const AWAY = "Even geen verbinding. Ik probeer het zo nog eens.";
let asking = false;

const seen = () => document.visibilityState === "visible" && !document.prerendering;
const later = (seconds) => setTimeout(join, seconds * 1000 * (0.8 + Math.random() * 0.4));

async function join() {
  if (asking || !seen()) return;
  asking = true;
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      redirect: "manual",
    });
    if (reply.type === "opaqueredirect") location.replace(form.dataset.join);
    else if (form.dataset.again && reply.status === 409) later(Number(form.dataset.again));
    else if (reply.status >= 500) throw new Error(reply.status);
    else form.submit(); // what the server says to this, it says as a page
    said.textContent = "";
  } catch {
    said.textContent = AWAY;
    later(3);
  }
  asking = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault(); // one way in at a time, or this phone takes two seats
  join();
});
document.addEventListener("visibilitychange", join);
document.addEventListener("prerenderingchange", join);
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
if (form.dataset.again) later(Number(form.dataset.again));
else join();
