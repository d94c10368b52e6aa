// Tries a line as a session's: does what the server says come at once, and does it stay? Shows one of the
// sentences that stand in [data-says]; `show` is for every test of the page.
const AT_ONCE = 3000; // ms in which the first line should be here
const TOGETHER = 2000; // ms: lines that come closer to each other than their pauses were held back
const LINES = 4;

export function show(place, name) {
  for (const line of place.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== name;
}

// When each line came, in ms since the start; what ended it otherwise: "lost" or "crowded".
async function listen(address) {
  const came = [];
  const began = performance.now();
  const patience = new AbortController();
  const limit = setTimeout(() => patience.abort(), 25000);
  try {
    const reply = await fetch(address, { headers: { Accept: "text/event-stream" }, cache: "no-store", signal: patience.signal });
    if (reply.status === 503) return { came, ended: "crowded" };
    if (!reply.ok) return { came, ended: "none" };
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      if (done) break;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) if (part.startsWith("event: regel")) came.push(performance.now() - began);
    }
  } catch (error) {
    if (!came.length && error.name !== "AbortError") return { came, ended: "lost" };
  } finally {
    clearTimeout(limit);
  }
  return { came, ended: "" };
}

function judge({ came, ended }) {
  if (ended) return ended;
  if (!came.length) return "none";
  if (came[0] > AT_ONCE || (came.length === LINES && came[LINES - 1] - came[0] < TOGETHER)) return "held";
  return came.length < LINES ? "cut" : "good";
}

// As live.js does: what does not come through packed is tried plain.
export async function tryLine(place) {
  show(place, "busy");
  let found = judge(await listen(place.dataset.line));
  if (found === "held" || found === "none") {
    const plain = judge(await listen(`${place.dataset.line}?plat=1`));
    found = plain === "good" ? "plain" : plain;
  }
  show(place, found);
  return found;
}
