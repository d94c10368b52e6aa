"""The verbs that move a session: one verb, one transition, told to every surface.

Each verb locks the session's row, checks, changes, raises the version by one and tells the bus,
all in one transaction. A verb raises `Refused` (with a Dutch sentence) and then has done nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime

import msgspec
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import User
from sessions_app import (
    briefs,
    bus,
    closing,
    codes,
    edits,
    huddles,
    huddling,
    keeping_time,
    pace,
    programmes,
    results,
    seats,
    traces,
)
from sessions_app.errors import Refused, Stale
from sessions_app.models import (
    HEADING_LENGTH,
    Agreement,
    Answer,
    DialogueSession,
    Edit,
    Huddles,
    Screening,
    Signal,
    Step,
    StepQuestion,
)
from sessions_app.script import content_to_builtins
from sessions_app.wish import Roles
from sessions_app.words import duration
from sessions_app.writing import writing, writing_for

ENDED = "Deze sessie is afgelopen. Je vindt alles in het verslag."
NOT_STARTED = "De sessie is nog niet begonnen. Druk eerst op 'Start de sessie'."
CLOSE_FIRST = "Deze vraag is nog open. Sluit eerst de antwoorden; dan kun je ze lezen of tonen."
READ_FIRST = "Lees eerst de woorden. Dan kun je er een weglaten voor je ze toont."
NOTHING_PICKED = "Er is nog geen antwoord gekozen. Zet er eerst een op het scherm."
TEXT_GONE = "Dit antwoord kan niet op het scherm. Kijk welke antwoorden er nu staan."
TEXT_CHANGED = "Dit antwoord is net al veranderd. Kijk hoe het er nu staat en probeer het opnieuw."
LONG_HEADING = f"Dit woord is te lang. Gebruik hooguit {HEADING_LENGTH} tekens."
WORD_GONE = "Dit woord staat er niet meer bij. Kijk welke woorden er nu staan."
CLOSE_BEFORE = "Dezelfde vraag staat eerder nog open. Sluit eerst daar de antwoorden."
AFTER_TALK = (
    "Deze antwoorden zie je na de tweede keuze, naast elkaar. Anders praten mensen naar het aantal "
    "toe."
)
NOTHING_GIVES = "Er kan niets korter: wat nog komt, staat al op zijn kortst."
SOMEONE_FIRST = (
    "Op een ander scherm is al een stap gezet. Je ziet nu waar de groep is; kijk of dat klopt."
)


@contextmanager
def _changing(session: DialogueSession) -> Iterator[DialogueSession]:
    """The session's row, locked and fresh; saved with a higher version when the block ends."""
    with writing():
        # Without select_related: after waiting for the lock, PostgreSQL joins the new row with the
        # steps of before and finds no current step.
        fresh = DialogueSession.objects.select_for_update().get(pk=session.pk)
        yield fresh
        fresh.version += 1
        fresh.save(update_fields=[*LIVE_FIELDS, "version"])
        bus.tell(fresh.ref, fresh.version)
    for field in [*LIVE_FIELDS, "version"]:
        setattr(session, field, getattr(fresh, field))


LIVE_FIELDS = [
    "phase",
    "door_open",
    "current",
    "step_started_at",
    "extra_seconds",
    "black",
    "phones_away",
    "countdown",
    "keeps_shown",
    "screen_started",
    "screen_round",
    "started_at",
    "ended_at",
    "extra_seats",
    "coming_seats",
    "joined_at_end",
]


def open_door(session: DialogueSession) -> None:
    """Let newcomers in. Refused after the end and in a session without phones."""
    with _changing(session) as s:
        _not_ended(s)
        if s.phone_free:
            raise Refused("Deze sessie is zonder telefoons. Er is geen deur om te openen.")
        s.door_open = True


def close_door(session: DialogueSession) -> None:
    """Stop newcomers; who is in stays in."""
    with _changing(session) as s:
        _not_ended(s)
        s.door_open = False


def raise_seats(session: DialogueSession) -> None:
    """Make room for a few more phones (`seats.spare`); screen and phones show how many there are.

    Once the session runs, from the next step on that the room has not seen: nobody makes the room
    larger in order to answer what was asked before, by going back either. Refused after the end
    and in a session without phones.
    """
    with _changing(session) as s:
        _not_ended(s)
        if s.phone_free:
            raise Refused("Deze sessie is zonder telefoons. Er zijn geen plaatsen nodig.")
        more = seats.spare(s.group_size)
        if s.running:
            s.coming_seats += more
        else:
            s.extra_seats += more


