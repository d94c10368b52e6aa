"""A session as an appointment, for the team's calendars."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from sessions_app.models import DialogueSession

ABOUT = "We praten met elkaar over stigma in de ggz."
BRING = "Neem je telefoon mee. Meedoen kan zonder account en zonder naam."
VOLUNTARY = "Je vertelt alleen wat je wilt."


def appointment(session: DialogueSession) -> bytes:
    """The session as an iCalendar file, in the zone of the room's clock.

    Its id says nothing about the session's public id, because an appointment is passed on.
    """
    from icalendar import Calendar, Event  # a twentieth of a start, and asked for seldom

    event = Event()
    event.add("uid", hashlib.sha256(f"agenda:{session.ref}".encode()).hexdigest()[:32])
    event.add("summary", session.title)
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", _local(session.starts_at))
    event.add("dtend", _local(session.ends_at))
    lines = [_about(session), VOLUNTARY]
    if not session.phone_free:
        lines.append(BRING)
    if session.contact:
        lines.append(f"Wil je vooraf of achteraf met iemand praten? {session.contact}")
    event.add("description", "\n".join(lines))
    calendar = Calendar()
    calendar.add("prodid", "-//Bij nader inzien//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    around = timedelta(days=366)  # the zone's rules of that year only, not of all time
    day = session.starts_at.date()
    calendar.add_missing_timezones(first_date=day - around, last_date=day + around)
    return calendar.to_ical()


def _about(session: DialogueSession) -> str:
    films = sum(step.script.film is not None for step in session.steps.all())
    if not films:
        return ABOUT
    return f"{ABOUT} We kijken naar {'een korte film' if films == 1 else 'korte films'}."


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)
