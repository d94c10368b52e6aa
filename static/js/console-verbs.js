// Sends the console's buttons and its form without loading the page again, and shows what is now.
// Without this file every button is a form that loads the page.
(() => {
  const place = document.getElementById("frame");
  const notice = document.querySelector("[data-notice]");
  const NO_LINE = "Geen verbinding. Er is niets veranderd. Probeer het zo opnieuw.";
  const underWay = new Set();

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const typed = form.matches("[data-verb-form]");
    if (form.id !== "bediening" && !typed) return;
    event.preventDefault();
    const button = event.submitter;
    const address = (button && button.getAttribute("formaction")) || form.action;
    const verb = `${address} ${(button && button.value) || ""}`; // 'next' names the step it leaves
    if (underWay.has(verb)) return; // a remote that sends twice means once
    underWay.add(verb);
    place.setAttribute("aria-busy", "true");
    const done = await send(address, fieldsOf(form, button));
    underWay.delete(verb);
    if (!underWay.size) place.removeAttribute("aria-busy");
    if (done && typed) form.reset();
  });

  // FormData leaves the pressed button out before Chromium 112, Firefox 111 and Safari 16.4.
  function fieldsOf(form, button) {
    const fields = new FormData(form);
    if (button && button.name) fields.set(button.name, button.value);
    return fields;
  }

  async function send(address, fields) {
    let reply;
    let now;
    try {
      reply = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (!(reply.headers.get("Content-Type") || "").includes("json")) {
        window.location.reload(); // logged out, or the session is gone: the page says so
        return false;
      }
      now = await reply.json();
    } catch {
      say(NO_LINE);
      return false;
    }
    say(now.sentence);
    document.dispatchEvent(new CustomEvent("live:frame", { detail: { html: now.html, version: now.version } }));
    document.dispatchEvent(new CustomEvent("live:clock", { detail: { seconds: now.clock } }));
    return reply.ok;
  }

  function say(sentence) {
    notice.replaceChildren();
    if (!sentence) return;
    const box = document.createElement("div");
    box.className = "notice notice--warn";
    const inner = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = sentence;
    inner.append(line);
    box.append(inner);
    notice.append(box);
  }
})();
