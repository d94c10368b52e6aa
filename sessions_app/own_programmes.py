"""Whole programmes that somebody keeps: per account, to plan another session from.

They are for who kept them, and for whom that person gives a link (`colleague_links`). Kept is what
was asked and what was done by hand, no words of the module, nobody's name and no day.
A session that is planned from one is planned anew, out of the edition of that moment, and gets what
was done by hand again (decision 0077).
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from accounts.models import User
from content.document import Document
from content.models import Edition
from sessions_app import briefs, by_hand, kept_steps, kinds, plans, programmes
from sessions_app.by_hand import Line
from sessions_app.errors import Refused, Taken
from sessions_app.kept_steps import KeptStep
from sessions_app.models import ColleagueLink, DialogueSession, OwnProgramme
from sessions_app.planning import LONGEST, SHORTEST, CannotPlan, Programme, plan
from sessions_app.script import PlannedStep
from sessions_app.wish import Guests, LedBy, Wish
from sessions_app.words import names
from sessions_app.writing import writing_for

MOST = 20  # per account
TITLE_LENGTH = programmes.TITLE_LENGTH
FULL = f"Je bewaarde al {MOST} programma's. Gooi er eerst een weg."
NAMELESS = "Geef het programma een naam. Dan vind je het terug."
TAKEN = "Je hebt al een programma met deze naam. Kies een andere naam, of vervang het."
TAKEN_BY_ANOTHER = "Je hebt al een programma met deze naam. Kies een andere naam."
NOT_HERE = "De module heeft deze stap niet meer, of hij past niet bij deze groep."
LOOKS_BACK = "Een terugblik heeft een vast programma. Plan hem vanuit het verslag."


class KeptTheme(msgspec.Struct, frozen=True):
    """A theme of a kept programme, with the name that it had then."""

    slug: str
    name: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A whole programme: what was asked, what planning made of it, and what was done by hand."""

    minutes: int  # that were asked for
    themes: tuple[KeptTheme, ...]  # most important first
    led_by: LedBy
    guests: Guests
    phone_free: bool
    planned: tuple[str, ...]  # origins, in the order of planning
    steps: tuple[KeptStep, ...]

    @property
    def used(self) -> int:
        """The minutes of all steps together."""
        return sum(step.minutes for step in self.steps)

    @property
    def added(self) -> int:
        """The minutes of the steps that were added by hand."""
        return sum(step.minutes for step in self.steps if not step.origin)

    @property
    def as_it_was(self) -> int:
        """The minutes for which a session is planned that is to be as this one was."""
        return min(max(self.used, SHORTEST), LONGEST)

    def themes_of(self, document: Document) -> list[str]:
        """The slugs of its themes that this edition still has."""
        there = {theme.slug for theme in document.themes}
        return [theme.slug for theme in self.themes if theme.slug in there]

    def gone_from(self, document: Document) -> list[str]:
        """The names of its themes that this edition does not have any more."""
        there = {theme.slug for theme in document.themes}
        return [theme.name for theme in self.themes if theme.slug not in there]


class Remade(msgspec.Struct, frozen=True, kw_only=True):
    """A kept programme made anew, and what of it does not go along, as sentences."""

    programme: Programme
    planned: tuple[str, ...]  # origins, as planning made them
    lost: tuple[str, ...] = ()


def kept(own: OwnProgramme) -> Kept:
    """What is kept, typed."""
    return msgspec.convert(own.kept, Kept)


def keep(
    user: User, session: DialogueSession, title: str, *, replace: bool = False
) -> OwnProgramme:
    """Keep the programme of this session, as it was planned, for this person.

    A link to what is replaced by something else ends: nobody looked that over. Refused without a
    name and for more than `MOST`; `Taken` where another has this name, unless it is to be replaced.
    """
    if session.looks_back:
        raise Refused(LOOKS_BACK)
    title = programmes.named(title, NAMELESS)
    with writing_for(user):
        mine = OwnProgramme.objects.filter(user=user)
        known = mine.filter(title=title).first()
        if known is not None and not replace:
            raise Taken(TAKEN)
        if known is None and mine.count() >= MOST:
            raise Refused(FULL)
        own = known or OwnProgramme(user=user, title=title)
        before = seal(own)
        own.edition = session.edition.number
        own.kept = msgspec.to_builtins(_of(session))
        own.save()
        if seal(own) != before:
            ColleagueLink.objects.filter(programme=own).delete()
    return own


