// What the projector's window runs.
import "./frame-swap.js";
import "./live-clock.js";
import "./projector-light.js";
import "./projector-start.js";
import "./projector-film.js";
import "./projector-keys.js";
import { listen } from "./live.js";

listen();
