// What a participant's page runs. Another step asks everybody in this order to draw what it knows.
import "./ui-dialog.js";
import "./live-clock.js";
import { listen } from "./live.js";
import "./phone-frame.js";
import "./phone-cards.js";
import "./phone-answers.js";
import "./phone-own.js";
import "./phone-drafts.js";
import "./phone-flow.js";
import "./phone-several.js";
import "./phone-role.js";
import "./phone-intent.js";
import "./phone-sentence.js";
import "./phone-signals.js";
import "./phone-calm.js";
import "./phone-away.js";
import "./phone-huddle.js";
import "./phone-link.js";
import "./phone-read-aloud.js";
import { step } from "./phone-page.js";

if (step() !== "ended") listen();
