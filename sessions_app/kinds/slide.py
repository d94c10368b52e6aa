"""A slide of the theory part, as the editors wrote it."""

from collections.abc import Sequence

from content.document import Slide
from sessions_app.kinds.asked import sources
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Made, Place, chosen
from sessions_app.script import Note, StepContent

MANY_FIGURES = 2  # above this many a slide takes longer to read together


class SlideKind(Kind):
    """One slide, read together."""

    key = "slide"
    name = "theorie"
    unplugged = "zonder-dia"
    doing = frozenset({Doing.LOOK})
    needs = ("slide",)
    place = Place.THEORY
    block = "theorie"
    part = "theorie"
    counted = ("dia", "dia's")
    screen = "slide"
    spare = True
    by_hand = True

    def bounds(self, brief: Brief) -> Bounds:
        many = len(chosen(brief.slide).figures) > MANY_FIGURES
        return Bounds(2, 3, 4) if many else Bounds(2, 3, 3)

    def offered(self, brief: Brief) -> list[Brief]:
        return [
            brief.about(slide=slide)
            for slide in _slides(brief)
            if slide.minimum_session <= brief.length
        ]

    def choices(self, brief: Brief) -> list[tuple[str, str]]:
        """All of them: also what planning has no time for."""
        return [(slide.key, slide.title) for slide in _slides(brief)]

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        slide = next((slide for slide in _slides(brief) if slide.key == key), None)
        return brief.about(slide=slide) if slide else None

    def stands_from(self, brief: Brief) -> int:
        """As the editors say; of two alike the one that comes later is left out first."""
        return chosen(brief.slide).minimum_session

    def fill(self, brief: Brief, minutes: int) -> Made:
        slide = chosen(brief.slide)
        content = StepContent(
            phone=brief.document.said("scherm"),
            slide=slide,
            notes=_notes(slide),
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


def _slides(brief: Brief) -> list[Slide]:
    return [slide for chapter in brief.document.chapters for slide in chapter.slides]


def _notes(slide: Slide) -> tuple[Note, ...]:
    """The editors' own words about it."""
    if not slide.notes and not slide.short:
        return ()
    return (Note(heading="Bij deze dia", text=slide.notes, short=slide.short),)
