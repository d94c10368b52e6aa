// Sends answers and keeps trying until each is acknowledged, also after a reload. 'Bewaard' comes
// only after the server said so. A number per question rises with every change, so a late retry
// never overwrites a newer answer.
(() => {
  const { phone } = window;
  const LONGEST_WAIT = 8000; // ms between two tries
  const GIVE_UP = 10000; // ms that one try may take
  const AWAY = "Even geen verbinding, je antwoord staat nog op deze telefoon.";
  const BUSY = "Het is even druk. Je antwoord staat nog op deze telefoon en gaat zo vanzelf.";
  const RELOAD = "Je antwoord staat nog op deze telefoon. Laad de pagina opnieuw om het te versturen.";
  let tries = 0;
  let timer = 0;
  let sending = false;

  const known = (ref) => Math.max(
    Number(phone.card(ref)?.dataset.number ?? 0),
    phone.read("own", ref)?.number ?? 0,
    phone.read("queue", ref)?.number ?? 0,
  );

  const pending = (ref, sentence = "Ik verstuur je antwoord…") => {
    const card = phone.card(ref);
    const one = phone.read("queue", ref);
    if (!card || !one) return;
    const state = one.state === "withdrawn" ? card.dataset.state : one.state;
    phone.show(card, { state, values: one.values, said: sentence, busy: true });
  };

  phone.changes = 0; // how often an answer was acknowledged here
  phone.stored = (ref, answer) => {
    phone.write("own", ref, answer);
    const card = phone.card(ref);
    if (!card) return;
    card.dataset.number = answer.number;
    const said = answer.state === "withdrawn" ? "Je antwoord is teruggenomen." : "Bewaard";
    phone.fill(card, answer.values, answer.inReport);
    phone.show(card, { state: answer.state, values: answer.values, said });
  };

  // The answer was not taken, for good: what was typed comes back in the form.
  const refused = (ref, one, sentence) => {
    phone.drop("queue", ref);
    const card = phone.card(ref);
    if (one.state === "given") {
      phone.write("draft", ref, { values: one.values, inReport: one.inReport });
    }
    if (!card) {
      phone.tell("phone:refused", { sentence });
      return;
    }
    const before = phone.read("own", ref);
    if (one.state === "given") {
      phone.fill(card, one.values, one.inReport);
      phone.show(card, { state: "editing", error: sentence });
    } else {
      const state = before?.state ?? "empty";
      phone.show(card, { state, values: before?.values, said: sentence });
    }
  };

  const accepted = (ref, one) => {
    const newest = phone.read("queue", ref);
    if (newest && newest.number > one.number) return; // changed meanwhile: that one goes next
    phone.changes += 1;
    phone.drop("queue", ref);
    phone.drop("draft", ref);
    const { state, values, inReport, number } = one;
    phone.stored(ref, { state, values: state === "given" ? values : [], inReport, number });
  };

  // True when this answer is settled, false when it must be tried again.
  const send = async (ref) => {
    const one = phone.read("queue", ref);
    if (!one) return true;
    const stop = new AbortController();
    const bell = setTimeout(() => stop.abort(), GIVE_UP);
    try {
      const reply = await fetch(one.address, {
        method: "POST",
        body: new URLSearchParams(one.fields),
        headers: { "X-CSRFToken": phone.csrf(), Accept: "application/json" },
        credentials: "same-origin",
        signal: stop.signal,
      });
      if (reply.ok) {
        accepted(ref, one);
        return true;
      }
      if (reply.status === 409 || reply.status === 422) {
        const told = await reply.json().catch(() => ({}));
        refused(ref, one, told.fout ?? "De groep was al verder. Je antwoord is niet bewaard.");
        return true;
      }
      pending(ref, [403, 404].includes(reply.status) ? RELOAD : BUSY);
      return false;
    } catch {
      pending(ref, AWAY);
      return false;
    } finally {
      clearTimeout(bell);
    }
  };

  const pump = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    let settled = true;
    for (const ref of phone.ids("queue")) settled = (await send(ref)) && settled;
    sending = false;
    tries = settled ? 0 : tries + 1;
    if (phone.ids("queue").length) again(settled ? 0 : Math.min(LONGEST_WAIT, 500 * 2 ** tries));
    phone.tell("phone:queue");
  };
  // Spread at random, or a whole room that was cut off comes back in one breath.
  const again = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(pump, wait * (0.5 + Math.random()));
  };

  phone.frame.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-answer]");
    if (!form) return;
    event.preventDefault();
    const card = form.closest("[data-question]");
    const ref = card.dataset.question;
    const pressed = event.submitter?.name;
    const state = { pas: "passed", intrekken: "withdrawn" }[pressed] ?? "given";
    const values = state === "given" ? phone.values(card) : [];
    if (state === "given" && !values.length) {
      phone.show(card, {
        state: card.dataset.state,
        error: card.dataset.form === "open"
          ? "Schrijf eerst iets op, of druk op 'Ik sla deze vraag over'."
          : "Kies eerst een antwoord, of druk op 'Ik sla deze vraag over'.",
      });
      return;
    }
    const inReport = state === "given" && phone.inReport(card);
    const number = known(ref) + 1;
    const fields = [["vraag", ref], ["volgnr", number], ...values.map((v) => ["waarde", v])];
    if (state !== "given") fields.push([pressed, "1"]);
    if (inReport) fields.push(["verslag", "1"]);
    phone.write("queue", ref, {
      address: new URL(form.getAttribute("action"), location.href).pathname,
      fields, state, values, inReport, number,
    });
    pending(ref);
    card.querySelector("[data-progress]").focus({ preventScroll: true });
    tries = 0;
    pump();
  });

  const wake = () => { if (phone.ids("queue").length) { tries = 0; again(400); } };
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  document.addEventListener("live:state", ({ detail }) => { if (detail.state !== "offline") wake(); });

  // An answer on its way shows as such after a reload and on a step that comes back.
  const showPending = () => phone.ids("queue").forEach((ref) => pending(ref));
  document.addEventListener("phone:step", showPending);
  showPending();
  phone.tell("phone:queue");

  // The other tab of this phone: what it sent stands here too; what it left behind goes from here.
  window.addEventListener("storage", ({ key, newValue }) => {
    const changed = phone.split(key);
    if (changed?.kind === "queue" && newValue) again(6000);
    if (changed?.kind !== "own" || !newValue || phone.read("queue", changed.id)) return;
    const card = phone.card(changed.id);
    if (card && card.dataset.state !== "editing") phone.stored(changed.id, JSON.parse(newValue));
  });
})();
