"""The run sheet (draaiboek): all that a facilitator needs on paper, also without any screen."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as in_words

from content.document import Document, Slide
from content.text import html
from sessions_app import asking, checklist, kinds
from sessions_app.plans import Plan
from sessions_app.reports.typesetting import typeset
from sessions_app.script import Note, PlannedStep, SourceLine
from sessions_app.words import names

NO_DAY = "Dag en tijd kies je nog; hier van"
AS_PLANNED = (
    "Dit zijn de tijden zoals gepland. Tijdens de sessie is ingehaald: wat nog komt, is nu korter. "
    "De tijden van nu staan bij het programma."
)
NO_CONTACT = "dat vul je in als je het programma bewaart"


def runsheet(
    plan: Plan, document: Document, own: Mapping[str, str] | None = None, *, short: bool = False
) -> dict:
    """The run sheet as plain data, for screen and paper alike: texts and whole minutes.

    `own` are the words of who prints it, by what a step is about; `short` takes the short form of
    every card.
    """
    local = timezone.localtime(plan.starts_at)
    steps = [_step(step, clock, document, own or {}, short) for step, clock in plan.timed]
    return {
        "title": plan.title,
        "document": f"Draaiboek: {plan.title}",
        "day": f"{in_words(local, 'l j F Y')}," if plan.dated else NO_DAY,
        "from": _clock(plan.starts_at),
        "until": _clock(plan.ends_at),
        "minutes": plan.used,
        "as_planned": AS_PLANNED if plan.caught_up else "",
        "people": _people(plan),
        "led_by": plan.led_by_name,
        "contact": plan.contact or NO_CONTACT,
        "code": plan.code,
        "phone_free": plan.phone_free,
        "short": short,
        "before": _before(plan, document),
        "materials_heading": checklist.heading(document),
        "materials": list(
            checklist.of_room(
                document,
                ((step.kind, step.content) for step in plan.steps),
                phone_free=plan.phone_free,
                guests=bool(plan.guests_name),
                day=plan.roles is not None,
            )
        ),
        "films": _films(plan),
        "moments": [
            {"title": one.title, "see": one.see, "say": one.say, "next": one.next}
            for one in document.moments
        ],
        "steps": steps,
        "concept": _concept(plan),
    }


def _concept(plan: Plan) -> str:
    """What is said, once, about texts that were not tested; '' when all were."""
    said = "concept: nog niet getest met ervaringsdeskundigen."
    said_in = [step for step in plan.steps if _says(kinds.of(step.kind))]
    untested = [step.title for step in said_in if not step.content.tested]
    if len(untested) == len(said_in):
        return f"De teksten zijn {said}"
    which = names(list(dict.fromkeys(untested)))
    return f"Een deel van de teksten is {said} Het gaat om: {which}." if untested else ""


def pdf(
    plan: Plan, document: Document, own: Mapping[str, str] | None = None, *, short: bool = False
) -> bytes:
    """The run sheet as a tagged PDF."""
    return typeset("runsheet", runsheet(plan, document, own, short=short), row_headers={3: 1})


def _before(plan: Plan, document: Document) -> list[dict]:
    """What is done before the day: heading and lines, as the edition says it."""
    guests = ["vooraf-gasten"] if plan.guests_name else []
    keys = ["vooraf", *(["vooraf-dag"] if plan.roles else guests)]
    passages = [document.passage(key) for key in keys]
    return [_note(Note(one.title, one.text)) for one in passages if one]


def _says(kind: kinds.Kind) -> bool:
    """Whether there is anything in such a step that could be tested."""
    return kind.runs and not kind.rests


def _people(plan: Plan) -> str:
    guests = f", met {plan.guests_name}" if plan.guests_name and not plan.roles else ""
    return f"{plan.who}{guests}"


def _clock(moment: datetime) -> str:
    return in_words(timezone.localtime(moment), "H.i")


def _step(
    step: PlannedStep, clock: datetime, document: Document, own: Mapping[str, str], short: bool
) -> dict:
    content, kind = step.content, kinds.of(step.kind)
    return {
        "clock": _clock(clock),
        "title": step.title,
        "minutes": step.minutes,
        "theme": step.theme_number,
        "lead": content.lead,
        "points": list(content.points),
        "figures": figures(content.slide),
        "sources": [_source(line) for line in content.sources],
        "talk": list(content.talk),
        "check": content.check,
        "goes": kind.goes(content),
        "unplugged": document.said(kind.unplugged),
        "phone": [
            {"text": q.told, "private": not form.sent, "options": form.printed(q)}
            for q in step.questions
            for form in (asking.of(q.form),)
        ],
        "film": content.film.youtube if content.film else "",
        "roles": content.roles,
        "notes": [_note(note, short) for note in content.notes if _stands(note, short)],
        "facts": [
            {"text": fact.text, "about": " ".join(fact.cautions), "source": fact.source}
            for fact in content.facts
        ],
        "own": own.get(step.about, ""),
        "aftercare": content.aftercare,
    }


def _stands(note: Note, short: bool) -> bool:
    """Whether a note stands on the card in this form; what is read aloud always does."""
    return bool(note.short or note.aloud) if short else bool(note.text)


def _note(note: Note, short: bool = False) -> dict:
    said = (note.short if short else "") or note.text
    return {
        "heading": note.heading,
        "html": html(said),
        "text": plain(said),
        "aloud": note.aloud,
    }


def figures(slide: Slide | None) -> list[str]:
    """The lines of a slide, with their numbers, as one would write them on a flip chart."""
    if slide is None:
        return []
    found = [slide.body] if slide.body else []
    for figure in slide.figures:
        number = "" if figure.value is None else f"{figure.value:g}".replace(".", ",") + figure.unit
        words = ": ".join(part for part in (figure.label, figure.text) if part)
        found.append(" ".join(part for part in (number, words) if part))
    return found


def plain(markdown: str) -> str:
    """Markdown as one writes it on paper: bullets as bullets, no signs for emphasis."""
    lines = (re.sub(r"^[-*] ", "• ", line) for line in markdown.replace("**", "").splitlines())
    return "\n".join(line for line in lines if line)


def _source(line: SourceLine) -> str:
    return f"{line.short}, {line.detail}" if line.detail else line.short


def _films(plan: Plan) -> list[dict]:
    """The films of the programme, each once, to watch before the day."""
    films = [step.content.film for step in plan.steps]
    found = {film.youtube: film.title for film in films if film is not None}
    return [{"youtube": youtube, "title": title} for youtube, title in found.items()]
