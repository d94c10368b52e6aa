"""What each step says and asks, given its minutes."""

from content.document import Depth, Document, Form, Purpose, Question, Theme
from sessions_app.planning import notes
from sessions_app.planning.boxes import Box
from sessions_app.planning.wish import Wish
from sessions_app.script import PHONE_FORMS, Kind, PlannedStep, SourceLine, StepContent

PERSPECTIVE_FROM = 20  # minutes of talk before there is time for a change of perspective
SECOND_PRIVATE_FROM = 4  # minutes alone before there is time for a second question to oneself
ROLES = "cliënt, naaste of collega"  # what '[cliënt]' may be; everyone chooses a role
STAYS = "Alleen voor jou. Dit blijft op je telefoon."
DEPTHS = (Depth.SAFE, Depth.DEEPER, Depth.DEEPEST)


def threes(minutes: int) -> int:
    """Of a talk of so many minutes: how long in threes, about two fifths."""
    return (minutes * 2 + 2) // 5


def step_of(document: Document, wish: Wish, themes: list[Theme], box: Box, minutes: int):
    """The box with its minutes, its words and its questions: a PlannedStep."""
    title, content, asked = _MAKERS[box.kind](document, wish, themes, box, minutes)
    return PlannedStep(
        kind=box.kind,
        block=box.block,
        title=title,
        minutes=minutes,
        least=box.least,
        ideal=box.ideal,
        most=box.most,
        theme=box.theme.slug if box.theme else "",
        theme_number=box.theme.number if box.theme else 0,
        content=content,
        questions=tuple(on_phone(question, wish) for question in asked),
    )


def on_phone(question: Question, wish: Wish) -> Question:
    """The question as this session asks it: open ones stay on the phone where they must."""
    if question.form == Form.OPEN and not wish.open_sent:
        return _changed(question, form=Form.PRIVATE, help=STAYS)
    return question


def _changed(question: Question, **changes) -> Question:
    known = {name: getattr(question, name) for name in question.__struct_fields__}
    return Question(**(known | changes))


