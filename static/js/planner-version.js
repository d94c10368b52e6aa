// Every edit says on which version of the programme it was made: the one on the page by the time that
// it goes out, because what goes before it in the queue makes a newer one.
const place = document.getElementById("programma");

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target !== place || !(ctx.request.body instanceof URLSearchParams)) return;
  ctx.request.body.set("versie", document.getElementById("stappen").dataset.version);
});
