// Drag a step to another place, on top of the buttons that do the same. Listens again after each
// change, because the list may be a new one.
import "../vendor/sortablejs/Sortable.min.js"; // no module: it names itself on the window

const arm = () => {
  const list = document.querySelector("[data-sortable]");
  if (!list) return;
  list.querySelectorAll("[data-grip]").forEach((grip) => { grip.hidden = false; });
  if (list.dataset.armed) return;
  list.dataset.armed = "true";
  window.Sortable.create(list, {
    handle: "[data-grip]",
    draggable: "[data-step]",
    animation: 0,
    ghostClass: "is-dragged",
    onEnd(event) {
      if (event.oldDraggableIndex === event.newDraggableIndex) return;
      const drop = event.item.querySelector("[data-drop]");
      drop.value = String(event.newDraggableIndex + 1);
      drop.form.requestSubmit(drop);
    },
  });
};
document.addEventListener("htmx:after:swap", arm);
arm();
