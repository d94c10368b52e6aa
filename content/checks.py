"""What must be right before a document can be published. Sentences in Dutch, for the editors."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from content.benchmarks import NEVER_WITHOUT, QUARTERS, benchmarks
from content.document import (
    OF_THEMES,
    AnswerForm,
    Chapter,
    Circle,
    Diagram,
    Document,
    Method,
    Mirror,
    MirrorDraws,
    Passage,
    Purpose,
    Question,
    Slide,
    Theme,
    fill,
)
from content.passages import USES

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
PERSPECTIVE_WORDS = 18  # its first sentence only says who one is
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
ROUND = 60  # characters of what a circle is asked: three of them stand on one screen
TALKED = 8  # questions for the group in one theme; a talk takes of them what its time holds
CARD_FACTS = 3  # on a theme's card
# What a session takes at most of a kind of question; one more would never be asked.
ASKED = {Purpose.PRIVATE: 2, Purpose.PERSPECTIVE: 1, Purpose.ACTION: 1}
ASKED_IN_ALL = {Purpose.POLL: 3, Purpose.WORDS: 1, Purpose.LENS: 1, Purpose.GUESTS: 1}
MIRROR_TITLE = 40
MIRROR_LEAD = 90
MIRROR_OVER = 44
MIRROR_CLIENTS = 32
MIRROR_CAUTION = 160
MIRROR_LINES = 9
MIRROR_LABEL = 32
FURTHER = 320  # characters of one part of a card that points further
METHOD_NAME = 40
METHOD_LINES = 5  # on the screen, the large one among them
METHOD_LINE = 60  # characters of each after the first
METHOD_LEAD = 110
METHOD_GIST = 160
METHOD_SAY = 300
METHOD_CARD = 700
METHOD_MOST = 120  # minutes
MOMENT = 220  # characters of one part of a hard moment


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
    found += without_effect(document)
    found += without_figures(document)
    for mirror in document.mirrors:
        found += [sentence for question in mirror.asks for sentence in _question(question)]
        found += _mirror(mirror)
    for passage in document.passages:
        found += _passage(passage)
    for key in USES:
        needed = document.passage(key)
        if needed is None or not needed.text.strip():
            found.append(f"De vaste tekst '{key}' ontbreekt. Die staat {USES[key].where}.")
    for one in document.further:
        if not one.citations:
            found.append(f"De kaart '{one.title}' bij Verder noemt geen bron. Zet die erbij.")
        for part, text in (("wat het is", one.text), ("wat ervan bekend is", one.known)):
            found += _fits(f"De kaart '{one.title}' bij Verder, {part}", len(text), FURTHER)
    for method in document.methods:
        found += _method(method)
    for moment in document.moments:
        for part, text in (("zien", moment.see), ("zeggen", moment.say), ("doen", moment.next)):
            found += _fits(f"Moeilijk moment '{moment.title}', {part}", len(text), MOMENT)
    return found


def without_effect(document: Document) -> list[str]:
    """What editors could change and nobody would ever see, one sentence each."""
    found = [
        f"De vaste tekst '{passage.key}' wordt nergens gebruikt. Haal hem weg."
        for passage in document.passages
        if passage.key not in USES
    ]
    for question in document.questions:
        if question.purpose in OF_THEMES:
            found.append(
                f"Vraag {question.code} hoort bij een thema, maar er is geen thema gekozen. "
                "Zo wordt hij nooit gesteld."
            )
    for theme in document.themes:
        for question in theme.questions:
            if question.purpose not in OF_THEMES:
                found.append(
                    f"Vraag {question.code} hoort bij de hele sessie, niet bij thema "
                    f"{theme.name}. Zo wordt hij nooit gesteld."
                )
        found += _never_asked(f"Thema {theme.name}", theme.questions, ASKED)
    found += _never_asked("De sessie", document.questions, ASKED_IN_ALL)
    for question in document.questions:
        if question.purpose == Purpose.STANCE:
            found += _stance(question)
    for question in _all_questions(document):
        turned = question.purpose in (Purpose.PERSPECTIVE, Purpose.GUESTS)
        if question.help and question.form == AnswerForm.ALOUD and not turned:
            found.append(
                f"Vraag {question.code} wordt hardop gesteld. De uitleg erbij ziet niemand. "
                "Haal die weg, of zet hem in de vraag."
            )
        if question.check and not turned:
            found.append(
                f"Vraag {question.code} heeft een check, maar die komt alleen na kijken vanuit een "
                "ander. Haal hem weg."
            )
    cited = {code for theme in document.themes for code in theme.facts}
    of_methods = {code for method in document.methods for code in method.facts}
    known = {fact.code: fact for fact in document.facts}
    for code in sorted(cited & set(known)):
        if known[code].off_cards:
            found.append(f"Feit {code} mag niet op een kaart. Haal het bij het thema weg.")
    for code in sorted(of_methods & set(known)):
        if known[code].off_cards:
            found.append(f"Feit {code} mag niet op een kaart. Haal het bij de werkvorm weg.")
    return found


def without_figures(document: Document) -> Iterator[str]:
    """What refers to figures of the surveys that are not there, or compares half a question."""
    figures = benchmarks()
    for fact in document.facts:
        for name in fact.references:
            if name not in figures.names:
                yield f"Feit {fact.code} verwijst naar '{name}', maar zulke cijfers zijn er niet."
    for question in _all_questions(document):
        rows = [option.row for option in question.options if option.row]
        unknown = [row for row in rows if row not in figures.rows]
        for row in unknown:
            yield f"Vraag {question.code} vergelijkt met '{row}', maar die rij is er niet."
        if not rows or unknown:
            continue
        asked = {row.id for row in figures.of(rows[0]).options}
        if lacking := sorted(asked - set(rows)):
            yield (
                f"Vraag {question.code} vergelijkt met een enquête, maar mist keuzes die daar wel "
                f"in stonden: {', '.join(lacking)}."
            )
        if strange := sorted(set(rows) - asked):
            yield f"Vraag {question.code} vergelijkt met twee vragen: {', '.join(strange)}."


def _mirror(mirror: Mirror) -> Iterator[str]:
    """What a mirror may not show, or lays side by side though it can't be compared."""
    name = f"Spiegel '{mirror.title}'"
    figures = benchmarks()
    yield from _fits(f"{name}, titel", len(mirror.title), MIRROR_TITLE)
    yield from _fits(f"{name}, inleiding", len(mirror.lead), MIRROR_LEAD)
    yield from _fits(f"{name}, boven de lijst", len(mirror.opening), MIRROR_LEAD)
    yield from _fits(f"{name}, boven de schattingen", len(mirror.over), MIRROR_OVER)
    yield from _fits(f"{name}, naast het teken van cliënten", len(mirror.clients), MIRROR_CLIENTS)
    yield from _fits(f"{name}, over welke cliënten het gaat", len(mirror.base), MIRROR_CAUTION)
    yield from _fits(f"{name}, kanttekening", len(mirror.caution), MIRROR_CAUTION)
    yield from _number(name, "regels", len(mirror.lines), MIRROR_LINES)
    for line in mirror.lines:
        yield from _fits(f"{name}, regel '{line.label}'", len(line.label), MIRROR_LABEL)
    for text in mirror.talk:
        yield from _fits(f"{name}, vraag '{text[:20]}…'", len(text), QUESTION)
        yield from _words(f"{name}, vraag '{text[:20]}…'", text, QUESTION_WORDS)
    shown = [row for line in mirror.lines for row in (line.row, line.beside) if row]
    shown += [mirror.guessed] if mirror.guessed else []
    refused = {row: why for row in shown if (why := figures.refused(row))}
    for row, why in refused.items():
        yield f"{name} laat '{row}' zien, maar dat mag niet: {why}."
    if refused:
        return
    known = {figures.rows[row].pct for row in shown}
    known |= {figures.ever(line.row) for line in mirror.lines if line.ever}
    texts = (mirror.title, mirror.lead, mirror.over, mirror.opening, mirror.base, mirror.caution)
    for said in re.findall(r"(\d+(?:,\d+)?) ?%", " ".join((*texts, *mirror.talk))):
        if float(said.replace(",", ".")) not in known:
            yield f"{name} noemt {said}%, maar dat cijfer staat niet in de tekening."
    if len(quarters := sorted(QUARTERS & {*shown})) > 1:
        yield (
            f"{name} zet {' en '.join(quarters)} in één tekening. Die cijfers meten elk iets "
            "anders en staan nooit bij elkaar."
        )
    for row, other in NEVER_WITHOUT.items():
        if row in shown and other not in shown:
            yield f"{name} laat '{row}' zien zonder '{other}'. Zet die erbij."
    if mirror.guessed and not figures.of(mirror.guessed).estimated:
        yield f"{name} laat schatten wat niet om te schatten is: '{mirror.guessed}'."
    if bool(mirror.guessed) != bool(mirror.estimate):
        yield f"{name}: bij een schatting horen een vraag en een cijfer."
    asked = {question.code: question for question in mirror.questions}
    for line in mirror.lines:
        question = asked.get(line.ask)
        if question is None:
            yield f"{name}, regel '{line.label}': vraag {line.ask} hoort er niet bij."
            continue
        same = {figures.of(option.row).id for option in question.options if option.row}
        if same and figures.of(line.row).id not in same:
            yield f"{name}, regel '{line.label}': '{line.row}' hoort niet bij {line.ask}."
        if not line.beside:
            continue
        pair = figures.pair(figures.of(line.row).id, figures.of(line.beside).id)
        ends = tuple(row.rpartition(".")[2] for row in (line.beside, line.row))
        if pair is None or ends not in pair.rows:
            yield f"{name}, regel '{line.label}': '{line.row}' en '{line.beside}' zijn geen paar."
        elif mirror.draws != MirrorDraws.RANKS and not pair.same_axis:
            yield (
                f"{name}, regel '{line.label}': hiervan is alleen de volgorde te vergelijken. "
                "Kies twee lijsten."
            )


