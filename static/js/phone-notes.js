// What only this phone has: notes to oneself, and words that were typed and not sent. To read, take
// along and wipe, on the page of one's own answers and at the end.
import { ids, read, split, unsentWords, wipe } from "./phone-store.js";

const notes = () => [
  ...unsentWords(),
  ...ids("note").map((id) => read("note", id)).filter(Boolean),
];

export const showNotes = () => {
  const box = document.querySelector("[data-notes]");
  if (!box || !notes().length) return;
  box.querySelector("[data-notes-list]").replaceChildren(...notes().map(({ title, text }) => {
    const item = document.createElement("div");
    const name = document.createElement("p");
    const words = document.createElement("p");
    name.className = "small muted";
    name.textContent = title;
    words.className = "own-text";
    words.textContent = text;
    item.append(name, words);
    return item;
  }));
  box.hidden = false;
};

document.addEventListener("click", async (event) => {
  const box = event.target.closest("[data-notes]");
  const said = box?.querySelector("[data-notes-said]");
  if (event.target.closest("[data-notes-copy]")) {
    const text = notes().map((note) => `${note.title}\n${note.text}`).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Gekopieerd. Plak het waar je het wilt bewaren.";
    } catch {
      said.textContent = "Kopiëren lukt niet op deze telefoon. Maak een schermafdruk.";
    }
  }
  if (event.target.closest("[data-notes-wipe]")) {
    wipe(["note", "draft"]);
    box.querySelector("[data-notes-list]").replaceChildren();
    for (const button of box.querySelectorAll("button")) button.remove();
    said.textContent = "Je notities zijn gewist.";
  }
});

window.addEventListener("storage", ({ key }) => {
  if (["draft", "note"].includes(split(key)?.sort)) showNotes();
});
showNotes();
