"""Numbers, times and lists as one says them in Dutch. Pure: nothing else of the product."""

from collections.abc import Sequence

NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")


def number(count: int) -> str:
    """A number as a word up to nine, in digits from ten: 'drie', '12'."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def names(found: Sequence[str], last: str = "en") -> str:
    """Names as one reads them aloud: 'Hoop, Werkdruk en Eigen regie'; '' for none."""
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def duration(minutes: int) -> str:
    """So many minutes in words: '2 uur', '1 uur en 45 minuten', '50 minuten'."""
    hours, rest = divmod(minutes, 60)
    spoken = "1 minuut" if rest == 1 else f"{rest} minuten"
    if not hours:
        return spoken
    return f"{hours} uur en {spoken}" if rest else f"{hours} uur"


def is_one(minutes: int) -> bool:
    """Whether so many minutes, as `duration` says them, take 'is': '1 minuut', '2 uur'."""
    return minutes == 1 or not minutes % 60


def turn_to(contact: str) -> str:
    """Whom one can turn to, where the module has no sentence for it."""
    return f"Je kunt terecht bij: {contact}."