def new_code(
    session: DialogueSession, by: User | None = None, withdraw_screen: bool = False
) -> None:
    """Give a new join code; the old one no longer lets newcomers in.

    `withdraw_screen` closes the screens of other computers as well: for when both leaked. Refused
    when no code is free, and when `by` was given as many today as one account gets.
    """
    free = codes.free_codes()
    with writing_for(by) if by else nullcontext(), _changing(session) as s:
        _not_ended(s)
        if by:
            codes.check_budget(by)
        codes.give_code(s, free)
        if withdraw_screen:
            _withdraw_screen(s)


def withdraw_screen(session: DialogueSession) -> None:
    """The link for another computer stops working, also where it is open now.

    Whoever logged in to lead keeps their screen. Works after the end too: the last screen stays
    readable as long as its key does.
    """
    with _changing(session) as s:
        _withdraw_screen(s)


def go_phone_free(session: DialogueSession) -> None:
    """Go on without phones: the door closes and what phones would ask is asked aloud.

    What is nobody else's business is not: that goes on paper (`points`). A
    question that somebody answered already stays, so nothing acknowledged is lost; the small-group
    rule goes on holding for it. An answer under way finds its question gone and is told so. Nothing
    that was edited before can be undone any more. A second time changes nothing; refused after the
    end.
    """
    with _changing(session) as s:
        _not_ended(s)
        s.phone_free = True
        s.phones_away = False
        s.door_open = False
        s.save(update_fields=["phone_free"])
        brief = briefs.of_session(s)
        for step in s.steps.all():
            _ask_aloud(step, brief)
        edits.cut_off(s)
    session.phone_free = True


def _ask_aloud(step: Step, session: briefs.Brief) -> None:
    """Let a step do without phones, as far as nobody answered in it."""
    asked = list(step.questions.all())
    unanswered = list(step.questions.filter(answers=None, frozen=False))
    if len(unanswered) == len(asked):
        step.content = content_to_builtins(briefs.without_phones(step, session))
    for name, aloud in (("talk", True), ("points", False)):
        texts = [q.text for q in unanswered if q.asking.aloud == aloud]
        step.content[name] = [*texts, *step.content.get(name, [])]
    step.save(update_fields=["content"])
    step.questions.filter(pk__in=[q.pk for q in unanswered]).delete()


def start_screen(session: DialogueSession) -> None:
    """The projector was started by a press, which browsers want before sound.

    A second time changes nothing and tells nobody: a key of the screen may do this too.
    """
    if session.screen_started:
        return
    with _changing(session) as s:
        s.screen_started = True


def tell_consoles(session: DialogueSession) -> None:
    """Show every surface anew: who leads the session changed."""
    with _changing(session):
        pass


def start(session: DialogueSession) -> None:
    """Begin with the first step, door open. A second start changes nothing.

    How the programme was edited is forgotten: it changes no more. Refused after the end and when
    the programme has no step to run.
    """
    with _changing(session) as s:
        _not_ended(s)
        if s.running:
            raise Stale("De sessie is al begonnen. Je ziet nu waar de groep is.")
        first = _runnable(s).first()
        if first is None:
            raise Refused(
                "Er staat nog geen stap in het programma. Voeg eerst een stap toe bij 'Programma'."
            )
        now = timezone.now()
        s.phase = DialogueSession.Phase.RUNNING
        s.started_at = now
        s.door_open = not s.phone_free
        edits.forget(s)
        _enter(s, first, now, closing.moment(s).seats)


def advance(session: DialogueSession, from_step: str) -> None:
    """Go to the next step, from the step with public id `from_step`.

    Stale when the group is elsewhere already; refused at the last step.
    """
    with _changing(session) as s:
        current = _at(s, from_step)
        following = _runnable(s).filter(position__gt=current.position).first()
        if following is None:
            raise Refused("Dit is de laatste stap. Sluit de sessie af als iedereen klaar is.")
        _move(s, following)


def back(session: DialogueSession, from_step: str) -> None:
    """Go to the step before. Stale when the group is elsewhere; refused at the first step."""
    with _changing(session) as s:
        current = _at(s, from_step)
        previous = _runnable(s).filter(position__lt=current.position).last()
        if previous is None:
            raise Refused("Dit is de eerste stap. Verder terug kan niet.")
        _move(s, previous)


