// Puts a pushed frame in its place. A new step replaces everything; the same step changes only the
// status around the fields. Who is in the middle of something keeps the step, and goes along when
// ready: who types, who chose or typed something that was not sent, and who said so.
import { unsent } from "./phone-cards.js";
import { cardOf, cards, frame, say, step, tell } from "./phone-page.js";
import { read } from "./phone-store.js";

const PAUSE_IN_TYPING = 60000; // ms without a key after which someone is no longer typing
const ON_ITS_WAY = 5000; // ms that a new step waits for what was just sent, so that a refusal finds its card
const GROUP_IS_ON = "<p><b>De groep is verder.</b> Antwoorden kan hier niet meer.</p>";
const ahead = document.querySelector("[data-ahead]");
const announce = document.querySelector("[data-announce]");
const where = document.querySelector("[data-where]");
const stay = document.querySelector("[data-stay]");
const tools = document.querySelector("[data-tools-of-any-step]");
let waiting = null;
let since = 0;
let timer = 0;
let lastKey = 0;

const typing = () => {
  const field = document.activeElement;
  return frame.contains(field) && field.matches("[data-typed]")
    && Date.now() - lastKey < PAUSE_IN_TYPING;
};
const onItsWay = () => Date.now() - since < ON_ITS_WAY
  && cards().some((card) => read("queue", card.dataset.question));
// At the end words that were not sent are kept as notes, so only who types then is waited for.
const busy = () => typing() || (waiting?.dataset.step !== "ended"
  && (onItsWay() || cards().some(unsent) || stay?.getAttribute("aria-pressed") === "true"));

// While the group is at another step: the way to it, and no clock or asking for time, which are of there.
const elsewhere = (on) => {
  ahead.hidden = !on;
  const below = frame.querySelector(".phone-tools");
  if (below) below.hidden = on;
};

const parse = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.querySelector(".frame");
};

// What became closed is said once, and whether something was left behind.
const close = (closed, reason) => {
  tell("phone:status");
  if (!closed.length) return;
  const left = closed.some((card) => card.hasAttribute("data-unsent"));
  say(announce, `${reason}${left ? " Wat je koos of schreef, is niet verstuurd." : ""}`);
};

const sameStep = (next) => {
  const shown = frame.querySelector(".frame");
  shown.dataset.version = next.dataset.version;
  shown.dataset.extra = next.dataset.extra ?? "0";
  const closed = [];
  next.querySelectorAll("[data-question]").forEach((card) => {
    const mine = cardOf(card.dataset.question);
    if (!mine) return;
    const now = card.hasAttribute("data-closed");
    if (now && !mine.hasAttribute("data-closed")) closed.push(mine);
    mine.toggleAttribute("data-closed", now);
  });
  next.querySelectorAll("[data-status][id]").forEach((status) => {
    const mine = document.getElementById(status.id);
    if (!mine || mine.innerHTML === status.innerHTML) return;
    mine.innerHTML = status.innerHTML;
    if (status.dataset.status && status.innerHTML.trim()) say(announce, status.dataset.status);
  });
  close(closed, closed.length > 1 ? "De vragen zijn gesloten." : "Deze vraag is gesloten.");
};

const newStep = (next) => {
  const field = document.activeElement;
  const reading = document.querySelector("dialog[open]"); // help that is open stays open
  waiting = null;
  clearTimeout(timer);
  elsewhere(false);
  stay?.setAttribute("aria-pressed", "false");
  for (const note of document.querySelectorAll(".phone-note")) note.remove();
  // What is below the questions of every step came with the page.
  next.querySelector("[data-tools]")?.replaceChildren(tools.content.cloneNode(true));
  frame.replaceChildren(next);
  where.textContent = next.dataset.where;
  const heading = next.querySelector("h1");
  const name = next.dataset.where ? `${next.dataset.where}: ` : "";
  document.title = `${name}${heading.textContent} · Bij nader inzien`;
  tell("phone:step");
  if (!reading) {
    window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
  // Focus on the heading already reads it; only where focus stays elsewhere it is said here.
  say(announce, reading || document.activeElement === field ? heading.textContent : "");
};

const swapWhenQuiet = () => {
  if (!waiting) return;
  if (busy()) hold();
  else newStep(waiting);
};

// The step stays; what it asks takes no answers any more, for the group is elsewhere.
const hold = () => {
  clearTimeout(timer);
  timer = setTimeout(swapWhenQuiet, 1000);
  if (!ahead.hidden || onItsWay()) return;
  elsewhere(true);
  const open = waiting.dataset.step === "ended" ? []
    : cards().filter((card) => card.querySelector("[data-answer]") && !card.hasAttribute("data-closed"));
  open.forEach((card) => {
    card.setAttribute("data-closed", "");
    card.querySelector("[data-status]").innerHTML = GROUP_IS_ON;
  });
  say(announce, "De groep is een stap verder. Jij kunt hier nog even blijven.");
  close(open.filter(unsent), "De groep is een stap verder.");
};

document.addEventListener("live:frame", ({ detail }) => {
  const next = parse(detail.html);
  if (!next) return;
  const shown = frame.querySelector(".frame");
  // A process that has not heard yet may push what is older than this page.
  if (Number(next.dataset.version) < Number(shown.dataset.version)) return;
  // A question to small groups comes in the middle of a step: it is drawn as another step is.
  const asks = [...next.querySelectorAll("[data-of-huddle]")].some((card) => !cardOf(card.dataset.question));
  if (next.dataset.step === shown.dataset.step && !asks) {
    waiting = null;
    elsewhere(false);
    if (next.dataset.version !== shown.dataset.version) sameStep(next);
    return;
  }
  if (waiting?.dataset.step !== next.dataset.step) since = Date.now();
  waiting = next;
  swapWhenQuiet();
});

document.addEventListener("phone:queue", swapWhenQuiet);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-go-along]") && waiting) newStep(waiting);
});
frame.addEventListener("input", () => { lastKey = Date.now(); });

// 'Ik ben nog bezig': the step stays when the group goes on, until this phone goes along.
stay?.addEventListener("click", () => {
  const on = stay.getAttribute("aria-pressed") !== "true";
  stay.setAttribute("aria-pressed", String(on));
  if (!on) swapWhenQuiet();
});
const offer = () => { if (stay) stay.hidden = !frame.querySelector("[data-typed], [data-answer], details"); };
document.addEventListener("phone:step", offer);
offer();

// The session ended while no frame came through: the page itself says so.
document.addEventListener("live:end", () => {
  if (step() === "ended" || (waiting && waiting.dataset.step === "ended")) return;
  setTimeout(() => location.reload(), Math.random() * 1500);
});
