"""The report on paper: the same contents, set by typst."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as in_words

from sessions_app.mirror import Drawn, standalone
from sessions_app.reports.contents import Grid, Group, Part, QuestionAndAnswers, Report
from sessions_app.reports.typesetting import typeset
from sessions_app.results import Outcome

FURTHER = "/verder/"  # the page with what the field offers


def report_pdf(report: Report) -> bytes:
    """The report as a tagged PDF."""
    return typeset(
        "report",
        {
            "title": report.title,
            "document": f"Verslag: {report.title}",
            "did": report.did,
            "stood_out": report.stood_out,
            "aware": report.aware,
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
            "evaluation": [_group(group) for group in report.evaluation_groups],
            "looked_back": [_asked(asked) for asked in report.looked_back],
            "heading": report.heading,
            "privacy": report.privacy,
            "aftercare": report.aftercare,
            "further": report.further,
            "further_address": f"{settings.BASE_URL}{FURTHER}",
        },
        row_headers=_row_headers(report),
    )


def _row_headers(report: Report) -> dict[int, int]:
    """Of a result the answer names the row, of the programme the step, of a grid the question."""
    groups = [*(group for part in report.parts for group in part.groups), *report.evaluation_groups]
    grids = {group.grid.columns + 1: 0 for group in groups if group.grid}
    return grids | {2: 0, 3: 0, 4: 1}  # two cells: a question whose result is a sentence


def _local(moment: datetime, form: str) -> str:
    return in_words(timezone.localtime(moment), form)


def _part(part: Part) -> dict:
    return {
        "title": part.title,
        "theme": part.theme_number,
        "groups": [_group(group) for group in part.groups],
        "asked": [_asked(asked) for asked in part.asked],
        "mirror": _mirror(part.drawn) if part.drawn else None,
    }


def _mirror(drawn: Drawn) -> dict:
    """The picture of a mirror with all that must stand beside it."""
    return {
        "svg": standalone(drawn),
        "tables": [asdict(table) for table in drawn.tables],
        "cautions": drawn.cautions,
        "groups": [
            f"{group.name}. {group.base} {group.caution} Bron: {group.source}."
            for group in drawn.legend
        ],
    }


def _group(group: Group) -> dict:
    return {
        "grid": _grid(group.grid) if group.grid else None,
        "asked": _asked(group.asked) if group.asked else None,
    }


def _grid(grid: Grid) -> dict:
    lines = [{"text": line.text, "outcome": _outcome(line.outcome)} for line in grid.lines]
    return {"points": grid.points, "lines": lines}


def _asked(asked: QuestionAndAnswers) -> dict:
    return {
        "text": asked.text,
        "now": _outcome(asked.outcome),
        "before": _outcome(asked.before) if asked.before else None,
        "pairs": [asdict(pair) for pair in asked.pairs],
        "moments": asked.moments._asdict(),
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
