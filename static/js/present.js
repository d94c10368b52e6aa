// What presenter mode runs: all that the screen's window does, and the buttons under it.
import "./frame-swap.js";
import "./live-clock.js";
import "./projector-light.js";
import "./projector-start.js";
import "./projector-film.js";
import "./console-keys.js";
import "./present-bar.js";
import { listen } from "./live.js";

listen();
