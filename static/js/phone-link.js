// One quiet line that says whether this phone is connected.
(() => {
  const { phone } = window;
  const line = document.querySelector("[data-link]");
  let state = "";
  const say = () => {
    const waiting = phone.ids("queue").length > 0;
    const words = {
      connected: "verbonden",
      polling: "verbonden",
      offline: waiting
        ? "even geen verbinding, je antwoord staat nog op deze telefoon"
        : "even geen verbinding, dit gaat zo vanzelf verder",
    }[state] ?? "";
    line.dataset.state = state;
    if (line.textContent !== words) line.textContent = words;
  };
  document.addEventListener("live:state", ({ detail }) => { state = detail.state; say(); });
  document.addEventListener("phone:queue", say);
  document.addEventListener("phone:step", () => {
    if (phone.step() !== "ended") return;
    document.querySelector("[data-until-end]")?.remove();
  });
  document.addEventListener("live:end", () => { state = ""; say(); });

  // An answer to a step that is gone was not taken: say so where the eyes are now.
  document.addEventListener("phone:refused", ({ detail }) => {
    const note = document.createElement("p");
    note.className = "phone-note";
    note.setAttribute("role", "alert");
    note.textContent = detail.sentence;
    phone.frame.before(note);
  });
})();
