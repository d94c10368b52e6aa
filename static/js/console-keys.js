// Keys of a presentation remote: arrows and Page Up/Down, and B for black, where `shortcuts.js` says
// that they are meant for us. The projector's window in this browser passes its keys on.
import { meant } from "./shortcuts.js";

const KEYS = {
  ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", b: "black", B: "black", ".": "black",
};

document.addEventListener("keydown", (event) => {
  if (meant(event) && press(KEYS[event.key])) event.preventDefault();
});

const channel = new BroadcastChannel(`bediening-${document.getElementById("frame").dataset.session}`);
channel.addEventListener("message", (event) => press(KEYS[event.data]));

function press(name) {
  const button = name && document.querySelector(`[data-key="${name}"]`);
  if (!button || button.disabled) return false;
  button.click();
  return true;
}
