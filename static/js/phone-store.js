// What this phone keeps for one session, under bni:<session>:<kind>:<id>:
//   draft (typed, not sent), queue (sent, not acknowledged), own (acknowledged),
//   note (to oneself, never sent), seen (steps shown before).
// Every question has a key of its own, so two tabs of one phone never overwrite each other.
window.phone = (() => {
  const frame = document.getElementById("frame");
  const prefix = `bni:${frame.dataset.session}:`;
  const memory = new Map(); // where the browser refuses storage, at least this page remembers

  const read = (kind, id) => {
    const key = `${prefix}${kind}:${id}`;
    try {
      return JSON.parse(localStorage.getItem(key)) ?? memory.get(key) ?? null;
    } catch {
      return memory.get(key) ?? null;
    }
  };
  const write = (kind, id, value) => {
    const key = `${prefix}${kind}:${id}`;
    memory.set(key, value);
    try {
      localStorage.setItem(key, JSON.stringify(value));
      memory.delete(key);
    } catch { /* full or refused: memory has it */ }
  };
  const drop = (kind, id) => {
    const key = `${prefix}${kind}:${id}`;
    memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch { /* nothing to remove then */ }
  };
  const keys = () => {
    try {
      return [...new Set([...Object.keys(localStorage), ...memory.keys()])];
    } catch {
      return [...memory.keys()];
    }
  };
  const ids = (kind) => {
    const start = `${prefix}${kind}:`;
    return keys().filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  };
  // Everything but the notes to oneself goes when the session has ended.
  const wipe = (kinds = ["draft", "queue", "own", "seen", "signal"]) => {
    kinds.forEach((kind) => ids(kind).forEach((id) => drop(kind, id)));
  };
  // The kind and id of a changed key, for another tab's changes; null when it is not ours.
  const split = (key) => {
    const found = key?.startsWith(prefix) && key.slice(prefix.length).match(/^(\w+):(.*)$/);
    return found ? { kind: found[1], id: found[2] } : null;
  };

  // What was left of sessions that this phone was in before today.
  const now = Date.now();
  const DAY = 24 * 3600 * 1000;
  try {
    localStorage.setItem(`${prefix}at:`, String(now));
    const old = keys().filter((key) => /^bni:[^:]+:at:$/.test(key))
      .filter((key) => now - Number(localStorage.getItem(key)) > DAY)
      .map((key) => key.slice(0, -3));
    keys().filter((key) => old.some((start) => key.startsWith(start)))
      .forEach((key) => localStorage.removeItem(key));
  } catch { /* no storage, nothing old */ }

  const step = () => frame.querySelector(".frame").dataset.step;
  const cards = () => [...frame.querySelectorAll("[data-question]")];
  const card = (ref) => cards().find((one) => one.dataset.question === ref);
  const csrf = () => document.querySelector("meta[name=csrf-token]").content;
  const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(name, { detail }));

  return { frame, read, write, drop, ids, wipe, split, step, cards, card, csrf, tell };
})();