def copy(user: User, given: OwnProgramme, title: str) -> OwnProgramme:
    """Keep a copy of a colleague's programme under this name; twice is the same as once.

    Refused without a name and for more than `MOST`; `Taken` where another has this name.
    """
    title = programmes.named(title, NAMELESS)
    fields = {name: getattr(given, name) for name in OwnProgramme.KEPT}
    wanted = OwnProgramme(user=user, **fields | {"title": title})
    with writing_for(user):
        mine = OwnProgramme.objects.filter(user=user)
        known = mine.filter(title=title).first()
        if known is not None:
            if seal(known) == seal(wanted):
                return known
            raise Taken(TAKEN_BY_ANOTHER)
        if mine.count() >= MOST:
            raise Refused(FULL)
        wanted.save()
    return wanted


def seal(own: OwnProgramme) -> str:
    """A short text that differs as soon as something in it does."""
    return kept_steps.seal({name: getattr(own, name) for name in OwnProgramme.KEPT})


def rename(own: OwnProgramme, title: str) -> OwnProgramme:
    """Give it another name; Refused where it is empty, too long or another one's."""
    own.title = programmes.named(title, NAMELESS)
    with writing_for(own.user):
        if OwnProgramme.objects.filter(user=own.user, title=own.title).exclude(pk=own.pk).exists():
            raise Taken(TAKEN_BY_ANOTHER)
        own.save(update_fields=["title"])
    return own


def drop(user: User, ref: str) -> None:
    """Throw it away; one that is gone stays gone. Sessions planned from it stay."""
    OwnProgramme.objects.filter(user=user, ref=ref).delete()


def remade(known: Kept, document: Document, wish: Wish) -> Remade:
    """The programme for this wish, with what was done by hand in the one that was kept.

    It lasts as long as is asked; asked for as long as it was, it lasts as it did, and no step that
    is still there gets other minutes. Raises CannotPlan as planning does. Writes nothing.
    """
    as_it_was = wish.minutes == known.as_it_was
    left = max(wish.minutes - known.added, SHORTEST)  # for planning, beside what stands by hand
    asked = msgspec.structs.replace(wish, minutes=known.minutes if as_it_was else left)
    programme = plan(document, asked)
    fresh = by_hand.marked(programme.steps)
    programme = msgspec.structs.replace(programme, steps=fresh)
    brief = briefs.of_wish(document, asked, programme.minutes, programme.themes)
    before, lost = _before(known, fresh, brief)
    lines = by_hand.together(before, known.planned, programme, brief)
    natural = sum(line.step.minutes for line in lines)
    offered = 0 if as_it_was else programme.minutes + known.added
    total = max(min(wish.minutes, max(natural, offered)), SHORTEST)
    steps, unasked = _asked_once([line.step for line in by_hand.fitted(lines, total, brief)])
    wished = wish.minutes if programme.shorter else total  # shorter only where planning says why
    return Remade(
        programme=msgspec.structs.replace(programme, steps=steps, minutes=total, wished=wished),
        planned=tuple(step.content.origin for step in fresh),
        lost=(*_gone_themes(known, document), *lost, *unasked),
    )


def plan_session(
    own: OwnProgramme, edition: Edition, wish: Wish, title: str, starts_at: datetime, owner: User
) -> DialogueSession:
    """A new session planned from it, out of this edition; what does not go along it says.

    Refused as `programmes.keep_session`, with the planner's sentence where there is no programme.
    """
    try:
        made = remade(kept(own), edition.content, wish)
    except CannotPlan as problem:
        raise Refused(problem.sentence) from problem
    remarks = (*made.lost, *made.programme.remarks)
    programme = msgspec.structs.replace(made.programme, remarks=remarks)
    return programmes.keep_programme(
        edition, wish, programme, title, starts_at, owner, planned=made.planned
    )


