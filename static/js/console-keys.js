// Keys of a presentation remote: arrows and Page Up/Down, and B for black. Never while typing,
// and never when a modifier is held. The projector's window in this browser passes its keys on.
(() => {
  const KEYS = {
    ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", b: "black", B: "black", ".": "black",
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    if (press(KEYS[event.key])) event.preventDefault();
  });

  if ("BroadcastChannel" in window) {
    const channel = new BroadcastChannel(`bediening-${document.getElementById("frame").dataset.session}`);
    channel.addEventListener("message", (event) => press(KEYS[event.data]));
  }

  function press(name) {
    const button = name && document.querySelector(`[data-key="${name}"]`);
    if (!button || button.disabled) return false;
    button.click();
    return true;
  }
})();
