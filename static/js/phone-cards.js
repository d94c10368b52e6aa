// A question's card: reads its fields, fills them, and shows what became of the answer.
import { cards, frame, say, tell } from "./phone-page.js";
import { read } from "./phone-store.js";

const inputs = (card) => [...card.querySelectorAll("[name^=waarde]")];
const typed = (input) => input.matches("[data-typed]"); // its words are typed, not chosen
const ticks = (card) => [...card.querySelectorAll("[data-wish]")];
const LEFT = {
  typed: "Je antwoord is niet verstuurd. Je woorden blijven op deze telefoon, bij ‘Mijn antwoorden’.",
  chosen: "Je keuze is niet verstuurd.",
};

// What stands in the fields now.
export const valuesOf = (card) => inputs(card)
  .filter((input) => typed(input) || input.checked)
  .map((input) => input.value)
  .filter((value) => value.trim());

// What its writer wants with an answer in words: the names of the boxes that are ticked.
export const wishesOf = (card) => ticks(card).filter((box) => box.checked).map((box) => box.dataset.wish);

// Of a question that is answered in words: what was asked. Words that were not sent keep it.
export const titleOf = (card) => (inputs(card).some(typed)
  ? { title: card.querySelector("h1, h2")?.textContent ?? "" } : {});

export const fill = (card, values, wishes = []) => {
  inputs(card).forEach((input) => {
    if (typed(input)) input.value = values[0] ?? "";
    else input.checked = values.includes(input.value);
  });
  ticks(card).forEach((box) => { box.checked = wishes.includes(box.dataset.wish); });
  tell("phone:filled", { card });
};

// True when something stands in the fields that was not sent, or not sent like this.
export const unsent = (card) => {
  const values = valuesOf(card);
  if (!values.length || card.dataset.state === "passed" || !card.querySelector("[data-answer]")) return false;
  const last = read("queue", card.dataset.question) ?? read("own", card.dataset.question);
  return last?.state !== "given" || String(last.values) !== String(values)
    || String(last.wishes ?? []) !== String(wishesOf(card));
};

// An answer in words, as the choices name it.
export const words = (card, values) => values.map((value) => {
  const chosen = inputs(card).find((input) => !typed(input) && input.value === value);
  return chosen ? chosen.parentElement.querySelector("[data-word]").textContent.trim() : value;
}).join(", ");

// Why an answer was not taken, where the person looks: beside what was pressed, and said every time.
export const complain = (card, sentence) => {
  const wrong = card.querySelector("[data-error]");
  say(wrong, sentence);
  inputs(card).filter(typed).forEach((input) => {
    if (sentence) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  });
  if (sentence) setTimeout(() => wrong.scrollIntoView({ block: "nearest" }), 80);
};

// What became of an answer. state: empty, editing, given, passed or withdrawn; said: the sentence under the card.
export const show = (card, { state, values, said = "", error = "", busy = false }) => {
  card.dataset.state = state;
  card.toggleAttribute("data-busy", busy);
  const answer = card.querySelector("[data-said]");
  if (values && answer) answer.textContent = words(card, values);
  const progress = card.querySelector("[data-progress]");
  if (progress.textContent !== said) progress.textContent = said;
  complain(card, error);
  closing(card);
};

// A closed question keeps what was chosen or typed and not sent, and says that it was not sent.
// Words can still be changed, for the writer alone, and copied.
export const closing = (card) => {
  const closed = card.hasAttribute("data-closed");
  const left = closed && unsent(card);
  card.toggleAttribute("data-unsent", left);
  if (closed && !left && card.dataset.state === "editing") {
    const own = read("own", card.dataset.question);
    show(card, { state: own?.state ?? "empty", values: own?.values });
    return;
  }
  let note = card.querySelector("[data-left-behind]");
  if (!left) {
    note?.remove();
    return;
  }
  if (note) return;
  note = document.createElement("div");
  note.className = "question-left";
  note.dataset.leftBehind = "";
  const inWords = inputs(card).some(typed);
  note.innerHTML = inWords ? "<p></p><button type=button class='btn btn--wide' data-copy>Kopieer mijn woorden</button>" : "<p></p>";
  note.firstChild.textContent = inWords ? LEFT.typed : LEFT.chosen;
  card.querySelector("[data-status]").after(note);
};

// What may not stand on the screen does not stand in the report: of the two boxes one is ticked.
frame.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-wish]") || !target.checked) return;
  ticks(target.closest("[data-question]")).forEach((box) => { if (box !== target) box.checked = false; });
});

// What was wrong is over once something is chosen or typed.
frame.addEventListener("input", ({ target }) => {
  const card = target.closest("[data-question]");
  if (card?.querySelector("[data-error]")?.textContent) complain(card, "");
});

// After a question closed: focus stays where it was, unless that is gone.
const status = () => {
  const focused = document.activeElement;
  cards().forEach((card) => {
    closing(card);
    if (card.contains(focused) && !focused.getClientRects().length) {
      const place = card.querySelector("[data-status]");
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
  });
};
document.addEventListener("phone:status", status);
document.addEventListener("phone:step", () => cards().forEach(closing));

frame.addEventListener("click", async (event) => {
  const card = event.target.closest("[data-question]");
  // What was chosen in a question that closed stays as it is.
  if (card?.hasAttribute("data-closed") && event.target.matches("[name^=waarde]:not([data-typed])")) {
    event.preventDefault();
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    try {
      await navigator.clipboard.writeText(valuesOf(card)[0]);
      copy.textContent = "Gekopieerd";
    } catch {
      inputs(card).find(typed).select();
    }
  }
  // 'Verander mijn antwoord': the form comes back with the answer in it.
  if (!event.target.closest("[data-change]")) return;
  event.preventDefault();
  const ref = card.dataset.question;
  const last = read("queue", ref) ?? read("own", ref);
  const begun = read("draft", ref) ?? (last?.state === "given" ? last : null);
  if (begun) fill(card, begun.values, begun.wishes);
  show(card, { state: "editing" });
  const field = inputs(card).find((input) => input.checked) ?? inputs(card)[0];
  field.focus();
});
