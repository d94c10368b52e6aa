// 'Ik ben klaar, wis deze telefoon': what this phone kept goes before its cookies do. The notes to
// oneself are the writer's own, so their box says whether they go too.
import { wipe } from "./phone-store.js";

document.querySelector("[data-leave]").addEventListener("submit", () => {
  wipe();
  if (document.querySelector("[data-leave-notes]").checked) wipe(["note"]);
});
