"""Words of one's own at a kind of step: kept per account, back in every next session.

They are for who wrote them and nobody else. A session's steps say what they are about
(`Step.about`); the same theme, slide or kind of step brings the same words back.
"""

from collections.abc import Iterable, Mapping

from accounts.models import User
from sessions_app.errors import Refused
from sessions_app.models import OwnWords

LONGEST = 2000  # characters at one step


def of(user: User, about: Iterable[str]) -> dict[str, str]:
    """What this person wrote at these steps, by what they are about; one query."""
    found = OwnWords.objects.filter(user=user, about__in=set(about))
    return dict(found.values_list("about", "text"))


def write(user: User, texts: Mapping[str, str]) -> None:
    """Keep these words, by what they are about; an empty text takes the earlier one away.

    Refused, and nothing kept, when one of them is too long.
    """
    cleaned = {
        about: text.replace("\x00", "").replace("\r\n", "\n").strip()
        for about, text in texts.items()
    }
    longest = max((len(text) for text in cleaned.values()), default=0)
    if longest > LONGEST:
        raise Refused(
            f"Je tekst is {longest - LONGEST} tekens te lang. Maak hem korter en bewaar opnieuw. "
            "Hij staat er nog."
        )
    OwnWords.objects.filter(
        user=user, about__in=[about for about, text in cleaned.items() if not text]
    ).delete()
    OwnWords.objects.bulk_create(
        [OwnWords(user=user, about=about, text=text) for about, text in cleaned.items() if text],
        update_conflicts=True,
        unique_fields=["user", "about"],
        update_fields=["text"],
    )
