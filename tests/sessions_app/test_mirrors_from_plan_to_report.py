"""Every mirror from the planner to the report, by the pages that people use."""

import json
import re
from collections.abc import Iterable
from html import unescape
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from content import editions
from content.benchmarks import GIVEN
from content.document import Mirror
from content.passages import shipped_mirrors
from sessions_app import (
    asking,
    demo,
    participation,
    pens,
    programmes,
    reflections,
    running,
    surfaces,
)
from sessions_app.errors import Refused, Stale
from sessions_app.models import Answer, DialogueSession, Step
from sessions_app.planning import Wish
from sessions_app.small_groups import NOT_SHOWN
from tests.content.shipped import ship

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

MIRRORS = shipped_mirrors()


def planned(**changes) -> DialogueSession:
    ship()
    known = {"minutes": 150, "themes": ("bejegening", "hoop"), "group_size": 12}
    return programmes.make_session(
        editions.current(),
        Wish(**(known | changes)),
        "Team Noord",
        timezone.now(),
        demo.facilitator(),
    )


def people(session: DialogueSession, count: int) -> list[str]:
    running.open_door(session)
    secrets = [f"{number:048x}" for number in range(count)]
    for secret in secrets:
        participation.join(session, secret)
    return secrets


def answered(step: Step, secrets: list[str]) -> None:
    dice = Random(7)
    participation.store(
        [
            participation.Entry(
                question_id=question.pk,
                step_id=step.pk,
                session_id=step.session_id,
                pen=pens.pen(secret, question.ref),
                number=1,
                state=Answer.State.GIVEN,
                value=asking.of(question.form).invent(question.script, dice),
                for_report=False,
            )
            for question in step.questions.all()
            for secret in secrets
        ]
    )


def lead(session: DialogueSession) -> tuple[Client, str]:
    client = Client()
    client.force_login(demo.facilitator())
    return client, f"/sessies/{session.ref}"


def press(client: Client, there: str, step: Step) -> str:
    """The button that the console has now; what it says."""
    page = client.get(f"{there}/leiden/").content.decode()
    found = re.search(
        r'formaction="([^"]*spiegel/[^"]*)"[^>]*id="spiegel-verder"[^>]*>([^<]*)<', page
    )
    assert found, "the console has nothing to press"
    client.post(found[1], {"from_step": step.ref})
    return found[2]


def screen(client: Client, there: str) -> str:
    return client.get(f"{there}/scherm/").content.decode()


def bring(session: DialogueSession, step: Step) -> None:
    session.refresh_from_db()
    if not session.running:
        running.start(session)
        session.refresh_from_db()
    running.jump(session, session.current.ref, step.ref)


GIVEN_FIGURES = {
    row["id"]: row["pct"]
    for one in json.loads(GIVEN.read_text())["benchmarks"]
    for row in one["options"]
}
PERCENT = re.compile(r"\b\d+(?:,\d+)?(?=\s?%)")


def figures_of(mirror: Mirror) -> set[str]:
    """The figures of a mirror, as the survey handed them over."""
    found = {GIVEN_FIGURES[line.row] for line in mirror.lines if not line.ever}
    found |= {GIVEN_FIGURES[line.beside] for line in mirror.lines if line.beside}
    found |= {GIVEN_FIGURES[mirror.guessed]} if mirror.guessed else set()
    for line in mirror.lines:
        if line.ever:
            never = GIVEN_FIGURES[line.row]
            found |= {100 - never} | ({never} if never > 50 else set())
    return {f"{figure:g}".replace(".", ",") for figure in found}


def check_figures(html: str, mirrors: Iterable[Mirror]) -> None:
    """All figures of these mirrors are said, and no other percentage is."""
    said = unescape(re.sub(r"<[^>]+>", " ", html))
    averages = {"grades"}
    known = {one.key: figures_of(one) for one in mirrors}
    percents = set().union(*(known[one.key] for one in mirrors if one.draws not in averages))
    assert set(PERCENT.findall(said)) == percents
    for one in mirrors:
        if one.draws in averages:
            assert known[one.key] <= set(re.findall(r"\b\d,\d\b", said))


def test_a_figure_that_is_not_the_surveys_is_found():
    (mirror,) = (one for one in MIRRORS if one.key == "ons-team")
    check_figures("<p>2% 58 % 40%</p>", [mirror])
    for wrong in ("2% 58% 41%", "2% 58%", "2% 58% 40% 76%"):
        with pytest.raises(AssertionError):
            check_figures(wrong, [mirror])


