"""Small groups of a session that runs: dealt by who leads, found and left by phones.

What is kept is a number per seat (decision 0059). A phone's press moves seats at once; screen and
console hear of it later, for all presses together (`tell_sizes`), so that nobody who sees a
number change knows which phone was touched.
"""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from content.document import AnswerForm, Purpose, Question
from sessions_app import bus, huddles, pens
from sessions_app.errors import Refused
from sessions_app.models import (
    DialogueSession,
    Huddles,
    HuddleSeat,
    Participant,
    Step,
    StepQuestion,
)
from sessions_app.writing import writing

CODE = "GROEPJE"  # of the question that huddles answer
SWITCHES = 2  # how often one phone may ask for another huddle, per deal

NONE_NOW = "Er zijn nu geen groepjes. Kijk waar de groep is."
NOT_HERE = "Deze stap is niet voor groepjes. Kijk waar de groep is."
TOO_FEW = "Er doen te weinig telefoons mee voor groepjes. Laat mensen zelf iemand zoeken."
NO_OTHER = "Er is geen ander groepje voor jou. Je mag ook even niet meedoen, of pauze nemen."
OFTEN = (
    "Je wisselde al twee keer. Je mag ook even niet meedoen, of het aan de gespreksleider vragen."
)
ASKED_ALREADY = "De groepjes schrijven al. Je ziet hun teksten als je de antwoorden sluit."
ASKS_SOMETHING = "Deze stap vraagt al iets op de telefoon."
CLOSED = "De antwoorden van deze stap zijn gesloten. Laat de groepjes hardop vertellen."
NOT_IN_ONE = "Je zit nu in geen groepje."
ONE_SIGN = (
    "Zo is er maar één groepje, en valt er niets te kiezen. Maak kleinere groepjes, of praat met "
    "z’n allen."
)
ONE_HUDDLE = "Er is maar één groepje, dus niemand kan wisselen. Deel eerst in kleinere groepjes."
CHOOSING = "Mensen kiezen hun teken nog. Druk eerst op ‘Zo is het goed’."
CHOOSE = "Je kiest nu zelf. Druk op het teken waar je zit."
CHOSEN = "Het kiezen is voorbij. Hier zie je waar je zit."
NO_SIGN = "Dat teken is er niet. Kies een teken dat je hieronder ziet."

type _Seats = dict[str, HuddleSeat]  # by the pen of having joined


@dataclass(frozen=True)
class Huddle:
    """One small group, as everybody may see it."""

    number: int
    sign: huddles.Sign
    place: str = ""  # where in the room; '' where nobody said
    people: int = 0


@dataclass(frozen=True)
class Mine:
    """What one phone knows of its own: its huddle, or that it takes part in none."""

    huddle: Huddle | None = None
    out: bool = False
    writes: bool = False
    written_for: bool = False  # somebody else of the huddle writes
    signs: tuple[Huddle, ...] = ()  # to choose from, while people choose


def of(session: DialogueSession) -> Huddles | None:
    """The huddles of the step that the room is in; None where nothing was dealt in it."""
    step = session.current if session.running and not session.phone_free else None
    if step is None or not step.in_huddles:
        return None
    return Huddles.objects.filter(step=step).first()


def count(step: Step) -> int:
    """How many huddles there are in this step."""
    dealt = Huddles.objects.filter(step=step).first()
    return len(dealt.sizes) if dealt else 0


def listed(session: DialogueSession, dealt: Huddles) -> list[Huddle]:
    """The huddles in order, with how many people each was last told to have."""
    return [
        _huddle(session, int(number), people)
        for number, people in sorted(dealt.sizes.items(), key=lambda one: int(one[0]))
    ]


def _huddle(session: DialogueSession, number: int, people: int = 0) -> Huddle:
    places = session.huddle_places
    place = places[number] if number < len(places) else ""
    return Huddle(number, huddles.sign(number), place, people)


# -- by who leads, inside the transaction of a verb in `running` --------------------------------


def deal(s: DialogueSession, step: Step, size: int) -> None:
    """Deal everybody who takes part into huddles of about so many people.

    Refused in a step that is not for it, and where fewer than two phones take part.
    """
    dealt, seats = _anew(s, step)
    taking_part = _taking_part(seats)
    been = {pen: seats[pen].been for pen in taking_part}
    found = huddles.deal(taking_part, size, f"{s.ref}:{dealt.deal}", been)
    if not found:
        raise Refused(TOO_FEW)
    for number, pens_in in enumerate(found):
        for pen in pens_in:
            seats[pen].at = number
    _keep(seats, seats)
    dealt.size, dealt.choosing = size, Huddles.Choosing.NOBODY
    _tell(dealt, seats)
    dealt.save()


