// The list for the room: what was ticked stays in this browser, under the session's name and the line's words.
const list = document.querySelector("[data-ticks]");
if (list) {
  const key = `ruimte-${list.dataset.ticks}`;
  const lines = [...list.querySelectorAll("label")];
  const words = (line) => line.textContent.trim();
  const ticked = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(key)) ?? []);
    } catch {
      return new Set();
    }
  };
  const known = ticked();
  for (const line of lines) line.control.checked = known.has(words(line));
  list.addEventListener("change", () => {
    const now = lines.filter((line) => line.control.checked).map(words);
    if (now.length) localStorage.setItem(key, JSON.stringify(now));
    else localStorage.removeItem(key);
  });
}
