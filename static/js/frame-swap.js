// Puts what the server sends on the page, on console and projector. There is one way: htmx morphs
// #frame, whether a frame was pushed or is the reply to a press. Only what differs is touched, so a
// film goes on playing, focus stays and nobody's typing is disturbed.
// Tells others with 'screen:changed' and 'screen:step'.
import htmx from "../vendor/htmx/htmx.esm.min.js";

const place = document.getElementById("frame");
const announcer = document.querySelector("[data-announcer]");
let before = null; // of the frame that a swap is about to change

const shown = () => place.querySelector(".frame");
const put = (target, text) => htmx.swap({ sourceElement: target, target, text, swap: "innerMorph" });

document.addEventListener("live:frame", ({ detail }) => put(place, detail.html));

document.addEventListener("live:tally", ({ detail }) => {
  const counters = new DOMParser().parseFromString(detail.html, "text/html");
  for (const fresh of counters.querySelectorAll("[data-tally]")) {
    const name = CSS.escape(fresh.dataset.tally);
    for (const element of place.querySelectorAll(`[data-tally="${name}"]`)) put(element, fresh.innerHTML);
  }
});

document.addEventListener("live:state", ({ detail }) => {
  for (const line of document.querySelectorAll("[data-line]")) line.hidden = detail.state !== "offline";
});

document.addEventListener("htmx:before:swap", (event) => {
  const { tasks } = event.detail;
  const main = tasks.find((task) => task.type === "main" && task.target === place);
  if (!main) return;
  const fresh = main.fragment.querySelector(".frame");
  if (!fresh) {
    event.preventDefault();
    window.location.reload(); // logged out, or the session is gone: the page says so
  } else if (Number(fresh.dataset.version) < Number(shown().dataset.version)) {
    tasks.splice(tasks.indexOf(main), 1); // a slow reply; what stands here is newer
  } else {
    before = { ...shown().dataset, focused: whereFocusIs() };
  }
});

document.addEventListener("htmx:after:swap", () => {
  if (!before) return;
  const was = before;
  const now = shown().dataset;
  before = null;
  if (was.focused) keepFocus(was.focused);
  for (const element of document.querySelectorAll("[data-when]")) {
    element.hidden = !element.dataset.when.split(" ").includes(now.kind);
  }
  document.dispatchEvent(new CustomEvent("screen:changed"));
  if (now.step !== was.step) document.dispatchEvent(new CustomEvent("screen:step"));
  if (announcer) say(was, now);
});

// A new step, and what became so in it (data-news: sentences with a bar between them); each once.
function say(was, now) {
  const known = was.step === now.step ? (was.news ?? "").split("|") : [];
  const news = (now.news ?? "").split("|").filter((sentence) => sentence && !known.includes(sentence));
  if (now.step !== was.step || now.announce !== was.announce) news.unshift(now.announce);
  if (news.length) announcer.textContent = news.join(" ");
}

// The ids from what has focus up to the frame; null when it is elsewhere.
function whereFocusIs() {
  if (!place.contains(document.activeElement)) return null;
  const ids = [];
  for (let one = document.activeElement; one !== place; one = one.parentElement) if (one.id) ids.push(one.id);
  return ids;
}

// A pressed button that came back in its new form keeps the focus. One that went away hands it to
// what it stood in, else to what comes next, so that a keyboard is never thrown back to the top of
// the page. The step itself is said (`say`), so its heading need not be read by focus as well.
function keepFocus(ids) {
  if (place.contains(document.activeElement) && !document.activeElement.disabled) return;
  const heirs = ids.map((id) => document.getElementById(id));
  heirs.push(place.querySelector("[data-key=next]"), place.querySelector("[tabindex='-1']"));
  heirs.some((heir) => {
    heir?.focus({ preventScroll: true });
    return heir && heir === document.activeElement;
  });
}
