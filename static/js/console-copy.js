// 'Kopieer' beside the link for another computer; hidden where the browser can't copy.
function offer() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}
offer();
document.addEventListener("screen:changed", offer);
document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-copy]")) return;
  const field = document.querySelector("[data-copy-from]");
  const said = document.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = "De link is gekopieerd.";
  } catch {
    field.select();
    said.textContent = "Kopiëren lukte niet. De link is geselecteerd; druk op Ctrl+C.";
  }
});
