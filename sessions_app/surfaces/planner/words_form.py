"""The words of one step as a form: a field for every line, made empty to leave it out.

Fields are called after the line that they hold, not after its place, so that a page that is not
the newest never writes into another line.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import escape

from content.document import FORM_NAMES, AnswerForm, Question
from sessions_app import asking, step_words, words
from sessions_app.models import Step
from sessions_app.rewording import MEANWHILE, words_now
from sessions_app.script import Asked, Rewording
from sessions_app.step_words import NOTES, OWN_FORMS, SEVERAL, SINGLE, Words
from sessions_app.surfaces.typed import Typed

MORE = "erbij"  # ends the name of the field for one more line
LIMITS = {"lead": 200, "points": 120, "talk": 120, "check": 120, "phone": 160, NOTES: 2000}
QUESTION = 120  # characters: fifteen long words fill a screen (content/checks.py)
OPTION = 60
OPTIONS = range(2, 9)
POINTS = ("helemaal niet", "niet echt", "een beetje", "grotendeels", "helemaal")

LABELS = {
    "lead": "Zin onder de vraag of de naam",
    "points": "Regel",
    "talk": "Vraag voor het gesprek",
    "check": "Vraag daarna",
    "phone": "Zin op de telefoon",
    NOTES: "Notitie",
}
ONE_MORE = {
    "points": "Nog een regel",
    "talk": "Nog een vraag voor het gesprek",
    NOTES: "Nog een notitie",
}
HOW = {  # how a question of one's own can be answered, in the words of who asks it
    AnswerForm.PRIVATE: "alleen voor jezelf",
    AnswerForm.OPEN: "in eigen woorden",
    AnswerForm.ONE: "één keuze uit een rijtje",
    AnswerForm.SCALE: "op een schaal van vijf",
}
CHOICES = "Schrijf elk antwoord op een nieuwe regel: 2 tot 8 antwoorden."
TOO_LONG = "Dit is te lang: er passen {limit} tekens, je hebt er {typed}. Maak het korter."


class WordsForm(Typed, forms.Form):
    """Every line of a step and every question on the phone, and room for one more of each."""

    def __init__(self, step: Step, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.step = step
        self.now = words_now(step)
        self.kind = step.of_kind
        self.names: dict[str, list[str]] = {}  # of the fields, by part of the step
        self.read: dict[str, Rewording] = {}
        self.questions: dict[str, Asked] = {}
        for part in (*SINGLE, *SEVERAL, NOTES):
            if self._shows(part):
                self._add_lines(part)
        if self.asks:
            self._add_questions()

    @property
    def asks(self) -> bool:
        """Whether a phone can be asked anything in this step."""
        kind = self.kind
        if kind.repeats or self.step.session.phone_free:
            return False  # it asks what was asked before
        return kind.runs and not (kind.rests or kind.opens_theme)

    @property
    def room(self) -> int | None:
        """How many questions of one's own can still be added; None where any number can."""
        most = self.kind.own_most
        return None if most is None else max(0, most - step_words.added(self.now))

    @property
    def takes_more(self) -> bool:
        """Whether a question of one's own can be added."""
        return self.room is None or self.room > 0

    def part(self, name: str) -> list[BoundField]:
        """The fields of one part of the step."""
        return [self[field] for field in self.names.get(name, [])]

    @property
    def on_screen(self) -> list[BoundField]:
        """What the room reads."""
        return [field for name in ("lead", "points", "talk", "check") for field in self.part(name)]

    @property
    def on_phone(self) -> list[BoundField]:
        """What phones show and ask."""
        return [*self.part("phone"), *self.part("asked")]

    @property
    def for_facilitator(self) -> list[BoundField]:
        """What only the facilitator reads."""
        return self.part(NOTES)

    def clean(self) -> dict:
        """Texts that fit; what was long before somebody touched it may stay."""
        known = super().clean() or self.cleaned_data
        for name, text in list(known.items()):
            limit = getattr(self.fields[name], "longest", 0)
            if limit and len(text) > limit and text != self.fields[name].initial:
                self.add_error(name, TOO_LONG.format(limit=limit, typed=len(text)))
        for name in [name for name in known if name.endswith("-keuzes")]:
            self._check_options(name)
        if self.lost:
            self.add_error(None, MEANWHILE)
        return known

    @property
    def words(self) -> Words:
        """What was typed, as the verb takes it; only when valid."""
        lines = {}
        for part in (*SINGLE, *SEVERAL, NOTES):
            typed = [self._typed(name, self.read[name]) for name in self.names.get(part, [])]
            lines[part] = _once(typed) if self._shows(part) else self.now.lines[part]
        return Words(lines, self._asked() if self.asks else self.now.asked)

    @property
    def lost(self) -> list[str]:
        """What was typed for lines that are not there any more."""
        now = {" ".join(line.now.split()) for lines in self.now.lines.values() for line in lines}
        now |= {one.now.text for one in self.now.asked if one.now}
        return [
            text
            for name, text in _texts(self.data).items()
            if name not in self.fields and " ".join(text.split()) not in now
        ]

    def _shows(self, part: str) -> bool:
        """Whether this step has such a part, or could have."""
        lines = self.now.lines[part]
        if part == NOTES or (lines and part not in ("lead", "phone")):
            return True
        if part == "lead":
            return self.step.script.slide is None and self.kind.runs
        if part == "phone":
            return bool(lines) and not self.now.asked and self.asks
        return part == "talk" and self.kind.screen == "talk" and self.kind.runs

    def _add_lines(self, part: str) -> None:
        several = part in ONE_MORE
        lines = self.now.lines[part]
        for number, line in enumerate(lines or (() if several else (Rewording(),)), start=1):
            label = line.heading or LABELS[part]
            label = f"{label} {number}" if part in SEVERAL and len(lines) > 1 else label
            name = f"{part}-{_mark(line)}"
            self._add(part, f"{name}-{number}" if name in self.fields else name, label, line)
        if several:
            heading = step_words.OWN_NOTE if part == NOTES else ""
            self._add(part, f"{part}-{MORE}", ONE_MORE[part], Rewording(heading=heading))

    def _add(self, part: str, name: str, label: str, line: Rewording) -> None:
        self.fields[name] = _text(label, line.now, LIMITS[part], part == NOTES, _said(line))
        self.names.setdefault(part, []).append(name)
        self.read[name] = line

    def _add_questions(self) -> None:
        names = self.names.setdefault("asked", [])
        for number, one in enumerate(self.now.asked, start=1):
            question = one.now or one.was
            if question is None:
                continue
            name = f"vraag-{one.was.code if one.was else question.code}"
            form = asking.of(question.form)
            said = f"Antwoord: {HOW.get(question.form, FORM_NAMES[question.form])}."
            if one.was and one.own:
                said += f" De module vraagt: ‘{one.was.text}’."
            elif one.was and one.now is None:
                said = f"Weggelaten. De module vraagt: ‘{one.was.text}’."
            elif one.was is None:
                said += " Deze vraag is van jou; dat staat er op de telefoon bij."
            self.fields[name] = _text(
                f"Vraag {number}", one.now.text if one.now else "", QUESTION, False, said
            )
            self.questions[name] = one
            names.append(name)
            if self.kind.comes_again:
                self.fields[f"{name}-werk"] = forms.BooleanField(
                    label="Mijn vraag gaat over het werk",
                    required=False,
                    initial=one.own,
                    help_text="Deze vraag komt na het gesprek nog een keer. Vraag daarom nooit "
                    "naar iemands gezondheid of gevoel.",
                )
                names.append(f"{name}-werk")
            if one.was is None and form.choices(question):
                options = "\n".join(option.text for option in question.options)
                if options:
                    label = f"Antwoorden bij vraag {number}"
                    self.fields[f"{name}-keuzes"] = _options(label, options)
                    names.append(f"{name}-keuzes")
        more = f"vraag-{MORE}"
        if not self.takes_more and more not in self.data:
            return
        left = f" Er kunnen er nog {words.number(self.room)} bij." if self.room else ""
        self.fields[more] = _text(
            "Nog een vraag op de telefoon",
            "",
            QUESTION,
            False,
            f"Op de telefoon staat erbij dat hij van jou is.{left}",
        )
        self.fields[f"{more}-vorm"] = forms.ChoiceField(
            label="Hoe antwoorden mensen?",
            required=False,
            choices=[(str(form), HOW[form]) for form in OWN_FORMS],
            error_messages={"invalid_choice": "Kies hoe mensen antwoorden."},
        )
        self.fields[f"{more}-keuzes"] = _options("Antwoorden om uit te kiezen", "")
        names += [more, f"{more}-vorm", f"{more}-keuzes"]

    def _check_options(self, name: str) -> None:
        of = name.removesuffix("-keuzes")
        if not self.cleaned_data.get(of):
            return
        if of.endswith(MORE) and self.cleaned_data.get(f"{of}-vorm") != AnswerForm.ONE:
            return
        options = _choices(self.cleaned_data[name])
        if len(options) not in OPTIONS:
            self.add_error(name, CHOICES)
        elif any(len(option) > OPTION for option in options):
            self.add_error(name, f"Een antwoord heeft hooguit {OPTION} tekens. Maak het korter.")

    def _typed(self, name: str, line: Rewording) -> Rewording:
        return msgspec.structs.replace(line, now=self._said(name))

    def _said(self, name: str) -> str:
        """What was typed; what was not on the page stays as it is."""
        known: str = self.cleaned_data[name] if name in self.data else self.fields[name].initial
        return known

    def _asked(self) -> tuple[Asked, ...]:
        found = [self._question(name, one) for name, one in self.questions.items()]
        more = f"vraag-{MORE}"
        text = self.cleaned_data.get(more, "")
        known = [one.now.text for one in found if one.now and one.was is None]
        if text and text not in known:
            form = AnswerForm(self.cleaned_data[f"{more}-vorm"] or AnswerForm.PRIVATE)
            found.append(
                Asked(now=self._own(text, form, _choices(self.cleaned_data[f"{more}-keuzes"])))
            )
        return tuple(one for one in found if one.was is not None or one.now is not None)

    def _question(self, name: str, one: Asked) -> Asked:
        text = self._said(name)
        if not text:
            return Asked(was=one.was)
        if one.was is not None and text == one.was.text:
            return Asked(was=one.was, now=one.was)
        choices = f"{name}-keuzes"
        options = _choices(self._said(choices)) if choices in self.fields else None
        if one.now is not None and text == one.now.text:
            same = options is None or options == [option.text for option in one.now.options]
            if same:
                return one
        if one.was is not None:
            other = step_words.other_text(one.was, step_words.new_code(), text)
            on_work = bool(self.cleaned_data.get(f"{name}-werk")) and one.was.about_work
            return Asked(was=one.was, now=msgspec.structs.replace(other, about_work=on_work))
        question = one.now
        return Asked(now=self._own(text, question.form, options or [])) if question else one

    def _own(self, text: str, form: AnswerForm, options: list[str]) -> Question:
        return step_words.own_question(
            step_words.new_code(),
            text,
            form,
            options if form == AnswerForm.ONE else (),
            POINTS if form == AnswerForm.SCALE else (),
        )


