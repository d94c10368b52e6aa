// What the page for a new session runs: choosing themes, and htmx for the programme beside the form.
import "./planner-themes.js";
import "./ui-error-summary.js";
import "../vendor/htmx/htmx.esm.min.js";
