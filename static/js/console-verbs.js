// What htmx leaves open when it sends the console's forms: a remote that sends twice means once,
// a form that was taken is empty again, and without a line the facilitator reads so.
// Without htmx every button is a form that loads the page.
const place = document.getElementById("frame");
const notice = document.querySelector("[data-notice]");
const NO_LINE = "Geen verbinding. Er is niets veranderd. Probeer het zo opnieuw.";
const underWay = new Map(); // htmx's context of a request: the verb and what it is about

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  // What a press did can be seen before its reply is in: who presses again then, means it again.
  const seen = place.querySelector(".frame").dataset.version;
  const verb = `${ctx.request.action} ${ctx.request.submitter?.value ?? ""} ${seen}`; // 'next' names its step
  if ([...underWay.values()].includes(verb)) {
    event.preventDefault();
    return;
  }
  underWay.set(ctx, verb);
  place.setAttribute("aria-busy", "true");
});

// The same refusal again is said again: a morph would leave it as it is, and silent.
let said = "";
document.addEventListener("htmx:before:swap", () => {
  said = notice.textContent.trim();
});
document.addEventListener("htmx:after:swap", () => {
  if (said && notice.textContent.trim() === said) notice.replaceChildren(...notice.cloneNode(true).childNodes);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  underWay.delete(ctx);
  if (!underWay.size) place.removeAttribute("aria-busy");
  if (ctx.response?.raw.ok && ctx.sourceElement.matches("[data-verb-form]")) ctx.sourceElement.reset();
});

document.addEventListener("htmx:error", () => {
  const box = document.createElement("div");
  const inner = document.createElement("div");
  const line = document.createElement("p");
  box.className = "notice notice--warn";
  line.textContent = NO_LINE;
  inner.append(line);
  box.append(inner);
  notice.replaceChildren(box);
});
