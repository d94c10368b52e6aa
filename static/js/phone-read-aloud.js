// 'Lees voor', with the device's own Dutch voice where it has one.
import { frame } from "./phone-page.js";

const speech = window.speechSynthesis; // a phone may have none
const voice = () => speech.getVoices().find((one) => /^nl\b/i.test(one.lang));

// What is read: heading, explanation, then every choice. Buttons and hidden parts are not.
const script = (part) => {
  const wanted = "h1, h2, .lede, .muted, .field-help, .question-form label:not(.check) > span, .question-audience, .phone-care p, .phone-more p, summary, li";
  return [...part.querySelectorAll(wanted)]
    .filter((one) => one.offsetParent !== null)
    .map((one) => one.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join(". ");
};

const add = () => {
  if (!voice()) return;
  frame.querySelectorAll(".phone-card").forEach((part) => {
    if (part.querySelector("[data-aloud]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--bare btn--small phone-aloud";
    button.dataset.aloud = "";
    button.textContent = "Lees voor";
    part.querySelector("h1, h2").after(button);
  });
};

const quiet = () => {
  speech.cancel();
  frame.querySelectorAll("[data-aloud]").forEach((one) => { one.textContent = "Lees voor"; });
};

frame.addEventListener("click", (event) => {
  const button = event.target.closest("[data-aloud]");
  if (!button) return;
  const reading = button.textContent !== "Lees voor";
  quiet();
  if (reading) return;
  const words = new SpeechSynthesisUtterance(script(button.closest(".phone-card")));
  words.voice = voice();
  words.lang = words.voice.lang;
  words.onend = quiet;
  button.textContent = "Stop met voorlezen";
  speech.speak(words);
});
if (speech) {
  document.addEventListener("phone:step", () => { quiet(); add(); });
  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", add);
  add();
}
