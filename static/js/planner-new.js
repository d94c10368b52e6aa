// What the page for a new session runs: what is asked of whom, choosing themes, and htmx for the programme beside the form.
import "./planner-early.js";
import "./planner-kind.js";
import "./planner-themes.js";
import "./ui-error-summary.js";
import "../vendor/htmx/htmx.esm.min.js";
