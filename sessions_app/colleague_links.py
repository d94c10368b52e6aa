"""The link by which colleagues get a kept programme or step: made, found, closed, over by itself.

Whoever has the link and an account reads what it leads to and keeps a copy of their own. Nothing
says who did. Giving to everybody of an organisation will be another way beside this one
(decision 0080).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Manager, QuerySet
from django.utils import timezone

from accounts.models import User
from sessions_app import own_programmes, own_steps
from sessions_app.errors import NothingThere, Refused, Stale
from sessions_app.models import ColleagueLink, OwnProgramme, OwnStep
from sessions_app.writing import writing

Own = OwnProgramme | OwnStep

LASTS = timedelta(days=30)
CHANGED = "Dit is intussen veranderd. Lees hieronder wat je collega nu ziet, en maak dan de link."
GONE = "Deze link werkt niet (meer). Vraag om een nieuwe."
OTHER = " De link voor een collega werkt niet meer, want er staat nu iets anders. Deel het opnieuw."
YOURS = "Dit is van jou. Je hoeft er geen kopie van te bewaren."


def of(own: Own, now: datetime | None = None) -> ColleagueLink | None:
    """The link to it that works now; None where there is none."""
    return _to(own).filter(ends_at__gt=now or timezone.now()).first()


def to_title(kept: Manager[OwnProgramme] | Manager[OwnStep], title: str) -> ColleagueLink | None:
    """The link that works now to what has this name, among what one person kept."""
    own = kept.filter(title=" ".join(title.split())).first()
    return of(own) if own else None


def ended(link: ColleagueLink | None) -> str:
    """What to say beside it where keeping something else ended this link; ''."""
    gone = link is not None and not ColleagueLink.objects.filter(pk=link.pk).exists()
    return OTHER if gone else ""


def among(own: Sequence[Own], now: datetime | None = None) -> dict[int, ColleagueLink]:
    """The links that work now to some of these, all of one sort, by primary key; one query."""
    if not own:
        return {}
    (name,) = _target(own[0])
    found = ColleagueLink.objects.filter(
        **{f"{name}__in": own, "ends_at__gt": now or timezone.now()}
    )
    return {getattr(link, f"{name}_id"): link for link in found}


def make(own: Own, seen: str, now: datetime | None = None) -> ColleagueLink:
    """The link that works, or a new one.

    `seen` is the seal of what its owner looked over. Stale when that is something else by now, and
    NothingThere when it was thrown away.
    """
    now = now or timezone.now()
    with writing():
        known = type(own)._default_manager.select_for_update().filter(pk=own.pk).first()
        if known is None:
            raise NothingThere("Dit is weggegooid. Er is niets meer om te delen.")
        if seal(known) != seen:
            raise Stale(CHANGED)
        _to(known).filter(ends_at__lte=now).delete()
        link, _ = ColleagueLink.objects.get_or_create(
            **_target(known), defaults={"ends_at": now + LASTS}
        )
    return link


def close(own: Own) -> bool:
    """The link leads nowhere any more; False when there was none. A next one has another key."""
    with writing():
        return bool(_to(own).delete()[0])


def find(key: str, now: datetime | None = None) -> ColleagueLink | None:
    """The link with this key; None when it leads nowhere, whatever the reason.

    It ends too while the account of who gave it is blocked.
    """
    working = ColleagueLink.objects.filter(key=key, ends_at__gt=now or timezone.now())
    link = working.select_related("programme__user", "step__user").first()
    return link if link and given(link).user.is_active else None


def given(link: ColleagueLink) -> Own:
    """What it leads to."""
    return cast(Own, link.programme or link.step)  # a constraint says that there is one


def take(key: str, user: User, title: str) -> Own:
    """Keep a copy under this name, for this person; from then on nothing joins the two.

    Refused when the link is over and for its owner, and as the copy is: `Taken` where another has
    the name, and for more than one person keeps.
    """
    with writing():
        link = find(key)
        if link is None:
            raise NothingThere(GONE)
        own = given(link)
        if own.user_id == user.pk:
            raise Refused(YOURS)
        if isinstance(own, OwnProgramme):
            return own_programmes.copy(user, own, title)
        return own_steps.copy(user, own, title)


def seal(own: Own) -> str:
    """A short text that differs as soon as what colleagues would get does."""
    return own_programmes.seal(own) if isinstance(own, OwnProgramme) else own_steps.seal(own)


def drop_old(now: datetime | None = None) -> int:
    """Delete links that are over; how many there were."""
    return ColleagueLink.objects.filter(ends_at__lte=now or timezone.now()).delete()[0]


def _target(own: Own) -> dict[str, Own]:
    return {"programme" if isinstance(own, OwnProgramme) else "step": own}


def _to(own: Own) -> QuerySet[ColleagueLink]:
    return ColleagueLink.objects.filter(**_target(own))
