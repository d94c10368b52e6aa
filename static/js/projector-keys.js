// A presentation remote speaks to the window in front. When that is the screen, its keys go to the
// console that is open in this same browser; the screen itself can do nothing.
(() => {
  if (!("BroadcastChannel" in window)) return;
  const KEYS = ["ArrowRight", "PageDown", "ArrowLeft", "PageUp", "b", "B", "."];
  const channel = new BroadcastChannel(`bediening-${document.getElementById("frame").dataset.session}`);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !KEYS.includes(event.key)) return;
    event.preventDefault();
    channel.postMessage(event.key);
  });
})();
