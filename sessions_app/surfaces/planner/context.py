"""What the programme's page and its region that follows every change have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.forms import Form
from django.utils.html import format_html

from content.text import html
from sessions_app import edits, keeping_time, own_steps, plans, programmes, step_words
from sessions_app.errors import NothingThere, Refused
from sessions_app.kinds import Doing, Place
from sessions_app.models import DialogueSession, Step
from sessions_app.outline import Part, parts
from sessions_app.surfaces import seconds_left, time_left
from sessions_app.surfaces.planner.forms import StepForm
from sessions_app.surfaces.planner.papers import role_letters, ways_of

REM_PER_MINUTE = 0.375  # 6 px: a step of ten minutes is as high as its buttons, longer ones higher
TYPED = ("naam", "minuten")  # fields of a step's row in which somebody types


@dataclass
class Edited:
    """An edit and what became of it."""

    session: DialogueSession
    form: Form
    step: str  # ref of the step that it is about, '' where it is about none
    part: bool  # whether a script asks, which has the rest of the page
    refused: Refused | None = None

    def shows(self, version: int) -> bool:
        """Whether the page has this version of the programme; else all is sent."""
        return self.part and self.form.data.get("versie", "") == str(version)

    @property
    def adds(self) -> bool:
        """Whether the form for a step of one's own was sent: it comes back empty, or as typed."""
        return isinstance(self.form, StepForm)


def programme_context(session: DialogueSession) -> dict:
    """The programme with its clock times, its balance and what asks attention."""
    return _context(session, _read(session))


def edited_context(edited: Edited) -> dict:
    """The same after an edit: what went wrong, what was typed, and which rows are the `same`."""
    session, refused, change = edited.session, edited.refused, edited.session.changed
    if refused is not None or change is None:
        session.refresh_from_db(fields=["phase", "programme_version", *edits.OF_SESSION])
        steps = _read(session)
        known = session.planned and edited.shows(session.programme_version)
        context = _context(session, steps, steps if known else None, edited)
    else:
        known = edited.shows(change.version)
        context = _context(session, change.after, change.before if known else None, edited)
    if isinstance(refused, NothingThere):
        context["news"] = refused.sentence
    elif refused is not None:
        context |= {"error": refused.sentence} | _typed(context["rows"], edited)
    elif change is not None and change.meanwhile:
        context["news"] = edits.meanwhile(change.meanwhile)
    return context


def _read(session: DialogueSession) -> list[Step]:
    prefetch_related_objects([session], "steps__questions")
    steps = list(session.steps.all())
    for step in steps:
        step.asks = list(step.questions.all())
    return steps


def _context(
    session: DialogueSession,
    steps: list[Step],
    was: list[Step] | None = None,
    edited: Edited | None = None,
) -> dict:
    """`was` are the steps that the page shows already; what somebody typed into is drawn anew."""
    used = sum(step.minutes for step in steps)
    said_in = [step for step in steps if step.of_kind.runs and not step.of_kind.rests]
    untested = [step.title for step in said_in if not step.content.get("tested")]
    before = session.document.passage("vooraf") if was is None else None
    of_day = session.document.passage("vooraf-dag") if before and session.roles else None
    undo, redo = edits.ahead(session) if session.planned else ("", "")
    time = keeping_time.of(session, steps, seconds_left(session) or 0)
    same_form = was is not None and not (edited and edited.adds)
    same_places = was is not None and _places(was) == _places(steps)
    shown = _shown(was or [])
    if edited and edited.refused:
        shown.pop(f"stap-{edited.step}", None)
    return {
        "before": before,
        "before_html": html(before.text) if before else "",
        "of_day": of_day,
        "of_day_html": html(of_day.text) if of_day else "",
        "role_letters": role_letters(session.roles, ways_of(session.ref)) if was is None else [],
        "guests": session.guests != DialogueSession.Guests.NONE,
        "session": session,
        "who": plans.people(session.group_size, session.roles),
        "ways": ways_of(session.ref) if was is None else None,
        "warm_up": next((step.theme for step in steps if step.of_kind.opens_theme), ""),
        "versie": format_html(
            '<input type="hidden" name="versie" value="{}">', session.programme_version
        ),
        "rows": _rows(session, steps, shown, time),
        "behind": time_left.behind(time.pace) if time else None,
        "parts": parts(steps),
        "same_form": same_form,
        "same_places": same_places and same_form,
        "used": used,
        "ends_at": session.starts_at + timedelta(minutes=used),
        "doing": _doing(session, steps, used),
        "warnings": programmes.warnings(session, steps) if session.planned else [],
        "undo": undo,
        "redo": redo,
        "add_form": _add_form(session, edited) if not same_form else None,
        "add_after": last_before_closing(steps),
        "evaluates": any(step.of_kind.evaluates for step in steps),
        "untested": untested,
        "all_untested": len(untested) == len(said_in),
    }


