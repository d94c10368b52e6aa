"""A mirror: the team answers, and sees itself beside what a survey found. Then people talk."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from content.benchmarks import AFFECTED, Benchmarks, benchmarks
from content.document import Document, Mirror, MirrorDraws, MirrorLine
from sessions_app.kinds.asked import all_tested, askable, texts
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Line, Made, Place, notes
from sessions_app.script import MirrorGroup, MirrorMark, MirrorRow, MirrorScript, StepContent

FROM = 90  # minutes a session lasts before a mirror is in it
LEAST_TALK = 10  # minutes of talk that follow it
LAST = 30  # minutes before the end in which none opens any more
SOURCE = "lma19"

# The groups of the survey, as a mirror tells them apart: their name and their caution.
NAMES = {
    "professionals": ("spiegel-hulpverleners", "enquete"),
    "clients": ("spiegel-clienten", "panel"),
    "affected": ("spiegel-meegemaakt", "panel"),
}


def _mirror(brief: Brief) -> Mirror | None:
    """The one that was chosen; else the first, which planning takes by itself."""
    return brief.mirror or next(iter(brief.document.mirrors), None)


def _offered(brief: Brief) -> list[Brief]:
    """One from an hour and a half; none where answers can't be counted or guests would answer."""
    wish = brief.wish
    if not wish.counted or wish.with_guests or brief.length < FROM or not brief.document.mirrors:
        return []
    return [brief.about(mirror=brief.document.mirrors[0])]


