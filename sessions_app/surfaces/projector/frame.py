"""What the room reads from eight metres. Never a count of answers; nothing that can act."""

import re
from dataclasses import dataclass

import msgspec
import segno
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content import diagrams
from sessions_app import codes, covering, huddling, kinds, reflections, results
from sessions_app.mirror import Layer
from sessions_app.models import DialogueSession, Huddles, Step, StepQuestion
from sessions_app.script import StepContent
from sessions_app.surfaces import films, fitting, seconds_left, stage, time_left

TEMPLATE = "sessions_app/projector/projector.html#frame"
TALLY = "sessions_app/projector/projector.html#tally"

INK = "#241433"
REVEALED = {
    Layer.GUESSES: "De schattingen staan op het scherm.",
    Layer.TEAM: "Wat ons team koos, staat op het scherm.",
    Layer.REFERENCE: "De cijfers van 2019 staan op het scherm.",
}
OTHERS = "Ook geschreven"  # above texts under no word, beside those that are
SENTENCES = re.compile(r"(?<=[.!?])\s+")  # between two of them
LONGEST_SHOWN = 200  # characters of one open answer on the screen

# Room for texts, in units of 1% of the stage's height; the sizes are those of projector.css.
TEXT_SIZES = (6.4, 5.2, 4.2, 3.7, 3.2, 2.7)
TEXT_HIGH = 68.0  # with the title in it
AGREED_SIZES = (5.0, 4.0, 3.0, 2.7)
AGREED_WIDE, AGREED_HIGH = 150.0, 46.0
HUDDLES_FIT = (8, 15, 18)  # small groups that each size has room for
CLOSING_SIZES = (4.0, 3.6, 3.1, 2.7)
CLOSING_COLUMN, CLOSING_WIDE = 66.0, 58.0


@dataclass(frozen=True)
class ListedHuddles:
    """The small groups that people find each other by; none listed where there are too many."""

    listed: tuple[huddling.Huddle, ...]
    count: int
    fit: int  # 0 is the largest
    choosing: bool  # people choose their sign now: where they sit is not counted yet


def context(session: DialogueSession, steps: list[Step] | None = None) -> dict:
    """Everything on the screen, for one version of the session; `steps` where they are known."""
    steps = list(session.steps.all()) if steps is None else steps
    current = session.current if session.running else None
    found = {
        "session": session,
        "code": session.code,
        "host": stage.host(),
        "step": current,
        "joined": results.joined(session),
        "segments": stage.segments(steps, current),
        "phones": not session.phone_free,
    }
    if session.ended:
        ended = {"screen": "ended", "thanks": stage.marked(session.says["dank"])}
        return found | ended | {"step_ref": "ended", "announce": "De sessie is voorbij."}
    if current is None:
        return found | _lobby(session)
    return found | _running(session, steps, current)


def tally(session: DialogueSession, connected: int) -> dict:
    """How many joined and what the film should do, and nothing about answers."""
    return {
        "session": session,
        "joined": results.joined(session),
        "connected": connected,
        "film": films.shown(session),
        "huddles": huddles(session, huddling.of(session)),
    }


def join_address(session: DialogueSession) -> str:
    """What the QR code holds: the address that joins at once, with its key."""
    return settings.BASE_URL + codes.join_path(session.code)


def qr(address: str) -> SafeString:
    """The address as a QR code: an SVG that takes the size of what it stands in."""
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(omitsize=True, border=0, dark=INK, light=None)
    return mark_safe(svg)  # noqa: S308 - made here, of numbers only


def _lobby(session: DialogueSession) -> dict:
    joinable = session.door_open and not session.phone_free
    return {
        "step_ref": "lobby",
        "screen": "lobby" if joinable else "waiting",
        "qr": qr(join_address(session)) if joinable else "",
        "announce": "Doe mee met de code." if joinable else "We beginnen zo.",
    }


