// A question's card: reads its fields, fills them, and shows what became of the answer.
(() => {
  const { phone } = window;
  const inputs = (card) => [...card.querySelectorAll("[name=waarde]")];

  // What stands in the fields now.
  phone.values = (card) => inputs(card)
    .filter((input) => input.type === "textarea" || input.checked)
    .map((input) => input.value)
    .filter((value) => value.trim());

  phone.inReport = (card) => Boolean(card.querySelector("[name=verslag]")?.checked);

  phone.fill = (card, values, inReport) => {
    inputs(card).forEach((input) => {
      if (input.type === "textarea") input.value = values[0] ?? "";
      else input.checked = values.includes(input.value);
    });
    const box = card.querySelector("[name=verslag]");
    if (box) box.checked = Boolean(inReport);
    phone.tell("phone:filled", { card });
  };

  // An answer in words, as the choices name it.
  phone.words = (card, values) => values.map((value) => {
    const input = inputs(card).find((one) => one.type !== "textarea" && one.value === value);
    const face = input?.parentElement.querySelector(".scale-face > span:last-child, .choice-face");
    return input ? face.textContent.trim() : value;
  }).join(", ");

  // state: empty, editing, given, passed or withdrawn; said: the sentence under the card.
  phone.show = (card, { state, values, said = "", error = "", busy = false }) => {
    card.dataset.state = state;
    card.toggleAttribute("data-busy", busy);
    if (values) card.querySelector("[data-said]").textContent = phone.words(card, values);
    const progress = card.querySelector("[data-progress]");
    if (progress.textContent !== said) progress.textContent = said;
    const wrong = card.querySelector("[data-error]");
    if (wrong.textContent !== error) wrong.textContent = error;
    const text = card.querySelector("textarea");
    if (text && error) text.setAttribute("aria-invalid", "true");
    else text?.removeAttribute("aria-invalid");
    phone.closing(card);
  };

  // A closed question keeps what was typed but not sent, so that nothing gets lost.
  phone.closing = (card) => {
    const closed = card.hasAttribute("data-closed");
    const text = card.querySelector("textarea[name=waarde]");
    if (!text) return;
    text.readOnly = closed;
    card.toggleAttribute("data-typed", closed && Boolean(text.value.trim()));
  };

  document.addEventListener("phone:status", () => {
    phone.cards().filter((card) => card.dataset.form !== "private").forEach(phone.closing);
  });

  // 'Verander mijn antwoord': the form comes back with the answer in it.
  phone.frame.addEventListener("click", (event) => {
    const link = event.target.closest("[data-change]");
    if (!link) return;
    event.preventDefault();
    const card = link.closest("[data-question]");
    const ref = card.dataset.question;
    const last = phone.read("queue", ref) ?? phone.read("own", ref);
    const begun = phone.read("draft", ref) ?? (last?.state === "given" ? last : null);
    if (begun) phone.fill(card, begun.values, begun.inReport);
    phone.show(card, { state: "editing" });
    const field = inputs(card).find((input) => input.checked) ?? inputs(card)[0];
    field.focus();
  });
})();
