// Keeps this page in touch with the session: by a stream, or by asking where a proxy holds
// streams back. Shows nothing itself; it tells the page by events on the document:
//   live:frame {html, version}   live:clock {seconds|null}   live:tally {html}
//   live:end                     live:state {state: "connected"|"polling"|"offline"}
// Reads <div id="frame" data-stream="…" data-poll="…">. Nothing happens before `listen()`, so that
// everybody who wants to hear the first frame is there.
const root = document.getElementById("frame");

const SILENCE = 25000; // no byte for so long: the line is dead
const FIRST_FRAME = 2500; // no frame for so long: ask for it instead
const POLL = 2000;
const LONGEST_PAUSE = 1500;

let version = -1;
let ended = false;
let state = "";
let line = null; // AbortController of the stream
let tries = 0;
let retryBase = 0; // what the server asked for, in ms
let again = 0; // timers
let watchdog = 0;
let poller = 0;
let patience = 0;
let etag = "";
let lastByte = 0;
let plain = false; // a compressed stream brought nothing here

const tell = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
const spread = (ms) => ms * (0.6 + Math.random() * 0.8);

function become(next) {
  if (state === next || ended) return;
  state = next;
  tell("state", { state });
}

function show(html, number) {
  if (!(number > version)) return;
  version = number;
  tell("frame", { html, version });
}

function clock(seconds) {
  tell("clock", { seconds });
}

function finish() {
  if (ended) return;
  stopAll();
  ended = true;
  tell("end", {});
}

function stopAll() {
  clearTimeout(again);
  clearTimeout(watchdog);
  clearTimeout(poller);
  clearTimeout(patience);
  poller = 0;
  if (line) line.abort();
  line = null;
}

// -- stream ---------------------------------------------------------------------------------

function connect() {
  if (ended) return;
  clearTimeout(again);
  if (line) line.abort();
  const mine = new AbortController();
  line = mine;
  alive(mine);
  clearTimeout(patience);
  patience = setTimeout(nothingYet, FIRST_FRAME);
  read(mine).catch(() => lost(mine));
}

// Some proxies hold back what they can't read.
function nothingYet() {
  startPolling();
  if (plain) return;
  plain = true;
  connect();
}

async function read(mine) {
  const response = await fetch(root.dataset.stream + (plain ? "?plat=1" : ""), {
    headers: { Accept: "text/event-stream" },
    cache: "no-store",
    credentials: "same-origin",
    signal: mine.signal,
  });
  if (mine !== line) return;
  if (response.status === 204) {
    await poll(true);
    finish();
    return;
  }
  if (response.status === 404 && "leaves" in root.dataset) {
    location.reload(); // its key was withdrawn: what it shows goes, the page says so
    return;
  }
  const type = response.headers.get("Content-Type") || "";
  if (!response.ok || !type.startsWith("text/event-stream")) {
    if (response.body) response.body.cancel().catch(() => {});
    lost(mine);
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (mine !== line) return;
    if (done) break;
    alive(mine);
    rest += value;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop();
    blocks.forEach(handle);
  }
  lost(mine);
}

function handle(block) {
  let name = "message";
  let id = null;
  const data = [];
  for (const row of block.split(/\r?\n/)) {
    const at = row.indexOf(":");
    if (at === 0) continue;
    const field = at < 0 ? row : row.slice(0, at);
    const text = at < 0 ? "" : row.slice(at + 1).replace(/^ /, "");
    if (field === "event") name = text;
    else if (field === "id") id = Number(text);
    else if (field === "retry") retryBase = Math.min(Number(text) || 0, 1000);
    else if (field === "data") data.push(text);
  }
  const all = data.join("\n");
  if (name === "frame") {
    tries = 0;
    stopPolling();
    become("connected");
    show(all, id);
  } else if (name === "clock") clock(all === "" ? null : Number(all));
  else if (name === "tally") tell("tally", { html: all });
  else if (name === "end") finish();
}

// Every byte is a sign of life, the comment lines too.
function alive(mine) {
  lastByte = Date.now();
  clearTimeout(watchdog);
  watchdog = setTimeout(() => lost(mine), SILENCE);
}

function lost(mine) {
  if (mine !== line || ended) return;
  line = null;
  mine.abort();
  clearTimeout(watchdog);
  tries += 1;
  if (tries > 1 && state !== "polling") become("offline");
  if (!poller && tries > 1) startPolling();
  // Where asking works and the stream does not, the stream is a hope, not a need.
  const longest = state === "polling" && tries > 4 ? 15000 : LONGEST_PAUSE / 1.4;
  const pause = Math.min(longest, Math.max(retryBase, 100 * 2 ** Math.min(tries, 8)));
  retryBase = 0;
  clearTimeout(again);
  again = setTimeout(connect, spread(pause));
}

// -- asking ---------------------------------------------------------------------------------

function startPolling() {
  if (ended || poller) return;
  clearTimeout(patience);
  poller = -1; // asking, no timer yet
  round();
}

function stopPolling() {
  clearTimeout(patience);
  clearTimeout(poller);
  poller = 0;
}

async function round() {
  await poll(false);
  if (poller && !ended) poller = setTimeout(round, spread(POLL));
}

async function poll(once) {
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(), 8000);
  try {
    const response = await fetch(root.dataset.poll, {
      headers: etag ? { Accept: "application/json", "If-None-Match": etag } : { Accept: "application/json" },
      cache: "no-store",
      credentials: "same-origin",
      signal: controller.signal,
    });
    if (!once && !poller) return; // the stream came back meanwhile
    if (response.status === 304) become("polling");
    else if (response.ok) {
      etag = response.headers.get("ETag") || "";
      const data = await response.json();
      if (!once) become("polling");
      const newer = data.version > version;
      show(data.html, data.version);
      if (newer) clock(data.clock);
      if (data.tally) tell("tally", { html: data.tally });
      if (data.ended) finish();
    } else if (response.status >= 500) become("offline");
  } catch {
    if (!once && poller) become("offline");
  } finally {
    clearTimeout(limit);
  }
}

// -- back again -----------------------------------------------------------------------------

// A phone that slept may hold a line that is dead without knowing it.
function wake(sure) {
  if (ended) return;
  if (sure || !line || Date.now() - lastByte > 11000) {
    tries = 0;
    connect();
  }
}

// Begins, and goes on until the session ends.
export function listen() {
  window.addEventListener("online", () => wake(true));
  window.addEventListener("offline", () => become("offline"));
  window.addEventListener("pageshow", (event) => wake(event.persisted));
  window.addEventListener("pagehide", stopAll);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake(false);
  });
  connect();
}
