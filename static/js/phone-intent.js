// A small step of one's own goes along as an appointment or a note. Made here and given to the phone
// itself, so it works without a network and nothing is sent.
import { say } from "./phone-page.js";

const HOUR = 9; // in the morning, before the day fills up
const LINE = 60; // characters of a line in a calendar file: at most 75 bytes, whatever the letters

const two = (number) => String(number).padStart(2, "0");
const stamp = (day) => `${day.getFullYear()}${two(day.getMonth() + 1)}${two(day.getDate())}`;
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
const folded = (line) => [...line].reduce((lines, letter) => {
  if ([...lines.at(-1)].length >= LINE) lines.push(" ");
  lines[lines.length - 1] += letter;
  return lines;
}, [""]).join("\r\n");

// The text is not in the title: a calendar is often shared with a team.
export const appointment = (text, days, now = new Date()) => {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const made = now.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${[
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bij nader inzien//NL", "BEGIN:VEVENT",
    `UID:${crypto.getRandomValues(new Uint32Array(4)).join("-")}`, `DTSTAMP:${made}`,
    `DTSTART:${stamp(day)}T${two(HOUR)}0000`, `DTEND:${stamp(day)}T${two(HOUR)}1500`,
    "SUMMARY:Denken aan mijn voornemen", `DESCRIPTION:${escaped(text)}`, "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0M",
    "DESCRIPTION:Denken aan mijn voornemen", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
  ].map(folded).join("\r\n")}\r\n`;
};

const download = (name, kind, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000); // a phone may still be asking where to
};

const keepNote = async (text, said) => {
  if (navigator.share) {
    try {
      await navigator.share({ text });
      say(said, "Bewaard waar jij koos.");
      return;
    } catch (error) {
      if (error.name === "AbortError") return; // the person closed the list: not a failure
    }
  }
  try {
    await navigator.clipboard.writeText(text);
    say(said, "Gekopieerd. Plak het waar je het wilt bewaren.");
  } catch {
    download("voornemen.txt", "text/plain;charset=utf-8", text);
    say(said, "Je notitie staat bij je downloads.");
  }
};

const reveal = () => {
  for (const box of document.querySelectorAll("[data-intent]")) box.hidden = false;
};

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-intent]");
  const asked = event.target.closest("[data-intent-calendar], [data-intent-note]");
  if (!box || !asked) return;
  const field = box.closest("[data-question]").querySelector("[data-note]");
  const said = box.querySelector("[data-intent-said]");
  const text = field.value.trim();
  if (!text) {
    say(said, "Schrijf eerst op wat je wilt doen.");
    field.focus();
  } else if (asked.hasAttribute("data-intent-calendar")) {
    const days = Number(box.querySelector("[data-intent-when]").value);
    download("voornemen.ics", "text/calendar;charset=utf-8", appointment(text, days));
    say(said, "Open het bestand, dan staat het in je agenda. Het bleef op deze telefoon.");
  } else keepNote(text, said);
});
document.addEventListener("phone:step", reveal);
reveal();
