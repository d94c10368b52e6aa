// Two players for one film: our own file, and YouTube's by its IFrame API. Both begin at once, and say
// 'playing', 'paused', 'ended', 'press' (the browser wants a press on this page before sound), 'refused'
// (this film can't be played) or 'silent' (nothing comes through).
const ORIGIN = "https://www.youtube-nocookie.com";
const PATIENCE = 8000; // ms without a word from the player
const REMINDS = 500; // ms between two tries to be heard, until it answers

export function fromFile(film, { from, volume, captions }, tell) {
  const video = document.createElement("video");
  video.controls = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  video.preload = "auto";
  video.setAttribute("aria-label", film.dataset.filmTitle);
  video.src = film.dataset.filmVideo;
  if (film.dataset.filmSubtitles) {
    const track = document.createElement("track");
    track.kind = "subtitles";
    track.srclang = "nl";
    track.label = "Nederlands";
    track.src = film.dataset.filmSubtitles;
    video.append(track);
  }
  const begin = () => video.play().catch((error) => {
    if (error.name === "NotAllowedError") tell("press");
  });
  const show = (on) => {
    for (const track of video.textTracks) track.mode = on ? "showing" : "hidden";
  };
  video.addEventListener("loadedmetadata", () => {
    if (from) video.currentTime = from;
  }, { once: true });
  video.addEventListener("playing", () => tell("playing"));
  video.addEventListener("pause", () => { if (!video.ended) tell("paused"); });
  video.addEventListener("ended", () => tell("ended"));
  video.addEventListener("error", () => tell("refused"));
  film.querySelector("[data-film-place]").replaceChildren(video);
  const player = {
    play: begin,
    pause: () => video.pause(),
    seek: (seconds) => { video.currentTime = seconds; },
    volume: (percent) => { video.volume = percent / 100; },
    captions: show,
    position: () => video.currentTime,
    stop() {
      tell = () => {};
      video.removeAttribute("src");
      video.load();
      video.remove();
    },
  };
  player.volume(volume);
  show(captions);
  setTimeout(begin);
  return player;
}

const STATES = { 0: "ended", 1: "playing", 2: "paused" };

export function fromYouTube(film, { from, volume, captions }, tell) {
  const frame = document.createElement("iframe");
  const wishes = new URLSearchParams({
    autoplay: 1, enablejsapi: 1, origin: window.location.origin, cc_load_policy: captions ? 1 : 0, cc_lang_pref: "nl",
    hl: "nl", rel: 0, playsinline: 1, iv_load_policy: 3, start: Math.floor(from),
  });
  let at = from;
  let measured = 0; // when it said so; 0 while it stands still
  let heard = false;
  let last = "";
  const send = (message) => frame.contentWindow?.postMessage(JSON.stringify({ id: 1, channel: "widget", ...message }), ORIGIN);
  const command = (func, ...args) => send({ event: "command", func, args });
  const become = (code) => {
    const state = STATES[code];
    measured = state === "playing" ? performance.now() : 0;
    if (!state || state === last) return;
    last = state;
    tell(state);
  };
  const hear = (event) => {
    if (event.origin !== ORIGIN || event.source !== frame.contentWindow) return;
    let said;
    try { said = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
    if (!heard) {
      heard = true;
      for (const name of ["onStateChange", "onError", "onAutoplayBlocked"]) command("addEventListener", name);
      player.volume(volume);
    }
    if (said.event === "onError") tell("refused");
    else if (said.event === "onAutoplayBlocked") tell("press");
    else if (said.event === "onStateChange") become(said.info);
    else if (said.info && typeof said.info === "object") {
      if (typeof said.info.currentTime === "number") {
        at = said.info.currentTime;
        if (measured) measured = performance.now();
      }
      if (typeof said.info.playerState === "number") become(said.info.playerState);
    }
  };
  const remind = setInterval(() => (heard ? clearInterval(remind) : send({ event: "listening" })), REMINDS);
  const patience = setTimeout(() => { if (!heard) tell("silent"); }, PATIENCE);
  window.addEventListener("message", hear);
  frame.src = `${ORIGIN}/embed/${encodeURIComponent(film.dataset.film)}?${wishes}`;
  frame.title = film.dataset.filmTitle;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.addEventListener("load", () => send({ event: "listening" }));
  film.querySelector("[data-film-place]").replaceChildren(frame);
  const player = {
    play: () => command("playVideo"),
    pause: () => command("pauseVideo"),
    seek(seconds) {
      at = seconds;
      command("seekTo", seconds, true);
    },
    volume: (percent) => command("setVolume", percent),
    captions(on) {
      if (on === captions) return;
      captions = on;
      command(on ? "loadModule" : "unloadModule", "captions");
      if (on) command("setOption", "captions", "track", { languageCode: "nl" });
    },
    position: () => at + (measured ? (performance.now() - measured) / 1000 : 0),
    stop() {
      tell = () => {};
      clearInterval(remind);
      clearTimeout(patience);
      window.removeEventListener("message", hear);
      frame.remove();
    },
  };
  return player;
}
