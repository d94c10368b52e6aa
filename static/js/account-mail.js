// Somebody waits for a letter: says it when the letter can't be sent ([data-mail-state]).
const EVERY = 4000; // ms; a letter that fails does so after ten seconds at most
const place = document.querySelector("[data-mail-state]");

async function look() {
  try {
    const reply = await fetch(place.dataset.mailState);
    const said = reply.ok ? (await reply.text()).trim() : "";
    // A screen reader says what changes, so nothing changes without need.
    if (reply.ok && said !== place.innerHTML.trim()) place.innerHTML = said;
  } catch {
    // No network: the next time.
  }
}

if (place) {
  setInterval(() => {
    if (!document.hidden) look();
  }, EVERY);
}