def jump(session: DialogueSession, from_step: str, to_step: str) -> None:
    """Go straight to a step. Stale when the group is elsewhere; refused for an unknown step."""
    with _changing(session) as s:
        _at(s, from_step)
        target = _runnable(s).filter(ref=to_step).first()
        if target is None:
            raise Refused("Die stap staat niet in het programma. Kies een andere stap.")
        _move(s, target)


def extend(session: DialogueSession, from_step: str, seconds: int) -> None:
    """Give the current step more time (or less, when negative); an hour at most."""
    with _changing(session) as s:
        _at(s, from_step)
        s.extra_seconds = max(-3600, min(3600, s.extra_seconds + seconds))


def catch_up(session: DialogueSession, from_step: str, minutes: int, on: int) -> None:
    """Make what is still to come so many minutes shorter, as `pace.shorter` does it.

    `on` is the version of the programme that the proposal was made of, so what was shown is what
    is done. The step of now, slack and the closing keep their time; a step that goes is skipped.
    Stale when the group is elsewhere or the programme was changed; refused where nothing gives.
    """
    with _changing(session) as s:
        current = _at(s, from_step)
        asked = edits.Asked(f"catch up {from_step} {minutes}", on, (edits.ANYTHING,))
        with edits.noted(s, asked) as change:
            coming = keeping_time.still_to_come(s.steps.all(), current)
            lines = keeping_time.lines(coming)
            saved = 0
            for step, lasts in zip(coming, pace.shorter(lines, minutes), strict=True):
                saved += step.minutes - lasts
                if not lasts:
                    step.skipped = True
                    step.save(update_fields=["skipped"])
                elif lasts != step.minutes:
                    programmes.give_minutes(step, lasts)
            if not saved:
                raise Refused(NOTHING_GIVES)
            change.said = f"De rest is {duration(saved)} korter."
    session.programme_version = s.programme_version


def undo_catching_up(session: DialogueSession, on: int) -> None:
    """Give back what `catch_up` took last: the rest is exactly what it was.

    A step that the room has been in since keeps its words and its answers, and gets its time.
    NothingThere when there is none; Stale when the programme was changed since version `on`.
    """
    with _changing(session) as s:
        _not_ended(s)
        with edits.noted(s, edits.Asked("undo", on, (edits.ANYTHING,))) as change:
            change.said, change.counts = edits.take_back(s), False
    session.programme_version = s.programme_version


def blacken(session: DialogueSession, black: bool) -> None:
    """Make the projector black, or light again."""
    with _changing(session) as s:
        _not_ended(s)
        s.black = black


def put_away(session: DialogueSession, away: bool) -> None:
    """Let all phones go dark, or wake them; a step that asks something on the phone wakes them too.

    Refused before the start, after the end, in a session without phones, and while people choose
    a sign on them.
    """
    with _changing(session) as s:
        _not_ended(s)
        if s.phone_free:
            raise Refused("Deze sessie is zonder telefoons.")
        if not s.running:
            raise Refused(NOT_STARTED)
        if away and (dealt := huddling.of(s)) and dealt.choosing:
            raise Refused(huddling.CHOOSING)
        s.phones_away = away


def count_down(session: DialogueSession, shown: bool) -> None:
    """Show the time left large on the screen while people talk, or not."""
    with _changing(session) as s:
        _not_ended(s)
        s.countdown = shown


def start_clock(session: DialogueSession, from_step: str) -> None:
    """The step's clock starts now: what the room was here before comes on top, an hour at most.

    Does nothing where the group is elsewhere: it went on while the film began.
    """
    with _changing(session) as s:
        if s.current is None or s.current.ref != from_step or s.step_started_at is None:
            return
        waited = round((timezone.now() - s.step_started_at).total_seconds())
        s.extra_seconds = min(3600, s.extra_seconds + max(0, waited))


def deal_huddles(session: DialogueSession, from_step: str, size: int) -> None:
    """Deal everybody with a phone into small groups of about so many, for the current step.

    Once more is with other partners. Refused without phones, for another size and with one phone.
    """
    with _changing(session) as s:
        huddling.deal(s, _to_divide(s, from_step, size), size)


