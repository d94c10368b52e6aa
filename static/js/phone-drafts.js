// Keeps on the phone what is typed: drafts until they are sent, notes to oneself until their
// writer wipes them. When the session has ended, words that were not sent become notes, and all but
// the notes is erased.
import { closing, fill, titleOf, valuesOf, wishesOf } from "./phone-cards.js";
import { showNotes } from "./phone-notes.js";
import { cards, frame, step } from "./phone-page.js";
import { drop, keepUnsentWords, read, split, wipe, write } from "./phone-store.js";

const keep = (event) => {
  const note = event.target.closest("[data-note]");
  if (note) {
    const text = note.value;
    if (text.trim()) write("note", note.dataset.note, { title: note.dataset.noteTitle, text });
    else drop("note", note.dataset.note);
    return;
  }
  const card = event.target.closest("[data-question]");
  if (!card || !event.target.closest("[data-answer]")) return;
  write("draft", card.dataset.question, {
    values: valuesOf(card), wishes: wishesOf(card), ...titleOf(card),
  });
};
frame.addEventListener("input", keep);
frame.addEventListener("change", keep);

const restore = () => {
  frame.querySelectorAll("[data-note]").forEach((note) => {
    const kept = read("note", note.dataset.note);
    if (kept && document.activeElement !== note) note.value = kept.text;
  });
  cards().forEach((card) => {
    const draft = read("draft", card.dataset.question);
    const open = ["empty", "withdrawn", "editing"].includes(card.dataset.state);
    const wrong = card.querySelector("[data-error]")?.textContent;
    if (draft && open && !wrong && !card.contains(document.activeElement)) {
      fill(card, draft.values, draft.wishes);
      closing(card);
    }
  });
  if (step() === "ended") {
    keepUnsentWords();
    wipe();
    showNotes();
  }
};

document.addEventListener("phone:step", restore);
window.addEventListener("storage", ({ key }) => {
  const changed = split(key);
  if (changed && ["draft", "note"].includes(changed.sort)) restore();
});
restore();
