// What the page of one programme runs: htmx for its forms, presses that add up in a place that
// holds still, rows that stay where nothing changed, undo by keys, and dragging on top.
import "../vendor/htmx/htmx.esm.min.js";
import "./planner-drag.js";
import "./planner-hold.js";
import "./planner-presses.js";
import "./planner-same.js";
import "./planner-ticks.js";
import "./planner-undo.js";
import "./planner-version.js";
