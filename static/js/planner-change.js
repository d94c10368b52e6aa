// What the page that changes a session runs: what is asked of whom, choosing themes, and htmx for what would change.
import "./planner-early.js";
import "./planner-kind.js";
import "./planner-themes.js";
import "./ui-error-summary.js";
import "../vendor/htmx/htmx.esm.min.js";
