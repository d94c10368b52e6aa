"""What kinds share when they choose questions: which can be asked here, and how."""

from collections.abc import Iterable, Sequence

from content.document import Citation, Depth, Document, Purpose, Question, Theme
from sessions_app import asking
from sessions_app.script import FactLine, SourceLine
from sessions_app.wish import Wish


def can_be_on_phone(question: Question) -> bool:
    """Whether a phone can ask it; what it can't is asked aloud."""
    return asking.of(question.form).on_phone


def on_phone(question: Question, wish: Wish) -> Question:
    """The question as this session asks it: open ones stay on the phone where they must."""
    if asking.of(question.form).worded and not wish.open_sent:
        return asking.as_note(question)
    return question


def askable(wish: Wish, questions: Sequence[Question]) -> tuple[Question, ...]:
    """Of these, what a phone can ask here: nothing phone-free, only private notes under five."""
    if wish.phone_free:
        return ()
    found = [question for question in questions if can_be_on_phone(question)]
    return tuple(q for q in found if wish.counted or not asking.of(q.form).counted)


def opener(theme: Theme | None) -> list[Question]:
    """The safe group question of a theme that is first answered alone; none without a theme."""
    known = theme.questions if theme else ()
    group = [q for q in known if q.purpose == Purpose.GROUP and q.asked]
    return [q for q in group if asking.of(q.form).worded and q.depth in (Depth.SAFE, None)][:1]


def texts(questions: Iterable[Question]) -> tuple[str, ...]:
    """The questions as they are read aloud."""
    return tuple(question.text for question in questions)


def all_tested(questions: Iterable[Question]) -> bool:
    """Whether every one of them was tested with experts by experience."""
    return all(question.tested for question in questions)


def sources(document: Document, citations: Iterable[Citation]) -> tuple[SourceLine, ...]:
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


def facts(document: Document, codes: Iterable[str]) -> tuple[FactLine, ...]:
    """The facts with these codes, each with all that must be known beside it."""
    known = [document.fact(code) for code in codes]
    return tuple(
        FactLine(
            text=fact.text,
            cautions=document.cautions(fact),
            source="; ".join(
                f"{line.short}, {line.detail}" if line.detail else line.short
                for line in sources(document, fact.citations)
            ),
        )
        for fact in known
        if fact is not None
    )
