// What the facilitator's console runs.
import "./frame-swap.js";
import "./live-clock.js";
import "./ui-dialog.js";
import "./console-verbs.js";
import "./console-keys.js";
import "./console-menu.js";
import "./console-mini.js";
import "./console-copy.js";
import "./console-checks.js";
import "./console-clock.js";
import "./console-pace.js";
import "./console-film.js";
import "./console-cards.js";
import "./console-words.js";
import "./console-texts.js";
import { listen } from "./live.js";

listen();
