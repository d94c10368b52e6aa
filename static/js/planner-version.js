// Every edit says on which version of the programme it was made: the one on the page by the time that
// it goes out, because what goes before it in the queue makes a newer one. What was pressed in a row
// that was taken out meanwhile is the second press of a double click, and does not go out.
const place = document.getElementById("programma");

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target !== place || !(ctx.request.body instanceof URLSearchParams)) return;
  if (ctx.sourceElement.isConnected) ctx.request.body.set("versie", document.getElementById("stappen").dataset.version);
  else event.preventDefault();
});
