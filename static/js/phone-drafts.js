// Keeps on the phone what is typed: drafts until they are sent, notes to oneself until their
// writer wipes them. When the session has ended, all but the notes is erased.
(() => {
  const { phone } = window;

  const keep = (event) => {
    const note = event.target.closest("[data-note]");
    if (note) {
      const text = note.value;
      if (text.trim()) phone.write("note", note.dataset.note, { title: note.dataset.noteTitle, text });
      else phone.drop("note", note.dataset.note);
      return;
    }
    const card = event.target.closest("[data-question]");
    if (!card || !event.target.closest("[data-answer]")) return;
    phone.write("draft", card.dataset.question, {
      values: phone.values(card), inReport: phone.inReport(card),
    });
  };
  phone.frame.addEventListener("input", keep);
  phone.frame.addEventListener("change", keep);

  const restore = () => {
    phone.frame.querySelectorAll("[data-note]").forEach((note) => {
      const kept = phone.read("note", note.dataset.note);
      if (kept && document.activeElement !== note) note.value = kept.text;
    });
    phone.cards().forEach((card) => {
      const draft = phone.read("draft", card.dataset.question);
      const open = ["empty", "withdrawn", "editing"].includes(card.dataset.state);
      const wrong = card.querySelector("[data-error]")?.textContent;
      if (draft && open && !wrong && !card.contains(document.activeElement)) {
        phone.fill(card, draft.values, draft.inReport);
      }
    });
    if (phone.step() === "ended") {
      phone.wipe();
      showNotes();
    }
  };

  const notes = () => phone.ids("note").map((id) => phone.read("note", id)).filter(Boolean);
  const showNotes = () => {
    const box = phone.frame.querySelector("[data-notes]");
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
  phone.frame.addEventListener("click", async (event) => {
    const said = phone.frame.querySelector("[data-notes-said]");
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
      phone.wipe(["note"]);
      phone.frame.querySelector("[data-notes-list]").replaceChildren();
      phone.frame.querySelectorAll("[data-notes] button").forEach((button) => button.remove());
      said.textContent = "Je notities zijn gewist.";
    }
  });

  document.addEventListener("phone:step", restore);
  window.addEventListener("storage", ({ key }) => {
    const changed = phone.split(key);
    if (changed && ["draft", "note"].includes(changed.kind)) restore();
  });
  restore();
})();
