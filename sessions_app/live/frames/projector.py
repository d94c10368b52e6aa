"""What the room reads from eight metres. Never a count of answers; nothing that can act."""

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from content import diagrams
from sessions_app import codes, results
from sessions_app.live.frames import fitting, seconds_left, stage
from sessions_app.models import DialogueSession, Step, StepQuestion
from sessions_app.script import Kind, StepContent

TEMPLATE = "sessions_app/projector/projector.html#frame"
TALLY = "sessions_app/projector/projector.html#tally"

INK = "#241433"
LONGEST_SHOWN = 200  # characters of one open answer on the screen

# Room for texts, in units of 1% of the stage's height; the sizes are those of projector.css.
TEXT_SIZES = (4.2, 3.7, 3.2, 2.7)
TEXT_WIDE, TEXT_HIGH = 48.0, 68.0  # the height with the title in it
AGREED_SIZES = (5.0, 4.0, 3.0, 2.7)
AGREED_WIDE, AGREED_HIGH = 150.0, 46.0

SCREENS = {
    Kind.WELCOME: "welcome",
    Kind.RULES: "rules",
    Kind.SLIDE: "slide",
    Kind.FILM: "film",
    Kind.BREAK: "break",
    Kind.HARVEST: "harvest",
    Kind.CHECKOUT: "checkout",
}


def context(session: DialogueSession) -> dict:
    """Everything on the screen, for one version of the session."""
    steps = list(session.steps.all())
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
        return found | {"step_ref": "ended", "screen": "ended", "announce": "De sessie is voorbij."}
    if current is None:
        return found | _lobby(session)
    return found | _running(session, steps, current)


def tally(session: DialogueSession, connected: int) -> dict:
    """How many joined, and nothing about answers."""
    return {"session": session, "joined": results.joined(session), "connected": connected}


def join_address(session: DialogueSession) -> str:
    """What the QR code holds: the address that joins at once."""
    return f"{settings.BASE_URL}/m/{codes.read_code(session.code).lower()}/"


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
    content = current.script
    questions = list(current.questions.all())
    names = stage.theme_names(steps)
    headline = stage.headline(current, content, questions)
    prompts = stage.prompts(current, content, questions)
    _, _, place, total = stage.neighbours(steps, current)
    seconds = seconds_left(session)
    shown = _shown(current)
    found = {
        "step_ref": current.ref,
        "screen": SCREENS.get(Kind(current.kind), "talk"),
        "content": content,
        "kicker": stage.kicker(current, names),
        "headline": headline,
        "headline_marked": stage.marked(headline),
        "more": [p for p in prompts if p != headline],
        "hint": _hint(current, content, questions),
        "phone_line": _phone_line(current, questions),
        "choosing": stage.choosing(questions[0]) if current.kind == Kind.POLL and questions else "",
        "glyph": _glyph(current),
        "glyph_class": "stage-glyph" if current.theme_number else "stage-glyph stage-glyph--quiet",
        "place": place,
        "total": total,
        "seconds": seconds,
        "quiet_text": stage.quiet_text(seconds),
        "announce": headline,
    }
    if shown is not None:
        found |= {"screen": "results", **shown}
        found["announce"] = f"De antwoorden op: {shown['question'].text}"
    elif content.slide:
        sources = session.edition.content.sources
        found["slide"] = diagrams.draw(content.slide, sources, level=1)
    if current.kind == Kind.BREAK:
        found["back_at"] = stage.step_ends(session)
    if current.kind == Kind.HARVEST:
        found |= _agreements(session)
    if current.kind == Kind.WELCOME and session.door_open and not session.phone_free:
        found["qr"] = qr(join_address(session))
    return found | _sizes(found, content, welcome=current.kind == Kind.WELCOME)


