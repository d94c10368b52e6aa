// On a dialogue day: as what somebody takes part. It is chosen here and stays here. Nothing of it is
// sent; it only decides the question of which circle this phone shows.
import { fill, show, unsent } from "./phone-cards.js";
import { cards, frame } from "./phone-page.js";
import { drop, read, write } from "./phone-store.js";

const place = () => frame.querySelector("[data-roles]");
const choices = () => [...place().querySelectorAll("[name=rol]")];
const waits = (card) => read("queue", card.dataset.question);

const draw = () => {
  const box = place();
  if (!box) return;
  box.hidden = false;
  const mine = choices().find((one) => one.value === read("role", "mine"));
  if (mine) mine.checked = true;
  for (const part of frame.querySelectorAll("[data-circle]")) part.hidden = part.dataset.circle !== mine?.dataset.in;
  const said = box.querySelector("[data-role-said]");
  said.dataset.stays ??= said.textContent;
  const asks = frame.querySelector("[data-circle]");
  const words = mine || !asks ? said.dataset.stays : box.dataset.nothing;
  if (said.textContent !== words) said.textContent = words;
};

// What was begun in another circle and not sent is let go: it would hold this phone at the step.
const letGo = () => cards().filter((card) => card.hidden && card.dataset.circle && unsent(card) && !waits(card))
  .forEach((card) => {
    const own = read("own", card.dataset.question);
    fill(card, own?.values ?? []);
    show(card, { state: own?.state ?? "empty", values: own?.values });
  });

// Who answered in this circle answered in no other: the server took that back.
const answered = (card) => ["given", "passed"].includes(card.dataset.state) && !waits(card);
const settle = () => {
  const asked = cards().filter((card) => card.dataset.circle);
  if (!asked.some((card) => !card.hidden && answered(card))) return;
  asked.filter((card) => card.hidden && answered(card)).forEach((card) => {
    drop("own", card.dataset.question);
    fill(card, []);
    show(card, { state: "empty" });
  });
};

frame.addEventListener("change", ({ target }) => {
  if (!target.matches("[name=rol]")) return;
  write("role", "mine", target.value);
  draw();
  letGo();
});
document.addEventListener("phone:queue", settle);
document.addEventListener("phone:step", draw);
draw();
