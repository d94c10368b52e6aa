// Holds the place while the programme changes: the control that was pressed last stays where it is
// in the window, whatever grows or moves around it, so that the next press hits the same row; and
// the focus stays on it. A row that came in gets the focus. Where the page is too short to scroll
// that far, the room that is missing is added above or below the programme.
const place = document.getElementById("programma");
const above = document.querySelector("[data-hold=above]");
const below = document.querySelector("[data-hold=below]");
let pressed = ""; // the id of the control that was pressed last
let before = null; // of the programme that a swap is about to change

const top = (id) => document.getElementById(id)?.getBoundingClientRect().top;
const rows = () => [...place.querySelectorAll("[data-step]")].map((row) => row.id);
const room = (spacer) => Number(spacer.getAttribute("height"));
const make = (spacer, pixels) => spacer.setAttribute("height", String(Math.max(0, pixels)));
const scroll = (pixels) => window.scrollBy({ top: pixels, behavior: "instant" });

document.addEventListener("click", ({ target }) => {
  pressed = target.closest("#programma button")?.id ?? pressed;
});

document.addEventListener("htmx:before:swap", (event) => {
  const { tasks } = event.detail;
  const main = tasks.find((task) => task.type === "main" && task.target === place);
  if (!main) return;
  if (!main.fragment.querySelector("#stappen")) {
    event.preventDefault();
    window.location.reload(); // logged out, or the session is gone: the page says so
    return;
  }
  const focused = place.contains(document.activeElement) && document.activeElement.id;
  before = { rows: rows(), focused, top: top(pressed) };
});

document.addEventListener("htmx:after:swap", () => {
  if (!before) return;
  const was = before;
  before = null;
  const came = rows().filter((id) => !was.rows.includes(id));
  if (came.length === 1) {
    const summary = document.querySelector(`#${came[0]} summary`);
    summary.focus({ preventScroll: true });
    summary.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (was.focused === "zet-erbij") emptied(document.getElementById("stap-erbij"));
    return;
  }
  if (was.focused && document.activeElement.id !== was.focused) {
    document.getElementById(was.focused)?.focus({ preventScroll: true });
  }
  if (was.top !== undefined) hold(was.top);
});

// The form for a step more is empty and folded again once the step is there.
function emptied(more) {
  more.querySelector("form").reset();
  more.open = false;
}

// Brings the pressed control back to where it was in the window.
function hold(was) {
  make(above, 0);
  make(below, 0);
  const off = () => Math.round((top(pressed) ?? was) - was);
  scroll(off());
  if (off() < 0) make(above, -off());
  if (off() > 0) {
    make(below, off());
    scroll(off());
  }
}

// Room above is given back as soon as that is not seen.
document.addEventListener("scroll", () => {
  const given = room(above);
  if (!given || window.scrollY < given) return;
  make(above, 0);
  scroll(-given);
}, { passive: true });
