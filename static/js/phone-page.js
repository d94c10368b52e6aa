// The phone's page: the frame that the server pushes, its step and its cards.
export const frame = document.getElementById("frame");

export const step = () => frame.querySelector(".frame").dataset.step;
export const cards = () => [...frame.querySelectorAll("[data-question]")];
export const cardOf = (ref) => cards().find((card) => card.dataset.question === ref);
export const csrf = () => document.querySelector("meta[name=csrf-token]").content;

// Where the answers of this step go; nowhere when it asks nothing that is sent.
export const address = () => {
  const form = frame.querySelector("form[action$='/antwoord/']");
  return form && new URL(form.getAttribute("action"), location.href).pathname;
};

// Events on the document, by which the parts of the page hear of each other:
//   phone:step (another step)    phone:status (the same step, something changed around the fields)
//   phone:filled {card}          phone:queue (an answer was sent or settled)   phone:refused {ref, one, sentence}
export const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(name, { detail }));

// Puts words in a live region. The same words are said again: a region that was emptied first changes.
const saying = new WeakMap();
export const say = (place, words) => {
  clearTimeout(saying.get(place));
  if (place.textContent) place.textContent = "";
  if (words) saying.set(place, setTimeout(() => { place.textContent = words; }, 60));
};
