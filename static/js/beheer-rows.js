// Above the column in which Django names a row stands no heading; without one a table says less.
// And a heading of a column that stays empty is none.
for (const head of document.querySelectorAll("th.original:empty")) {
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = "Welke regel";
  head.append(name);
}
for (const head of document.querySelectorAll(".inline-group thead th:empty")) {
  head.replaceWith(document.createElement("td"));
}
