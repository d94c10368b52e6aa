// Fetches this phone's own answers: after every new connection, and on a step that was here before.
// Spread over a second, so that a room that comes back does not ask all at once.
import { stored, timesAcknowledged } from "./phone-answers.js";
import { show, valuesOf, wishesOf } from "./phone-cards.js";
import { address, cards, step } from "./phone-page.js";
import { drop, read, write } from "./phone-store.js";

const WISHES = ["buiten_scherm", "verslag"]; // as they stand on a card
let timer = 0;
let connected; // unknown at first: the page that just loaded has its own answers in it

const apply = (own) => {
  cards().forEach((card) => {
    const ref = card.dataset.question;
    const mine = own[ref];
    const busy = read("queue", ref) || card.dataset.state === "editing";
    if (busy || !card.querySelector("[data-answer]")) return; // a note to oneself is never sent
    if (mine) {
      if (mine.volgnr < Number(card.dataset.number)) return;
      const list = Array.isArray(mine.waarde) ? mine.waarde : [mine.waarde];
      const values = mine.staat === "given" ? list.map(String) : [];
      // A draft that was begun after taking back stays.
      if (mine.staat === "withdrawn" && valuesOf(card).length) return;
      stored(ref, {
        state: mine.staat, values, wishes: WISHES.filter((wish) => mine[wish]), number: mine.volgnr,
      });
    } else if (card.dataset.state !== "empty") {
      drop("own", ref);
      show(card, { state: "empty" });
    }
  });
};

const fetchOwn = async () => {
  if (!address()) return;
  const before = timesAcknowledged();
  try {
    const reply = await fetch(address(), {
      headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store",
    });
    const own = reply.ok ? await reply.json() : {};
    if (timesAcknowledged() !== before) soon(); // something was stored meanwhile: this is old news
    else if (reply.ok) apply(own);
  } catch { /* away again; the next connection asks anew */ }
};
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(fetchOwn, Math.random() * 1000);
};

const look = () => {
  const before = read("seen", step());
  write("seen", step(), 1);
  return before;
};
document.addEventListener("phone:step", () => {
  // What this phone knows is shown at once; what the server knows corrects it.
  cards().forEach((card) => {
    const ref = card.dataset.question;
    const mine = read("own", ref);
    if (mine && !read("queue", ref)) stored(ref, mine);
  });
  if (look()) soon();
});
look();
// What the page that just loaded says was given, this phone knows from here on.
cards().forEach((card) => {
  const { question, state, number } = card.dataset;
  if (state === "given" && !read("own", question)) {
    write("own", question, { state, values: valuesOf(card), wishes: wishesOf(card), number: Number(number) });
  }
});

document.addEventListener("live:state", ({ detail }) => {
  const now = detail.state !== "offline";
  if (now && connected === false) soon();
  connected = now;
});
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) soon(); });