def _running(session: DialogueSession, steps: list[Step], current: Step) -> dict:
    kind, content = current.of_kind, current.script
    questions = list(current.questions.all())
    names = stage.theme_names(steps)
    headline = stage.headline(current, content, questions)
    prompts = stage.prompts(current, content, questions)
    _, _, place, total = stage.neighbours(steps, current)
    seconds = seconds_left(session)
    shown = _shown(current)
    dealt = huddling.of(session)
    hint = kind.hint(content, bool(questions))
    found = {
        "step_ref": current.ref,
        "screen": kind.screen,
        "content": content,
        "kicker": stage.kicker(current, names, headline),
        "headline": headline,
        "bare": kind.bare(current.title),
        "headline_marked": stage.marked(headline),
        "more": [p for p in prompts if p != headline],
        "hint": hint,
        "phone_line": _phone_line(session, questions, hint),
        "choosing": _choosing(questions[0]) if kind.says_how and questions else "",
        "options": _options(questions[0]) if kind.says_how and questions else [],
        "glyph": _glyph(current),
        "glyph_class": "stage-glyph" if current.theme_number else "stage-glyph stage-glyph--quiet",
        "place": place,
        "total": total,
        "seconds": seconds,
        "threes": stage.threes(session, current, seconds, dealt),
        "time_left": time_left.quiet(seconds),
        "counts_down": kind.talks and session.countdown,
        "no_clock": kind.talks and not session.countdown,
        "film": films.shown(session),
        "announce": headline,
    }
    if shown is not None:
        found |= {"screen": "results", **shown}
        found["announce"] = f"De antwoorden op: {shown['question'].text}"
    elif listed := huddles(session, dealt):
        found |= {"screen": "huddles", "huddles": listed}
        title = "groepjes_hand_scherm" if listed.choosing else "groepjes_scherm"
        found["announce"] = f"{session.says[title]}."
    elif reflected := reflections.drawn(current):
        found |= {"screen": "mirror", "drawn": reflected}
        found["announce"] = f"{headline}. {_newest(current)}"
    elif content.slide:
        sources = session.document.sources
        slide = msgspec.structs.replace(content.slide, title=headline)
        found["slide"] = diagrams.draw(slide, sources, level=1)
    for name in kind.shows:
        found |= SHOWN[name](session)
    return found | _sizes(found, content, kind.listed(content))


def huddles(session: DialogueSession, dealt: Huddles | None) -> ListedHuddles | None:
    """What was dealt as the screen lists it; None while it shows something else."""
    if dealt is None or not dealt.on_screen:
        return None
    found = huddling.listed(session, dealt)
    fit = next((i for i, most in enumerate(HUDDLES_FIT) if len(found) <= most), None)
    listed = tuple(found) if fit is not None else ()
    return ListedHuddles(listed, len(found), fit or 0, bool(dealt.choosing))


def _newest(step: Step) -> str:
    """What the last press put on the screen, said once."""
    return REVEALED[reflections.layers(step)[step.revealed - 1]]


def _sizes(found: dict, content: StepContent, points: str) -> dict:
    """Which size each part gets, so that the screen holds all of it."""
    turned = f"{content.roles} {content.check}".strip()
    leads = [text for text in (turned, found["hint"]) if text]
    low = found["phone_line"] or (found["threes"].quiet.words if found["threes"] else "")
    if found["options"]:
        laid = fitting.options(found["headline"], found["options"], low)
        return {"headline_fit": laid.headline, "options_fit": laid.fit, "columns": laid.columns}
    last, more = bool(content.roles), found["more"]
    talk = fitting.talk(found["headline"], more, leads, low, last)
    spared = talk.kept < len(more) and bool(found["threes"])
    if spared:  # the clock says the same as the hint: a question is worth more
        talk = fitting.talk(found["headline"], more, leads[:-1], low, last)
    return {
        "more": fitting.shown_of(more, talk.kept, last),
        "hint": "" if spared else found["hint"],
        "headline_fit": talk.headline,
        "more_fit": talk.prompts,
        "lead_fit": talk.lead,
        "points_fit": fitting.fit(points, (230, 330, 460)),
        "care_fit": fitting.fit(content.aftercare, (180, 300, 460)),
    }


def _phone_line(session: DialogueSession, questions: list[StepQuestion], hint: str) -> str:
    """What to do with the phone; '' when it asks nothing. What the hint says is not said again."""
    if not questions:
        return ""
    if any(question.of_huddles for question in questions):
        return session.says["groepjes_schrijven"]
    kept = all(not question.sent for question in questions)
    line = session.says["pak_telefoon_zelf" if kept else "pak_telefoon"]
    return " ".join(said for said in SENTENCES.split(line) if said not in hint) or line


def _choosing(question: StepQuestion) -> str:
    return question.asking.hint(question.script)


def _options(question: StepQuestion) -> list[str]:
    """What can be chosen, for who has no phone."""
    return [choice.label for choice in question.asking.choices(question.script)]


def _glyph(current: Step) -> str:
    """The large picture beside the text; the logo is none."""
    glyph = stage.glyph(current)
    return "" if glyph == kinds.LOGO else glyph