def _of(session: DialogueSession) -> Kept:
    brief = briefs.of_session(session)
    lines = by_hand.recognised([Line(step) for step in plans.steps_of(session)])
    themes = {theme.slug: theme.name for theme in session.document.themes}
    return Kept(
        minutes=session.minutes,
        themes=tuple(KeptTheme(slug, themes.get(slug, slug)) for slug in session.themes),
        led_by=LedBy(session.led_by),
        guests=Guests(session.guests),
        phone_free=session.phone_free,
        planned=tuple(session.planned_steps or [line.step.content.origin for line in lines]),
        steps=tuple(kept_steps.of(line.step, brief) for line in lines),
    )


def _before(
    known: Kept, fresh: Sequence[PlannedStep], brief: kinds.Brief
) -> tuple[list[Line], list[str]]:
    """The kept steps as a programme that is made anew, and what of them can't be."""
    there = {step.content.origin: step for step in fresh}
    lines, lost = [], []
    bringer: tuple[str, kinds.Brief] | None = None  # what the step before brings, of what brief
    for number, one in enumerate(known.steps):
        if one.origin:
            bringer = None
            if step := there.get(one.origin):
                lines.append(Line(_planned_again(one, step)))
            elif one.changed:
                lost.append(_lost(one, "Deze stap zit niet in dit programma."))
            continue
        made_of = kept_steps.made_of_now(one.made_of, brief.document)
        try:
            about = (
                bringer[1]
                if bringer and bringer[0] == one.kind
                else by_hand.asked_for(brief, made_of, one.theme)
            )
            if one.theme and one.theme not in {theme.slug for theme in brief.themes}:
                raise Refused("Het thema zit niet in dit programma.")
            reworded = kept_steps.asked_anew(one.reworded) if one.reworded else None
            kind = kinds.of(made_of.partition(":")[0])
            step = by_hand.added(about.about(own=kept_steps.own(one)), kind, one.minutes, reworded)
        except Refused as refused:
            bringer = None
            missing = isinstance(refused, by_hand.NotThere)
            lost.append(_lost(one, NOT_HERE if missing else refused.sentence))
        else:
            bringer = (kind.brings, about) if kind.brings else None
            lines.append(Line(step, ref=str(number)))
    return lines, lost


def _planned_again(one: KeptStep, step: PlannedStep) -> PlannedStep:
    """A planned step as it was by hand: only what differs from planning is looked at."""
    content = msgspec.structs.replace(
        step.content,
        named=one.named,
        reworded=kept_steps.asked_anew(one.reworded) if one.reworded else None,
        planned=0 if one.lengthened else step.minutes,
    )
    return msgspec.structs.replace(
        step,
        title=one.title if one.named else step.title,
        minutes=one.minutes if one.lengthened else step.minutes,
        content=content,
    )


def _asked_once(steps: Sequence[PlannedStep]) -> tuple[tuple[PlannedStep, ...], list[str]]:
    """The same steps, each question in one of them; what planning asks goes first."""
    known = {q.code for step in steps if step.content.origin for q in step.questions}
    found, lost = [], []
    for step in steps:
        if not step.content.origin and step.questions:
            asked = by_hand.not_asked_yet(kinds.of(step.kind), step.questions, known)
            known |= {question.code for question in asked}
            if not asked:
                lost.append(f"‘{step.title}’ gaat niet mee. De vraag staat al in dit programma.")
                continue
            step = msgspec.structs.replace(step, questions=tuple(asked))
        found.append(step)
    return tuple(found), lost


def _lost(one: KeptStep, why: str) -> str:
    return f"‘{one.title}’ gaat niet mee. {why}"


def _gone_themes(known: Kept, document: Document) -> list[str]:
    gone = known.gone_from(document)
    if not gone:
        return []
    one = len(gone) == 1
    said = names([f"‘{name}’" for name in gone])
    return [
        f"{'Het thema' if one else 'De thema’s'} {said} {'zit' if one else 'zitten'} niet meer in "
        "de module."
    ]