def offer_signs(session: DialogueSession, from_step: str, size: int) -> None:
    """Let everybody choose a sign, as who leads says aloud where they sit; dark phones wake.

    There are as many signs as small groups of about `size`. Refused as dealing is, and where there
    would be one sign.
    """
    with _changing(session) as s:
        huddling.offer_signs(s, _to_divide(s, from_step, size), size)
        s.phones_away = False


def reopen_huddles(session: DialogueSession, from_step: str) -> None:
    """Let everybody keep their small group or choose another; dark phones wake.

    Refused where there are none or only one.
    """
    with _changing(session) as s:
        _at(s, from_step)
        huddling.reopen(s)
        s.phones_away = False


def settle_huddles(session: DialogueSession, from_step: str) -> None:
    """Choosing is over: who chose no sign goes to the smallest group, and nobody sits alone.

    A second time changes nothing. Refused where fewer than two phones take part.
    """
    with _changing(session) as s:
        _at(s, from_step)
        huddling.settle(s)


def _to_divide(s: DialogueSession, from_step: str, size: int) -> Step:
    """The step of now, where its room can be divided into small groups of this size."""
    step = _at(s, from_step)
    if s.phone_free:
        raise Refused("Deze sessie is zonder telefoons. Laat mensen zelf iemand zoeken.")
    if size not in huddles.SIZES:
        raise Refused("Kies tweetallen, drietallen of viertallen.")
    return step


def show_huddles(session: DialogueSession, from_step: str, on_screen: bool) -> None:
    """Let the screen show the small groups, or what they talk about."""
    with _changing(session) as s:
        _at(s, from_step)
        huddling.show(s, on_screen)


def ask_huddles(session: DialogueSession, from_step: str) -> None:
    """Let one phone of each small group write what the group takes along; dark phones wake.

    It is no answer of one person, so the small-group rule does not hold for it (decision 0060).
    """
    with _changing(session) as s:
        huddling.ask(s, _at(s, from_step))
        s.phones_away = False


def count_roles(session: DialogueSession, roles: Roles) -> None:
    """Say anew how many people of each role there are on a dialogue day.

    What is still to come asks the circles that follow from it; a round that asked on phones stays
    as it is. There is place for as many phones as before. Nothing that was edited before can
    be undone any more. Refused after the end and for a session that is no dialogue day.
    """
    with _changing(session) as s:
        _not_ended(s)
        if s.roles is None:
            raise Refused("Deze sessie is geen dialoogdag.")
        before = briefs.of_session(s)
        s.role_numbers = msgspec.to_builtins(roles)
        s.save(update_fields=["role_numbers"])
        after = briefs.of_session(s)
        for step in s.steps.prefetch_related("questions"):
            if step.ran_from is None or not step.questions.all():
                programmes.make_anew(step, before, after)
        edits.cut_off(s)
    session.role_numbers = s.role_numbers


def name_places(session: DialogueSession, places: Sequence[str]) -> None:
    """Say where in the room the small groups sit, the first place for the first group."""
    with _changing(session) as s:
        _not_ended(s)
        s.huddle_places = [*places]
        s.save(update_fields=["huddle_places"])
    session.huddle_places = [*places]


def current_step(session: DialogueSession, from_step: str) -> Step:
    """The step that the room is in, for who saw that one; its session is locked until the commit.

    Stale when the group is elsewhere; refused outside a running session.
    """
    s = DialogueSession.objects.select_for_update().get(pk=session.pk)
    return _at(s, from_step)


def close(session: DialogueSession, from_step: str) -> None:
    """Close the answering of the current step for good, for everybody at one moment.

    Going back to the step does not open it again. A second time changes nothing.
    """
    with _changing(session) as s:
        step = _at(s, from_step)
        step.closed = True
        step.seats = max(step.seats, closing.moment(s).seats)
        step.save(update_fields=["closed", "seats"])
        closing.mix(s)


def read(session: DialogueSession, question_ref: str) -> None:
    """Let the facilitator see a closed question's answers; it never opens again.

    Refused while it is open. Where the small-group rule hides the result, it stays hidden: trying
    is final as well, or it would be a way to find out.
    """
    with _changing(session) as s:
        _not_ended(s)
        _freeze(s, _question(s, question_ref))


