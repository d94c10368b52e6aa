// A form that came back with errors: focus goes to what must be mended.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();
