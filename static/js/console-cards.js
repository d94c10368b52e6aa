// Long or short cards: at once here, and remembered for next time by the server.
const form = document.getElementById("kaartvorm");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const card = event.submitter?.value;
  const said = new FormData(form);
  said.set("kaart", card);
  form.closest(".console").dataset.cards = card === "kort" ? "short" : "long";
  document.getElementById(card === "kort" ? "kaart-lang" : "kaart-kort")?.focus();
  fetch(form.action, { method: "POST", body: said, headers: { "HX-Request": "true" } }).catch(() => {});
});
