// A form that came back with errors: focus goes to the summary, or to the first field to mend.
const first =
  document.querySelector("[data-error-summary]") ||
  document.querySelector('[aria-invalid="true"]');
if (first) first.focus();
