// What the screen runs where it is read as text.
import "./frame-swap.js";
import "./live-clock.js";
import { listen } from "./live.js";

listen();
