// A dialogue day asks other numbers than a team's talk: what is not asked now is out of sight.
// Without scripts all of it stands there, and the server reads what belongs to what was chosen.
const form = document.querySelector(".plan");

const draw = () => {
  const day = form.querySelector("[name=vorm]:checked")?.value === "dialoogdag";
  const show = (part, now) => {
    part.hidden = !now;
    part.removeAttribute("data-not-now");
  };
  for (const part of form.querySelectorAll(".only-day")) show(part, day);
  for (const part of form.querySelectorAll(".only-talk")) show(part, !day);
};
form?.addEventListener("change", ({ target }) => { if (target.name === "vorm") draw(); });
if (form) draw();
