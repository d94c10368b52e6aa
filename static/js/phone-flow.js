// Several questions one by one: a press keeps an answer and brings the next, going back is possible,
// and there is no button to send. Without scripts they are one form with one button.
import { give } from "./phone-answers.js";
import { complain, unsent, valuesOf } from "./phone-cards.js";
import { frame } from "./phone-page.js";
import { read } from "./phone-store.js";

const BESIDE = 200; // ms that a choice is seen before the next question comes
const TWICE = 250; // ms in which a second press was meant for the question before
const AWAY = "Even geen verbinding. Je antwoorden staan nog op deze telefoon en gaan zo vanzelf.";
const ON_THE_WAY = "Ik verstuur je antwoorden…";
let at = 0;
let came = 0; // when this question came
let touched = 0; // when a finger or mouse last pressed; arrow keys choose without going on

const flow = () => frame.querySelector("[data-flow]");
const parts = () => [...flow().querySelectorAll("[data-question], [data-flow-end]")];
const last = () => parts().length - 1;
const pass = (card) => card.querySelector("[name^=pas]");
const queued = (card) => read("queue", card.dataset.question);
const note = (card) => !card.querySelector("[data-answer]"); // stays here: nothing to wait for
const done = (card) => note(card) || queued(card) || ["given", "passed"].includes(card.dataset.state)
  || card.hasAttribute("data-closed");

const draw = () => {
  const part = parts()[at];
  const asks = at < last();
  flow().querySelector("[data-flow-nav]").hidden = !asks;
  flow().querySelector("[data-flow-back]").disabled = at === 0;
  const waits = !asks && parts().slice(0, -1).some(queued);
  const end = parts().at(-1);
  const said = waits ? (navigator.onLine ? ON_THE_WAY : AWAY) : "";
  end.querySelector("[data-flow-done]").hidden = waits;
  const line = end.querySelector("[data-flow-said]");
  if (line.textContent !== said) line.textContent = said;
  for (const one of parts()) if (pass(one)) pass(one).checked = (queued(one)?.state ?? one.dataset.state) === "passed";
  return part;
};

const focus = (part) => {
  window.scrollTo(0, 0);
  const heading = part.querySelector("h2");
  const place = heading.getClientRects().length ? heading : part.querySelector("[data-flow-said]");
  place.focus({ preventScroll: true });
};

const go = (to, quietly) => {
  at = Math.max(0, Math.min(last(), to));
  parts().forEach((one, n) => { one.hidden = n !== at; });
  const place = flow().closest(".frame");
  place.dataset.at = at;
  place.toggleAttribute("data-done", at === last());
  came = quietly ? 0 : Date.now();
  const part = draw();
  if (!quietly) focus(part);
};

// Keeps what stands in this card; false, and why, when there is nothing to keep.
const keep = (card) => {
  if (note(card) || card.hasAttribute("data-closed")) return true;
  if (unsent(card)) give(card, "given");
  else if (!done(card)) {
    complain(card, card.querySelector("[data-empty]").dataset.empty);
    return false;
  }
  return true;
};

const next = (card) => { if (keep(card)) go(at + 1); };

frame.addEventListener("pointerup", () => { touched = Date.now(); });
frame.addEventListener("click", (event) => {
  if (!flow()) return;
  const { target } = event;
  if (target.closest("[data-flow-back]")) {
    const card = parts()[at];
    if (card.matches("[data-question]") && unsent(card)) keep(card);
    go(at - 1);
  } else if (target.closest("[data-flow-next]")) next(parts()[at]);
  else if (target.closest("[data-flow-again]")) go(0);
  else if (target.matches("input") && Date.now() - came < TWICE && Date.now() - touched < TWICE) event.preventDefault();
  else if (target.matches("[type=radio]") && Date.now() - touched < TWICE) {
    const card = target.closest("[data-question]");
    setTimeout(() => { if (flow() && parts()[at] === card) next(card); }, BESIDE);
  }
});

frame.addEventListener("change", ({ target }) => {
  const card = target.closest("[data-question]");
  if (!flow() || !card || card.hasAttribute("data-closed")) return;
  if (target === pass(card)) {
    for (const one of card.querySelectorAll("[name^=waarde]")) one.checked = false;
    give(card, "passed");
    go(at + 1);
  } else if (!target.matches("[data-typed]") && target.name.startsWith("waarde")) {
    if (card.dataset.state === "passed") card.dataset.state = "editing";
    if (valuesOf(card).length) give(card, "given");
    else if (done(card)) give(card, "withdrawn");
    draw();
  }
});
frame.addEventListener("input", ({ target }) => {
  if (!flow() || !target.matches("[data-typed]")) return;
  const card = target.closest("[data-question]");
  if (note(card)) return;
  card.dataset.state = "editing";
  if (pass(card)) pass(card).checked = false;
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-flow]")) return;
  event.preventDefault();
  if (at < last()) next(parts()[at]);
});

// An answer that was not taken is shown once its writer thinks to be ready.
document.addEventListener("phone:queue", () => {
  if (!flow()) return;
  const waited = at === last() && parts()[at].querySelector("[data-flow-done]").hidden;
  const wrong = parts().findIndex((one) => one.matches("[data-question]") && !done(one));
  if (at === last() && wrong >= 0) go(wrong);
  else if (draw() && waited && at === last()) focus(parts()[at]);
});

const start = () => {
  if (!flow()) return;
  flow().dataset.on = "";
  const asked = parts().slice(0, -1);
  const open = asked.findIndex((one) => !done(one));
  const begun = asked.some((one) => !note(one) && done(one));
  go(begun ? (open < 0 ? last() : open) : 0, true);
};
document.addEventListener("phone:step", start);
start();
