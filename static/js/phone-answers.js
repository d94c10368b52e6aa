// Sends answers and keeps trying until each is acknowledged, also after a reload. 'Bewaard' comes
// only after the server said so. A number per question rises with every change, so a late retry
// never overwrites a newer answer. What waits for the same step goes in one request.
import { complain, fill, show, titleOf, unsent, valuesOf, wishesOf, words } from "./phone-cards.js";
import { address, cardOf, cards, csrf, frame, tell } from "./phone-page.js";
import { drop, ids, read, split, write } from "./phone-store.js";

const LONGEST_WAIT = 8000; // ms between two tries
const GIVE_UP = 10000; // ms that one try may take
const AWAY = "Even geen verbinding, je antwoord staat nog op deze telefoon.";
const BUSY = "Het is even druk. Je antwoord staat nog op deze telefoon en gaat zo vanzelf.";
const RELOAD = "Je antwoord staat nog op deze telefoon. Laad de pagina opnieuw om het te versturen.";
let tries = 0;
let timer = 0;
let sending = false;

// The highest number of a question; of a round that of all its circles, for a phone answers in one.
const together = (ref) => (cardOf(ref)?.dataset.circle
  ? cards().filter((card) => card.dataset.circle).map((card) => card.dataset.question) : [ref]);
const known = (ref) => Math.max(...together(ref).flatMap((one) => [
  Number(cardOf(one)?.dataset.number ?? 0),
  read("own", one)?.number ?? 0,
  read("queue", one)?.number ?? 0,
]));

const pending = (ref, sentence = "Ik verstuur je antwoord…") => {
  const card = cardOf(ref);
  const one = read("queue", ref);
  if (!card || !one) return;
  const state = one.state === "withdrawn" ? card.dataset.state : one.state;
  show(card, { state, values: one.values, said: sentence, busy: true });
};

let acknowledged = 0;
export const timesAcknowledged = () => acknowledged;
export const stored = (ref, answer) => {
  write("own", ref, answer);
  const card = cardOf(ref);
  if (!card) return;
  card.dataset.number = answer.number;
  const said = answer.state === "withdrawn" ? frame.dataset.withdrawn : frame.dataset.saved;
  // Where fields stay in view, somebody may have gone on in them since this was sent.
  if (card.closest("[data-flow]") && unsent(card)) {
    show(card, { state: "editing" });
    return;
  }
  fill(card, answer.values, answer.wishes);
  show(card, { state: answer.state, values: answer.values, said });
};

// The answer was not taken, for good: what was typed comes back in the form.
const refused = (ref, one, sentence) => {
  drop("queue", ref);
  const card = cardOf(ref);
  if (one.state === "given" && (card || "title" in one)) {
    write("draft", ref, { values: one.values, wishes: one.wishes, title: one.title });
  }
  if (!card) {
    tell("phone:refused", { ref, one, sentence });
    return;
  }
  const before = read("own", ref);
  if (one.state === "given") {
    fill(card, one.values, one.wishes);
    show(card, { state: "editing", error: sentence });
  } else {
    const state = before?.state ?? "empty";
    show(card, { state, values: before?.values, said: sentence });
  }
};

const accepted = (ref, one) => {
  const newest = read("queue", ref);
  if (newest && newest.number > one.number) return; // changed meanwhile: that one goes next
  acknowledged += 1;
  drop("queue", ref);
  drop("draft", ref);
  const { state, values, wishes, number } = one;
  stored(ref, { state, values: state === "given" ? values : [], wishes, number });
};

const settle = (ref, one, status, sentence) => {
  if (status === 200) accepted(ref, one);
  else if (status === 409 || status === 422) {
    refused(ref, one, sentence ?? "De groep was al verder. Je antwoord is niet bewaard.");
  } else {
    pending(ref, [403, 404].includes(status) ? RELOAD : BUSY);
    return false;
  }
  return true;
};

// Sends the answers to one step, in one request. True when all are settled.
const send = async (path, refs) => {
  const all = new Map(refs.map((ref) => [ref, read("queue", ref)]).filter(([, one]) => one));
  const fields = [...all].flatMap(([ref, one]) => one.fields.map(([name, value]) => (
    [all.size > 1 && name !== "vraag" ? `${name}.${ref}` : name, value])));
  const stop = new AbortController();
  const bell = setTimeout(() => stop.abort(), GIVE_UP);
  try {
    const reply = await fetch(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
      credentials: "same-origin",
      signal: stop.signal,
    });
    const told = await reply.json().catch(() => ({}));
    return [...all].map(([ref, one]) => {
      const mine = told.antwoorden?.[ref] ?? { status: reply.status, fout: told.fout };
      return settle(ref, one, mine.status, mine.fout);
    }).every(Boolean);
  } catch {
    for (const ref of all.keys()) pending(ref, AWAY);
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
  const steps = {};
  for (const ref of ids("queue")) {
    const one = read("queue", ref);
    if (one) steps[one.address] = [...(steps[one.address] ?? []), ref];
  }
  for (const path of Object.keys(steps)) settled = (await send(path, steps[path])) && settled;
  sending = false;
  tries = settled ? 0 : tries + 1;
  if (ids("queue").length) again(settled ? 0 : Math.min(LONGEST_WAIT, 500 * 2 ** tries));
  tell("phone:queue");
};
// Spread at random, or a whole room that was cut off comes back in one breath.
const again = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(pump, wait * (0.5 + Math.random()));
};

// Keeps what this card has now and sends it. state: given, passed or withdrawn.
const FIELD = { passed: "pas", withdrawn: "intrekken" };
export const give = (card, state) => {
  const ref = card.dataset.question;
  const values = state === "given" ? valuesOf(card) : [];
  const wishes = state === "given" ? wishesOf(card) : [];
  const number = known(ref) + 1;
  const fields = [["vraag", ref], ["volgnr", number], ...values.map((v) => ["waarde", v])];
  if (FIELD[state]) fields.push([FIELD[state], "1"]);
  fields.push(...wishes.map((wish) => [wish, "1"]));
  write("queue", ref, {
    address: address(), fields, state, values, wishes, number, ...titleOf(card),
    asked: card.querySelector("h1, h2")?.textContent, said: words(card, values),
  });
  pending(ref);
  tries = 0;
  pump();
};

frame.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-answer]");
  if (!form) return;
  event.preventDefault();
  const card = form.closest("[data-question]");
  const state = { pas: "passed", intrekken: "withdrawn" }[event.submitter?.name] ?? "given";
  if (state === "given" && !valuesOf(card).length) {
    complain(card, form.dataset.empty);
    return;
  }
  give(card, state);
  card.querySelector("[data-progress]").focus({ preventScroll: true });
});

const wake = () => { if (ids("queue").length) { tries = 0; again(400); } };
window.addEventListener("online", wake);
window.addEventListener("pageshow", wake);
document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
document.addEventListener("live:state", ({ detail }) => { if (detail.state !== "offline") wake(); });

// An answer on its way shows as such after a reload and on a step that comes back.
const showPending = () => { for (const ref of ids("queue")) pending(ref); };
document.addEventListener("phone:step", showPending);
showPending();
tell("phone:queue");

// The other tab of this phone: what it sent stands here too; what it left behind goes from here.
window.addEventListener("storage", ({ key, newValue }) => {
  const changed = split(key);
  if (changed?.sort === "queue" && newValue) again(6000);
  if (changed?.sort !== "own" || !newValue || read("queue", changed.id)) return;
  const card = cardOf(changed.id);
  if (card && card.dataset.state !== "editing") stored(changed.id, JSON.parse(newValue));
});
