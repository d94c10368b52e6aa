"""The film that opens a theme."""

from collections.abc import Sequence

from sessions_app.kinds.asked import facts
from sessions_app.kinds.kind import (
    READ,
    Bounds,
    Brief,
    Doing,
    Kind,
    Line,
    Made,
    Place,
    chosen,
    notes,
)
from sessions_app.script import Note, StepContent
from sessions_app.wish import LedBy
from sessions_app.words import duration

BEFORE = "Film: "  # stands before the film's title in a step's name


def film_minutes(seconds: int) -> int:
    """The whole minutes that a film of so many seconds needs."""
    return -(-seconds // 60)


class FilmKind(Kind):
    """Everybody looks at one film."""

    key = "film"
    name = "film"
    unplugged = "zonder-film"
    short = "film"
    doing = frozenset({Doing.LOOK})
    needs = ("theme",)
    opens_theme = True
    clock_waits = True
    materials = ("Een scherm met geluid en internet. Probeer vooraf of elke film speelt.",)
    place = Place.THEME
    screen = "film"
    phone = "film"
    console = "film"

    def bounds(self, brief: Brief) -> Bounds:
        """As long as the film lasts, neither more nor less."""
        film = film_minutes(chosen(brief.theme).film.seconds)
        return Bounds(film, film, film)

    def fill(self, brief: Brief, minutes: int) -> Made:
        theme = chosen(brief.theme)
        read = f"{theme.intro}\n\n{theme.film.content_note}".strip()
        said = [Note(heading=READ, text=read, aloud=True)]
        if theme.remark:
            said.append(Note(heading="Let op bij dit thema", text=theme.remark))
        if theme.with_manager and brief.wish.led_by == LedBy.MANAGER:
            said.append(Note(heading="Als je leidinggevende bent", text=theme.with_manager))
        content = StepContent(
            lead=theme.intro,
            phone=brief.document.said("film-telefoon"),
            aside=brief.document.said("film-niet-mee"),
            reading=facts(brief.document, theme.facts),
            film=theme.film,
            notes=(*said, *notes(brief, "film-daarna")),
            tested=theme.tested and theme.film.tested,
        )
        return Made(f"{BEFORE}{theme.film.title}", content)

    def bare(self, title: str) -> str:
        return title.removeprefix(BEFORE)

    def kicker(self, theme: str, number: int, own: str = "") -> str:
        return f"Film {number} · {theme}"

    def as_next(self, title: str, theme: str) -> str:
        made = title == f"{BEFORE}{theme}"
        return f"film {theme}" if made else super().as_next(title, theme)

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        return title

    def phone_part(self, content: StepContent) -> str:
        return self.phone if content.film else super().phone

    def too_short(self, step: Line) -> str:
        return f"'{step.title}' duurt {duration(step.least)}. Zo past de film niet."
