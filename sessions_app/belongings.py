"""What hangs on an account here: the sessions that somebody leads."""

from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from sessions_app import (
    circles,
    colleague_links,
    custody,
    kept_steps,
    own_programmes,
    own_steps,
    report_links,
    step_words,
)
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, OwnProgramme, OwnStep, OwnWords
from sessions_app.reports.contents import QuestionAndAnswers, report_of
from sessions_app.results import Outcome


class SessionsOfAccount:
    """Their sessions: as a summary, as data, and gone."""

    def summary(self, user: User) -> list[str]:
        """What only this person leads."""
        alone = custody.led_alone(user).filter(deleted_at=None)
        ended = alone.filter(phase=DialogueSession.Phase.ENDED).count()
        to_come = alone.exclude(phase=DialogueSession.Phase.ENDED).count()
        lines = []
        if to_come:
            lines.append(
                "1 sessie die nog komt" if to_come == 1 else f"{to_come} sessies die nog komen"
            )
        if ended:
            lines.append(
                "1 sessie met een verslag" if ended == 1 else f"{ended} sessies met een verslag"
            )
        if user.own_words.exists():
            lines.append("je eigen woorden bij de stappen")
        if user.watched_films.exists():
            lines.append("welke films je bekeek")
        if user.own_steps.exists():
            lines.append("je eigen werkvormen")
        if user.own_programmes.exists():
            lines.append("je eigen programma's")
        return lines

    def export(self, user: User) -> dict[str, object]:
        """Every session they lead, with its programme and what its report says.

        Of one that is somebody else's, what they can see: nothing once it is deleted.
        """
        leads = DialogueSession.objects.filter(facilitators__user=user, rehearses=None)
        led = leads.annotate(owned=F("facilitators__owner")).order_by("starts_at")
        led = led.filter(Q(owned=True) | Q(deleted_at=None))
        words = OwnWords.objects.filter(user=user)
        return {
            "sessies": [_session(session, session.owned) for session in led],
            "eigen werkvormen": [_step(one) for one in user.own_steps.all()],
            "eigen programma's": [_programme(one) for one in user.own_programmes.all()],
            "eigen woorden": [{"bij": one.about, "tekst": one.text} for one in words],
            "bekeken films": [
                f"https://www.youtube.com/watch?v={one.youtube}" for one in user.watched_films.all()
            ],
        }

    def hindrance(self, user: User) -> str:
        """A room that is in the middle of a session keeps who leads it."""
        try:
            custody.check_may_go(user)
        except Refused as refused:
            return refused.sentence
        return ""

    def remove(self, user: User) -> None:
        """Delete what only they lead."""
        custody.remove_own(user)


def _step(own: OwnStep) -> dict[str, object]:
    """A step that they kept, with what they wrote in it."""
    return {
        "naam": own.title,
        "minuten": own.minutes,
        "geschreven": kept_steps.written(own_steps.as_kept(own)),
        "link voor een collega werkt tot": _link(own),
    }


def _programme(own: OwnProgramme) -> dict[str, object]:
    """A programme that they kept, with what they wrote in it."""
    known = own_programmes.kept(own)
    return {
        "naam": own.title,
        "minuten": known.used,
        "thema's": [theme.name for theme in known.themes],
        "stappen": [
            {
                "naam": step.title,
                "minuten": step.minutes,
                "zelf geschreven": kept_steps.written(step),
            }
            for step in known.steps
        ],
        "link voor een collega werkt tot": _link(own),
    }


def _link(own: OwnProgramme | OwnStep) -> str:
    link = colleague_links.of(own)
    return _time(link.ends_at) if link else ""


def _session(session: DialogueSession, owned: bool) -> dict[str, object]:
    """One session; of answers only what its report may say, of who else leads what is theirs."""
    said: dict[str, object] = {
        "titel": session.title,
        "begint": _time(session.starts_at),
        "minuten": session.minutes,
        "groep": session.group_size,
        "dialoogdag": circles.counted(session.roles) if session.roles else "",
        "wie leidt": session.get_led_by_display(),
        "wie komen erbij": session.get_guests_display(),
        "ervaringsdeskundige": session.get_lived_display(),
        "bij wie kunnen mensen terecht": session.contact,
        "afzender van de brief": session.sender,
        "eigen woorden in de brief": session.own_words,
        "thema's": session.themes,
        "zonder telefoons": session.phone_free,
        "wat we kozen, en waarom": session.remarks,
        "fase": session.get_phase_display(),
        "gemaakt": _time(session.made_at),
        "in het archief": _time(session.archived_at) if session.archived_at else "",
        "verwijderd": _time(session.deleted_at) if session.deleted_at else "",
        "open antwoorden gewist": _time(session.texts_gone_at) if session.texts_gone_at else "",
        "programma": [
            {
                "naam": step.title,
                "soort": step.of_kind.name,
                "minuten": step.minutes,
                "zelf geschreven": step_words.written(step.script),
            }
            for step in session.steps.all()
        ],
        "afspraken": [
            {
                "afspraak": a.text,
                "wie merkt het": a.noticed,
                "wie kijkt terug": a.who,
                "wanneer": a.back_at,
            }
            for a in session.agreements.all()
        ],
        "van jou": owned,
    }
    if owned:
        said["aangeboden aan"] = [offer.address for offer in custody.standing(session)]
        said["links om mee te leiden"] = custody.invites(session).count()
    if session.ended and session.started_at and session.ended_at:
        report = report_of(session)
        link = report_links.of(session)
        asked = [q for part in report.parts for q in part.asked]
        asked += [*report.evaluation, *report.looked_back]
        said["verslag"] = {
            "van": _time(report.started),
            "tot": _time(report.ended),
            "deden mee": report.took_part,
            "wat opviel": list(report.stood_out),
            "link voor het team werkt tot": _time(link.ends_at) if link else "",
            "vragen": [_asked(question) for question in asked],
        }
    return said


def _asked(question: QuestionAndAnswers) -> dict[str, object]:
    said: dict[str, object] = {"vraag": question.text, "uitslag": _outcome(question.outcome)}
    if question.before is not None:
        said[question.moments.before] = _outcome(question.before)
    return said


def _outcome(outcome: Outcome) -> object:
    """As the report shows it: why nothing is shown, texts, 'nearly everybody', or counts."""
    if outcome.hidden:
        return outcome.hidden
    if outcome.texts:
        return list(outcome.texts)
    if outcome.band:
        return {"bijna iedereen": list(outcome.band)}
    return {row.label: row.count for row in outcome.rows}


def _time(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes")