def _shown(current: Step) -> dict | None:
    """The question whose answers stand on the screen, as far as the room may see them."""
    on_screen = [q for q in results.in_view(current) if q.shown]
    if not on_screen:
        return None
    question = on_screen[-1]
    seen = results.outcome(question)
    texts = results.on_screen(question) if question.asking.picked else ()
    if seen.hidden or (question.asking.picked and not texts):
        return None
    title_fit = fitting.fit(question.text, (50, 100, 150))
    gathers = question.asking.gathers
    labels = [row.label for row in seen.rows]
    return {
        "question": question,
        "choosing": _choosing(question),
        "outcome": seen,
        "rows_fit": 0 if gathers else fitting.rows(labels, title_fit, bool(seen.before)),
        "title_fit": title_fit,
        "title_marked": stage.marked(question.text),
        **(_words(seen, title_fit) if gathers else _in_columns(texts, title_fit)),
    }


def _words(seen: results.Outcome, title_fit: int) -> dict:
    """Single words as large as they can be, and whether some are left for the facilitator."""
    words = [row for row in seen.rows if isinstance(row, results.Word)]
    laid = fitting.words(
        [row.label + (str(row.count) if row.count > 1 else "") for row in words],
        [row.weight for row in words],
        title_fit,
    )
    return {
        "words": words[: laid.kept],
        "words_fit": laid.fit,
        "words_rest": laid.kept < len(words),
    }


def _in_columns(groups: tuple[results.Together, ...], title_fit: int) -> dict:
    """Open answers in columns, as large as they can be, shortened where one is very long."""
    other = OTHERS if any(one.heading for one in groups) else ""
    short = [(one.heading or other, [_shortened(text) for text in one.texts]) for one in groups]
    high = TEXT_HIGH - fitting.TITLES_HIGH[title_fit]
    laid = fitting.lay_out_groups(short, TEXT_SIZES, high)

    def part(group: int, places: list[int]) -> tuple[str, list[SafeString]]:
        heading, texts = short[group]
        return heading, [_said(texts[at]) for at in places]

    return {
        "text_columns": [[part(*one) for one in column] for column in laid.columns],
        "texts_fit": laid.fit,
        "rest": laid.left_out,
    }


def _said(text: str) -> SafeString:
    """A text for the screen; what is covered in it is said to who hears it read."""
    sign = covering.ON_SCREEN
    shown = f'<span aria-hidden="true">{sign}</span>'
    spoken = shown + '<span class="visually-hidden">weggelaten</span>'
    return mark_safe(escape(text).replace(sign, spoken))  # noqa: S308 - escaped before


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_SHOWN:
        return words
    return words[: LONGEST_SHOWN - 1].rsplit(" ", 1)[0] + " …"


def _agreements(session: DialogueSession) -> dict:
    """What was agreed, alone on the screen."""
    return _listed(session, AGREED_SIZES, AGREED_WIDE, AGREED_HIGH)


def _listed(session: DialogueSession, sizes: tuple[float, ...], wide: float, high: float) -> dict:
    """The agreements at the largest size; where not everything fits, the newest."""
    newest = list(session.agreements.order_by("-pk"))
    texts = [f"{a.text} {a.noticed} {a.who} kijkt terug, {a.back_at}" for a in newest]
    laid = fitting.lay_out(texts, sizes, wide, high)
    kept = [newest[at] for column in laid.columns for at in column]
    return {
        "agreements": kept[::-1],
        "agreements_fit": laid.fit,
        "agreements_left_out": laid.left_out,
    }


def _agreed(session: DialogueSession) -> dict:
    """What was agreed, once more under what stands there already."""
    current = session.current
    if current is None:
        return {}
    content = current.script
    headline = stage.headline(current, content, [])
    high = fitting.under(headline, current.of_kind.hint(content, False), CLOSING_COLUMN)
    return _listed(session, CLOSING_SIZES, CLOSING_WIDE, high)


def _join(session: DialogueSession) -> dict:
    """How newcomers get in, while they do."""
    return {"qr": qr(join_address(session))} if session.door_open and not session.phone_free else {}


def _back_at(session: DialogueSession) -> dict:
    """When it goes on."""
    return {"back_at": stage.step_ends(session)}


# What a kind can show of the session itself (`Kind.shows`).
SHOWN = {"agreements": _agreements, "agreed": _agreed, "back_at": _back_at, "join": _join}