def test_every_mirror_is_planned_answered_shown_and_reported():
    session = planned()
    client, there = lead(session)
    after = session.steps.get(kind="mirror")
    assert after.script.mirror.key == MIRRORS[0].key
    session.refresh_from_db()
    for one in MIRRORS[1:]:
        session.refresh_from_db()
        sent = client.post(
            f"{there}/stap/erbij/",
            {"soort": f"mirror:{one.key}", "versie": session.programme_version, "na": after.ref},
        )
        assert sent.status_code in (302, 303), sent.content.decode()[:400]
    steps = list(session.steps.filter(kind="mirror"))
    assert {step.script.mirror.key for step in steps} == {one.key for one in MIRRORS}
    for step in steps:
        talk = session.steps.get(position=step.position + 1)
        assert talk.kind == "mirror-talk"
        assert talk.minutes >= 10
        assert talk.script.mirror.key == step.script.mirror.key
    secrets = people(session, 11)
    for step in steps:
        bring(session, step)
        answered(step, secrets)
        before = screen(client, there)
        assert "mirror-svg" not in before
        layers = reflections.layers(step)
        names = [press(client, there, step) for _ in layers]
        assert names[-1] == "Toon de cijfers van 2019"
        assert len(names) == 2 + bool(step.script.mirror.guess)
        shown = screen(client, there)
        assert "mirror-svg" in shown
        for group in step.script.mirror.groups:
            assert group.source in shown
            assert group.caution in shown
        shipped = [one for one in MIRRORS if one.key == step.script.mirror.key]
        for surface in (surfaces.PROJECTOR, surfaces.CONSOLE, surfaces.PARTICIPANT):
            check_figures(surfaces.render(session.ref, surface).html, shipped)
        for question in step.questions.all():
            assert question.frozen
    session.refresh_from_db()
    running.finish(session)
    report = client.get(f"{there}/verslag/").content.decode()
    assert report.count("mirror-svg") == len(MIRRORS)
    check_figures(report[report.index("<main") : report.index("</main>")], MIRRORS)
    for step in steps:
        for row in step.script.mirror.rows:
            if row.keys:  # of grades the groups are named, and not the lines
                assert row.label.replace("'", "&#x27;") in report
        for group in step.script.mirror.groups:
            assert group.name in report
    pdf = client.get(f"{there}/verslag.pdf")
    assert pdf.status_code == 200
    assert pdf.content.startswith(b"%PDF")
    pages = PdfReader(BytesIO(pdf.content)).pages
    check_figures(" ".join(page.extract_text() for page in pages), MIRRORS)
    book = ZipFile(BytesIO(client.get(f"{there}/verslag.xlsx").content))
    texts = unescape(book.read("xl/sharedStrings.xml").decode())
    check_figures(texts, MIRRORS)
    for step in steps:
        for group in step.script.mirror.groups:
            assert f"{group.base} {group.caution} Bron: {group.source}." in texts


def test_under_five_answers_the_figures_still_open_a_talk():
    session = planned()
    client, there = lead(session)
    step = session.steps.get(kind="mirror")
    secrets = people(session, 8)
    bring(session, step)
    answered(step, secrets[:4])
    press(client, there, step)
    team = screen(client, there)
    assert NOT_SHOWN in team
    assert "91%" not in team
    press(client, there, step)
    assert "91%" in screen(client, there)


def test_a_press_counts_once_and_only_in_its_own_step():
    session = planned()
    step = session.steps.get(kind="mirror")
    secrets = people(session, 6)
    bring(session, step)
    answered(step, secrets)
    running.reveal(session, step.ref, 0)
    step.refresh_from_db()
    assert (step.closed, step.seats, step.mixed) == (True, 6, True)
    with pytest.raises(Stale):
        running.reveal(session, step.ref, 0)
    running.reveal(session, step.ref, 1)
    with pytest.raises(Refused):
        running.reveal(session, step.ref, 2)
    running.conceal(session, step.ref)
    step.refresh_from_db()
    assert step.revealed == 0
    assert step.closed, "what was decided stays decided"
    bring(session, session.steps.get(kind="mirror-talk"))
    with pytest.raises(Stale):
        running.reveal(session, step.ref, 0)


def test_without_phones_only_the_figures_are_shown():
    session = planned(phone_free=True)
    assert not session.steps.filter(kind="mirror").exists()
    step = programmes.add_step(session, session.steps.first(), kind="mirror:wat-helpt")
    assert not step.questions.exists()
    client, there = lead(session)
    bring(session, step)
    assert press(client, there, step) == "Toon de cijfers van 2019"
    assert "55%" in screen(client, there)


def test_a_mirror_without_talk_or_too_late_is_warned_of():
    session = planned()
    programmes.remove_step(session.steps.get(kind="mirror-talk"))
    assert any("minstens 10 minuten" in one for one in programmes.warnings(session))
    programmes.move_step(session.steps.get(kind="mirror"), 99)
    assert any("laatste half uur" in one for one in programmes.warnings(session))


def test_a_mirror_that_the_edition_lacks_is_refused():
    session = planned()
    with pytest.raises(Refused):
        programmes.add_step(session, None, kind="mirror:bestaat-niet")
