"""A slide of the theory part, as the editors wrote it."""

from collections.abc import Sequence

from sessions_app.kinds.asked import sources
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, chosen
from sessions_app.script import Note, StepContent

MANY_FIGURES = 2  # above this many a slide takes longer to read together


class SlideKind(Kind):
    """One slide, read together."""

    key = "slide"
    name = "theorie"
    doing = frozenset({Doing.LOOK})
    needs = ("slide",)
    place = Place.THEORY
    block = "theorie"
    part = "theorie"
    counted = ("dia", "dia's")
    screen = "slide"

    def bounds(self, brief: Brief) -> Bounds:
        many = len(chosen(brief.slide).figures) > MANY_FIGURES
        return Bounds(2, 3, 4) if many else Bounds(1, 3, 3)

    def offered(self, brief: Brief) -> list[Brief]:
        return [
            brief.about(slide=slide)
            for chapter in brief.document.chapters
            for slide in chapter.slides
            if slide.minimum_session <= brief.length
        ]

    def fill(self, brief: Brief, minutes: int) -> Made:
        slide = chosen(brief.slide)
        content = StepContent(
            phone="Kijk mee op het scherm.",
            slide=slide,
            notes=(Note(heading="Bij deze dia", text=slide.notes),) if slide.notes else (),
            sources=sources(
                brief.document, [c for figure in slide.figures for c in figure.citations]
            ),
            tested=slide.tested,
        )
        return Made(slide.title, content)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        if content.slide is None or content.named:
            return title
        return content.slide.title
