"""Between the rows that editors change and the document that an edition holds."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import msgspec
from django.core.exceptions import ValidationError
from django.db import models as orm
from django.db import transaction

from content import document as shape
from content import models
from content.document import Document
from content.passages import in_order

# The column for each field of a question; options and citations are rows of their own.
COLUMNS = {
    name: {"check": "check_text"}.get(name, name)
    for name in shape.Question.__struct_fields__
    if name not in ("options", "citations")
}
METHOD_COLUMNS = {  # a model has a method `check` of its own
    name: {"check": "check_text"}.get(name, name) for name in shape.Method.__struct_fields__
}


class DoesNotFit(Exception):
    """A text of the document does not fit its field; the Dutch sentence says which."""


def assemble(module: models.Module) -> Document:
    """The working rows of this module as a document; the same number of queries at any size."""
    keys = dict(module.sources.values_list("pk", "key"))
    options = _grouped(models.Option.objects.filter(question__module=module), "question_id")
    cited = models.Citation.objects.filter(source__module=module)
    cited_by = {
        owner: _grouped(cited.filter(**{f"{owner}__isnull": False}), f"{owner}_id")
        for owner in ("figure", "question", "fact")
    }

    def citations(owner: str, pk: int) -> tuple[shape.Citation, ...]:
        return tuple(
            shape.Citation(source=keys[row.source_id], detail=row.detail)
            for row in cited_by[owner][pk]
        )

    def question(row: models.Question) -> shape.Question:
        return msgspec.structs.replace(
            _from_columns(row),
            options=tuple(
                shape.Option(key=option.key, text=option.text, alone=option.alone, row=option.row)
                for option in options[row.pk]
            ),
            citations=citations("question", row.pk),
        )

    def slide(row: models.Slide) -> shape.Slide:
        return shape.Slide(
            key=row.key,
            title=row.title,
            body=row.body,
            diagram=shape.Diagram(row.diagram),
            figures=tuple(
                shape.Figure(
                    label=figure.label,
                    text=figure.text,
                    value=None if figure.value is None else float(figure.value),
                    unit=figure.unit,
                    caution=figure.caution,
                    citations=citations("figure", figure.pk),
                )
                for figure in row.figures.all()
            ),
            notes=row.notes,
            short=row.short,
            minimum_session=row.minimum_session,
            tested=row.tested,
        )

    questions: dict[int | None, list[shape.Question]] = defaultdict(list)
    for row in module.questions.all():
        questions[row.theme_id].append(question(row))
    return Document(
        slug=module.slug,
        name=module.name,
        subtitle=module.subtitle,
        aims=tuple(module.aims.values_list("text", flat=True)),
        rules=tuple(module.rules.values_list("text", flat=True)),
        rules_tested=module.rules_tested,
        chapters=tuple(
            shape.Chapter(
                key=row.key, title=row.title, slides=tuple(slide(s) for s in row.slides.all())
            )
            for row in module.chapters.prefetch_related("slides__figures")
        ),
        themes=tuple(
            _theme(row, tuple(questions[row.pk])) for row in module.themes.select_related("film")
        ),
        questions=tuple(questions[None]),
        passages=in_order(
            [shape.Passage(**_named(row, shape.Passage)) for row in module.passages.all()]
        ),
        moments=tuple(shape.Moment(**_named(row, shape.Moment)) for row in module.moments.all()),
        further=tuple(_further(row) for row in module.further.all()),
        methods=tuple(_method(row) for row in module.methods.all()),
        populations=tuple(
            shape.Population(**_named(row, shape.Population)) for row in module.populations.all()
        ),
        mirrors=msgspec.convert(module.mirrors, tuple[shape.Mirror, ...]),
        facts=tuple(
            shape.Fact(
                code=row.code,
                text=row.text,
                caution=row.caution,
                citations=citations("fact", row.pk),
                populations=_listed(row.populations),
                off_cards=row.off_cards,
                references=_listed(row.references),
            )
            for row in module.facts.all()
        ),
        sources=tuple(
            shape.Source(
                key=row.key,
                title=row.title,
                short=row.short,
                year=row.year,
                address=row.address,
                note=row.note,
            )
            for row in module.sources.all()
        ),
    )


def _theme(row: models.Theme, questions: tuple[shape.Question, ...]) -> shape.Theme:
    # A theme made in admin without its film: the checks before publishing say so.
    film = getattr(row, "film", None) or models.Film(title=row.name, youtube="", seconds=0)
    return shape.Theme(
        number=row.number,
        slug=row.slug,
        name=row.name,
        closeness=row.closeness,
        never_first=row.never_first,
        intro=row.intro,
        opening=row.opening,
        silence=row.silence,
        closing=row.closing,
        film=shape.Film(
            number=row.number,
            title=film.title,
            youtube=film.youtube,
            seconds=film.seconds,
            content_note=film.content_note,
            description=film.description,
            tested=film.tested,
        ),
        remark=row.remark,
        with_manager=row.with_manager,
        short=row.short,
        facts=_listed(row.facts),
        questions=questions,
        tested=row.tested,
    )


def _method(row: models.Method) -> shape.Method:
    return msgspec.convert(
        {
            **{name: getattr(row, column) for name, column in METHOD_COLUMNS.items()},
            "materials": row.materials.splitlines(),
            "talk": row.talk.splitlines(),
            "facts": _listed(row.facts),
            "citations": [_place(line) for line in row.citations.splitlines()],
        },
        shape.Method,
    )


def _place(line: str) -> dict[str, str]:
    """A place in a source as somebody typed it: 'lma19: tabel 4.2'."""
    source, _, detail = line.partition(":")
    return {"source": source.strip(), "detail": detail.strip()}


def _from_columns(row: models.Question) -> shape.Question:
    known = {name: getattr(row, column) for name, column in COLUMNS.items()}
    return msgspec.convert(
        {
            **known,
            "points": row.points.splitlines(),
            "depth": row.depth or None,
            "topic": row.topic or None,
            "circle": row.circle or None,
        },
        shape.Question,
    )


def question_columns(question: shape.Question) -> dict[str, object]:
    """The columns of a question; its points as somebody types them."""
    known = {column: getattr(question, name) for name, column in COLUMNS.items()}
    return {
        **known,
        "points": "\n".join(question.points),
        "depth": question.depth or "",
        "topic": question.topic or "",
        "circle": question.circle or "",
    }


def columns_of(method: shape.Method) -> dict[str, object]:
    """The columns of a method; lists as somebody types them."""
    places = (f"{one.source}: {one.detail}".rstrip(" :") for one in method.citations)
    return {
        **{column: getattr(method, name) for name, column in METHOD_COLUMNS.items()},
        "purposes": [str(purpose) for purpose in method.purposes],
        "materials": "\n".join(method.materials),
        "talk": "\n".join(method.talk),
        "facts": ", ".join(method.facts),
        "citations": "\n".join(places),
    }


def _named(row: orm.Model, struct: type[shape.Struct]) -> dict:
    """The fields of a struct out of the row that has the same names."""
    return {name: getattr(row, name) for name in struct.__struct_fields__}


def _further(row: models.Further) -> shape.Further:
    parts = (part.partition(":") for part in row.cited.split(";") if part.strip())
    return shape.Further(
        key=row.key,
        for_whom=shape.ForWhom(row.for_whom),
        title=row.title,
        text=row.text,
        known=row.known,
        citations=tuple(
            shape.Citation(source=source.strip(), detail=place.strip())
            for source, _, place in parts
        ),
        address=row.address,
        tested=row.tested,
    )


def _further_row(further: shape.Further) -> dict:
    cited = (f"{one.source}: {one.detail}".removesuffix(": ") for one in further.citations)
    return {"cited": "; ".join(cited), **_plain(further, without=("citations",))}


def _listed(typed: str) -> tuple[str, ...]:
    """What somebody typed with commas between."""
    return tuple(part.strip() for part in typed.split(",") if part.strip())


def _grouped(rows: Iterable[orm.Model], by: str) -> dict[int, list]:
    groups: dict[int, list] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups


@transaction.atomic
def load(document: Document) -> models.Module:
    """Make the working rows say exactly what the document says; all earlier rows are replaced.

    The document must be consistent (content.checks.inconsistencies). Raises DoesNotFit, and
    changes nothing, when a text is too long for its field.
    """
    module, _ = models.Module.objects.update_or_create(
        slug=document.slug,
        defaults={
            "name": document.name,
            "subtitle": document.subtitle,
            "rules_tested": document.rules_tested,
            "mirrors": msgspec.to_builtins(document.mirrors),
        },
    )
    _clear(module)
    writer = _Writer(module)
    writer.sources(document.sources)
    writer.save(models.Aim, [{"text": text} for text in document.aims])
    writer.save(models.GroundRule, [{"text": text} for text in document.rules])
    writer.save(models.Passage, [_plain(passage) for passage in document.passages])
    writer.save(models.Moment, [_plain(moment) for moment in document.moments])
    writer.save(models.Further, [_further_row(one) for one in document.further])
    writer.save(models.Method, [columns_of(method) for method in document.methods])
    writer.save(models.Population, [_plain(one) for one in document.populations])
    writer.chapters(document.chapters)
    writer.themes(document.themes)
    writer.questions([(None, question) for question in document.questions])
    writer.facts(document.facts)
    writer.finish()
    return module


def _clear(module: models.Module) -> None:
    # Citations first: they protect their sources.
    models.Citation.objects.filter(source__module=module).delete()
    for rows in (
        module.questions,
        module.themes,
        module.chapters,
        module.facts,
        module.passages,
        module.moments,
        module.further,
        module.methods,
        module.populations,
        module.rules,
        module.aims,
        module.sources,
    ):
        rows.all().delete()


class _Writer:
    """Writes rows table by table and gathers the citations for one last insert."""

    def __init__(self, module: models.Module) -> None:
        self.module = module
        self.by_key: dict[str, models.Source] = {}
        self.citations: list[models.Citation] = []

    def save[Row: orm.Model](self, table: type[Row], values: list[dict]) -> list[Row]:
        """Rows of this table, in this order, ten apart so that editors can put one between."""
        fields = {field.name for field in table._meta.get_fields()}
        rows = []
        for place, value in enumerate(values, start=1):
            if "module" in fields:
                value = {"module": self.module, **value}
            if "order" in fields:
                value = {"order": place * 10, **value}
            rows.append(_valid(table(**value)))
        return table._default_manager.bulk_create(rows)

    def cite(self, owner: str, row: orm.Model, citations: Iterable[shape.Citation]) -> None:
        """Remember that this figure, question or fact cites these places."""
        for place, citation in enumerate(citations, start=1):
            source = self.by_key[citation.source]
            self.citations.append(
                _valid(
                    models.Citation(
                        source=source, detail=citation.detail, order=place * 10, **{owner: row}
                    )
                )
            )

    def finish(self) -> None:
        """Write the citations."""
        models.Citation.objects.bulk_create(self.citations)

    def sources(self, sources: Iterable[shape.Source]) -> None:
        """Write the sources, which citations then find by key."""
        rows = self.save(models.Source, [_plain(source) for source in sources])
        self.by_key = {row.key: row for row in rows}

    def chapters(self, chapters: tuple[shape.Chapter, ...]) -> None:
        """Write chapters with their slides and figures."""
        rows = self.save(models.Chapter, [{"key": c.key, "title": c.title} for c in chapters])
        for chapter, row in zip(chapters, rows, strict=True):
            slides = self.save(
                models.Slide,
                [
                    {"chapter": row, **_plain(slide, without=("figures",))}
                    for slide in chapter.slides
                ],
            )
            for slide, slide_row in zip(chapter.slides, slides, strict=True):
                figures = self.save(
                    models.Figure,
                    [
                        {
                            "slide": slide_row,
                            **_plain(figure, without=("citations", "value")),
                            # By way of text: 22.3 as a float is not exactly 22.3.
                            "value": None if figure.value is None else Decimal(str(figure.value)),
                        }
                        for figure in slide.figures
                    ],
                )
                for figure, figure_row in zip(slide.figures, figures, strict=True):
                    self.cite("figure", figure_row, figure.citations)

    def themes(self, themes: tuple[shape.Theme, ...]) -> None:
        """Write themes with their films and questions."""
        rows = self.save(
            models.Theme,
            [
                {"facts": ", ".join(theme.facts)}
                | _plain(theme, without=("film", "questions", "facts"))
                for theme in themes
            ],
        )
        self.save(
            models.Film,
            [
                {"theme": row, **_plain(theme.film, without=("number",))}
                for theme, row in zip(themes, rows, strict=True)
            ],
        )
        for theme, row in zip(themes, rows, strict=True):
            self.questions([(row, question) for question in theme.questions])

    def questions(self, questions: list[tuple[models.Theme | None, shape.Question]]) -> None:
        """Write questions of one theme, or of the session, with their options."""
        rows = self.save(
            models.Question,
            [{"theme": theme, **question_columns(question)} for theme, question in questions],
        )
        for (_, question), row in zip(questions, rows, strict=True):
            self.save(
                models.Option, [{"question": row, **_plain(option)} for option in question.options]
            )
            self.cite("question", row, question.citations)

    def facts(self, facts: tuple[shape.Fact, ...]) -> None:
        """Write the fact bank."""
        rows = self.save(
            models.Fact,
            [
                {
                    "references": ", ".join(fact.references),
                    "populations": ", ".join(fact.populations),
                    **_plain(fact, without=("references", "populations", "citations")),
                }
                for fact in facts
            ],
        )
        for fact, row in zip(facts, rows, strict=True):
            self.cite("fact", row, fact.citations)


def _plain(struct: shape.Struct, without: tuple[str, ...] = ()) -> dict:
    """The fields of a struct whose names are those of the row."""
    names = (name for name in struct.__struct_fields__ if name not in without)
    return {name: getattr(struct, name) for name in names}


def _valid[Row: orm.Model](row: Row) -> Row:
    """The row, its texts checked against their fields: PostgreSQL would refuse without a place."""
    relations = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        name = next(one.verbose_name for one in row._meta.fields if one.name == field)
        raise DoesNotFit(
            f"{str(row._meta.verbose_name).capitalize()} '{row}', {name}: {messages[0]}"
        ) from error
    return row
