// Fetches this phone's own answers: after every new connection, and on a step that was here before.
// Spread over a second, so that a room that comes back does not ask all at once.
(() => {
  const { phone } = window;
  let timer = 0;
  let connected; // unknown at first: the page that just loaded has its own answers in it

  const apply = (own) => {
    phone.cards().forEach((card) => {
      const ref = card.dataset.question;
      const mine = own[ref];
      const busy = phone.read("queue", ref) || card.dataset.state === "editing";
      if (busy || card.dataset.form === "private") return;
      if (mine) {
        if (mine.volgnr < Number(card.dataset.number)) return;
        const list = Array.isArray(mine.waarde) ? mine.waarde : [mine.waarde];
        const values = mine.staat === "given" ? list.map(String) : [];
        // A draft that was begun after taking back stays.
        if (mine.staat === "withdrawn" && phone.values(card).length) return;
        phone.stored(ref, {
          state: mine.staat, values, inReport: mine.verslag, number: mine.volgnr,
        });
      } else if (card.dataset.state !== "empty") {
        phone.drop("own", ref);
        phone.show(card, { state: "empty" });
      }
    });
  };

  const fetchOwn = async () => {
    const form = phone.frame.querySelector("[data-answer]");
    if (!form) return;
    const before = phone.changes;
    try {
      const reply = await fetch(form.getAttribute("action"), {
        headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store",
      });
      const own = reply.ok ? await reply.json() : {};
      if (phone.changes !== before) soon(); // something was stored meanwhile: this is old news
      else if (reply.ok) apply(own);
    } catch { /* away again; the next connection asks anew */ }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(fetchOwn, Math.random() * 1000);
  };

  const look = () => {
    const before = phone.read("seen", phone.step());
    phone.write("seen", phone.step(), 1);
    return before;
  };
  document.addEventListener("phone:step", () => {
    // What this phone knows is shown at once; what the server knows corrects it.
    phone.cards().forEach((card) => {
      const ref = card.dataset.question;
      const mine = phone.read("own", ref);
      if (mine && !phone.read("queue", ref)) phone.stored(ref, mine);
    });
    if (look()) soon();
  });
  look();

  document.addEventListener("live:state", ({ detail }) => {
    const now = detail.state !== "offline";
    if (now && connected === false) soon();
    connected = now;
  });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) soon(); });
})();