def show(session: DialogueSession, question_ref: str, as_picked: bool = False) -> None:
    """Put a closed question's answers on the screen, alone; it never opens again.

    Of texts all, or with `as_picked` those that stood there before (`put_up`). Refused while it is
    open, and where the small-group rule hides the result.
    """
    with _changing(session) as s:
        _not_ended(s)
        question = _question(s, question_ref)
        if question.asking.gathers and not question.frozen:
            raise Refused(READ_FIRST)
        if as_picked and not question.frozen:  # else it would say what reading says, and stay open
            raise Refused(NOTHING_PICKED)
        question = _freeze(s, question)
        seen = results.outcome(question)
        if not seen.hidden:
            if question.asking.picked:
                _pick(question, as_picked)
            _show_alone(s, question)
    if seen.hidden:  # outside: trying stands, or one could try again with an answer more
        raise Refused(seen.hidden)


def put_up(session: DialogueSession, question_ref: str, text: str) -> None:
    """Put one text on the screen, with those of its question that the room sees.

    `text` is its key as the facilitator saw it (`results.Said`). Refused for one that is not there,
    that its writer kept off the screen, or took back.
    """
    with _changing(session) as s:
        question, row = _text(s, question_ref, text)
        if row.state != Answer.State.GIVEN:
            raise Refused(TEXT_GONE)
        if not question.shown:
            question.answers.filter(picked=True).update(picked=False)
            _show_alone(s, question)
        row.picked = True
        row.save(update_fields=["picked"])


def take_down(session: DialogueSession, question_ref: str, text: str) -> None:
    """Take one text off the screen; with the last one its question goes."""
    with _changing(session) as s:
        question, row = _text(s, question_ref, text)
        row.picked = False
        row.save(update_fields=["picked"])
        if not question.answers.filter(picked=True).exists():
            _clear_screen(StepQuestion.objects.filter(pk=question.pk), s)


def arrange(
    session: DialogueSession,
    question_ref: str,
    text: str,
    covered: Collection[int],
    heading: str,
    stamp: str,
) -> None:
    """Cover the words of a text at these places and no others, and put it under a word, or none.

    No screen and no report shows a covered word. `stamp` is what the facilitator saw
    (`results.Said.stamp`); Stale when somebody changed it since. Refused for a heading that is too
    long and for a text that is not there (any more).
    """
    heading = " ".join(heading.split())
    if len(heading) > HEADING_LENGTH:
        raise Refused(LONG_HEADING)
    with _changing(session) as s:
        question, row = _text(s, question_ref, text)
        there = {one.key: one for one in results.said(question)}
        now = there[str(row.pk)]
        if now.stamp != stamp:
            raise Stale(TEXT_CHANGED)
        known = {one.heading.casefold(): one.heading for one in there.values()}
        row.heading = known.get(heading.casefold(), heading)
        row.covered = sorted({bit.at for bit in now.bits} & {*covered})
        row.save(update_fields=["heading", "covered"])


def leave_out(session: DialogueSession, question_ref: str, key: str, out: bool) -> None:
    """Leave a word that people gave out of the screen and the report, or put it back.

    `key` is that of the word as the facilitator saw it (`results.Word`). With it go the spellings
    that count as the same word. Where fewer than five words are left, the screen shows none.
    Refused for a word that is not there (any more).
    """
    with _changing(session) as s:
        _not_ended(s)
        question = _question(s, question_ref)
        there = results.outcome(question).chosen_from
        word = next((one for one in there if one.key == key), None)
        if word is None:
            raise Refused(WORD_GONE)
        about = {results.word_key(question, spelling) for spelling in word.spellings}
        left = {*question.left_out} | about if out else {*question.left_out} - about
        question.left_out = sorted(left)
        if results.outcome(question).hidden and question.shown:
            _clear_screen(StepQuestion.objects.filter(pk=question.pk), s)
            question.shown = False
        question.save(update_fields=["left_out"])


def reveal(session: DialogueSession, from_step: str, seen: int) -> None:
    """Let the room see the next layer of this step's picture, after the `seen` that it saw.

    The first press closes the step's answering for good and decides what may be seen of all its
    questions at one moment. Stale when somebody pressed before; refused where nothing is left.
    """
    with _changing(session) as s:
        step = _at(s, from_step)
        questions = list(step.questions.all())
        layers = step.of_kind.layers(step.script, [q.code for q in questions])
        if step.revealed != seen:
            raise Stale(SOMEONE_FIRST)
        if step.revealed >= len(layers):
            raise Refused("Alles staat al op het scherm.")
        if not step.closed:
            step.closed = True
            step.seats = max(step.seats, closing.moment(s).seats)
            step.save(update_fields=["closed", "seats"])
        for question in questions:
            if question.sent:
                question.step = step
                _freeze(s, question)
        _clear_screen(StepQuestion.objects.filter(step__session=s), s)
        step.revealed += 1
        step.save(update_fields=["revealed"])


