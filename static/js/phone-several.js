// Says how many choices are left, keeps 'Weet ik niet' apart from the others, and counts a text
// that is nearly too long. The server checks all of it again.
(() => {
  const { phone } = window;
  const WORDS = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"];
  const word = (n) => WORDS[n] ?? String(n);
  const NEARLY = 200; // characters

  const count = (card) => {
    const box = card.querySelector("[data-most]");
    if (!box) return;
    const chosen = phone.values(card).length;
    const most = Number(box.dataset.most);
    const left = box.querySelector("[data-left]");
    if (left) {
      const none = most - chosen <= 0;
      left.textContent = none ? "Dat is genoeg." : `Nog ${word(most - chosen)} te gaan.`;
      if (!chosen) left.textContent = "";
    }
    const send = card.querySelector("[data-send]");
    send.textContent = chosen > 1 ? `Verstuur ${chosen} keuzes` : "Verstuur mijn antwoord";
  };

  const apart = (card, input) => {
    const box = card.querySelector("[data-most]");
    if (!box || !input.checked) return;
    const alone = box.dataset.alone.split(" ");
    const others = [...box.querySelectorAll("[name=waarde]")].filter((one) => one !== input);
    others.filter((one) => alone.includes(input.value) || alone.includes(one.value))
      .forEach((one) => { one.checked = false; });
    const most = Number(box.dataset.most);
    if (most && phone.values(card).length > most) {
      input.checked = false;
      card.querySelector("[data-left]").textContent =
        `Je koos er al ${word(most)}. Haal er eerst één weg.`;
      return true;
    }
  };

  const measure = (field) => {
    const longest = Number(field.dataset.longest);
    const left = longest - field.value.trim().length;
    const said = field.closest(".field").querySelector("[data-length]");
    if (left < 0) said.textContent = `Je tekst is ${-left} tekens te lang.`;
    else said.textContent = left <= NEARLY ? `Nog ${left} tekens.` : "";
  };

  // Capture: before the draft is kept, so that it keeps what stands there in the end.
  phone.frame.addEventListener("change", (event) => {
    const card = event.target.closest("[data-question]");
    if (!card || event.target.name !== "waarde") return;
    if (!apart(card, event.target)) count(card);
  }, true);
  phone.frame.addEventListener("input", (event) => {
    if (event.target.dataset.longest) measure(event.target);
  });
  document.addEventListener("phone:filled", ({ detail }) => count(detail.card));
  const all = () => phone.cards().forEach(count);
  document.addEventListener("phone:step", all);
  all();
})();
