// Drag a step to another place, on top of the buttons that do the same. Listens again after each
// change, because the list may be a new one.
const arm = () => {
  const list = document.querySelector("[data-sortable]");
  if (!list || !window.Sortable) return;
  list.querySelectorAll("[data-grip]").forEach((grip) => { grip.hidden = false; });
  if (list.dataset.armed) return;
  list.dataset.armed = "true";
  window.Sortable.create(list, {
    handle: "[data-grip]",
    animation: 0,
    ghostClass: "is-dragged",
    onEnd(event) {
      if (event.oldIndex === event.newIndex) return;
      const drop = event.item.querySelector("[data-drop]");
      drop.value = String(event.newIndex + 1);
      drop.form.requestSubmit(drop);
    },
  });
};
document.addEventListener("htmx:after:swap", arm);
arm();
