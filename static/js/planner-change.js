// What the page that changes a session runs: choosing themes, and htmx for what would change.
import "./planner-themes.js";
import "./ui-error-summary.js";
import "../vendor/htmx/htmx.esm.min.js";
