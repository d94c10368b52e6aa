// Words of one's own: those of this step are shown, and kept without leaving the page.
const place = document.querySelector("[data-own-words]");

function follow() {
  const about = document.querySelector("#frame .frame")?.dataset.about;
  let found = false;
  for (const line of place.querySelectorAll("[data-own]")) {
    line.hidden = line.dataset.own !== about;
    found ||= !line.hidden;
  }
  place.hidden = !found;
}

async function keep(event) {
  event.preventDefault();
  const form = event.target;
  const said = form.querySelector("[data-own-said]");
  said.textContent = "";
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
    });
    said.textContent = reply.ok || reply.status === 422 ? await reply.text() : "Niet bewaard. Probeer het nog eens.";
  } catch {
    said.textContent = "Geen verbinding. Je woorden staan hier nog; probeer het zo nog eens.";
  }
}

if (place) {
  follow();
  document.addEventListener("screen:changed", follow);
  place.querySelector("form").addEventListener("submit", keep);
  place.addEventListener("input", () => {
    place.querySelector("[data-own-said]").textContent = "";
  });
}
