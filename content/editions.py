"""Editions: from working rows to a numbered document that never changes again, and back.

Planning and sessions read `current()`; editors publish with `publish()`.
"""

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from content.checks import problems
from content.compare import Change, compare
from content.document import Document, to_builtins
from content.models import Edition, Module
from content.passages import OF_SESSION
from content.rows import DoesNotFit, assemble, load

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "Change",
    "DoesNotFit",
    "NoEdition",
    "NotPublishable",
    "assemble",
    "compare",
    "current",
    "current_key",
    "document",
    "load",
    "newest",
    "numbered",
    "pending",
    "publish",
    "texts",
]

SLUG = "bij-nader-inzien"


class NoEdition(Exception):
    """Nothing was published yet; the Dutch sentence says what to do."""


class NotPublishable(Exception):
    """The working rows can't become an edition; `problems` holds a Dutch sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def current(slug: str = SLUG) -> Edition:
    """The newest edition of this module; NoEdition when there is none."""
    edition = Edition.objects.select_related("module").filter(module__slug=slug).first()
    if edition is None:
        raise NoEdition(
            "Er is nog geen druk van deze module, dus er valt nog niets te plannen. "
            "Laat een beheerder de inhoud laden en publiceren."
        )
    return edition


def current_key(slug: str = SLUG) -> tuple[int, datetime] | None:
    """What tells the newest edition of this module from all others; None where there is none."""
    known = Edition.objects.filter(module__slug=slug)
    return known.values_list("pk", "published_at").first()


def numbered(number: int, slug: str = SLUG) -> Edition | None:
    """This edition of the module, if it was ever published."""
    return Edition.objects.filter(module__slug=slug, number=number).first()


@lru_cache(maxsize=8)
def document(edition_id: int) -> Document:
    """What this edition holds. It never changes, so a process reads it once.

    A document is some hundred kilobytes of text: a site uses one edition, and few older ones.
    """
    return Edition.objects.get(pk=edition_id).content


@lru_cache(maxsize=64)
def texts(edition_id: int) -> dict[str, str]:
    """What surfaces say outside the steps: `open_veld`, as templates can name it."""
    said, days = document(edition_id).said, settings.TEXTS_DAYS
    return {key.replace("-", "_"): said(key, dagen=days) for key in OF_SESSION}


def newest(module: Module) -> Edition | None:
    """The last edition of this module, if any."""
    return module.editions.first()


def pending(module: Module) -> list[Change]:
    """What editors changed since the last edition; before the first edition everything is new."""
    edition = newest(module)
    before = edition.content if edition else Document(slug=module.slug, name=module.name)
    return compare(before, assemble(module))


@transaction.atomic
def publish(
    module: Module, author: "User | None", note: str = "", *, from_files: bool = False
) -> Edition:
    """Freeze the working rows of this module into its next edition.

    Sessions that were planned keep the edition they have. Raises NotPublishable when nothing
    changed since the last edition or when the content is not in order.
    """
    module = Module.objects.select_for_update().get(pk=module.pk)
    document = assemble(module)
    last = newest(module)
    if last and last.content == document:
        raise NotPublishable(f"Er is niets veranderd sinds druk {last.number}.")
    if wrong := problems(document):
        raise NotPublishable(*wrong)
    return Edition.objects.create(
        module=module,
        number=last.number + 1 if last else 1,
        document=to_builtins(document),
        note=note,
        author=author,
        from_files=from_files,
    )
