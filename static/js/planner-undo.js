// Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), with ⌘ on a Mac, press the buttons that do the same. In a
// field they are the browser's own.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  const button = document.getElementById(key === "y" || event.shiftKey ? "opnieuw" : "ongedaan");
  if (!button) return;
  event.preventDefault();
  button.click();
});