def _sizes(found: dict, content: StepContent, *, welcome: bool) -> dict:
    """Which size each part gets, so that the screen holds all of it."""
    leads = [text for text in (content.check, found["hint"]) if text]
    talk = fitting.talk(found["headline"], found["more"], leads, found["phone_line"])
    points = "".join(content.points) + (content.lead if welcome else "")
    return {
        "more": found["more"][: talk.kept],
        "headline_fit": talk.headline,
        "more_fit": talk.prompts,
        "lead_fit": talk.lead,
        "points_fit": fitting.fit(points, (230, 330, 460)),
        "care_fit": fitting.fit(content.aftercare, (180, 300, 460)),
    }


def _hint(current: Step, content: StepContent, questions: list[StepQuestion]) -> str:
    """The sentence under the question: what to do now."""
    if current.kind == Kind.ALONE:
        return "Eerst zelf, in stilte. Overslaan mag altijd."
    if current.kind == Kind.TOGETHER and content.threes_minutes:
        return f"Eerst {content.threes_minutes} min met z’n drieën. Daarna samen."
    if current.kind == Kind.POLL and questions:
        return ""
    return content.lead


def _phone_line(current: Step, questions: list[StepQuestion]) -> str:
    """What to do with the phone; '' when it asks nothing."""
    if not questions:
        return ""
    if all(not question.sent for question in questions):
        return "Pak je telefoon. Wat je opschrijft, blijft daar."
    if current.kind == Kind.ALONE:
        return "Pak je telefoon."
    return "Pak je telefoon. Overslaan mag altijd."


def _glyph(current: Step) -> str:
    if current.theme_number:
        return f"t{current.theme_number}"
    return {
        Kind.RULES: "regels",
        Kind.BREAK: "pauze",
        Kind.HARVEST: "meenemen",
        Kind.CHECKIN: "samen",
        Kind.CHECKOUT: "samen",
        Kind.ALONE: "zelf",
        Kind.EVALUATION: "zelf",
    }.get(Kind(current.kind), "")


def _shown(current: Step) -> dict | None:
    """The question whose answers stand on the screen, as far as the room may see them."""
    on_screen = [q for q in results.in_view(current) if q.shown]
    if not on_screen:
        return None
    seen = results.outcome(on_screen[-1])
    if seen.hidden:
        return None
    title_fit = fitting.fit(seen.question.text, (50, 100, 150))
    return {
        "question": seen.question,
        "choosing": stage.choosing(seen.question),
        "outcome": seen,
        "rows_fit": fitting.rows([row.label for row in seen.rows], title_fit),
        "title_fit": title_fit,
        "title_marked": stage.marked(seen.question.text),
        **_in_columns(seen.texts, title_fit),
    }


def _in_columns(texts: tuple[str, ...], title_fit: int) -> dict:
    """Open answers in columns, as large as they can be, shortened where one is very long."""
    short = [_shortened(text) for text in texts]
    high = TEXT_HIGH - fitting.TITLES_HIGH[title_fit]
    laid = fitting.lay_out(short, TEXT_SIZES, TEXT_WIDE, high, columns=3, letter=fitting.SPOKEN)
    return {
        "text_columns": [[short[at] for at in column] for column in laid.columns],
        "texts_fit": laid.fit,
        "rest": laid.left_out,
    }


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_SHOWN:
        return words
    return words[: LONGEST_SHOWN - 1].rsplit(" ", 1)[0] + " …"


def _agreements(session: DialogueSession) -> dict:
    """What was agreed; where not everything fits, the newest."""
    newest = list(session.agreements.order_by("-pk"))
    texts = [f"{a.text} {a.who} kijkt terug, {a.when}" for a in newest]
    laid = fitting.lay_out(texts, AGREED_SIZES, AGREED_WIDE, AGREED_HIGH)
    kept = [newest[at] for column in laid.columns for at in column]
    return {
        "agreements": kept[::-1],
        "agreements_fit": laid.fit,
        "agreements_left_out": laid.left_out,
    }