def conceal(session: DialogueSession, from_step: str) -> None:
    """Take this step's picture off the screen; what was decided about its answers stays."""
    with _changing(session) as s:
        step = _at(s, from_step)
        step.revealed = 0
        step.save(update_fields=["revealed"])


def settle(session: DialogueSession) -> None:
    """After a step: write the answers of the step before in random order.

    A transaction of its own, so that no phone waits for it. Reading, showing and ending do the
    same first, so nothing is let out before it is done.
    """
    with writing():
        s = DialogueSession.objects.select_for_update().get(pk=session.pk)
        if s.running:
            closing.mix(s)


def hide(session: DialogueSession, question_ref: str) -> None:
    """Take a question's answers off the screen."""
    with _changing(session) as s:
        question = _question(s, question_ref)
        _clear_screen(StepQuestion.objects.filter(pk=question.pk), s)


def keep_shown(session: DialogueSession, keep: bool) -> None:
    """Leave the answers that the room sees on the screen when the step changes, or no longer.

    They stay as long as they belong with the step: in their own block. Refused while the screen
    shows no answers.
    """
    with _changing(session) as s:
        _not_ended(s)
        if not StepQuestion.objects.filter(step__session=s, shown=True).exists():
            raise Refused("Er staan geen antwoorden op het scherm. Toon ze eerst.")
        s.keeps_shown = keep


def agree(
    session: DialogueSession,
    text: str,
    who: str = "",
    when: str = "",
    noticed: str = "",
    look_back_on: date | None = None,
) -> Agreement:
    """Write down what the team agreed aloud: who notices it, who looks back, and on which day.

    `when` is the day in words, of agreements from before there were days.
    """
    if not text.strip():
        raise Refused("Schrijf eerst op wat jullie afspreken.")
    with _changing(session) as s:
        _not_ended(s)
        return s.agreements.create(
            text=text.strip()[:300],
            who=who.strip()[:120],
            when=when.strip()[:120],
            noticed=" ".join(noticed.split())[:200],
            look_back_on=look_back_on,
        )


def drop_agreement(session: DialogueSession, ref: str) -> None:
    """Take an agreement off the list again."""
    with _changing(session) as s:
        _not_ended(s)
        s.agreements.filter(ref=ref).delete()


def finish(session: DialogueSession, over_at: datetime | None = None) -> None:
    """End the session for good; `over_at` is when the room left, where that was before now.

    Freezes every question, keeps counts and the texts of the report in random order without pens
    or numbers, and drops all else, participants and signals too: from here on, not even the
    database can join two answers. What was caught up is put back: it stays as it was planned.
    """
    with _changing(session) as s:
        _not_ended(s)
        if not s.running:
            raise Refused(NOT_STARTED)
        now = over_at or timezone.now()
        _leave(s, now, closing.moment(s).seats)
        for _ in range(s.edits.filter(state=Edit.State.DONE).count()):
            edits.take_back(s)  # how it was planned; how it went stands beside each step
        edits.forget(s)
        closing.drop_taken_back(s)
        _clear_screen(StepQuestion.objects.filter(step__session=s), s)
        closing.keep_what_may_be_seen(s)
        s.joined_at_end = s.participants.count()
        Huddles.objects.filter(session=s).delete()  # before the seats: phones lock it first
        s.participants.all().delete()
        s.held_seats.all().delete()
        Signal.objects.filter(step__session=s).delete()
        Screening.objects.filter(step__session=s).delete()
        s.phase = DialogueSession.Phase.ENDED
        s.ended_at = now
        s.current = None
        s.step_started_at = None
        s.door_open = False
        s.black = False
        s.phones_away = False
        transaction.on_commit(traces.wipe_log)


def _withdraw_screen(s: DialogueSession) -> None:
    s.screen_round += 1


def _runnable(s: DialogueSession) -> QuerySet[Step]:
    return s.steps.that_run().order_by("position")


def _not_ended(s: DialogueSession) -> None:
    if s.ended:
        raise Refused(ENDED)