def _add_form(session: DialogueSession, edited: Edited | None) -> Form:
    if edited and edited.adds and edited.refused:
        return edited.form
    return StepForm(session)


def _typed(rows: list[dict], edited: Edited) -> dict:
    """What was typed into the row of a step, there again; in words where the step is gone."""
    data = edited.form.data
    typed = {name: data[name] for name in TYPED if data.get(name)}
    if not edited.step or not typed:
        return {}
    row = next((row for row in rows if row["id"] == f"stap-{edited.step}"), None)
    if row is None:
        return {"lost": typed.get("naam", "")}
    row["typed"] = typed
    return {}


class Row(NamedTuple):
    """A row of the programme: the name of a part, or a step.

    `shows` is all that is drawn in it but its clock time, so equal ones are drawn the same.
    """

    id: str
    part: Part[Step]
    step: Step | None  # None: the name of the part
    place: dict[str, bool]
    shows: tuple


def _lines(steps: list[Step]) -> Iterator[Row]:
    """Every row, in order; a part of several steps has its name above them."""
    found = parts(steps)
    for part in found:
        ends = {"first": part is found[0], "last": part is found[-1]}
        inside = len(part.steps) > 1
        if inside:
            head = part.steps[0]
            shows = (part.title, part.minutes, head.theme_number, *ends.values())
            yield Row(f"deel-{head.ref}", part, None, ends, shows)
        for step in part.steps:
            place = {
                "first": step is steps[0],
                "last": step is steps[-1],
                "inside": inside,
                "ends_part": inside and step is part.steps[-1],
            }
            yield Row(f"stap-{step.ref}", part, step, place, _shows(step, place))


def _shows(step: Step, place: dict[str, bool]) -> tuple:
    asked = [question.content for question in step.asks]
    bounds = (step.minutes, step.least, step.most)
    return (step.title, step.kind, step.theme_number, *bounds, step.content, asked, place)


def _shown(steps: list[Step]) -> dict[str, tuple]:
    """What each row of these steps shows."""
    return {line.id: line.shows for line in _lines(steps)}


def _rows(
    session: DialogueSession,
    steps: list[Step],
    shown: dict[str, tuple],
    time: keeping_time.Time | None = None,
) -> list[dict]:
    """What is drawn of each row; of one that the page has already only its place and its time.

    While the session runs, its time says when each step really begins.
    """
    at = session.starts_at
    rows = []
    for line in _lines(steps):
        row = {"id": line.id, "same": shown.get(line.id) == line.shows, **line.place}
        if line.step is None:
            row |= {"part": line.part.title, "ref": line.part.steps[0].ref}
            row |= {"minutes": line.part.minutes, "theme": line.part.steps[0].theme_number}
        else:
            clock = time.begins(line.step) if time else at
            row |= {"step": line.step, "clock": clock, "look": line.step.of_kind.look}
            row |= {} if row["same"] else _drawn(session, line.step)
            at += timedelta(minutes=line.step.minutes)
        rows.append(row)
    return rows


def _drawn(session: DialogueSession, step: Step) -> dict:
    content = step.script
    return {
        "script": content,
        "notes": [(note.heading, html(note.text)) for note in content.notes],
        "changed": step_words.changes(content),
        "keeps": own_steps.can_be_kept(step),
        "goes": step.of_kind.goes(content),
        "doing": _done(session, step),
        "height": f"{step.minutes * REM_PER_MINUTE:.3f}rem",
    }


def _places(steps: list[Step]) -> list[tuple]:
    """What the choices of a place list: the names of all parts and steps, in order."""
    return [(part.title, [(step.ref, step.title) for step in part.steps]) for part in parts(steps)]


def _done(session: DialogueSession, step: Step) -> list[Doing]:
    """What people do in a step, in a fixed order; without phones nobody is on one."""
    doing = step.of_kind.does(step.script)
    return [
        one for one in Doing if one in doing and not (one is Doing.PHONE and session.phone_free)
    ]


def _doing(session: DialogueSession, steps: list[Step], used: int) -> list[dict]:
    """How many minutes people talk, look, think and are on a phone; some do two at once."""
    done = [(step.minutes, _done(session, step)) for step in steps]
    return [
        {"doing": one, "minutes": (minutes := sum(lasting)), "share": 100 * minutes / (used or 1)}
        for one in Doing
        if (lasting := [minutes for minutes, doing in done if one in doing])
    ]


def last_before_closing(steps: list[Step]) -> str:
    """The step after which one of one's own usually belongs: the last before the closing."""
    places = (step.of_kind.place for step in steps)
    closing = next((n for n, place in enumerate(places) if place is Place.CLOSING), len(steps))
    return steps[closing - 1].ref if closing else ""
