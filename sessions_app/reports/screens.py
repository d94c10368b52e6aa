"""What the screen shows of each step, for paper and for a deck: without answers, code or clock.

Out of a plan alone: nothing that anybody answered can be in it.
"""

from collections.abc import Iterator, Sequence

import msgspec

from content import diagrams
from content.document import Document, Question, Slide
from sessions_app import asking, kinds, mirror
from sessions_app.mirror import Layer
from sessions_app.reflections import picture_of
from sessions_app.reports.runsheet import figures, plain
from sessions_app.script import PlannedStep, StepContent

MOST = 7  # lines on one screen; what is more stands on a next one


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """One screen in words, with what is drawn on it."""

    title: str
    eyebrow: str = ""
    lines: tuple[str, ...] = ()
    under: tuple[str, ...] = ()  # sentences under them
    aside: tuple[str, ...] = ()  # paragraphs on a card of their own, under `aside_heading`
    aside_heading: str = ""
    drawing: str = ""  # an SVG with its own colours
    said: tuple[str, ...] = ()  # what is drawn, in words
    small: str = ""  # the source
    film: str = ""  # its YouTube id


def screens(step: PlannedStep, themes: dict[str, str], document: Document) -> list[Screen]:
    """The screens of one step, at least one where a room is ever in it; `themes` by slug."""
    kind = kinds.of(step.kind)
    if not kind.runs:
        return []
    asked = [question.told for question in step.questions]
    headline = kind.headline(step.title, step.content, asked)
    eyebrow = _eyebrow(step, themes.get(step.theme, ""), headline)
    if kind.layers(step.content, [question.code for question in step.questions]):
        return [*_asked(step.questions, headline), *_figures(step.content, headline)]
    if step.content.slide:
        return [_slide(step.content.slide, headline, eyebrow, document)]
    if step.content.film:
        return [
            Screen(
                title=kind.bare(step.title),
                eyebrow=eyebrow,
                under=(step.content.film.content_note,),
                film=step.content.film.youtube,
            )
        ]
    return list(_split(_talk(step, headline, eyebrow)))


def at_the_end(document: Document) -> Screen:
    """What stands on the screen when the session has ended."""
    stay = document.said("blijf-scherm")
    return Screen(title=document.said("dank"), under=(stay,) if stay else ())


def _eyebrow(step: PlannedStep, theme: str, headline: str) -> str:
    own = step.title if step.content.named else ""
    said = kinds.of(step.kind).kicker(theme, step.theme_number, own)
    return "" if said.lower() == headline.lower() else said


def _talk(step: PlannedStep, headline: str, eyebrow: str) -> Screen:
    kind, content = kinds.of(step.kind), step.content
    asked = [question.told for question in step.questions]
    more = [text for text in kind.prompts(content, asked) if text != headline]
    options = _options(step.questions[0]) if kind.says_how and step.questions else []
    turned = f"{content.roles} {content.check}".strip()
    hint = kind.hint(content, bool(step.questions))
    return Screen(
        title=headline,
        eyebrow=eyebrow,
        lines=tuple(options or [*content.points, *more]),
        under=tuple(text for text in (turned, hint) if text),
        aside=tuple(part for part in content.aftercare.split("\n\n") if part),
        aside_heading=content.care_heading,
    )


def _split(screen: Screen) -> Iterator[Screen]:
    """The same on as many screens as its lines need; what stands beside them on the first."""
    yield msgspec.structs.replace(screen, lines=screen.lines[:MOST])
    rest = screen.lines[MOST:]
    while rest:
        yield Screen(title=screen.title, eyebrow=screen.eyebrow, lines=rest[:MOST])
        rest = rest[MOST:]


def _options(question: Question) -> list[str]:
    return asking.of(question.form).printed(question)


def _asked(questions: Sequence[Question], about: str) -> Iterator[Screen]:
    for question in questions:
        lines = tuple(_options(question))
        yield from _split(Screen(title=question.told, eyebrow=about, lines=lines))


def _figures(content: StepContent, headline: str) -> Iterator[Screen]:
    """The figures that a team's answers would stand beside, alone."""
    if content.mirror is None:
        return
    drawn = mirror.draw(picture_of(content.mirror, {}), {Layer.REFERENCE})
    rows = [
        ": ".join((row[0], ", ".join(cell for cell in row[1:] if cell)))
        for table in drawn.tables
        for row in table.rows
    ]
    about = [
        " ".join(part for part in (f"{group.name}.", group.base, group.caution) if part)
        for group in drawn.legend
    ]
    yield Screen(
        title=headline,
        drawing=mirror.standalone(drawn),
        said=(*rows, *about, *drawn.cautions),
        small=f"Bron: {drawn.sources}" if drawn.sources else "",
    )


def _slide(slide: Slide, headline: str, eyebrow: str, document: Document) -> Screen:
    drawn = diagrams.draw(slide, document.sources)
    body = plain(slide.body)
    said = tuple(figures(slide))[bool(body) :]
    return Screen(
        title=headline,
        eyebrow=eyebrow,
        lines=() if drawn.svg else said,
        under=(body,) if body else (),
        drawing=diagrams.standalone(drawn),
        said=(*said, *drawn.cautions),
        small=f"Bron: {drawn.sources}" if drawn.sources else "",
    )
