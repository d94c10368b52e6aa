"""`python -m tests.attacks.anonymity`: what the order of rows gives away, as numbers.

Twenty people answer twelve questions, the quick ones mostly first. The attacker takes the n-th row
of each question together with the n-th row of the first question: 220 guesses of 'the same person',
of which chance gets 11 right. Prints one table, over many invented rooms, for the database that
DATABASE_URL names (a private SQLite file when it names none). docs/threat-model.md quotes it.
"""

import os
import random
import statistics
import sys
import tempfile

PEOPLE, QUESTIONS, ROOMS = 20, 12, 30
NOISE = 0.1  # of how quick somebody is, how much changes from question to question


def rank_order(rows: list[list[str]]) -> int:
    """How many answers are joined rightly to one to the first question."""
    first, *others = rows
    return sum(a == b for other in others for a, b in zip(first, other, strict=True))


def play(dice: random.Random) -> dict[str, int]:
    """One invented room; right guesses by the moment of looking."""
    from sessions_app import running
    from tests.sessions_app.room import add_question, add_step, make_empty_session, people_in

    session = make_empty_session()
    questions = [add_question(add_step(session)) for _ in range(QUESTIONS)]
    add_step(session, "checkout")
    people = people_in(session, PEOPLE)
    quick = [dice.random() for _ in people]
    came: list[list[str]] = []
    for question in questions:
        order = sorted(range(PEOPLE), key=lambda n: quick[n] + dice.gauss(0, NOISE))
        for n in order:
            people[n].send(question, 1, waarde=f"persoon {n}", verslag="1")
        came.append(on_disk(question))
        running.advance(session, session.current.ref)
        running.settle(session)
    closed = [on_disk(question) for question in questions]
    running.finish(session)
    ended = [on_disk(question) for question in questions]
    return {
        "as they came (a step that is open)": rank_order(came),
        "after its step was closed": rank_order(closed),
        "after the end": rank_order(ended),
    }


def on_disk(question) -> list[str]:
    """The texts of a question in the order of their rows, which say who wrote them."""
    from django.db import connection

    key = "rowid" if connection.vendor == "sqlite" else "xmin::text::bigint, ctid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value FROM sessions_app_answer WHERE question_id = %s ORDER BY {key}",
            [question.pk],
        )
        return [str(value) for (value,) in cursor.fetchall()]


def main() -> None:
    """Make a database, play the rooms, print the table."""
    folder = tempfile.TemporaryDirectory(prefix="bijnaderinzien-")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder.name}/anonymity.sqlite3")
    os.environ.setdefault("SECRET_KEY", "anonymity-" + "x" * 50)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bijnaderinzien.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    dice = random.Random(seed)
    played = [play(dice) for _ in range(ROOMS)]
    guesses = PEOPLE * (QUESTIONS - 1)
    print(f"{ROOMS} rooms, {guesses} guesses in each; chance gets {guesses // PEOPLE} right.\n")
    print("| The rows lie … | right, mean | most in one room |\n|---|---|---|")
    for moment in played[0]:
        right = [room[moment] for room in played]
        print(f"| {moment} | {statistics.mean(right):.1f} | {max(right)} |")


if __name__ == "__main__":
    main()
