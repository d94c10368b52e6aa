"""A wish in an address: read from it, checked, and written back in one fixed spelling.

Nothing of a wish is stored. `/sessies/nieuw/?minuten=120&themas=hoop,bejegening&…` is all there is,
so the same address always gives the same programme.
"""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import QueryDict

from content.document import Theme
from content.models import Edition
from sessions_app.models import DialogueSession
from sessions_app.surfaces.planner.forms import LIVED, LIVED_ADVICE, LIVED_CHOICES, lived_field
from sessions_app.surfaces.role_numbers import RolesForm
from sessions_app.wish import LONGEST, SHORTEST, Wish

COMMON = (60, 90, 120, 180, 240)  # lengths with a large button
LENGTHS = range(SHORTEST, LONGEST + 1, 15)
LARGEST = 5000  # people
MOST_THEMES = 50  # names of themes that are read at all
LAST = 99  # the rank of a theme without one
WRITTEN = ("minuten", "themas", "mensen", "leidt", "gasten", "telefoons", "druk")

TALK, DAY = "gesprek", "dialoogdag"
OF_DAY = ("vorm", "clienten", "naasten", "hulpverleners")  # in the address of a dialogue day alone

LED_BY = {
    "collega": DialogueSession.LedBy.COLLEAGUE,
    "leidinggevende": DialogueSession.LedBy.MANAGER,
    "buiten": DialogueSession.LedBy.OUTSIDER,
}
GUESTS = {
    "geen": (DialogueSession.Guests.NONE, "Alleen het team"),
    "clienten": (DialogueSession.Guests.CLIENTS, "Cliënten"),
    "naasten": (DialogueSession.Guests.RELATIVES, "Naasten"),
    "beide": (DialogueSession.Guests.BOTH, "Cliënten en naasten"),
}


class Pills(forms.RadioSelect):
    """Radios drawn as a row of short words."""


class Themes(forms.CheckboxSelectMultiple):
    """Ticked boxes with a rank beside each, or names in order with commas between them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The slugs that were given, each once, most important first."""
        texts = data.getlist(name) if isinstance(data, QueryDict) else []
        given = [slug for text in texts for slug in text.split(",") if slug]
        slugs = list(dict.fromkeys(given[:MOST_THEMES]))
        return sorted(slugs, key=lambda slug: _rank(data.get(f"belang-{slug}", "")))


def _rank(typed: str) -> int:
    sound = typed.isascii() and typed.isdecimal() and len(typed) < 3
    return int(typed) or LAST if sound else LAST


def short_length(minutes: int) -> str:
    """A length for a button: '1½ uur', '2 uur', '2 uur 45'."""
    hours, rest = divmod(minutes, 60)
    if rest == 30:
        return f"{hours}½ uur"
    return f"{hours} uur {rest}" if rest else f"{hours} uur"


