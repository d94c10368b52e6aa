"""The report as a spreadsheet: one number per row, so that anybody can count on with it.

Every text goes in as text (`write_string`): what somebody typed never becomes a formula or a link.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.utils import timezone
from django.utils.dateformat import format as in_words
from xlsxwriter import Workbook

from sessions_app.reports.contents import (
    QuestionAndAnswers,
    Report,
)
from sessions_app.reports.typesetting import without_unseen
from sessions_app.results import Outcome

type Cell = str | int
EVALUATION = "Evaluatie"
LOOKED_BACK = "Terugblik"
COUNTS = ("Onderdeel", "Vraag", "Wanneer", "Antwoord", "Hoeveel mensen", "Van hoeveel antwoorden")
MIRRORS = ("Spiegel", "Tabel", "Regel", "Kolom", "Wat er staat")
LONGEST = 32_000  # characters that fit in a cell
NEARLY_ALL = "bijna iedereen"


def report_sheet(report: Report) -> bytes:
    """The report as an .xlsx file, with a sheet for each of its parts."""
    made = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(made, options) as book:
        book.set_properties({"title": f"Verslag: {report.title}", "author": "Bij nader inzien"})
        _sheet(book, "Kort", ("Wat", "Zin"), _brief(report), (18, 100))
        _sheet(book, "Antwoorden", COUNTS, _counts(report), (22, 60, 14, 40, 16, 16))
        _sheet(book, "Teksten", ("Onderdeel", "Vraag", "Tekst"), _texts(report), (22, 60, 80))
        if any(part.drawn for part in report.parts):
            _sheet(book, "Spiegels", MIRRORS, _mirrors(report), (30, 44, 44, 30, 30))
        programme = ("Begon om", "Stap", "Gepland (minuten)", "Hoe lang het duurde")
        _sheet(book, "Programma", programme, _programme(report), (12, 50, 18, 22))
        _sheet(book, "Beloofd", ("Wat is beloofd",), ((line,) for line in report.privacy), (120,))
    return made.getvalue()


def _sheet(
    book: Workbook,
    name: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
    widths: tuple[int, ...],
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(column, column, width, body)
        sheet.write_string(0, column, title, head)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell, body)
            else:
                sheet.write_string(at, column, without_unseen(cell)[:LONGEST], body)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _brief(report: Report) -> Iterator[tuple[Cell, ...]]:
    day = in_words(timezone.localtime(report.started), "l j F Y")
    yield "Sessie", f"{report.title}, {day}"
    yield from (("Wat we deden", line) for line in report.did)
    yield from (("Wat opviel", line) for line in report.stood_out)
    for agreed in report.agreements:
        more = [f"Wie merkt het: {agreed.noticed}." if agreed.noticed else ""]
        more.append(f"Wie kijkt terug: {agreed.who}." if agreed.who else "")
        more.append(f"Wanneer: {agreed.when}." if agreed.when else "")
        yield "Wat we afspraken", " ".join([agreed.text, *filter(None, more)])


def _placed(report: Report) -> Iterator[tuple[str, QuestionAndAnswers]]:
    for part in report.parts:
        yield from ((part.title, asked) for asked in part.asked)
    yield from ((EVALUATION, asked) for asked in report.evaluation)
    yield from ((LOOKED_BACK, asked) for asked in report.looked_back)


def _counts(report: Report) -> Iterator[tuple[Cell, ...]]:
    for title, asked in _placed(report):
        if asked.before is not None:
            yield from _rows(title, asked.text, asked.moments.before, asked.before)
        after = asked.moments.after if asked.twice else ""
        yield from _rows(title, asked.text, after, asked.outcome)


def _rows(title: str, text: str, moment: str, outcome: Outcome) -> Iterator[tuple[Cell, ...]]:
    if outcome.hidden:
        yield title, text, moment, outcome.hidden
    elif outcome.band:
        yield from ((title, text, moment, label, NEARLY_ALL) for label in outcome.band)
    else:
        for row in outcome.rows:
            yield title, text, moment, row.label, row.count, outcome.answered


def _mirrors(report: Report) -> Iterator[tuple[Cell, ...]]:
    """The figures beside the team's own, as the report draws them, with whom they are about."""
    for part in report.parts:
        if part.drawn is None:
            continue
        for table in part.drawn.tables:
            if table.note:
                yield part.title, table.caption, "", "", table.note
            for line, *cells in table.rows:
                for column, cell in zip(table.head[1:], cells, strict=True):
                    yield part.title, table.caption, line, column, cell
        for group in part.drawn.legend:
            about = f"{group.base} {group.caution} Bron: {group.source}."
            yield part.title, "Over wie het gaat", group.name, "", about
        yield from ((part.title, "Let op", "", "", said) for said in part.drawn.cautions)


def _texts(report: Report) -> Iterator[tuple[Cell, ...]]:
    for title, asked in _placed(report):
        yield from ((title, asked.text, said) for said in asked.outcome.texts)


def _programme(report: Report) -> Iterator[tuple[Cell, ...]]:
    for step in report.steps:
        began = in_words(timezone.localtime(step.started), "H.i") if step.started else ""
        yield began, step.title, step.planned, step.spent
