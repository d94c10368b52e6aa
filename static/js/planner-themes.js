// Themes are chosen in order of importance: each next choice gets the next rank, taking one away
// closes the gap, and another rank makes the others move. Without this file everyone fills in ranks.
const picker = document.querySelector("[data-themes]");
if (picker) {
  const picks = [...picker.querySelectorAll(".pick")].map((element) => ({
    element,
    box: element.querySelector("input[type=checkbox]"),
    rank: element.querySelector("select"),
  }));
  picker.classList.add("is-ranked");

  const ranked = () =>
    picks.filter((pick) => pick.box.checked).sort((a, b) => (+a.rank.value || 99) - (+b.rank.value || 99));

  const write = (order) => {
    picks.forEach((pick) => {
      const place = order.indexOf(pick) + 1;
      pick.rank.value = place ? String(place) : "";
      pick.element.classList.toggle("is-chosen", place > 0);
      [...pick.rank.options].forEach((option) => {
        option.hidden = !option.value || +option.value > order.length;
      });
    });
  };

  // Capture, so that the ranks are right before the preview reads the form.
  picker.addEventListener("change", (event) => {
    const changed = picks.find((pick) => pick.box === event.target || pick.rank === event.target);
    if (!changed) return;
    const order = ranked().filter((pick) => pick !== changed);
    if (changed.box.checked) {
      const place = event.target === changed.rank ? +changed.rank.value - 1 : order.length;
      order.splice(place, 0, changed);
    }
    write(order);
  }, true);

  write(ranked());
}
