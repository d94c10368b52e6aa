// A presentation remote speaks to the window in front. When that is the screen, its keys go to the
// console that is open in this same browser; the screen itself can do nothing.
import { meant } from "./shortcuts.js";

const KEYS = ["ArrowRight", "PageDown", "ArrowLeft", "PageUp", "b", "B", "."];
const channel = new BroadcastChannel(`bediening-${document.getElementById("frame").dataset.session}`);
document.addEventListener("keydown", (event) => {
  if (!KEYS.includes(event.key) || !meant(event)) return;
  event.preventDefault();
  channel.postMessage(event.key);
});