def offer_signs(s: DialogueSession, step: Step, size: int) -> None:
    """Let everybody who takes part choose a sign, of as many as huddles of this size need.

    Refused as `deal` is, and where there would be one sign.
    """
    dealt, seats = _anew(s, step)
    each = huddles.sizes(len(_taking_part(seats)), size)
    if len(each) < 2:
        raise Refused(ONE_SIGN if each else TOO_FEW)
    _keep(seats, seats)
    dealt.size, dealt.choosing = size, Huddles.Choosing.FIRST
    dealt.sizes = {str(number): 0 for number in range(len(each))}
    _tell(dealt, seats)
    dealt.save()


def reopen(s: DialogueSession) -> None:
    """Let everybody keep their sign or choose another of those that there are.

    A second time changes nothing. Refused where no huddles are, and where there is only one.
    """
    dealt = _held(s).filter(step=s.current_id).first()
    if dealt is None:
        raise Refused(NONE_NOW)
    if dealt.choosing:
        return
    if len(dealt.sizes) < 2:
        raise Refused(ONE_HUDDLE)
    seats = _seats(s)
    for seat in seats.values():  # where they sat until now counts, what they try from here does not
        if seat.at is not None:
            seat.left = [*seat.left, seat.at]
    _keep(seats, seats)
    dealt.choosing, dealt.on_screen, dealt.told = Huddles.Choosing.AGAIN, True, False
    dealt.round += 1
    dealt.save()


def settle(s: DialogueSession, leaving: bool = False) -> None:
    """Choosing is over: everybody who takes part sits somewhere, and nobody alone.

    Nothing where nobody chooses. Where fewer than two phones take part it is refused; who is
    `leaving` the step settles all the same.
    """
    dealt = _held(s).filter(step=s.current_id).exclude(choosing=Huddles.Choosing.NOBODY).first()
    if dealt is None:
        return
    seats = _seats(s)
    taking_part = _taking_part(seats)
    if len(taking_part) < 2 and not leaving:
        raise Refused(TOO_FEW)
    waiting = [pen for pen in taking_part if seats[pen].at is None]
    moves = huddles.settle(_at(seats), waiting, [int(number) for number in dealt.sizes])
    for pen, number in moves.items():
        seats[pen].at, seats[pen].writes = number, False
    _keep(seats, moves)
    first, dealt.choosing = dealt.choosing == Huddles.Choosing.FIRST, Huddles.Choosing.NOBODY
    if first:
        _tell(dealt, seats)
    else:  # later, or opening and closing would be a way to see at once who moved
        dealt.told = False
    dealt.round += 1
    dealt.save()


def _anew(s: DialogueSession, step: Step) -> tuple[Huddles, _Seats]:
    """The next deal of the session, in which nobody sits yet; nothing is saved."""
    if not step.in_huddles:
        raise Refused(NOT_HERE)
    dealt = _held(s).first() or Huddles(session=s)
    seats = _seats(s)
    for seat in seats.values():
        _remember(seat, dealt.deal)
        seat.at, seat.left, seat.asked, seat.writes = None, [], 0, False
    dealt.deal += 1
    dealt.step, dealt.on_screen = step, True
    return dealt, seats


def _held(s: DialogueSession) -> QuerySet[Huddles]:
    """The session's huddles, which stand still until the commit: phones lock them first as well."""
    return Huddles.objects.select_for_update().filter(session=s)


def _tell(dealt: Huddles, seats: _Seats) -> None:
    """Note how many sit where, for screens and consoles."""
    counted = Counter(_at(seats).values())
    offered = map(int, dealt.sizes) if dealt.choosing else ()
    dealt.sizes = {str(number): counted[number] for number in sorted({*counted, *offered})}
    dealt.signless = len(_taking_part(seats)) - counted.total()
    dealt.told = True


def _remember(seat: HuddleSeat, deals: int) -> None:
    """Note where a seat was in the last of so many deals; none for each that it did not see."""
    if deals:
        was = {*seat.left, *([] if seat.at is None else [seat.at])}
        unseen: list[list[int]] = [[] for _ in range(deals - 1 - len(seat.been))]
        seat.been = [*seat.been, *unseen, sorted(was)]


def show(s: DialogueSession, on_screen: bool) -> None:
    """Whether the screen shows the huddles or what people talk about. Refused where none are."""
    if not Huddles.objects.filter(step=s.current_id).update(on_screen=on_screen):
        raise Refused(NONE_NOW)


