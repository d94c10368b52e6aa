"""When an account goes: by its owner, or by the administrator."""

from django.db import transaction

from accounts import belongings, notices
from accounts.models import User

LAST_ADMINISTRATOR = (
    "Dit is de enige beheerder. Maak eerst iemand anders beheerder. "
    "Anders kan niemand meer in het beheer."
)


class MayNotGo(Exception):
    """The account stays; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check(user: User) -> None:
    """MayNotGo when this account can't go now: the last administrator, or a room needs them."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and user.is_active and not others.exists():
        raise MayNotGo(LAST_ADMINISTRATOR)
    if reason := belongings.hindrance(user):
        raise MayNotGo(reason)


def leave(user: User, leave_behind: bool) -> None:
    """Delete one's own account; what only its owner has goes too, or is left to the administrator.

    MayNotGo as `check`. Every address of the account hears that it is gone.
    """
    with transaction.atomic():
        check(user)
        if not leave_behind:
            belongings.remove(user)
        notices.removed_by_owner(notices.addresses(user))
        user.delete()
