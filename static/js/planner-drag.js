// Drag a step, or a whole part by its name, to another place, on top of the buttons that do the same.
// Listens again after each change, because the list may be a new one.
import "../vendor/sortablejs/Sortable.min.js"; // no module: it names itself on the window

let carried = []; // the steps of a part that is dragged: they wait out of sight
let stood = ""; // where what is dragged was

const ref = (row) => row.id.replace(/^[a-z]+-/, "");

// The steps that stand under the name of a part.
function under(part) {
  const rows = [];
  for (let row = part.nextElementSibling; row?.matches(".block--inside"); row = row.nextElementSibling) {
    rows.push(row);
    if (row.matches(".block--last")) break;
  }
  return rows;
}

// A step's place counts from 1; a part comes after the step before it ('' at the start).
function standing(row, list) {
  const rows = [...list.children].filter((one) => !carried.includes(one));
  const before = rows.slice(0, rows.indexOf(row));
  if (row.matches("[data-part]")) return before.length ? ref(before.at(-1)) : "";
  return String(before.filter((one) => one.matches("[data-step]")).length + 1);
}

const arm = () => {
  const list = document.querySelector("[data-sortable]");
  if (!list) return;
  list.querySelectorAll("[data-grip]").forEach((grip) => { grip.hidden = false; });
  if (window.Sortable.get(list)) return;
  window.Sortable.create(list, {
    handle: "[data-grip]",
    draggable: "li",
    animation: 0,
    ghostClass: "is-dragged",
    onStart({ item }) {
      carried = item.matches("[data-part]") ? under(item) : [];
      stood = standing(item, list);
      for (const row of carried) row.hidden = true;
    },
    onEnd({ item }) {
      const stands = standing(item, list);
      for (const row of carried) row.hidden = false;
      carried = [];
      if (stands === stood) return;
      const drop = item.querySelector("[data-drop]");
      drop.value = stands;
      drop.form.requestSubmit(drop);
    },
  });
};
document.addEventListener("htmx:after:swap", arm);
arm();