def _at(s: DialogueSession, from_step: str) -> Step:
    """The current step, when it is the one that the person saw."""
    _not_ended(s)
    if s.current is None:
        raise Refused(NOT_STARTED)
    if s.current.ref != from_step:
        raise Stale(SOMEONE_FIRST)
    return s.current


def _move(s: DialogueSession, step: Step) -> None:
    now = timezone.now()
    found = closing.moment(s)
    if found.signals:  # who asked just before is heard in the step that the room goes to
        Signal.objects.filter(step=s.current_id, told=False).update(step=step)
    if s.current and s.current.in_huddles:
        huddling.settle(s, leaving=True)
    _leave(s, now, found.seats)
    _enter(s, step, now, found.seats)
    if found.texts:
        closing.drop_taken_back(s)
    left = StepQuestion.objects.filter(step__session=s)
    if s.keeps_shown:
        left = left.exclude(step__block=step.block, step__position__lte=step.position)
    _clear_screen(left, s)


def _clear_screen(questions: QuerySet[StepQuestion], s: DialogueSession) -> None:
    """Take the answers to these questions off the screen, and what was asked to stay with them."""
    if questions.filter(shown=True).update(shown=False):
        s.keeps_shown = False


def _enter(s: DialogueSession, step: Step, now: datetime, counted: int) -> None:
    s.current = step
    if step.ran_from is None:
        s.extra_seats += s.coming_seats
        s.coming_seats = 0
    s.step_started_at = now
    s.extra_seconds = 0
    s.black = False
    if s.phones_away and any(question.asking.on_phone for question in step.questions.all()):
        s.phones_away = False
    if step.content.get("film"):  # seen before: it waits where it was
        Screening.objects.filter(step=step).update(
            plays=False,
            began=False,
            state=Screening.State.UNHEARD,
            round=F("round") + 1,
            jump_round=F("round") + 1,
            at=F("position"),
            heard_at=None,
        )
    s.steps.filter(pk=step.pk).update(
        ran_from=Coalesce("ran_from", Value(now)), seats=Greatest("seats", counted), mixed=False
    )


def _leave(s: DialogueSession, now: datetime, counted: int) -> None:
    """The step that the room leaves takes no answers any more."""
    if s.current_id and s.step_started_at:
        stayed = max(0, round((now - s.step_started_at).total_seconds()))
        s.steps.filter(pk=s.current_id).update(
            ran_seconds=F("ran_seconds") + stayed, seats=Greatest("seats", counted)
        )


def _show_alone(s: DialogueSession, question: StepQuestion) -> None:
    _clear_screen(StepQuestion.objects.filter(step__session=s), s)
    question.shown = True
    question.save(update_fields=["shown"])


def _pick(question: StepQuestion, as_picked: bool) -> None:
    """All texts, or those of before; what was taken back comes on no screen any more."""
    if not question.shown:
        question.answers.exclude(state=Answer.State.GIVEN).update(picked=False)
    given = question.answers.filter(state=Answer.State.GIVEN, off_screen=False)
    if not as_picked:
        given.update(picked=True)
    elif not given.filter(picked=True).exists():
        raise Refused(NOTHING_PICKED)


def _text(s: DialogueSession, question_ref: str, text: str) -> tuple[StepQuestion, Answer]:
    """A text that who leads can choose, and its question."""
    _not_ended(s)
    question = _question(s, question_ref)
    if text not in {one.key for one in results.said(question)}:
        raise Refused(TEXT_GONE)
    return question, question.answers.get(pk=text)


def _question(s: DialogueSession, ref: str) -> StepQuestion:
    asked = StepQuestion.objects.filter(step__session=s, ref=ref)
    question = asked.select_related("step").first()
    if question is None or not question.sent:
        raise Refused("Deze vraag hoort niet bij deze sessie. Laad de pagina opnieuw.")
    return question


def _freeze(s: DialogueSession, question: StepQuestion) -> StepQuestion:
    """Decide what may be seen of a closed question, once the order of arrival is gone."""
    if question.frozen:
        return question
    if closing.is_open(s, question.step):
        raise Refused(CLOSE_FIRST)
    if closing.open_before(s, question):
        raise Refused(CLOSE_BEFORE)
    if closing.waits_for_talk(s, question):
        raise Refused(AFTER_TALK)
    closing.mix(s)
    return closing.freeze(question)
