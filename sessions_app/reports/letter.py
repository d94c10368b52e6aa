"""The letter to the team before a session: what will happen, and that little is asked of them."""

from urllib.parse import quote

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.safestring import SafeString, mark_safe

from sessions_app.codes import join_path
from sessions_app.plans import Plan
from sessions_app.reports.typesetting import typeset
from sessions_app.words import names

INK = "#241433"
BLANK = "……………………"  # to fill in with a pen
HELLO = "Beste collega,"
ASK = "Wil je vooraf iets weten, of heb je iets nodig om mee te kunnen doen? Laat het weten."
HELP = (
    "Denk je aan zelfdoding? Bel\u00a0113 of 0800-0113 (gratis), of chat op 113.nl. "
    "Direct gevaar: bel\u00a0112."
)


def letter(plan: Plan) -> dict:
    """The letter as plain data, the same on the page, on paper and in an e-mail.

    `parts` have a heading ('' for the first) and paragraphs; the one with `joins` is followed by
    code and QR code. Without a code there is no link.
    """
    path = join_path(plan.code)
    address = f"{settings.BASE_URL}{path}" if path else ""
    return {
        "title": plan.title,
        "document": f"Brief: {plan.title}",
        "when": _when(plan),
        "hello": HELLO,
        "own_words": plan.own_words,
        "parts": _parts(plan, bool(address)),
        "code": plan.code,
        "address": address,
        "typed_address": address.partition("?")[0],
        "ask": ASK,
        "sender": plan.sender or BLANK,
    }


def qr(address: str) -> SafeString:
    """The QR code to this address as SVG; '' without one."""
    if not address:
        return SafeString("")
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(omitsize=True, border=2, dark=INK, light="#ffffff")
    return mark_safe(svg)  # noqa: S308 - made here, of an address of our own


def pdf(plan: Plan) -> bytes:
    """The letter as a tagged PDF: on one page, in smaller letters where it needs them."""
    said = letter(plan)
    picture = segno.make(said["address"], error="m", micro=False) if said["address"] else None
    code = picture.svg_inline(border=2, dark=INK, light="#ffffff") if picture else ""
    return typeset("letter", said | {"qr": code})


def mail_link(plan: Plan) -> str:
    """A `mailto:` with a short letter in it: mail programs cut off what is longer than 2,000."""
    subject = f"{plan.title}, {_day_and_hours(plan)[0]}" if plan.dated else plan.title
    lines = "\r\n\r\n".join(line for line in _mailed(plan) if line)
    return f"mailto:?subject={quote(subject)}&body={quote(lines)}"


def _mailed(plan: Plan) -> list[str]:
    path = join_path(plan.code)
    join = (
        f"Meedoen kan met je telefoon, zonder account en zonder naam:\r\n{settings.BASE_URL}{path}"
        "\r\n\r\nZonder telefoon kan ook. De app bewaart niet wie wat antwoordt."
    )
    return [
        HELLO,
        plan.own_words,
        f"{_on(plan)} gaan we met elkaar in gesprek "
        f"over stigma in ons werk. Het gaat over: {names(plan.themes)}.",
        "Je kiest zelf wat je vertelt. Overslaan mag altijd. "
        "Een film kan je raken: je mag weggaan en terugkomen.",
        join if path else "",
        f"Na afloop kun je terecht bij: {plan.contact}" if plan.contact else "",
        "Wil je vooraf iets weten? Laat het weten.",
        f"Groet,\r\n{plan.sender}" if plan.sender else "Groet,",
    ]


def _when(plan: Plan) -> str:
    """'dinsdag 24 maart 2027, 14.00 tot 16.00 uur'; lines to fill in for a wish."""
    return ", ".join(_day_and_hours(plan)) if plan.dated else f"Dag en tijd: {BLANK}"


def _on(plan: Plan) -> str:
    """'Op dinsdag 24 maart 2027, van 14.00 tot 16.00 uur,'."""
    return "Op {}, van {},".format(*_day_and_hours(plan)) if plan.dated else "Binnenkort"


def _day_and_hours(plan: Plan) -> tuple[str, str]:
    starts, ends = (timezone.localtime(moment) for moment in (plan.starts_at, plan.ends_at))
    hours = f"{in_words(starts, 'H.i')} tot {in_words(ends, 'H.i')} uur"
    return in_words(starts, "l j F Y"), hours


def _parts(plan: Plan, has_link: bool) -> list[dict]:
    said = [
        _part("", *_about(plan)),
        _part(
            "Je kiest zelf wat je vertelt",
            "Overslaan mag altijd, en je hoeft niet te zeggen waarom. "
            "Een film kan je raken. Je mag weggaan en terugkomen.",
        ),
    ]
    if plan.phone_free:
        said.append(
            _part("Zonder telefoons", "We doen alles hardop of op papier. Je hebt niets nodig.")
        )
    else:
        said += _with_phones(plan, has_link)
    contact = f"Na afloop kun je terecht bij: {plan.contact or BLANK}"
    return [*said, _part("Als iets je raakt", contact, HELP)]


def _about(plan: Plan) -> list[str]:
    films = {0: "", 1: "We kijken naar een korte film en praten daarna."}
    lines = [
        "We gaan met elkaar in gesprek over stigma in ons werk.",
        films.get(plan.films, "We kijken naar korte films en praten daarna."),
        f"Het gaat over: {names(plan.themes)}." if plan.themes else "",
        "Er is tijd voor pauze." if plan.breaks else "",
    ]
    about = [" ".join(line for line in lines if line)]
    if plan.guests_name:
        about.append(
            f"Er zijn ook {plan.guests_name} bij. Niemand hoeft te praten namens een groep."
        )
    return about


def _with_phones(plan: Plan, has_link: bool) -> list[dict]:
    kept = (
        "De app bewaart niet wie wat antwoordt. Antwoorden minder dan vijf mensen op een vraag, "
        "of te weinig van de groep, dan ziet niemand de uitkomst. Sommige vragen zijn alleen voor "
        "jezelf: die blijven op je telefoon. "
    )
    if plan.open_sent:
        kept += (
            "Schrijf je iets in een open veld, dan kunnen collega’s je schrijfstijl herkennen. "
            "Noem geen namen of herkenbare details."
        )
    else:
        kept += (
            "Ook alle open antwoorden blijven op je telefoon. Je vertelt hardop alleen wat je wilt."
        )
    join = (
        "Neem je telefoon mee als je dat wilt. Je hebt geen account nodig en je vult geen naam in. "
        "De vragen kun je laten voorlezen; oortjes helpen dan."
    )
    without = (
        "Liever zonder telefoon? Dat kan. De vragen staan ook op het scherm, en je praat gewoon "
        "mee. Pen en papier liggen klaar."
    )
    code = [] if has_link else ["De code om mee te doen krijg je van ons."]
    return [
        _part("Meedoen met je telefoon", join, without, *code) | {"joins": has_link},
        _part("Wat de app bewaart", kept),
    ]


def _part(heading: str, *paragraphs: str) -> dict:
    return {"heading": heading, "paragraphs": list(paragraphs), "joins": False}