class WishForm(RolesForm):
    """What decides a programme. What the address leaves out has its default; themes have none."""

    vorm = forms.ChoiceField(
        label="Wat voor gesprek wordt het?",
        choices=[
            (TALK, "Een gesprek van een team"),
            (DAY, "Een dialoogdag van cliënten, naasten en hulpverleners"),
        ],
        initial=TALK,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies wat voor gesprek het wordt.",
            "invalid_choice": "Kies wat voor gesprek het wordt.",
        },
    )
    minuten = forms.TypedChoiceField(
        label="Hoeveel tijd hebben jullie?",
        coerce=int,
        choices=[(minutes, short_length(minutes)) for minutes in LENGTHS],
        initial=120,
        widget=Pills,
        error_messages={
            "required": "Kies hoeveel tijd jullie hebben.",
            "invalid_choice": "Kies een tijd van 1 tot 4 uur, in stappen van een kwartier.",
        },
    )
    themas = forms.MultipleChoiceField(
        label="Welke thema's spelen in jullie team?",
        widget=Themes,
        error_messages={
            "required": "Kies minstens één thema. Met een thema maken we je programma.",
            "invalid_choice": "Een van de thema's bestaat niet meer. Kies opnieuw.",
        },
    )
    mensen = forms.IntegerField(
        label="Met hoeveel mensen zijn jullie?",
        min_value=2,
        max_value=LARGEST,
        initial=12,
        help_text="Een schatting is goed. Reken jezelf mee.",
        error_messages={
            "required": "Vul in met hoeveel jullie zijn. Een schatting is goed.",
            "invalid": "Vul een heel getal in, bijvoorbeeld 12.",
            "min_value": "Een gesprek heeft minstens 2 mensen nodig.",
            "max_value": f"Vul hooguit {LARGEST} in.",
        },
    )
    leidt = forms.ChoiceField(
        label="Wie leidt het gesprek?",
        choices=[(name, str(value.label).capitalize()) for name, value in LED_BY.items()],
        initial="collega",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies wie het gesprek leidt.",
            "invalid_choice": "Kies wie het gesprek leidt.",
        },
    )
    gasten = forms.ChoiceField(
        label="Wie praten er nog meer mee?",
        choices=[(name, label) for name, (_, label) in GUESTS.items()],
        initial="geen",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies of er iemand bij komt.",
            "invalid_choice": "Kies of er iemand bij komt.",
        },
    )
    telefoons = forms.ChoiceField(
        label="Met of zonder telefoons?",
        choices=[("ja", "Met telefoons"), ("nee", "Zonder telefoons")],
        initial="ja",
        widget=Pills,
        help_text="Met telefoons kan iedereen antwoorden zonder naam. "
        "Zonder telefoons gaat alles hardop of op papier.",
        error_messages={
            "required": "Kies met of zonder telefoons.",
            "invalid_choice": "Kies met of zonder telefoons.",
        },
    )

    ervaring = lived_field(  # planning does not hang on it
        forms.RadioSelect,
        "Liefst leidt iemand met eigen ervaring het gesprek, of leidt mee. Bij je programma staat "
        "een brief waarmee je het vraagt.",
    )

    def __init__(self, edition: Edition, asked: QueryDict) -> None:
        """A form of this edition; bound to what the address asks, once that names anything."""
        self.edition = edition
        self.document = edition.content
        super().__init__(self._whole(asked) if _asks(asked) else None, label_suffix="")
        themes = cast(forms.MultipleChoiceField, self.fields["themas"])
        themes.choices = [(theme.slug, theme.name) for theme in self.document.themes]

    def offer(self, minutes: int, said: str) -> None:
        """Let so many minutes be one to choose, called so; a large button is called as it was."""
        if minutes in COMMON:
            return
        lengths = cast(forms.TypedChoiceField, self.fields["minuten"])
        offered = {one: short_length(one) for one in LENGTHS} | {minutes: said}
        lengths.choices = sorted(offered.items())

    def _whole(self, asked: QueryDict) -> QueryDict:
        """What was asked, with the default for every field that the address leaves out."""
        whole = asked.copy()
        for name, known in self.base_fields.items():
            if known.initial is not None:
                whole.setdefault(name, str(known.initial))
        return whole

    def clean(self) -> None:
        """A dialogue day is of professionals and of clients or relatives."""
        if self.is_day:
            self.check_roles()

    @property
    def is_day(self) -> bool:
        """Whether a dialogue day is asked for."""
        return self.cleaned_data.get("vorm") == DAY

    def wish(self) -> Wish | None:
        """What was asked, once all of it is sound; else None."""
        if not self.is_valid():
            return None
        known = self.cleaned_data
        roles = self.roles if self.is_day else None
        return Wish(
            minutes=known["minuten"],
            themes=tuple(known["themas"]),
            group_size=roles.total if roles else known["mensen"],
            led_by=LED_BY[known["leidt"]],
            guests=roles.guests if roles else GUESTS[known["gasten"]][0],
            phone_free=known["telefoons"] == "nee",
            roles=roles,
        )

    @property
    def query(self) -> str:
        """The wish as it stands in an address, always in the same spelling; only when valid."""
        known = self.cleaned_data | {
            "themas": ",".join(self.cleaned_data["themas"]),
            "druk": self.edition.number,
        }
        names: tuple[str, ...] = WRITTEN
        if self.is_day:  # how many come and who they are follows from its roles
            names = (*(name for name in WRITTEN if name not in ("mensen", "gasten")), *OF_DAY)
        said = {name: known[name] for name in names}
        if known.get("ervaring"):
            said["ervaring"] = known["ervaring"]
        return urlencode(said, safe=",")

    @property
    def lived(self) -> str:
        """How an expert by experience takes part, as a session keeps it; only when valid."""
        return LIVED[self.cleaned_data["ervaring"]]

    @property
    def lived_advice(self) -> str:
        """What to do about that."""
        return LIVED_ADVICE[DialogueSession.Lived(self.lived)]

    @property
    def lived_options(self) -> list[tuple[str, str, bool]]:
        """The ways to take part, for a list: name, label and whether it is chosen."""
        chosen = self.cleaned_data["ervaring"]
        return [(name, said, name == chosen) for name, said in LIVED_CHOICES]

    @property
    def asked(self) -> list[tuple[str, str]]:
        """All of the wish but that, as fields of its address; only when valid."""
        return [(name, said) for name, said in parse_qsl(self.query) if name != "ervaring"]

    def tiles(self) -> list[dict]:
        """Each theme with whether it is chosen and how important it is (1 first, 0 unknown)."""
        slugs = self["themas"].value() or []
        return [
            {
                "theme": theme,
                "checked": theme.slug in slugs,
                "rank": slugs.index(theme.slug) + 1 if theme.slug in slugs else 0,
            }
            for theme in self.document.themes
        ]

    def chosen(self) -> list[Theme]:
        """The themes chosen, most important first."""
        return [self.document.theme(slug) for slug in self.cleaned_data["themas"]]

    def common_lengths(self) -> list:
        """The lengths with a large button, as radios."""
        return [option for option in self["minuten"] if option.data["value"] in COMMON]

    def other_lengths(self) -> list:
        """The other lengths, as radios."""
        return [option for option in self["minuten"] if option.data["value"] not in COMMON]

    def other_length_chosen(self) -> bool:
        """Whether one of the other lengths is chosen now."""
        return any(option.data["selected"] for option in self.other_lengths())

    @property
    def ranks(self) -> range:
        """The places of importance there are."""
        return range(1, len(self.document.themes) + 1)


def as_asked(wish: Wish) -> QueryDict:
    """A wish as the form's fields hold it."""
    led_by = {str(value): name for name, value in LED_BY.items()}
    guests = {str(value): name for name, (value, _) in GUESTS.items()}
    fields = QueryDict(mutable=True)
    fields.update(
        {
            "minuten": str(wish.minutes),
            "themas": ",".join(wish.themes),
            "mensen": str(wish.group_size),
            "leidt": led_by[str(wish.led_by)],
            "gasten": guests[str(wish.guests)],
            "telefoons": "nee" if wish.phone_free else "ja",
        }
    )
    if wish.roles:
        fields.update({"vorm": DAY} | {k: str(n) for k, n in WishForm.typed(wish.roles).items()})
    return fields


def _asks(asked: QueryDict) -> bool:
    """Whether an address says anything about a wish."""
    return any(name in asked for name in (*WRITTEN, *OF_DAY) if name != "druk")