def ask(s: DialogueSession, step: Step) -> None:
    """Ask each huddle for one thing that it takes along, on one phone of it.

    Refused where nobody is dealt, and in a step that asks something on phones or is closed.
    """
    if not Huddles.objects.filter(step=step).exists():
        raise Refused(NONE_NOW)
    asked = [question for question in step.questions.all() if question.asking.on_phone]
    if _held(s).exclude(choosing=Huddles.Choosing.NOBODY).exists():
        raise Refused(CHOOSING)
    if any(question.of_huddles for question in asked):
        raise Refused(ASKED_ALREADY)
    if asked:
        raise Refused(ASKS_SOMETHING)
    if step.closed:
        raise Refused(CLOSED)
    question = Question(
        code=CODE, purpose=Purpose.GROUP, form=AnswerForm.OPEN, text=s.says["groepje_oogst"]
    )
    row = StepQuestion.copy(step, step.questions.count(), question)
    row.of_huddles = True
    row.save()
    s.steps.filter(pk=step.pk).update(mixed=False)
    show(s, on_screen=False)


# -- by a phone ---------------------------------------------------------------------------------


def mine(session: DialogueSession, secret: str, *, aside: bool = False) -> Mine:
    """Where this phone belongs now. A latecomer gets a place in the smallest huddle, or chooses.

    `aside` is for a phone that takes part in none by itself: that of a manager who leads.
    """
    dealt = of(session)
    if dealt is None:
        return Mine()
    seat = _seat(session, secret)
    if aside and not (seat and seat.out):
        _press(session, secret, _stand_aside)
        seat = _seat(session, secret)
    elif seat is None or (seat.at is None and not seat.out and not dealt.choosing):
        _press(session, secret, _come_in)
        seat = _seat(session, secret)
    signs = tuple(listed(session, dealt)) if dealt.choosing else ()
    if seat is None or seat.at is None:
        return Mine(out=seat is not None and seat.out, signs=signs)
    writing_there = HuddleSeat.objects.filter(participant__session=session, at=seat.at, writes=True)
    return Mine(
        _huddle(session, seat.at),
        writes=seat.writes,
        written_for=not seat.writes and writing_there.exists(),
        signs=signs,
    )


def choose(session: DialogueSession, secret: str, sign: str) -> None:
    """This phone sits by this sign, as it stands in the form ('3'); another one later is as good.

    Refused for a sign that is not there, and while nobody chooses.
    """
    _press(session, secret, partial(_choose, sign=sign))


def switch(session: DialogueSession, secret: str) -> None:
    """Another huddle for this phone, without a reason; nobody else is left alone.

    Refused where there is none, after `SWITCHES` of them, and while people choose.
    """
    _press(session, secret, _switch)


def stand_aside(session: DialogueSession, secret: str) -> None:
    """This phone takes part in no huddle until it says so; nobody else is left alone."""
    _press(session, secret, _stand_aside)


def go(session: DialogueSession, secret: str) -> None:
    """This phone forgets that it was in: it is dealt to nobody any more."""
    with suppress(Refused):
        stand_aside(session, secret)
        return
    pen = pens.join_pen(secret, session.ref)
    with writing():
        person = Participant.objects.filter(session=session, pen=pen).first()
        if person is not None:
            HuddleSeat.objects.update_or_create(participant=person, defaults={"out": True})


def come_back(session: DialogueSession, secret: str) -> None:
    """This phone takes part again, in the smallest huddle."""
    _press(session, secret, _come_back)


def write(session: DialogueSession, secret: str) -> None:
    """This phone writes for its huddle, in place of any other."""
    _press(session, secret, _write)


def stop_writing(session: DialogueSession, secret: str) -> None:
    """Another phone of the huddle may write."""
    _press(session, secret, _stop_writing)


def writes(session: DialogueSession, secret: str) -> bool:
    """Whether this phone writes for its huddle now."""
    seat = _seat(session, secret)
    return seat is not None and seat.writes


# What a phone can ask, with the sign that it pressed where it chose one.
WISHES: dict[str, Callable[[DialogueSession, str, str], None]] = {
    "kies": choose,
    "ander": lambda session, secret, _: switch(session, secret),
    "niet": lambda session, secret, _: stand_aside(session, secret),
    "wel": lambda session, secret, _: come_back(session, secret),
    "schrijf": lambda session, secret, _: write(session, secret),
    "schrijf-niet": lambda session, secret, _: stop_writing(session, secret),
}


def tell_sizes() -> None:
    """Let screens and consoles see how many sit where, after all presses since the last time.

    Called at moments that have nothing to do with a press, as signals are told.
    """
    waiting = Huddles.objects.filter(told=False, session__phase=DialogueSession.Phase.RUNNING)
    for pk in waiting.values_list("pk", flat=True):
        with writing(durable=False):
            dealt = Huddles.objects.select_for_update().filter(pk=pk).first()
            if dealt is None:
                continue
            _tell(dealt, _seats(dealt.session))
            dealt.save(update_fields=["sizes", "signless", "told"])
            bus.tally(dealt.session.ref)


