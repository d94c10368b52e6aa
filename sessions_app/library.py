"""The library of methods: looking for one by what it is for and how long there is. Pure."""

import msgspec

from content.document import Document, Method, MethodFor
from sessions_app.kinds.asked import sources
from sessions_app.kinds.method import group_of, why_not
from sessions_app.script import SourceLine
from sessions_app.wish import Wish


class Card(msgspec.Struct, frozen=True):
    """A method as the library shows it."""

    method: Method
    sources: tuple[SourceLine, ...]
    remark: str = ""  # what this session asks attention for, as a sentence


class Found(msgspec.Struct, frozen=True):
    """What a search gives: cards, and why others are not offered in this session."""

    cards: tuple[Card, ...]
    kept_out: tuple[str, ...] = ()


def search(
    document: Document,
    purpose: MethodFor | None = None,
    minutes: int | None = None,
    wish: Wish | None = None,
) -> Found:
    """The methods for this purpose that can be done in so many minutes, in the editors' order.

    With the `wish` of a session: those that it may have, and a sentence for each that it may not.
    """
    cards, kept_out = [], []
    for method in document.methods:
        if purpose is not None and purpose not in method.purposes:
            continue
        if minutes is not None and method.least > minutes:
            continue
        if wish is not None and (why := why_not(method, wish)):
            kept_out.append(why)
            continue
        remark = group_of(method, wish) if wish else ""
        cards.append(Card(method, sources(document, method.citations), remark))
    return Found(tuple(cards), tuple(kept_out))
