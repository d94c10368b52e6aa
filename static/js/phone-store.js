// What this phone keeps for one session, under bni:<session>:<sort>:<id>:
//   draft (typed, not sent), queue (sent, not acknowledged), own (acknowledged),
//   note (to oneself, never sent), seen (steps shown before), signal (asked for a pause or time),
//   calm (no clock), role (as what somebody takes part; sent nowhere).
// Every question has a key of its own, so two tabs of one phone never overwrite each other.
const prefix = `bni:${document.getElementById("frame").dataset.session}:`;
const memory = new Map(); // where the browser refuses storage, at least this page remembers
const DAY = 24 * 3600 * 1000; // ms

export const read = (sort, id) => {
  const key = `${prefix}${sort}:${id}`;
  try {
    return JSON.parse(localStorage.getItem(key)) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
};

export const write = (sort, id, value) => {
  const key = `${prefix}${sort}:${id}`;
  memory.set(key, value);
  try {
    localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
  } catch { /* full or refused: memory has it */ }
};

export const drop = (sort, id) => {
  const key = `${prefix}${sort}:${id}`;
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

export const ids = (sort) => {
  const start = `${prefix}${sort}:`;
  return keys().filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
};

// Words that were typed and not sent, as far as this phone knows: they have a title.
export const unsentWords = () => ["queue", "draft"].flatMap((sort) => ids(sort)
  .map((id) => ({ id, ...read(sort, id) }))
  .filter((one) => one.title !== undefined && one.values?.[0]?.trim())
  .filter((one) => read("own", one.id)?.values?.[0] !== one.values[0])
  .map(({ id, title, values }) => ({ id, title, text: values[0] })));

// At the end they are their writer's own, as notes are.
export const keepUnsentWords = () => {
  for (const { id, title, text } of unsentWords()) write("note", id, { title, text });
};

// Everything but the notes to oneself goes when the session has ended.
export const wipe = (sorts = ["draft", "queue", "own", "seen", "signal", "calm", "role"]) => {
  for (const sort of sorts) for (const id of ids(sort)) drop(sort, id);
};

// The sort and id of a changed key, for another tab's changes; null when it is not ours.
export const split = (key) => {
  const found = key?.startsWith(prefix) && key.slice(prefix.length).match(/^(\w+):(.*)$/);
  return found ? { sort: found[1], id: found[2] } : null;
};

// What was left of sessions that this phone was in before today goes.
try {
  const now = Date.now();
  localStorage.setItem(`${prefix}at:`, String(now));
  const old = keys().filter((key) => /^bni:[^:]+:at:$/.test(key))
    .filter((key) => now - Number(localStorage.getItem(key)) > DAY)
    .map((key) => key.slice(0, -3));
  for (const key of keys()) {
    if (old.some((start) => key.startsWith(start))) localStorage.removeItem(key);
  }
} catch { /* no storage, nothing old */ }
