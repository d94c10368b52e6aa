// The server sends only what changed: a row that is the same comes empty, with its clock time. Such a
// row stays as it stands here, at the place that it has in what came.
const place = document.getElementById("programma");
const KEEP = "hx-morph-skip"; // htmx leaves an element with this attribute alone

document.addEventListener("htmx:before:swap", (event) => {
  const main = event.detail.tasks.find((task) => task.type === "main" && task.target === place);
  if (!main || event.defaultPrevented) return;
  const pairs = [...main.fragment.querySelectorAll("[data-same]")].map((same) => [same, document.getElementById(same.id)]);
  if (pairs.some(([, here]) => !here)) {
    event.preventDefault();
    window.location.reload(); // this page is not what the server takes it for
    return;
  }
  for (const [same, here] of pairs) {
    here.setAttribute(KEEP, "");
    if (same.dataset.same) here.querySelector("[data-clock]").textContent = same.dataset.same;
  }
});

document.addEventListener("htmx:after:swap", () => {
  for (const kept of place.querySelectorAll(`[${KEEP}]`)) kept.removeAttribute(KEEP);
});
