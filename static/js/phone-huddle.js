// In which small group this phone belongs. The frame is the same for all, so it only says which deal
// holds; the phone fetches its own place, and again when somebody was moved. Spread over half a
// second, so that a room does not ask all at once.
import { csrf, frame, say } from "./phone-page.js";

const SPREAD = 500; // ms
const AGAIN = 3000; // ms after which a phone without a line asks again
const NO_LINE = "Even geen verbinding. Probeer het zo nog eens.";
const announce = document.querySelector("[data-announce]");
const address = `${new URL(frame.dataset.stream, location.href).pathname.replace(/stroom\/$/, "")}groepje/`;
let known = { deal: "", html: "" }; // the last that was fetched
let timer = 0;

const place = () => frame.querySelector("#mijn-groepje");
const deal = () => frame.querySelector("[data-huddles]")?.dataset.huddles ?? "";
const text = (selector) => place().querySelector(selector)?.textContent ?? "";
const heard = () => [text("#groepje-naam"), text(".huddle-place")].filter(Boolean).join(", ");
const asks = () => text("[data-asks]");

const draw = (html, aloud) => {
  const [before, task] = [heard(), asks()];
  const open = place().querySelector("details")?.open;
  place().innerHTML = html;
  if (open && !aloud) place().querySelector("details")?.setAttribute("open", "");
  const news = [heard() === before ? "" : heard(), asks() === task ? "" : asks()].filter(Boolean);
  if (html && news.length) say(announce, news.join(". "));
  const writes = place().querySelector("[data-writes]") !== null;
  for (const card of frame.querySelectorAll("[data-of-huddle]")) card.hidden = !writes;
  choosing();
  over();
};

// Who chooses a sign is not told to lay the phone away, as the step's own card says.
const choosing = () => frame.querySelector(".frame").toggleAttribute("data-choosing", asks() !== "");

// Once the answers are closed nobody is asked to write.
const over = () => {
  const form = place()?.querySelector(".huddle-writes");
  if (form) form.hidden = frame.querySelector("[data-of-huddle][data-closed]") !== null;
};

const take = async (reply) => {
  if (!reply.ok && reply.status !== 409) throw new Error(reply.status);
  return reply.text();
};

const look = async () => {
  const asked = deal();
  if (!asked) return;
  try {
    const html = await take(await fetch(address, {
      headers: { "X-Requested-With": "fetch" }, credentials: "same-origin", cache: "no-store",
    }));
    if (deal() !== asked) return soon();
    const same = known.deal === asked && known.html === html && place().firstElementChild;
    known = { deal: asked, html };
    if (!same) draw(html);
  } catch { soon(AGAIN); }
};
function soon(after = 0) {
  clearTimeout(timer);
  timer = setTimeout(look, after + Math.random() * SPREAD);
}

// Another frame: what is known is shown at once, what the server knows corrects it.
const follow = (anew = false) => {
  const now = deal();
  over();
  if (!now) {
    clearTimeout(timer);
    if (place()?.firstElementChild) draw("");
    return;
  }
  if (now.split(".")[0] === known.deal.split(".")[0] && !place().firstElementChild) draw(known.html);
  if (anew || now !== known.deal) soon();
};
document.addEventListener("phone:step", () => follow(true));
document.addEventListener("phone:status", () => follow());

// Somebody was moved: the counters say that another round holds.
document.addEventListener("live:tally", ({ detail }) => {
  const fresh = new DOMParser().parseFromString(detail.html, "text/html").querySelector("#groepjes");
  const shown = frame.querySelector("#groepjes");
  if (!fresh || !shown || fresh.innerHTML === shown.innerHTML) return;
  shown.innerHTML = fresh.innerHTML;
  follow();
});
document.addEventListener("live:state", ({ detail }) => {
  if (detail.state !== "offline" && deal() && deal() !== known.deal) soon();
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-huddle-wish]");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
  try {
    const html = await take(await fetch(address, {
      method: "POST", body, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "fetch" }, credentials: "same-origin",
    }));
    known = { deal: deal(), html };
    draw(html, true);
    place().querySelector("#groepje-naam")?.focus();
  } catch { say(announce, NO_LINE); }
});

// The page that just loaded may have it already.
if (place()?.firstElementChild) known = { deal: deal(), html: place().innerHTML };
else follow();
