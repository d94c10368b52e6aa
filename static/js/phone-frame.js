// Puts a pushed frame in its place. A new step replaces everything; the same step changes only the
// status around the fields. Who is typing is not interrupted: the new step waits, and says so.
(() => {
  const { frame, tell } = window.phone;
  const PAUSE_IN_TYPING = 8000; // ms without a key after which someone is no longer typing
  const ahead = document.querySelector("[data-ahead]");
  const announce = document.querySelector("[data-announce]");
  const where = document.querySelector("[data-where]");
  let waiting = null;
  let timer = 0;
  let lastKey = 0;

  const typing = () => {
    const field = document.activeElement;
    return frame.contains(field) && field.matches("textarea, input[type=text]")
      && Date.now() - lastKey < PAUSE_IN_TYPING;
  };

  const parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.querySelector(".frame");
  };

  const sameStep = (next) => {
    const shown = frame.querySelector(".frame");
    shown.dataset.version = next.dataset.version;
    shown.dataset.extra = next.dataset.extra ?? "0";
    next.querySelectorAll("[data-question]").forEach((card) => {
      const mine = window.phone.card(card.dataset.question);
      if (mine) mine.toggleAttribute("data-closed", card.hasAttribute("data-closed"));
    });
    next.querySelectorAll("[data-status][id]").forEach((status) => {
      const mine = document.getElementById(status.id);
      if (mine && mine.innerHTML !== status.innerHTML) mine.innerHTML = status.innerHTML;
    });
    tell("phone:status");
  };

  const newStep = (next) => {
    const field = document.activeElement;
    const reading = document.querySelector("dialog[open]"); // help that is open stays open
    waiting = null;
    clearTimeout(timer);
    ahead.hidden = true;
    document.querySelectorAll(".phone-note").forEach((note) => note.remove());
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
    announce.textContent = reading || document.activeElement === field ? heading.textContent : "";
  };

  const swapWhenQuiet = () => {
    if (!waiting) return;
    if (typing()) timer = setTimeout(swapWhenQuiet, 1000);
    else newStep(waiting);
  };

  document.addEventListener("live:frame", ({ detail }) => {
    const next = parse(detail.html);
    if (!next) return;
    const shown = frame.querySelector(".frame");
    // A process that has not heard yet may push what is older than this page.
    if (Number(next.dataset.version) < Number(shown.dataset.version)) return;
    if (next.dataset.step === shown.dataset.step) {
      waiting = null;
      ahead.hidden = true;
      if (next.dataset.version !== shown.dataset.version) sameStep(next);
      return;
    }
    waiting = next;
    if (!typing()) {
      newStep(next);
      return;
    }
    ahead.hidden = false;
    announce.textContent = "Er is een volgende stap. Je kunt eerst verder typen.";
    clearTimeout(timer);
    timer = setTimeout(swapWhenQuiet, 1000);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-go-along]") && waiting) newStep(waiting);
  });
  frame.addEventListener("input", () => { lastKey = Date.now(); });

  // The session ended while no frame came through: the page itself says so.
  document.addEventListener("live:end", () => {
    if (window.phone.step() === "ended" || (waiting && waiting.dataset.step === "ended")) return;
    setTimeout(() => location.reload(), Math.random() * 1500);
  });
})();