def _method(method: Method) -> Iterator[str]:
    """What of a method does not fit its step, its screen or its card."""
    name = f"Werkvorm '{method.name}'"
    if not 1 <= method.least <= method.ideal <= method.most <= METHOD_MOST:
        yield f"{name}: de minuten horen op te lopen, van minste naar gewoon naar meeste."
    if not 1 <= method.group_from <= method.group_to:
        yield f"{name}: de groep hoort op te lopen, van minste naar meeste mensen."
    if not method.purposes:
        yield f"{name}: kies waarvoor je hem gebruikt, anders vindt niemand hem."
    if not method.kind and not (method.talk or method.lead):
        yield f"{name}: zet iets op het scherm."
    yield from _fits(f"{name}, naam", len(method.name), METHOD_NAME)
    yield from _fits(f"{name}, wat het is", len(method.gist), METHOD_GIST)
    yield from _fits(f"{name}, wat je zegt", len(method.say), METHOD_SAY)
    yield from _fits(f"{name}, wat je doet", len(method.do), METHOD_CARD)
    yield from _fits(f"{name}, korte kaart", len(method.short), MOMENT)
    yield from _fits(f"{name}, wanneer niet", len(method.not_when), MOMENT)
    yield from _fits(f"{name}, zin op het scherm", len(method.lead), METHOD_LEAD)
    yield from _fits(f"{name}, rollen", len(method.roles), METHOD_LEAD)
    yield from _fits(f"{name}, vraag achteraf", len(method.check), CHECK)
    yield from _number(name, "regels", len(method.talk), METHOD_LINES)
    for line in method.talk[:1]:
        yield from _fits(f"{name}, regel '{line[:20]}…'", len(line), QUESTION)
        yield from _words(f"{name}, regel '{line[:20]}…'", line, QUESTION_WORDS)
    for line in method.talk[1:]:
        yield from _fits(f"{name}, regel '{line[:20]}…'", len(line), METHOD_LINE)
    for thing in method.materials:
        if not thing.endswith("."):
            yield f"{name}, wat je nodig hebt: '{thing}' is geen hele zin met een punt."
    if len(method.facts) > CARD_FACTS:
        yield f"{name}: op de kaart passen {CARD_FACTS} feiten, en er staan er {len(method.facts)}."