def _askable(wish: Wish, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Of these, what a phone can ask here: nothing phone-free, only private notes under five."""
    if wish.phone_free:
        return ()
    found = tuple(q for q in questions if q.form in PHONE_FORMS)
    if wish.counted:
        return found
    return tuple(q for q in found if q.form in (Form.PRIVATE, Form.OPEN))


def _welcome(document, wish, themes, box, minutes):
    welcome = document.passage("welkom")
    lead = welcome.text if welcome else "Fijn dat je er bent."
    content = StepContent(
        lead=lead,
        points=document.aims,
        phone="Je doet mee. Straks verschijnt hier een vraag. Leg je telefoon gerust even weg.",
        notes=notes.welcome(document, wish),
        tested=bool(welcome and welcome.tested),
    )
    return "Welkom", content, ()


def _checkin(document, wish, themes, box, minutes):
    aloud = document.asked(Purpose.CHECKIN)[:1]
    content = StepContent(
        lead="Eén woord is genoeg. Niets zeggen mag ook.",
        talk=_texts(aloud),
        phone="We zeggen hardop een woord. Overslaan mag.",
        notes=notes.checkin(wish),
        tested=_all_tested(aloud),
    )
    asked = document.asked(Purpose.START) if wish.counted else ()
    return "Check-in", content, _askable(wish, asked)


def _rules(document, wish, themes, box, minutes):
    content = StepContent(
        lead="Zo praten we vandaag met elkaar.",
        points=document.rules,
        phone="We lezen samen de basisregels.",
        notes=notes.rules(),
        tested=document.rules_tested,
    )
    return "Basisregels", content, ()


def _slide(document, wish, themes, box, minutes):
    slide = box.slide
    content = StepContent(
        phone="Kijk mee op het scherm.",
        slide=slide,
        notes=notes.slide(slide),
        sources=_sources(document, [c for figure in slide.figures for c in figure.citations]),
        tested=slide.tested,
    )
    return slide.title, content, ()


def _poll(document, wish, themes, box, minutes):
    question = box.question
    content = StepContent(
        lead="Kies wat bij je past. Overslaan mag altijd.",
        notes=notes.poll(),
        sources=_sources(document, question.citations),
        tested=question.tested,
    )
    return "Peiling", content, (question,)


def _film(document, wish, themes, box, minutes):
    theme = box.theme
    content = StepContent(
        lead=theme.intro,
        phone="Kijk naar de film. Je mag weggaan en terugkomen.",
        film=theme.film,
        notes=notes.film(theme),
        tested=theme.tested and theme.film.tested,
    )
    return f"Film: {theme.film.title}", content, ()


def _alone(document, wish, themes, box, minutes):
    theme = box.theme
    count = 2 if minutes >= SECOND_PRIVATE_FROM else 1
    own = [q for q in theme.questions if q.purpose == Purpose.PRIVATE][:count]
    opener = _opener(theme)
    asked = _askable(wish, (*own, *opener))
    content = StepContent(
        lead="Denk even na voor jezelf. Overslaan mag altijd.",
        talk=() if asked else _texts(own),
        notes=notes.alone(wish),
        tested=_all_tested(own),
    )
    return "Zelf nadenken", content, asked


def _together(document, wish, themes, box, minutes):
    theme = box.theme
    opener = _opener(theme)
    group = [q for q in theme.questions if q.purpose == Purpose.GROUP and q not in opener]
    group.sort(key=lambda q: DEPTHS.index(q.depth) if q.depth else len(DEPTHS))
    if not wish.open_sent:
        group = [*opener, *group]
    perspective = [q for q in theme.questions if q.purpose == Purpose.PERSPECTIVE][:1]
    if minutes < PERSPECTIVE_FROM:
        perspective = []
    content = StepContent(
        lead="Vertel alleen wat je wilt.",
        talk=tuple(t.replace("[cliënt]", ROLES) for t in _texts([*group, *perspective])),
        check=perspective[0].check if perspective else "",
        phone="We praten samen. Je telefoon mag weg.",
        threes_minutes=threes(minutes) if wish.in_threes else 0,
        notes=notes.together(document, wish, theme, minutes, bool(perspective)),
        tested=theme.tested and _all_tested([*group, *perspective]),
    )
    return "Samen in gesprek", content, ()


def _break(document, wish, themes, box, minutes):
    passage = document.passage("pauze")
    content = StepContent(
        lead=passage.text if passage else "Even opstaan en iets drinken.",
        phone="Pauze.",
        notes=notes.pause(),
        tested=True,
    )
    return "Pauze", content, ()


def _slack(document, wish, themes, box, minutes):
    return "Speling", StepContent(notes=notes.slack(), tested=True), ()


def _harvest(document, wish, themes, box, minutes):
    aloud = document.asked(Purpose.HARVEST)
    steps = [q for theme in themes for q in theme.questions if q.purpose == Purpose.ACTION]
    private = tuple(_changed(q, form=Form.PRIVATE, help=STAYS) for q in steps)
    asked = _askable(wish, private)
    agreement = document.passage("afspraak")
    content = StepContent(
        lead=agreement.text if agreement else "We maken samen één afspraak.",
        talk=_texts([*aloud, *(() if asked else steps)]),
        notes=notes.harvest(wish),
        tested=_all_tested([*aloud, *steps]),
    )
    return "Wat nemen we mee?", content, asked


def _evaluation(document, wish, themes, box, minutes):
    passage = document.passage("evaluatie")
    questions = document.asked(Purpose.EVALUATION)
    asked = _askable(wish, questions) if wish.counted else ()
    lead = passage.text if passage else "Overslaan mag altijd."
    # Statements about oneself ('ik voelde me veilig') are for paper: nobody is asked them aloud.
    aloud = [question for question in questions if question.form != Form.SCALE]
    paper = [question for question in questions if question.form == Form.SCALE]
    content = StepContent(
        lead=lead if asked else "Zeg hardop wat je wilt, of schrijf het op papier zonder naam.",
        talk=() if asked else _texts(aloud),
        points=() if asked else _texts(paper),
        notes=notes.evaluation(wish),
        tested=_all_tested(questions),
    )
    return "Evaluatie", content, asked


def _checkout(document, wish, themes, box, minutes):
    aloud = document.asked(Purpose.CHECKOUT)
    care = document.passage("opvang")
    after = [f"Je kunt straks terecht bij: {wish.contact}." if wish.contact else ""]
    after.append(care.text if care else "")
    content = StepContent(
        lead="Eén woord is genoeg. Niets zeggen mag ook.",
        talk=_texts(aloud),
        aftercare="\n\n".join(part for part in after if part),
        phone="Dank je wel dat je er was.",
        notes=notes.checkout(wish),
        tested=_all_tested(aloud) and bool(care and care.tested),
    )
    return "Check-out", content, ()


def _opener(theme: Theme) -> list[Question]:
    """The safe group question that is first answered alone."""
    group = [q for q in theme.questions if q.purpose == Purpose.GROUP]
    return [q for q in group if q.form == Form.OPEN and q.depth in (Depth.SAFE, None)][:1]


def _texts(questions) -> tuple[str, ...]:
    return tuple(question.text for question in questions)


def _all_tested(questions) -> bool:
    return all(question.tested for question in questions)


def _sources(document: Document, citations) -> tuple[SourceLine, ...]:
    """Each source once, with the places in it joined."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        found = places.setdefault(citation.source, [])
        if citation.detail and citation.detail not in found:
            found.append(citation.detail)
    return tuple(
        SourceLine(
            short=document.source(key).short,
            detail="; ".join(details),
            title=document.source(key).title,
            address=document.source(key).address,
        )
        for key, details in places.items()
    )


_MAKERS = {
    Kind.WELCOME: _welcome,
    Kind.CHECKIN: _checkin,
    Kind.RULES: _rules,
    Kind.SLIDE: _slide,
    Kind.POLL: _poll,
    Kind.FILM: _film,
    Kind.ALONE: _alone,
    Kind.TOGETHER: _together,
    Kind.BREAK: _break,
    Kind.SLACK: _slack,
    Kind.HARVEST: _harvest,
    Kind.EVALUATION: _evaluation,
    Kind.CHECKOUT: _checkout,
}
