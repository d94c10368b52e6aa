// A programme of a session that runs: htmx asks every now and then how its times are (`hx-trigger`).
import "../vendor/htmx/htmx.esm.min.js";
