"""The letters before a session: what will happen, and that little is asked of anybody.

One to the team, one to the clients and relatives who come. Every sentence is the edition's.
"""

import re
from collections.abc import Callable
from urllib.parse import quote

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.safestring import SafeString, mark_safe

from content.document import Document
from sessions_app import circles
from sessions_app.codes import join_path
from sessions_app.plans import Plan
from sessions_app.reports.typesetting import typeset
from sessions_app.wish import Role
from sessions_app.words import names

INK = "#241433"
LONGEST_LINK = 2000  # characters of an address that every mail program takes whole
SPARED = ("brief-vragen", "brief-kiezen")  # of the short letter, where it is too long otherwise
BLANK = "……………………"  # to fill in with a pen

# Of a dialogue day: to whom each letter is, why they are asked, and whose confidant they have.
ADDRESSED = {
    Role.CLIENT: "cliënten",
    Role.RELATIVE: "naasten",
    Role.PROFESSIONAL: "hulpverleners",
}
DAY_WHY = {
    Role.CLIENT: "dagbrief-client",
    Role.RELATIVE: "dagbrief-naaste",
    Role.PROFESSIONAL: "dagbrief-hulpverlener",
}
CARED_FOR = {Role.CLIENT: "clients", Role.RELATIVE: "relatives"}

type Letter = Callable[[Plan, Document], dict]


def letter(plan: Plan, document: Document) -> dict:
    """The letter to the team as plain data, the same on the page, on paper and in an e-mail.

    `parts` have a heading ('' for the first) and paragraphs; the one with `joins` is followed by
    code and QR code. Without a code there is no link.
    """
    said = _addressed(plan, document, "Brief", "brief-aanhef")
    return said | {
        "parts": _parts(plan, document, bool(said["address"])),
        "ask": document.said("brief-vragen"),
    }


def guests_letter(plan: Plan, document: Document) -> dict:
    """The letter to clients and relatives: what they may, whom they can turn to, that no is fine.

    In the same shape; the code stands in it too where there is one.
    """
    said = _addressed(plan, document, "Brief aan gasten", "gastbrief-aanhef")
    parts = [
        _part("", _about(plan, document, "gastbrief-over")),
        *(_of(document, key) for key in ("gastbrief-waarom", "gastbrief-kiezen")),
        _of(document, "gastbrief-wie", mensen=plan.group_size),
        _of(document, "gastbrief-onder-ons"),
    ]
    if not plan.phone_free:
        kept = document.said("telefoon-privacy")
        parts.append(_of(document, "gastbrief-telefoon", privacy=kept) | _joins(said))
    care = [line for key, line in _trusted(document).items() if key in plan.guests_care]
    contact = _of(document, "gastbrief-opvang", contact=_contact(plan))
    contact["paragraphs"] += [*care, unbroken(document.said("brief-nood"))]
    return said | {"parts": [*parts, contact], "ask": document.said("gastbrief-vragen")}


def day_letter(role: Role) -> Letter:
    """The letter for a dialogue day to people of one role, in the same shape."""

    def write(plan: Plan, document: Document) -> dict:
        professional = role == Role.PROFESSIONAL
        hello = "brief-aanhef" if professional else "gastbrief-aanhef"
        said = _addressed(plan, document, f"Brief aan {ADDRESSED[role]}", hello)
        people = circles.counted(plan.roles) if plan.roles else f"{plan.group_size} mensen"
        parts = [
            _part("", _about(plan, document, "dagbrief-over")),
            _of(document, DAY_WHY[role]),
            _of(document, "brief-kiezen" if professional else "gastbrief-kiezen"),
            _of(document, "dagbrief-kringen"),
            _of(document, "dagbrief-van-jou" if professional else "dagbrief-wie", mensen=people),
            _of(document, "gastbrief-onder-ons"),
        ]
        if not plan.phone_free:
            kept = document.said("telefoon-privacy")
            parts.append(_of(document, "dagbrief-telefoon", privacy=kept) | _joins(said))
        contact = _of(document, "gastbrief-opvang", contact=_contact(plan))
        own = _trusted(document).get(CARED_FOR.get(role, ""), "")
        contact["paragraphs"] += [*([own] if own else []), unbroken(document.said("brief-nood"))]
        ask = "brief-vragen" if professional else "gastbrief-vragen"
        own_words = said["own_words"] if professional else ""  # those are for the team
        return said | {
            "parts": [*parts, contact],
            "ask": document.said(ask),
            "own_words": own_words,
        }

    return write


def lived_letter(plan: Plan, document: Document) -> dict:
    """The letter to an expert by experience: what is asked, and that stopping is always fine.

    In the same shape, without the code: they hear how to take part from whoever asks them.
    """
    said = _addressed(plan, document, "Brief aan een ervaringsdeskundige", "ervaring-aanhef")
    asked = ("ervaring-gevraagd", "ervaring-vooraf", "ervaring-stoppen", "ervaring-niet")
    after = _of(document, "ervaring-daarna", contact=_contact(plan))
    after["paragraphs"].append(unbroken(document.said("brief-nood")))
    return said | {
        "parts": [
            _part("", _about(plan, document, "ervaring-over")),
            *(_of(document, key) for key in asked),
            after,
        ],
        "ask": document.said("ervaring-vragen"),
        "own_words": "",  # those are for the team
        "address": "",
    }


def qr(address: str) -> SafeString:
    """The QR code to this address as SVG; '' without one."""
    if not address:
        return SafeString("")
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(omitsize=True, border=2, dark=INK, light="#ffffff")
    return mark_safe(svg)  # noqa: S308 - made here, of an address of our own