class MirrorKind(Kind):
    """Some questions on every phone, and then one picture that builds press after press."""

    key = "mirror"
    name = "spiegel"
    unplugged = "zonder-spiegel"
    doing = frozenset({Doing.PHONE, Doing.LOOK})
    by_hand = True
    place = Place.MIRROR
    block = "spiegel"
    part = "spiegel"
    spare = True
    brings = "mirror-talk"
    outlined = "wat kozen wij, en wat kozen anderen?"
    console = "mirror"

    def bounds(self, brief: Brief) -> Bounds:
        mirror = _mirror(brief)
        asks = len(mirror.asks) if mirror else 1
        return Bounds(4, 4 + asks // 2, 8)

    def offered(self, brief: Brief) -> list[Brief]:
        return _offered(brief)

    def choices(self, brief: Brief) -> list[tuple[str, str]]:
        return [(mirror.key, mirror.title) for mirror in brief.document.mirrors]

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        mirror = brief.document.mirror(key)
        return brief.about(mirror=mirror) if mirror else None

    def stands_from(self, brief: Brief) -> int:
        return FROM

    def block_of(self, brief: Brief) -> str:
        mirror = _mirror(brief)
        return f"{self.block}:{mirror.key}" if mirror else self.block

    def fill(self, brief: Brief, minutes: int) -> Made:
        mirror = _mirror(brief)
        if mirror is None:
            return Made("Spiegel", StepContent(notes=notes(brief, "spiegel-waarvoor")))
        asked = askable(brief.wish, mirror.asks) if brief.wish.counted else ()
        said = ("spiegel-zeg", "spiegel-daarna") if asked else ("spiegel-zonder-telefoons",)
        content = StepContent(
            lead=mirror.lead if asked else "",
            talk=() if asked else texts(mirror.questions),
            phone=brief.document.said("spiegel-telefoon"),
            mirror=script_of(mirror, brief.document),
            notes=notes(brief, "spiegel-waarvoor", *said),
            tested=mirror.tested and all_tested(mirror.asks),
        )
        return Made(f"Spiegel: {mirror.title.lower()}", content, asked)

    def layers(self, content: StepContent, asked: Sequence[str]) -> tuple[str, ...]:
        if content.mirror is None:
            return ()
        guesses = ("guesses",) if content.mirror.guess in asked else ()
        team = ("team",) if set(asked) - {content.mirror.guess} else ()
        return (*guesses, *team, "reference")

    def headline(self, title: str, content: StepContent, asked: Sequence[str]) -> str:
        if content.mirror is None or content.named:
            return title
        return content.mirror.title

    def prompts(self, content: StepContent, asked: Sequence[str]) -> list[str]:
        return [*asked, *content.talk]

    def as_next(self, title: str, theme: str) -> str:
        return title[:1].lower() + title[1:]

    def misplaced(self, steps: Sequence[Line]) -> list[str]:
        """Who changes a programme by hand hears when no talk follows, or too late in the day."""
        found = []
        left = sum(step.minutes for step in steps)
        whole = left
        for step, after in zip_longest(steps, steps[1:]):
            if step.kind == self.key:
                talk = after.minutes if after is not None and after.kind == self.brings else 0
                if talk < LEAST_TALK:
                    found.append(
                        f"Na '{step.title}' hoort een gesprek van minstens 10 minuten. "
                        "Zet er een stap 'praten over de spiegel' achter."
                    )
                if left < LAST:
                    found.append(
                        f"'{step.title}' begint in het laatste half uur. Zet de spiegel eerder."
                    )
                if whole < FROM:
                    found.append(
                        f"Voor '{step.title}' is deze sessie kort. Een spiegel past vanaf "
                        "anderhalf uur."
                    )
            left -= step.minutes
        return found


class MirrorTalk(Kind):
    """The talk that belongs to a mirror: first what people see, then what it means."""

    key = "mirror-talk"
    name = "praten over de spiegel"
    unplugged = "zonder-spiegel-praten"
    glyph = "samen"
    doing = frozenset({Doing.TALK})
    talks = True
    by_hand = True
    place = Place.MIRROR
    block = "spiegel"
    part = "spiegel"
    spare = True
    outlined = "wat zien we, en wat betekent dat?"

    def bounds(self, brief: Brief) -> Bounds:
        return Bounds(LEAST_TALK, 12, 18)

    def offered(self, brief: Brief) -> list[Brief]:
        return _offered(brief)

    def stands_from(self, brief: Brief) -> int:
        return FROM

    def block_of(self, brief: Brief) -> str:
        mirror = _mirror(brief)
        return f"{self.block}:{mirror.key}" if mirror else self.block

    def fill(self, brief: Brief, minutes: int) -> Made:
        mirror = _mirror(brief)
        content = StepContent(
            lead=brief.document.said("spiegel-praten"),
            talk=mirror.talk if mirror else (),
            phone=brief.document.said("spiegel-telefoon"),
            mirror=script_of(mirror, brief.document) if mirror else None,
            notes=notes(brief, "spiegel-praten-kaart"),
            tested=bool(mirror and mirror.tested),
        )
        return Made("Praten over de spiegel", content)


# A mirror with the figures of its edition.


def script_of(mirror: Mirror, document: Document) -> MirrorScript:
    """The mirror with its figures, so that no later edition changes a planned session."""
    figures = benchmarks()
    rows = tuple(_row(mirror, line, figures) for line in mirror.lines)
    guessed = _mark(mirror.guessed, figures) if mirror.guessed else None
    marks = [mark for row in rows for mark in (*row.marks, row.beside) if mark]
    return MirrorScript(
        key=mirror.key,
        title=mirror.title,
        draws=mirror.draws.value,
        rows=rows,
        guess=mirror.estimate.code if mirror.estimate else "",
        over=mirror.over,
        guessed=guessed,
        opening=mirror.opening,
        groups=_groups(mirror, [*marks, *([guessed] if guessed else [])], document, figures),
        caution=mirror.caution,
    )


def _row(mirror: Mirror, line: MirrorLine, figures: Benchmarks) -> MirrorRow:
    question = next((q for q in mirror.questions if q.code == line.ask), None)
    chosen = [option for option in question.options if option.row] if question else []
    keys = tuple(option.key for option in chosen if (option.row == line.row) != line.ever)
    beside = _mark(line.beside, figures) if line.beside else None
    same_axis = mirror.draws != MirrorDraws.RANKS
    own = _mark(line.row, figures, ever=line.ever)
    return MirrorRow(
        label=line.label,
        ask=line.ask,
        keys=keys,
        marks=(own, beside) if beside and same_axis else (own,),
        beside=None if same_axis else beside,
    )


def _mark(row: str, figures: Benchmarks, ever: bool = False) -> MirrorMark:
    """A figure of a survey; of `ever` that of everybody who did not choose the row."""
    benchmark, found = figures.of(row), figures.rows[row]
    value = figures.ever(row) if ever else found.pct
    if value is None:
        raise ValueError(f"{row} has no figure to draw")
    clients = "affected" if row in AFFECTED else "clients"
    who = clients if benchmark.population.startswith("clienten") else "professionals"
    said = f"{value:g}".replace(".", ",") + ("" if benchmark.averages else "%")
    if ever and found.pct is not None and found.pct > value:
        said = f"{said} ({found.pct:g}% nooit)"  # as the source says it
    return MirrorMark(who=who, value=float(value), said=said, row=row)


def _groups(
    mirror: Mirror, marks: Iterable[MirrorMark], document: Document, figures: Benchmarks
) -> tuple[MirrorGroup, ...]:
    """Whom these figures are about: name, base, caution and source."""
    cautions = {one.key: one.caution for one in document.populations}
    short = next((one.short for one in document.sources if one.key == SOURCE), "")
    places: dict[str, list[str]] = {}
    for mark in marks:
        said = figures.of(mark.row).source.said
        found = places.setdefault(mark.who, [])
        if said not in found:
            found.append(said)
    return tuple(
        MirrorGroup(
            who=who,
            name=(mirror.clients if who == "clients" else "") or document.said(name),
            base=mirror.base if who != "professionals" else "",
            caution=cautions.get(population, ""),
            source=f"{short}: {', '.join(places[who])}",
        )
        for who, (name, population) in NAMES.items()
        if who in places
    )
