// 'Meer' closes by Escape and by a press elsewhere, and before a question that it asks.
const menu = () => document.querySelector("[data-menu]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu().open || document.querySelector("dialog[open]")) return;
  menu().open = false;
  menu().querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const pressed = event.target.closest("a, button");
  if (menu().contains(event.target)) {
    const stays = !pressed || pressed.matches("[data-copy], [data-shortcuts]");
    if (!stays) menu().open = false;
    if (pressed?.matches("[data-dialog-open]")) menu().querySelector("summary").focus();
  } else menu().open = false;
}, true);
document.addEventListener("focusin", (event) => {
  if (!menu().contains(event.target)) menu().open = false;
});
