"""The whole session in one PDF: to go on when screen, phones and network are gone.

All of the run sheet, with beside each step what the screen would show.
"""

from collections.abc import Mapping

import msgspec

from content.document import Document
from sessions_app.plans import Plan
from sessions_app.reports.runsheet import runsheet
from sessions_app.reports.screens import at_the_end, screens
from sessions_app.reports.typesetting import typeset


def whole(plan: Plan, document: Document, own: Mapping[str, str] | None = None) -> dict:
    """The session as plain data; `own` are the words of who downloads it."""
    sheet = runsheet(plan, document, own)
    for said, step in zip(sheet["steps"], plan.steps, strict=True):
        said["screens"] = [
            msgspec.to_builtins(one) for one in screens(step, plan.theme_names, document)
        ]
    sheet["end"] = msgspec.to_builtins(at_the_end(document))
    return sheet | {"document": f"De hele sessie: {plan.title}"}


def pdf(plan: Plan, document: Document, own: Mapping[str, str] | None = None) -> bytes:
    """The same as a tagged PDF."""
    return typeset("whole", whole(plan, document, own), row_headers={3: 1})
