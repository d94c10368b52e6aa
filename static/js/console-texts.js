// One text in a dialog over the console: htmx fetches its form and sends it. Without scripts the form
// is a page of its own.
const dialog = document.getElementById("tekst-venster");
const place = document.getElementById("tekst-bewerken");

// The stream swaps the console while the form is on its way: what was asked for is still to come then.
document.addEventListener("htmx:after:swap", () => {
  if (!place.firstElementChild || !place.dataset.asked) return;
  delete place.dataset.asked;
  if (!dialog.open) dialog.showModal();
});

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.target === place || ctx.sourceElement.matches("[hx-target='#tekst-bewerken']")) place.dataset.asked = "yes";
});

// Taken or refused, the console says so; without a line the form stays, with what was done in it.
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches("[data-text-form]")) return;
  if (ctx.response) dialog.close();
  else place.querySelector("[data-text-said]").textContent = "Geen verbinding. Er is niets veranderd. Probeer het zo opnieuw.";
});

dialog.addEventListener("close", () => place.replaceChildren());
