"""Two documents side by side: what changed, item by item, in words for editors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.document import FORM_NAMES, METHOD_FOR_NAMES, Document, to_builtins
from content.models import Question, Slide
from content.rows import COLUMNS

# The field that tells items of a list apart; a list of items without one goes by place.
KEYS = ("code", "key", "slug")
names_of = {field.name: str(field.verbose_name) for field in Question._meta.fields}
NAMES: dict[str, str] = {
    # A question's own fields by the names that the forms have for them.
    **{name: names_of[column] for name, column in COLUMNS.items()},
    "name": "naam",
    "slug": "korte naam",
    "subtitle": "ondertitel",
    "aims": "doelen",
    "rules": "basisregels",
    "rules_tested": "basisregels getest",
    "chapters": "Hoofdstuk",
    "slides": "Dia",
    "figures": "regel",
    "themes": "Thema",
    "questions": "Vraag",
    "passages": "Vaste tekst",
    "moments": "Moeilijk moment",
    "further": "Kaart bij Verder",
    "for_whom": "voor wie",
    "known": "wat ervan bekend is",
    "methods": "Werkvorm",
    "gist": "wat het is",
    "purposes": "waarvoor",
    "kind": "soort stap die er al is",
    "least": "minste minuten",
    "ideal": "gewone minuten",
    "most": "hooguit",
    "group_from": "groep vanaf",
    "group_to": "groep tot en met",
    "do": "wat je doet",
    "not_when": "wanneer niet",
    "materials": "wat je nodig hebt",
    "roles": "rollen op het scherm",
    "never_with_manager": "niet als een leidinggevende leidt",
    "never_with_guests": "niet met cliënten of naasten",
    "needs_phones": "vraagt telefoons",
    "populations": "Groep achter cijfers",
    "off_cards": "nooit op een kaart",
    "short": "kort",
    "with_manager": "als een leidinggevende leidt",
    "see": "wat je ziet",
    "say": "wat je zegt",
    "next": "wat je daarna doet",
    "row": "rij van de enquête",
    "mirrors": "Spiegel",
    "lead": "wat er staat terwijl mensen kiezen",
    "draws": "hoe het getekend wordt",
    "estimate": "schatting",
    "guessed": "wat geschat wordt",
    "over": "boven de schattingen",
    "lines": "regel",
    "ask": "vraag",
    "ever": "iedereen die dit niet koos",
    "beside": "in de lijst van cliënten",
    "clients": "naam van de cliënten",
    "base": "van wie het een deel is",
    "talk": "om over te praten",
    "facts": "Feit",
    "sources": "Bron",
    "options": "keuze",
    "citations": "bronvermelding",
    "references": "verwijst naar",
    "film": "Film",
    "title": "titel",
    "year": "jaar",
    "address": "webadres",
    "note": "kanttekening",
    "detail": "plaats",
    "source": "bron",
    "key": "sleutel",
    "code": "code",
    "number": "nummer",
    "label": "kop",
    "text": "tekst",
    "value": "getal",
    "unit": "eenheid",
    "caution": "kanttekening",
    "body": "tekst",
    "diagram": "tekening",
    "notes": "voor de gespreksleider",
    "minimum_session": "vanaf sessieduur",
    "tested": "getest",
    "alone": "sluit andere keuzes uit",
    "youtube": "YouTube-id",
    "seconds": "lengte in seconden",
    "content_note": "vooraf bij de film",
    "description": "beschrijving om voor te lezen",
    "closeness": "dichtbij",
    "never_first": "nooit als eerste",
    "intro": "inleiding",
    "remark": "vooraf aan de gespreksleider",
    "opening": "openen",
    "silence": "bij stilte",
    "closing": "sluiten",
}


# Choices are shown as the forms name them.
CHOICES: dict[str, Mapping[Any, Any]] = {
    "purpose": dict(Question.Purpose.choices),
    "purposes": METHOD_FOR_NAMES,
    "form": FORM_NAMES,
    "depth": dict(Question.Depth.choices),
    "topic": dict(Question.Topic.choices),
    "circle": dict(Question.Circle.choices),
    "diagram": dict(Slide.Diagram.choices),
}


@dataclass(frozen=True)
class Change:
    """One difference. `old` is empty for something new, `new` for something taken out."""

    where: str  # 'Thema Hoop › Vraag HOP-G1 › tekst'
    old: str
    new: str


def compare(old: Document, new: Document) -> list[Change]:
    """Every difference between two documents, in the order of the module."""
    return list(_fields(to_builtins(old), to_builtins(new), ()))


def _fields(old: dict, new: dict, where: tuple[str, ...]) -> Iterator[Change]:
    for name in new:
        yield from _value(name, old[name], new[name], where)


def _value(name: str, old: Any, new: Any, where: tuple[str, ...]) -> Iterator[Change]:
    if old == new:
        return
    label = NAMES[name]
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _fields(old, new, (*where, label))
    elif _has_items(old) or _has_items(new):
        yield from _items(label, old, new, where)
    else:
        choices = CHOICES.get(name)
        yield Change(
            " › ".join((*where, label)),
            _chosen(choices, old) if choices else _text(old),
            _chosen(choices, new) if choices else _text(new),
        )


def _chosen(choices: Mapping[Any, Any], value: Any) -> str:
    """A choice, or all of several, as the forms name them."""
    if isinstance(value, list | tuple):
        return ", ".join(choices.get(one, "") for one in value)
    return choices.get(value, "")


def _has_items(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], dict)


def _items(
    label: str, old: Sequence[dict], new: Sequence[dict], where: tuple[str, ...]
) -> Iterator[Change]:
    before = dict(_keyed(old))
    after = dict(_keyed(new))
    for key, item in before.items():
        if key not in after:
            yield Change(" › ".join((*where, f"{label} {_name(item, key)}")), _text(item), "")
    for key, item in after.items():
        path = (*where, f"{label} {_name(item, key)}")
        if key in before:
            yield from _fields(before[key], item, path)
        else:
            yield Change(" › ".join(path), "", _text(item))
    stayed_before = [key for key in before if key in after]
    stayed_after = [key for key in after if key in before]
    if stayed_before != stayed_after:
        yield Change(
            " › ".join((*where, f"volgorde ({label.lower()})")),
            ", ".join(_name(before[key], key) for key in stayed_before),
            ", ".join(_name(after[key], key) for key in stayed_after),
        )


def _keyed(items: Sequence[dict]) -> Iterator[tuple[str, dict]]:
    for place, item in enumerate(items, start=1):
        key = next((item[name] for name in KEYS if name in item), None)
        yield (str(place) if key is None else str(key)), item


def _name(item: dict, key: str) -> str:
    """What editors call an item: a theme by its name, a slide by its title, else its key."""
    if "code" in item:
        return item["code"]
    return str(next((item[name] for name in ("name", "title", "short") if item.get(name)), key))


def _text(value: Any) -> str:
    """A value as an editor reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, list | tuple):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        shown = ("title", "name", "label", "value", "unit", "text", "source", "detail", "body")
        return " ".join(_text(value[name]) for name in shown if value.get(name) not in (None, ""))
    return str(value)
