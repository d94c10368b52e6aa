"""The letter to the team before a session: what will happen, and that little is asked of them."""

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from sessions_app.codes import read_code
from sessions_app.listing import films
from sessions_app.models import DialogueSession
from sessions_app.script import Kind

INK = "#241433"


def letter(session: DialogueSession) -> dict:
    """What the letter says beside its fixed sentences; no link where there are no phones."""
    address = "" if session.phone_free else join_address(session)
    return {
        "about": in_words(films(session)),
        "breaks": session.steps.filter(kind=Kind.BREAK).count(),
        "address": address,
        "qr": _qr(address) if address else "",
    }


def in_words(names: list[str]) -> str:
    """Names as one reads them aloud: 'Hoop, Werkdruk en Eigen regie'."""
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def join_address(session: DialogueSession) -> str:
    """The address that leads a phone straight into the session; '' while it has no code."""
    code = read_code(session.code)
    return f"{settings.BASE_URL}/m/{code.lower()}/" if code else ""


def _qr(address: str) -> SafeString:
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(omitsize=True, border=2, dark=INK, light="#ffffff")
    return mark_safe(svg)  # noqa: S308 - made here, of an address of our own
