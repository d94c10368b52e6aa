// Puts a pushed frame on the page, part by part: only parts that the server changed are replaced,
// so a film goes on playing, focus stays and nobody's typing is touched.
// Used by console and projector. Tells others with 'screen:changed' and 'screen:step'.
(() => {
  const place = document.getElementById("frame");
  const frame = place.querySelector(".frame");
  const announcer = document.querySelector("[data-announcer]");
  const served = new Map();
  // The page and a pushed frame differ in empty lines only; those are no change.
  const words = (part) => part.outerHTML.replace(/\s+/g, " ");
  for (const part of frame.querySelectorAll("[data-part]")) served.set(part.dataset.part, words(part));

  document.addEventListener("live:frame", (event) => {
    const fresh = parse(event.detail.html).querySelector(".frame");
    if (!fresh || Number(fresh.dataset.version) < Number(frame.dataset.version)) return;
    const other = fresh.dataset.step !== frame.dataset.step;
    const told = fresh.dataset.announce !== frame.dataset.announce;
    const focused = frame.contains(document.activeElement) && document.activeElement.id;
    for (const name of frame.getAttributeNames()) if (!fresh.hasAttribute(name)) frame.removeAttribute(name);
    for (const { name, value } of fresh.attributes) frame.setAttribute(name, value);
    for (const part of fresh.querySelectorAll("[data-part]")) swap(part);
    if (focused && !frame.contains(document.activeElement)) refocus(focused);
    for (const element of document.querySelectorAll("[data-when]")) {
      element.hidden = element.dataset.when !== frame.dataset.kind;
    }
    document.dispatchEvent(new CustomEvent("screen:changed"));
    if (other) document.dispatchEvent(new CustomEvent("screen:step"));
    if (announcer && (other || told)) announcer.textContent = frame.dataset.announce;
  });

  document.addEventListener("live:tally", (event) => {
    for (const fresh of parse(event.detail.html).querySelectorAll("[data-tally]")) {
      const name = CSS.escape(fresh.dataset.tally);
      for (const element of frame.querySelectorAll(`[data-tally="${name}"]`)) {
        if (element.innerHTML.trim() !== fresh.innerHTML.trim()) element.innerHTML = fresh.innerHTML;
      }
    }
  });

  document.addEventListener("live:state", (event) => {
    for (const line of document.querySelectorAll("[data-line]")) {
      line.hidden = event.detail.state !== "offline";
    }
  });

  function parse(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  function swap(part) {
    const name = part.dataset.part;
    const html = words(part);
    if (served.get(name) === html) return;
    served.set(name, html);
    const old = frame.querySelector(`[data-part="${name}"]`);
    if (old) old.replaceWith(document.importNode(part, true));
  }

  // A pressed button that came back in its new form keeps the focus; one that went away hands it
  // to the heading, so that a keyboard is never thrown back to the top of the page.
  function refocus(id) {
    const again = document.getElementById(id);
    const usable = again && !again.disabled;
    const target = usable ? again : frame.querySelector("[tabindex='-1']");
    if (target) target.focus({ preventScroll: true });
  }
})();
