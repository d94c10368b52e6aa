// 'Even pauze' and 'Ik wil graag meer tijd' without leaving the page. The facilitator sees that
// somebody did, never who.
(() => {
  const { phone } = window;
  const SAID = {
    pause: "De gespreksleider ziet dat iemand pauze neemt. Niet wie.",
    more_time: "De gespreksleider ziet dat iemand meer tijd wil. Niet wie.",
  };
  const AWAY = "Even geen verbinding. Probeer het zo nog eens, of zeg het in de zaal.";

  const asked = () => document.querySelectorAll("[data-signal]").forEach((form) => {
    const sort = form.dataset.signal;
    const done = Boolean(phone.read("signal", `${sort}:${phone.step()}`));
    form.querySelectorAll("[data-signal-ask]").forEach((part) => { part.hidden = done; });
    form.querySelector("[data-signal-said]").textContent = done ? SAID[sort] : "";
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-signal]");
    if (!form) return;
    event.preventDefault();
    const sort = form.dataset.signal;
    const step = phone.step();
    const said = form.querySelector("[data-signal-said]");
    try {
      const base = new URL(phone.frame.dataset.stream, location.href).pathname.replace(/stroom\/$/, "");
      const reply = await fetch(`${base}stap/${step}/seintje/`, {
        method: "POST",
        body: new URLSearchParams({ soort: sort }),
        headers: { "X-CSRFToken": phone.csrf(), Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!reply.ok) throw new Error(reply.status);
      phone.write("signal", `${sort}:${step}`, 1);
      asked();
      said.tabIndex = -1;
      said.focus();
    } catch {
      said.textContent = AWAY;
    }
  });
  document.addEventListener("phone:step", asked);
  asked();
})();