def _never_asked(
    name: str, questions: Iterable[Question], most: dict[Purpose, int]
) -> Iterator[str]:
    for purpose, places in most.items():
        asked = [q.code for q in questions if q.purpose == purpose and q.asked]
        for code in asked[places:]:
            yield (
                f"{name}: vraag {code} wordt nooit gesteld, want er is plaats voor {places} van "
                "deze soort. Zet 'wordt gesteld' uit, of haal een andere weg."
            )


def _stance(question: Question) -> Iterator[str]:
    """What is chosen before talk and after it: about work alone, and closed."""
    if not question.about_work:
        yield (
            f"Vraag {question.code} wordt voor en na een gesprek gesteld. Dat kan alleen over het "
            "werk, nooit over iemands gezondheid of gevoel. Zet 'over werk' aan als dat klopt."
        )
    if question.form not in (AnswerForm.ONE, AnswerForm.SCALE):
        yield (
            f"Vraag {question.code} wordt voor en na een gesprek gesteld. Kies de vorm één keuze "
            "of schaal: alleen daarvan passen twee uitkomsten naast elkaar."
        )


def _passage(passage: Passage) -> Iterator[str]:
    use = USES.get(passage.key)
    if use is None:
        return
    name = f"De vaste tekst '{passage.key}'"
    yield from _fits(name, len(passage.text), use.room)
    bare = fill(passage.text, **dict.fromkeys(use.values, ""))
    for value in use.values:
        if f"{{{value}}}" not in passage.text:
            yield f"{name} mist {{{value}}}. Zet dat erin; daar komt te staan wat erbij hoort."
    for value in re.findall(r"{(\w+)}", bare):
        yield f"{name}: {{{value}}} is hier niet bekend. Haal het weg."


