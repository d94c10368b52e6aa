// Says how many choices are left, keeps answers that go with no other apart from the others, and
// counts a text that is nearly too long. The server checks all of it again.
import { valuesOf } from "./phone-cards.js";
import { cards, frame, say } from "./phone-page.js";

const NEARLY = 200; // characters

const count = (card) => {
  const box = card.querySelector("[data-most]");
  if (!box) return;
  const chosen = valuesOf(card).length;
  const left = box.querySelector("[data-left]");
  if (left) {
    const sentences = left.dataset.left.split("|"); // for none left, one left, …
    const words = chosen ? sentences[Math.max(0, box.dataset.most - chosen)] : "";
    if (left.textContent !== words) say(left, words);
  }
  const send = card.querySelector("[data-send]");
  if (!send) return;
  send.dataset.one ??= send.textContent;
  send.textContent = chosen > 1 ? box.dataset.sendMany.replace("#", chosen) : send.dataset.one;
};

// True when this choice was one too many, and was taken off again.
const apart = (card, input) => {
  const box = card.querySelector("[data-most]");
  if (!box || !input.checked) return false;
  const alone = box.dataset.alone.split(" ");
  const others = [...box.querySelectorAll("[name^=waarde]")].filter((one) => one !== input);
  others.filter((one) => alone.includes(input.value) || alone.includes(one.value))
    .forEach((one) => { one.checked = false; });
  const most = Number(box.dataset.most);
  if (!most || valuesOf(card).length <= most) return false;
  input.checked = false;
  const left = card.querySelector("[data-left]");
  say(left, left.dataset.full);
  return true;
};

const measure = (field) => {
  const longest = Number(field.dataset.longest);
  const left = longest - field.value.trim().length;
  const said = field.closest(".field").querySelector("[data-length]");
  if (left < 0) said.textContent = `Je tekst is ${-left} tekens te lang.`;
  else said.textContent = left <= (longest > NEARLY ? NEARLY : longest / 4) ? `Nog ${left} tekens.` : "";
};

// Capture: before the draft is kept, so that it keeps what stands there in the end.
frame.addEventListener("change", (event) => {
  const card = event.target.closest("[data-question]");
  if (!card || !event.target.matches("[name^=waarde]")) return;
  if (!apart(card, event.target)) count(card);
}, true);
frame.addEventListener("input", (event) => {
  if (event.target.dataset.longest) measure(event.target);
});
document.addEventListener("phone:filled", ({ detail }) => count(detail.card));
const all = () => cards().forEach(count);
document.addEventListener("phone:step", all);
all();
