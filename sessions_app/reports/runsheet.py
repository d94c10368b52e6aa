"""The run sheet (draaiboek): all that a facilitator needs on paper, also without any screen."""

import re
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.dateformat import format as in_words

from content.text import html
from sessions_app.models import DialogueSession, Step
from sessions_app.programmes import clock_times
from sessions_app.reports.typesetting import typeset
from sessions_app.script import SENT_FORMS, Kind

PEOPLE = {
    DialogueSession.Guests.CLIENTS: "met cliënten",
    DialogueSession.Guests.RELATIVES: "met naasten",
    DialogueSession.Guests.BOTH: "met cliënten en naasten",
}


def runsheet(session: DialogueSession) -> dict:
    """The run sheet as plain data, for screen and paper alike: texts and whole minutes."""
    prefetch_related_objects([session], "steps__questions")
    timed = clock_times(session)
    total = sum(step.minutes for step, _ in timed)
    local = timezone.localtime(session.starts_at)
    steps = [_step(step, clock) for step, clock in timed]
    return {
        "title": session.title,
        "day": in_words(local, "l j F Y"),
        "from": _clock(session.starts_at),
        "until": _clock(session.starts_at + timedelta(minutes=total)),
        "minutes": total,
        "people": _people(session),
        "led_by": session.get_led_by_display(),
        "contact": session.contact,
        "code": "" if session.phone_free else session.code,
        "phone_free": session.phone_free,
        "materials": _materials(session, [step for step, _ in timed]),
        "steps": steps,
        "concept": any(step["concept"] for step in steps),
    }


def pdf(session: DialogueSession) -> bytes:
    """The run sheet as a tagged PDF."""
    return typeset("runsheet", runsheet(session))


def _people(session: DialogueSession) -> str:
    guests = PEOPLE.get(DialogueSession.Guests(session.guests), "")
    return f"{session.group_size} mensen{', ' if guests else ''}{guests}"


def _clock(moment: datetime) -> str:
    return in_words(timezone.localtime(moment), "H.i")


def _step(step: Step, clock: datetime) -> dict:
    content = step.script
    questions = list(step.questions.all())
    return {
        "clock": _clock(clock),
        "kind": step.kind,
        "title": step.title,
        "minutes": step.minutes,
        "theme": step.theme_number,
        "lead": content.lead,
        "points": list(content.points),
        "figures": _figures(content.slide),
        "sources": [_source(line) for line in content.sources],
        "talk": list(content.talk),
        "check": content.check,
        "threes": content.threes_minutes,
        "phone": [
            {"text": q.text, "private": q.form not in SENT_FORMS, "options": _options(q)}
            for q in questions
        ],
        "film": content.film.youtube if content.film else "",
        "notes": [
            {"heading": note.heading, "html": html(note.text), "text": _plain(note.text)}
            for note in content.notes
        ],
        "aftercare": content.aftercare,
        "concept": not content.tested,
    }


def _figures(slide) -> list[str]:
    """The lines of a slide, with their numbers, as one would write them on a flip chart."""
    if slide is None:
        return []
    found = [slide.body] if slide.body else []
    for figure in slide.figures:
        number = "" if figure.value is None else f"{figure.value:g}".replace(".", ",") + figure.unit
        words = ": ".join(part for part in (figure.label, figure.text) if part)
        found.append(" ".join(part for part in (number, words) if part))
    return found


def _plain(markdown: str) -> str:
    """Markdown as one writes it on paper: bullets as bullets, no signs for emphasis."""
    lines = (re.sub(r"^[-*] ", "• ", line) for line in markdown.replace("**", "").splitlines())
    return "\n".join(line for line in lines if line)


def _source(line) -> str:
    return f"{line.short}, {line.detail}" if line.detail else line.short


def _options(question) -> list[str]:
    return [option["text"] for option in question.options] or list(question.points)


def _materials(session: DialogueSession, steps: list[Step]) -> list[str]:
    kinds = {step.kind for step in steps}
    found = []
    if Kind.FILM in kinds:
        found.append("Een scherm met geluid en internet. Probeer vooraf of elke film speelt.")
    found.append("Stoelen die je kunt verschuiven, en zicht op het scherm voor iedereen.")
    if session.phone_free:
        found.append("Pen en papier voor iedereen, en een groot vel voor de afspraak.")
    else:
        found.append("Ieder een telefoon. Leg pen en papier klaar voor wie er geen wil gebruiken.")
    if Kind.BREAK in kinds:
        found.append("Koffie, thee en water voor de pauze.")
    found.append("Een rustige plek waar iemand even naartoe kan.")
    return found
