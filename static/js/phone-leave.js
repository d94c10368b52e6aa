// 'Ik ben klaar, wis deze telefoon': what this phone kept goes before its cookies do, and once more
// on the page that says so, for who pressed before this script was there. The notes to oneself are
// the writer's own, so their box says whether they go too.
import { wipe } from "./phone-store.js";

const clear = (notes) => {
  wipe();
  if (notes) wipe(["note"]);
};

const form = document.querySelector("[data-leave]");
const gone = document.querySelector("[data-left]");
form?.addEventListener("submit", () => clear(form.notities.checked));
if (gone) clear(gone.dataset.left === "notes");