def typed(data: QueryDict) -> list[str]:
    """All texts that this form sent, where there is no step any more to put them in."""
    return list(_texts(data).values())


def _texts(data: Mapping[str, str]) -> dict[str, str]:
    parts = (*SINGLE, *SEVERAL, NOTES, "vraag")
    return {
        name: text
        for name, text in data.items()
        if name.partition("-")[0] in parts
        and not name.endswith(("-vorm", "-keuzes", "-werk"))
        and text.strip()
    }


def _once(lines: list[Rewording]) -> tuple[Rewording, ...]:
    """Without lines of one's own that are empty, or that say what stands there already."""
    found: list[Rewording] = []
    for line in lines:
        own_again = not line.was and any(line.now == other.now for other in found)
        if line.was or (line.now and not own_again):
            found.append(line)
    return tuple(found)


def _said(line: Rewording) -> str:
    if not line.was:
        return "Van jou." if line.now else ""
    if line.now == line.was:
        return ""
    return f"{'Weggelaten. ' if not line.now else ''}De module zegt: ‘{line.was}’"


def _mark(line: Rewording) -> str:
    text = f"{line.heading}|{line.was or line.now}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


class Line(forms.CharField):
    """A text of one's own; `longest` is how long it may become."""

    longest = 0
    several = False  # paragraphs, or one line

    def __init__(self, label: str, initial: str, help_text: str = "", **more: Any) -> None:
        rows = 4 if self.several else 2
        super().__init__(
            label=label,
            initial=initial,
            help_text=help_text,
            required=False,
            widget=forms.Textarea(attrs={"rows": rows}),
            **more,
        )

    def clean(self, value: str) -> str:
        """On one line, unless paragraphs are meant."""
        text = super().clean(value)
        return text if self.several else " ".join(text.split())


class Paragraphs(Line):
    """The same on several lines."""

    several = True


def _text(label: str, initial: str, longest: int, several: bool, help_text: str) -> Line:
    field = (Paragraphs if several else Line)(label, initial, escape(help_text))
    field.longest = longest
    return field


def _options(label: str, initial: str) -> Line:
    return Paragraphs(label, initial, CHOICES)


def _choices(typed: str) -> list[str]:
    """The answers to choose from, one a line, each once."""
    return list(dict.fromkeys(" ".join(line.split()) for line in typed.split("\n") if line.strip()))