def pdf(plan: Plan, document: Document, write: Letter = letter) -> bytes:
    """The letter as a tagged PDF: on one page, in smaller letters where it needs them."""
    said = write(plan, document)
    picture = segno.make(said["address"], error="m", micro=False) if said["address"] else None
    code = picture.svg_inline(border=2, dark=INK, light="#ffffff") if picture else ""
    return typeset("letter", said | {"qr": code})


def mail_link(plan: Plan, document: Document) -> str:
    """A `mailto:` with a short letter in it: mail programs cut off what is longer than 2,000."""
    subject = f"{plan.title}, {_day_and_hours(plan)[0]}" if plan.dated else plan.title
    lines = [line for line in _mailed(plan, document) if line]
    for spared in ("", *(document.said(key) for key in SPARED)):  # the first, only when too long
        lines = [line for line in lines if line != spared]
        body = quote("\r\n\r\n".join(lines))
        link = f"mailto:?subject={quote(subject)}&body={body}"
        if len(link) < LONGEST_LINK:
            break
    return link


def unbroken(text: str) -> str:
    """The text with numbers to call kept on one line with 'bel'."""
    return re.sub(r"\b([Bb]el) (\d)", "\\1\u00a0\\2", text)


def _addressed(plan: Plan, document: Document, name: str, hello: str) -> dict:
    path = join_path(plan.code)
    address = f"{settings.BASE_URL}{path}" if path else ""
    return {
        "title": plan.title,
        "document": f"{name}: {plan.title}",
        "when": _when(plan),
        "hello": document.said(hello),
        "greeting": document.said("brief-groet"),
        "door": document.said("brief-deur").partition("{adres}")[::2],
        "own_words": plan.own_words,
        "code": plan.code,
        "address": address,
        "typed_address": address.partition("?")[0],
        "sender": plan.sender or BLANK,
    }


def _mailed(plan: Plan, document: Document) -> list[str]:
    path, kept = join_path(plan.code), document.said("telefoon-privacy")
    join = (
        f"{document.said('brief-mail')}\r\n{settings.BASE_URL}{path}\r\n\r\n"
        f"{document.said('brief-mail-zonder', privacy=kept)}"
    )
    return [
        document.said("brief-aanhef"),
        plan.own_words,
        f"{_when(plan)[:1].upper()}{_when(plan)[1:]}" if plan.dated else "",
        _about(plan, document, "brief-over"),
        document.said("brief-kiezen"),
        join if path else "",
        document.said("brief-opvang", contact=plan.contact) if plan.contact else "",
        document.said("brief-vragen"),
        "\r\n".join(part for part in (document.said("brief-groet"), plan.sender) if part),
    ]


def _when(plan: Plan) -> str:
    """'dinsdag 24 maart 2027, 14.00 tot 16.00 uur'; lines to fill in for a wish."""
    return ", ".join(_day_and_hours(plan)) if plan.dated else f"Dag en tijd: {BLANK}"


def _day_and_hours(plan: Plan) -> tuple[str, str]:
    starts, ends = (timezone.localtime(moment) for moment in (plan.starts_at, plan.ends_at))
    hours = f"{in_words(starts, 'H.i')} tot {in_words(ends, 'H.i')} uur"
    return in_words(starts, "l j F Y"), hours


def _contact(plan: Plan) -> str:
    return plan.contact or BLANK


def _parts(plan: Plan, document: Document, has_link: bool) -> list[dict]:
    about = [_about(plan, document, "brief-over")]
    if plan.breaks:
        about[0] += f" {document.said('brief-pauze')}"
    if plan.guests_name:
        about.append(document.said("brief-gasten", gasten=plan.guests_name))
    said = [_part("", *about), _of(document, "brief-kiezen")]
    if plan.phone_free:
        said.append(_of(document, "brief-zonder-telefoons"))
    else:
        said += _with_phones(plan, document, has_link)
    if plan.warm_up:
        address = settings.BASE_URL + reverse("pages:warm_up", args=[plan.warm_up])
        said.append(_of(document, "brief-vooraf", adres=address))
    care = _of(document, "brief-opvang", contact=_contact(plan))
    care["paragraphs"].append(unbroken(document.said("brief-nood")))
    return [*said, care]


def _about(plan: Plan, document: Document, key: str) -> str:
    """What it is about, with its films and themes; what is not there leaves no gap."""
    films = {0: "", 1: document.said("brief-film")}.get(plan.films, document.said("brief-films"))
    said = document.said(key, films=films, themas=names(plan.themes))
    return " ".join(said.split())


def _with_phones(plan: Plan, document: Document, has_link: bool) -> list[dict]:
    join = _of(document, "brief-telefoon")
    join["paragraphs"].append(document.said("brief-liever-zonder"))
    if not has_link:
        join["paragraphs"].append(document.said("brief-code"))
    kept = _of(document, "brief-bewaart", privacy=document.said("telefoon-privacy"))
    kept["paragraphs"].append(document.said("brief-open" if plan.open_sent else "brief-open-dicht"))
    return [join | {"joins": has_link}, kept]


def _trusted(document: Document) -> dict[str, str]:
    """Whom guests can turn to, by who they are."""
    return {
        "clients": document.said("opvang-clienten"),
        "relatives": document.said("opvang-naasten"),
    }


def _joins(said: dict) -> dict:
    return {"joins": bool(said["address"])}


def _of(document: Document, key: str, **values: object) -> dict:
    """A part made of one fixed text, its title above it."""
    passage = document.passage(key)
    return _part(passage.title if passage else "", document.said(key, **values))


def _part(heading: str, *paragraphs: str) -> dict:
    return {"heading": heading, "paragraphs": list(paragraphs), "joins": False}