def inconsistencies(document: Document) -> list[str]:
    """What the tables could not hold: names used twice, sources that do not exist."""
    questions = _all_questions(document)
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
        *_twice("Moeilijk moment", (moment.key for moment in document.moments)),
        *_twice("Kaart bij Verder", (one.key for one in document.further)),
        *_twice("Werkvorm", (method.key for method in document.methods)),
        *_twice("Spiegel", (mirror.key for mirror in document.mirrors)),
        *_twice("Groep achter cijfers", (one.key for one in document.populations)),
    ]
    facts = {fact.code for fact in document.facts}
    populations = {one.key for one in document.populations}
    for theme in document.themes:
        found += [
            f"Thema {theme.name} noemt feit '{code}', maar dat feit bestaat niet."
            for code in theme.facts
            if code not in facts
        ]
    for method in document.methods:
        found += [
            f"Werkvorm '{method.name}' noemt feit '{code}', maar dat feit bestaat niet."
            for code in method.facts
            if code not in facts
        ]
    for fact in document.facts:
        found += [
            f"Feit {fact.code} gaat over '{key}', maar die groep bestaat niet."
            for key in fact.populations
            if key not in populations
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
        *((f"De kaart '{one.title}' bij Verder", one.citations) for one in document.further),
        *((f"Werkvorm '{method.name}'", method.citations) for method in document.methods),
    ]
    for owner, citations in owners:
        found += [
            f"{owner} noemt bron '{citation.source}', maar die bron bestaat niet."
            for citation in citations
            if citation.source not in known
        ]
    return found


def _all_questions(document: Document) -> list[Question]:
    return [
        *(question for theme in document.themes for question in theme.questions),
        *document.questions,
        *(question for mirror in document.mirrors for question in mirror.asks),
    ]


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
    if len(theme.facts) > CARD_FACTS:
        yield f"{name}: op de kaart passen {CARD_FACTS} feiten, en er staan er {len(theme.facts)}."
    yield from _rounds(theme)
    for question in theme.questions:
        yield from _question(question)


def _rounds(theme: Theme) -> Iterator[str]:
    """Each circle of a dialogue day is asked one closed thing, answered in the same way by all."""
    asked = [question for question in theme.questions if question.purpose == Purpose.ROUND]
    name = f"Thema {theme.name}"
    if asked and sorted(str(one.circle) for one in asked) != sorted(Circle):
        yield f"{name}: een ronde heeft één vraag voor elke kring, of geen."
    if len({(one.form, one.points, one.options) for one in asked}) > 1:
        yield f"{name}: elke kring antwoordt in een ronde op dezelfde manier."
    for question in theme.questions:
        if (question.circle is not None) != (question.purpose == Purpose.ROUND):
            yield f"Vraag {question.code}: een kring hoort bij een ronde van een dialoogdag."
    for question in asked:
        yield from _fits(f"Vraag {question.code}", len(question.text), ROUND)
        if question.form not in (AnswerForm.SCALE, AnswerForm.ONE) or not question.about_self:
            yield (
                f"Vraag {question.code} gaat in een ronde naar een kleine kring. Maak er een "
                "schaal of een keuze van, en zet 'over eigen gedrag' aan."
            )


def _question(question: Question) -> Iterator[str]:
    name = f"Vraag {question.code}"
    longest = PERSPECTIVE_WORDS if question.purpose == Purpose.PERSPECTIVE else QUESTION_WORDS
    yield from _words(name, question.text, longest)
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
    if question.form == AnswerForm.SENTENCE and len(question.options) < 2:
        yield f"{name}: een zin in delen heeft minstens twee delen. Zet ze bij de keuzes."
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
