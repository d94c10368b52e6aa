"""Whatever two outputs of Inzicht somebody lays side by side: nothing of a few can be found.

Pure: invented sessions, no database.
"""

from random import Random

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from insight.totals import Asked, Figure, Held, figures

PATIENT = settings(max_examples=150, suppress_health_check=list(HealthCheck))
LABELS = (("1", "nee"), ("2", "ja"))


def asked(dice: Random, code: str) -> Asked:
    no, yes, seen = dice.randint(0, 12), dice.randint(0, 12), dice.random() < 0.8
    return Asked(
        code=code,
        text=f"Vraag {code}",
        evaluates=True,
        labels=LABELS,
        counts=(("1", no), ("2", yes)) if seen else (),
        answered=no + yes if seen else 0,
        passed=dice.randint(0, 6),
        seats=dice.randint(0, 30),
    )


def one_held(dice: Random, number: int, leaders: int) -> Held:
    themes = [slug for slug in ("hoop", "werkdruk") if dice.random() < 0.7]
    return Held(
        number=number,
        planned=dice.choice((60, 120, 180)),
        minutes=dice.randint(15, 240),
        people=dice.randint(5, 30),
        leaders=frozenset(dice.choices(range(leaders), k=dice.randint(0, 2))),
        done=dice.randint(1, 9),
        steps=9,
        evaluated=dice.random() < 0.7,
        themes=tuple((slug, slug.title()) for slug in themes),
        asked=tuple(asked(dice, code) for code in ("EV-1", "EV-2") if dice.random() < 0.8),
    )


@st.composite
def worlds(draw) -> list[Held]:
    """Sessions of a quarter. By dice of one seed: to draw each number costs a suite seconds."""
    dice = Random(draw(st.integers(0, 2**32)))
    leaders = dice.randint(1, 9)
    return [one_held(dice, number, leaders) for number in range(dice.randint(4, 26))]


def named(found: list[Figure]) -> dict[tuple[str, str, str], int]:
    return {(one.what, one.about, one.answer): one.value for one in found}


def many(leaders: int) -> list[Held]:
    """Twenty sessions that each ask and do the same, led by so many people in turn."""
    question = Asked("EV-1", "Vraag EV-1", True, LABELS, (("1", 4), ("2", 6)), 10, 2, 12)
    return [
        Held(
            number=n,
            planned=120,
            minutes=110,
            people=12,
            leaders=frozenset({n % leaders}),
            done=8,
            steps=9,
            evaluated=True,
            themes=(("hoop", "Hoop"),),
            asked=(question,),
        )
        for n in range(20)
    ]


@PATIENT
@given(worlds())
@example(many(4))
def test_what_is_left_of_all_without_ones_own_may_be_seen_by_itself(sessions):
    shown = named(figures(sessions, among_all=True))
    assume(shown)
    for leader in {leader for one in sessions for leader in one.leaders}:
        rest = [one for one in sessions if leader not in one.leaders]
        left = named(figures(rest, among_all=False))
        assert {name for name in shown if name[0] != "overgeslagen"} <= set(left)


@PATIENT
@given(worlds())
@example(many(20))
def test_everything_comes_in_fives_and_no_share_passes_a_hundred(sessions):
    for among_all in (True, False):
        for one in figures(sessions, among_all):
            assert one.value % 5 == 0
            if one.what in ("thema", "koos", "evaluatie gedaan", "stappen gedaan"):
                assert 0 <= one.value <= 100


@PATIENT
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_sessions_says_nothing(sessions, dice):
    mixed = list(sessions)
    dice.shuffle(mixed)
    assert named(figures(mixed, among_all=True)) == named(figures(sessions, among_all=True))


@PATIENT
@given(worlds())
def test_own_totals_say_nothing_of_who_passed(sessions):
    assert not any(one.what == "overgeslagen" for one in figures(sessions, among_all=False))


def test_the_ordinary_quarter_says_everything():
    shown = named(figures(many(4), among_all=True))
    assert shown["sessies", "", ""] == 20
    assert shown["thema", "Hoop", ""] == 100
    assert shown["koos", "Vraag EV-1", "ja"] == 60
    assert shown["overgeslagen", "Vraag EV-1", ""] == 15
    assert figures(many(1), among_all=True) == []  # one person led them all
