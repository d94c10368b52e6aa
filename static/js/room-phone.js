// The page that a phone reaches or not: its line is tried by itself.
import { tryLine } from "./room-line.js";

tryLine(document.querySelector("[data-line]"));