def _press(
    session: DialogueSession,
    secret: str,
    change: Callable[[Huddles, _Seats, str], dict[str, int | None]],
) -> None:
    """Do this with the seats of the huddles, which stand still meanwhile.

    `change` changes the phone's own seat and says where seats go. Refused where no huddles are.
    """
    pen = pens.join_pen(secret, session.ref)
    with writing():
        # Without its session: a verb holds that one and waits for these. The end drops huddles.
        dealt = Huddles.objects.select_for_update().filter(step=session.current_id).first()
        if dealt is None:
            raise Refused(NONE_NOW)
        seats = _seats(session)
        if pen not in seats:
            raise Refused(NONE_NOW)
        moves = change(dealt, seats, pen)
        for who, at in moves.items():
            was = seats[who].at
            if was not in (None, at) and not dealt.choosing:  # nobody sat there yet
                seats[who].left = [*seats[who].left, was]
            seats[who].at, seats[who].writes = at, False
        _keep(seats, {pen, *moves})
        dealt.told = False
        others = moves.keys() - {pen}
        if others:
            dealt.round += 1
        dealt.save(update_fields=["told", "round"])
        if others:
            bus.tally(session.ref)


def _choose(dealt: Huddles, seats: _Seats, pen: str, *, sign: str) -> dict[str, int | None]:
    if not dealt.choosing:
        raise Refused(CHOSEN)
    if sign not in dealt.sizes:
        raise Refused(NO_SIGN)
    seats[pen].out = False
    return {} if seats[pen].at == int(sign) else {pen: int(sign)}


def _come_in(dealt: Huddles, seats: _Seats, pen: str) -> dict[str, int | None]:
    if seats[pen].at is not None or seats[pen].out or dealt.choosing:
        return {}
    return {pen: huddles.smallest(_at(seats))}


def _stand_aside(dealt: Huddles, seats: _Seats, pen: str) -> dict[str, int | None]:
    seats[pen].out = True
    if dealt.choosing:  # whoever is alone then chooses again, or is moved when that is over
        return {pen: None}
    return huddles.leave(_at(seats), pen) if seats[pen].at is not None else {}


def _come_back(dealt: Huddles, seats: _Seats, pen: str) -> dict[str, int | None]:
    seats[pen].out = False
    return _come_in(dealt, seats, pen)


def _switch(dealt: Huddles, seats: _Seats, pen: str) -> dict[str, int | None]:
    seat = seats[pen]
    if dealt.choosing:
        raise Refused(CHOOSE)
    if seat.at is None:
        raise Refused(NOT_IN_ONE)
    if seat.asked >= SWITCHES:
        raise Refused(OFTEN)
    left = {who: one.left for who, one in seats.items()}
    moves = huddles.switch(_at(seats), pen, left)
    if not moves:
        raise Refused(NO_OTHER)
    seat.asked += 1
    return dict(moves)


def _write(dealt: Huddles, seats: _Seats, pen: str) -> dict[str, int | None]:
    seat = seats[pen]
    if seat.at is None:
        raise Refused(NOT_IN_ONE)
    seat.writes = True
    # Who wrote before stays where they are, and looks again.
    return {who: one.at for who, one in _others(seats, pen).items() if one.writes}


def _stop_writing(dealt: Huddles, seats: _Seats, pen: str) -> dict[str, int | None]:
    seats[pen].writes = False
    return {}


def _others(seats: _Seats, pen: str) -> _Seats:
    """The seats that are in the same huddle."""
    at = seats[pen].at
    return {who: one for who, one in seats.items() if who != pen and one.at == at}


def _seat(session: DialogueSession, secret: str) -> HuddleSeat | None:
    """This phone's own seat in huddles, if it was ever dealt or said something."""
    pen = pens.join_pen(secret, session.ref)
    return HuddleSeat.objects.filter(participant__session=session, participant__pen=pen).first()


def _seats(session: DialogueSession) -> _Seats:
    """The seats of everybody who is in; new ones for who has none yet."""
    people = Participant.objects.filter(session=session).select_related("huddle")
    return {
        person.pen: getattr(person, "huddle", None) or HuddleSeat(participant=person)
        for person in people
    }


def _keep(seats: _Seats, changed: Collection[str]) -> None:
    HuddleSeat.objects.bulk_create(
        [seats[pen] for pen in sorted(changed)],
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=["at", "left", "asked", "been", "out", "writes"],
    )


def _at(seats: _Seats) -> dict[str, int]:
    return {pen: seat.at for pen, seat in seats.items() if seat.at is not None}


def _taking_part(seats: _Seats) -> list[str]:
    return [pen for pen, seat in seats.items() if not seat.out]
