// 'Kopieer de hele brief': with its headings for who pastes it into an e-mail, and as plain text
// beside it. Hidden where the browser can't copy.
import "./ui-error-summary.js";

const button = document.querySelector("[data-copy]");
const said = document.querySelector("[data-copied]");
const letter = document.querySelector("[data-letter]");

function copied() {
  const copy = letter.cloneNode(true);
  copy.querySelectorAll("[data-not-copied]").forEach((part) => { part.remove(); });
  const blocks = [...copy.querySelectorAll("h1, h2, p")];
  const plain = blocks.map((block) => block.innerText.trim()).filter(Boolean).join("\n\n");
  const html = blocks.map((block) => block.outerHTML.replace(/ class="[^"]*"/g, "")).join("\n");
  return new ClipboardItem({
    "text/plain": new Blob([plain], { type: "text/plain" }),
    "text/html": new Blob([html], { type: "text/html" }),
  });
}

if (navigator.clipboard?.write && window.ClipboardItem) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.write([copied()]);
      said.textContent = "De brief is gekopieerd. Plak hem in je e-mail.";
    } catch {
      said.textContent = "Kopiëren lukte niet. Selecteer de brief en druk op Ctrl+C.";
    }
  });
}
