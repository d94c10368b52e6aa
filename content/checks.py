"""What must be right before a document can be published. Sentences in Dutch, for the editors."""

from collections import Counter
from collections.abc import Iterable, Iterator

from content.document import AnswerForm, Chapter, Diagram, Document, Purpose, Question, Slide, Theme

TITLE = 60  # characters that fit one slide's title
BODY = 160  # characters above a diagram
BODY_ALONE = 420  # characters on a slide without one
LINE_WORDS = 9
FIGURES = {
    Diagram.NONE: 0,
    Diagram.WORDS: 5,
    Diagram.RINGS: 5,
    Diagram.BARS: 6,
    Diagram.CHAIN: 4,
}
BESIDE_A_NUMBER = 3  # lines on a slide of words with a number
# Characters of a label that fit its place in the drawing.
LABEL = {Diagram.WORDS: 40, Diagram.RINGS: 30, Diagram.BARS: 48, Diagram.CHAIN: 24}
FIGURE_TEXT = 70
CAUTION = 120
QUESTION_WORDS = 15
QUESTION = 120  # characters: fifteen long words fill a screen
CHECK = 90
OPTION = 60
OPTIONS = 12
POINT = 30
POINTS = 7
INTRO = 260
FILM_NOTE = 160
RULE = 90
RULES = 8
AIM = 120
AIMS = 4
TALKED = 5  # questions for the group in one theme
# Fixed texts that stand on the screen, in characters.
PASSAGES = {"welkom": 160, "afspraak": 180, "pauze": 120, "evaluatie": 120, "opvang": 300}
NEEDED_PASSAGES = ("opvang", "telefoon-privacy")


def problems(document: Document) -> list[str]:
    """Everything that stops publishing, one sentence each; an empty list when all is well."""
    found = inconsistencies(document)
    for chapter in document.chapters:
        found += _chapter(chapter)
    for theme in document.themes:
        found += _theme(theme)
    for question in document.questions:
        found += _question(question)
    found += _lines("Basisregel", "basisregels", document.rules, RULES, RULE)
    found += _lines("Doel", "doelen", document.aims, AIMS, AIM)
    for passage in document.passages:
        if passage.key in PASSAGES:
            most = PASSAGES[passage.key]
            found += _fits(f"De vaste tekst '{passage.title}'", len(passage.text), most)
    for key in NEEDED_PASSAGES:
        needed = document.passage(key)
        if needed is None or not needed.text.strip():
            found.append(f"De vaste tekst '{key}' ontbreekt. Deelnemers hebben die nodig.")
    return found


def inconsistencies(document: Document) -> list[str]:
    """What the tables could not hold: names used twice, sources that do not exist."""
    questions = [q for theme in document.themes for q in theme.questions] + [*document.questions]
    slides = [slide for chapter in document.chapters for slide in chapter.slides]
    found = [
        *_twice("Bron", (source.key for source in document.sources)),
        *_twice("Hoofdstuk", (chapter.key for chapter in document.chapters)),
        *_twice("Dia", (slide.key for slide in slides)),
        *_twice("Thema", (theme.slug for theme in document.themes)),
        *_twice("Themanummer", (str(theme.number) for theme in document.themes)),
        *_twice("Vraag", (question.code for question in questions)),
        *_twice("Feit", (fact.code for fact in document.facts)),
        *_twice("Vaste tekst", (passage.key for passage in document.passages)),
    ]
    for question in questions:
        found += _twice(f"Keuze bij vraag {question.code}", (o.key for o in question.options))
    for theme in document.themes:
        if theme.film.number != theme.number:
            found.append(
                f"Thema {theme.name} heeft nummer {theme.number}, "
                f"maar de film heeft nummer {theme.film.number}."
            )
    known = {source.key for source in document.sources}
    owners = [
        *((f"Dia '{s.title}'", figure.citations) for s in slides for figure in s.figures),
        *((f"Vraag {question.code}", question.citations) for question in questions),
        *((f"Feit {fact.code}", fact.citations) for fact in document.facts),
    ]
    for owner, citations in owners:
        found += [
            f"{owner} noemt bron '{citation.source}', maar die bron bestaat niet."
            for citation in citations
            if citation.source not in known
        ]
    return found


