"""The report on paper: the same contents, set by typst."""

from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as in_words

from sessions_app.reports.contents import Part, QuestionAndAnswers, Report
from sessions_app.reports.typesetting import typeset
from sessions_app.results import Outcome


def report_pdf(report: Report) -> bytes:
    """The report as a tagged PDF."""
    return typeset(
        "report",
        {
            "title": report.title,
            "document": f"Verslag: {report.title}",
            "day": _local(report.started, "l j F Y"),
            "from": _local(report.started, "H.i"),
            "until": _local(report.ended, "H.i"),
            "minutes": report.minutes,
            "planned": report.planned_minutes,
            "took_part": report.took_part,
            "steps": [
                {
                    "clock": _local(step.started, "H.i") if step.started else "",
                    "kind": step.kind,
                    "title": step.title,
                    "theme": step.theme_number,
                    "planned": step.planned,
                    "spent": step.spent,
                    "skipped": step.skipped,
                }
                for step in report.steps
            ],
            "parts": [_part(part) for part in report.parts],
            "agreements": [asdict(agreed) for agreed in report.agreements],
            "evaluation": [_asked(asked) for asked in report.evaluation],
            "looked_back": [_asked(asked) for asked in report.looked_back],
            "privacy": report.privacy,
            "aftercare": report.aftercare,
        },
        row_headers={3: 0, 4: 1},  # of a result the answer, of the programme the step
    )


def _local(moment: datetime, form: str) -> str:
    return in_words(timezone.localtime(moment), form)


def _part(part: Part) -> dict:
    return {
        "title": part.title,
        "theme": part.theme_number,
        "asked": [_asked(asked) for asked in part.asked],
    }


def _asked(asked: QuestionAndAnswers) -> dict:
    return {
        "text": asked.text,
        "now": _outcome(asked.outcome),
        "before": _outcome(asked.before) if asked.before else None,
        "pairs": [asdict(pair) for pair in asked.pairs],
        "caution": asked.caution,
        "own": asked.own,
    }


def _outcome(outcome: Outcome) -> dict:
    return {
        "hidden": outcome.hidden,
        "drawn": outcome.drawn,
        "of": outcome.answered if outcome.visible else 0,
        "rows": [asdict(row) for row in outcome.rows],
        "texts": outcome.texts,
        "band": outcome.band,
    }