def _twice(kind: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{kind} '{name}' komt {count} keer voor; elke naam mag één keer."


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from _fits(f"Hoofdstuk '{chapter.title}', titel", len(chapter.title), TITLE)
    for slide in chapter.slides:
        yield from _slide(slide)


def _slide(slide: Slide) -> Iterator[str]:
    name = f"Dia '{slide.title}'"
    yield from _fits(f"{name}, titel", len(slide.title), TITLE)
    body = BODY_ALONE if slide.diagram == Diagram.NONE else BODY
    yield from _fits(f"{name}, tekst", len(slide.body), body)
    most = FIGURES[slide.diagram]
    if len(slide.figures) > most:
        yield (
            f"{name} heeft {len(slide.figures)} regels; bij deze tekening passen er {most}. "
            f"Dat zijn er {len(slide.figures) - most} te veel."
        )
    if slide.diagram != Diagram.NONE and not slide.figures:
        yield f"{name} heeft een tekening, maar geen regels om te tekenen."
    numbers = sum(figure.value is not None for figure in slide.figures)
    if slide.diagram == Diagram.WORDS and numbers:
        yield from _number(name, "grote getallen", numbers, 1)
        yield from _number(name, "regels bij een groot getal", len(slide.figures), BESIDE_A_NUMBER)
    for figure in slide.figures:
        line = f"{name}, regel '{figure.label}'"
        yield from _fits(f"{line}, kop", len(figure.label), LABEL.get(slide.diagram, TITLE))
        yield from _words(f"{line}, kop", figure.label, LINE_WORDS)
        yield from _words(f"{line}, uitleg", figure.text, LINE_WORDS)
        yield from _fits(f"{line}, uitleg", len(figure.text), FIGURE_TEXT)
        yield from _fits(f"{line}, kanttekening", len(figure.caution), CAUTION)
        if figure.value is not None and not figure.citations:
            yield f"{line}: een getal heeft een bron nodig."
        if slide.diagram == Diagram.BARS and (figure.value is None or not 0 <= figure.value <= 100):
            yield f"{line}: een balk heeft een getal van 0 tot 100 nodig."


def _theme(theme: Theme) -> Iterator[str]:
    name = f"Thema {theme.name}"
    yield from _fits(f"{name}, inleiding", len(theme.intro), INTRO)
    if not theme.film.youtube.strip():
        yield f"{name}: het YouTube-id van de film ontbreekt."
    if theme.film.seconds <= 0:
        yield f"{name}: de lengte van de film in seconden ontbreekt."
    yield from _fits(f"{name}, vooraf bij de film", len(theme.film.content_note), FILM_NOTE)
    talked = sum(question.purpose == Purpose.GROUP for question in theme.questions)
    if not talked:
        yield f"{name} heeft geen vraag voor de groep."
    yield from _number(f"{name}", "vragen voor de groep", talked, TALKED)
    for question in theme.questions:
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    name = f"Vraag {question.code}"
    yield from _words(name, question.text, QUESTION_WORDS)
    yield from _fits(name, len(question.text), QUESTION)
    yield from _fits(f"{name}, vraag achteraf", len(question.check), CHECK)
    yield from _number(name, "punten", len(question.points), POINTS)
    yield from _number(name, "keuzes", len(question.options), OPTIONS)
    for point in question.points:
        yield from _fits(f"{name}, punt '{point}'", len(point), POINT)
    if question.form == AnswerForm.SCALE and (
        len(question.points) < 2 or not all(point.strip() for point in question.points)
    ):
        yield f"{name}: bij een schaal hoort een woord bij elk punt."
    if question.form in (AnswerForm.ONE, AnswerForm.SEVERAL) and len(question.options) < 2:
        yield f"{name}: hier horen minstens twee keuzes bij."
    if question.form == AnswerForm.SEVERAL and not question.most:
        yield f"{name}: zet erbij hoeveel keuzes iemand mag maken."
    for option in question.options:
        yield from _fits(f"{name}, keuze '{option.text}'", len(option.text), OPTION)


def _lines(name: str, names: str, lines: tuple[str, ...], most: int, longest: int) -> Iterator[str]:
    yield from _number("De module", names, len(lines), most)
    for line in lines:
        yield from _fits(f"{name} '{line[:30]}…'", len(line), longest)


def _number(name: str, names: str, count: int, most: int) -> Iterator[str]:
    if count > most:
        over = count - most
        yield f"{name}: {count} {names}, {over} te veel voor het scherm (er passen er {most})."


def _fits(name: str, length: int, most: int) -> Iterator[str]:
    if length > most:
        signs = "1 teken" if length == most + 1 else f"{length - most} tekens"
        yield f"{name}: {signs} te veel voor het scherm (er passen er {most})."


def _words(name: str, text: str, most: int) -> Iterator[str]:
    count = len(text.split())
    if count > most:
        words = "1 woord" if count == most + 1 else f"{count - most} woorden"
        yield f"{name}: {words} te veel (er passen er {most})."
