"""The demo command: invented sessions through the product's own verbs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sessions_app import asking, results
from sessions_app.models import Answer, DialogueSession, StepQuestion
from tests.content.shipped import ship

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture(autouse=True)
def debug(settings):
    settings.DEBUG = True


@pytest.fixture(autouse=True)
def module(db):
    ship()


def demo(*options: str) -> dict[str, str]:
    said = StringIO()
    call_command("demo", *options, "--json", stdout=said)
    return json.loads(said.getvalue())


def session(links: dict[str, str]) -> DialogueSession:
    return DialogueSession.objects.get(ref=links["session"])


def content(links: dict[str, str]) -> list:
    """All that was said and asked, without what is random by design."""
    made = session(links)
    steps = list(made.steps.values_list("kind", "title", "minutes"))
    counts = list(
        StepQuestion.objects.filter(step__session=made)
        .order_by("step__position", "position")
        .values_list("code", "answered", "counts")
    )
    texts = sorted(
        Answer.objects.filter(
            question__step__session=made, question__form__in=asking.WORDED
        ).values_list("question__code", "value"),
        key=str,
    )
    return [steps, counts, texts]


def test_it_prints_an_address_for_every_audience():
    links = demo("--stage", "planned")
    assert set(links) == {
        "session",
        "code",
        "join_url",
        "login_url",
        "plan_url",
        "console_url",
        "projector_url",
        "report_url",
    }
    made = session(links)
    assert made.phase == "planned"
    assert links["code"] == made.code


def test_a_live_one_stands_where_people_think_alone():
    made = session(demo("--stage", "live", "--participants", "7"))
    assert made.phase == "running"
    assert made.current.kind == "alone"
    assert results.joined(made) == 7


def test_an_ended_one_has_answers_and_no_pens():
    made = session(demo("--stage", "ended"))
    assert made.phase == "ended"
    answers = Answer.objects.filter(question__step__session=made)
    assert answers.exists()
    assert not answers.exclude(pen=None).exists()


@pytest.mark.parametrize("participants", ["2", "4", "9"])
def test_small_groups_run_to_the_end(participants: str):
    made = session(demo("--stage", "ended", "--participants", participants))
    assert results.joined(made) == int(participants)


def test_the_same_seed_gives_the_same_content_under_new_refs():
    first, again = (demo("--stage", "ended", "--seed", "7") for _ in range(2))
    assert content(first) == content(again)
    assert first["session"] != again["session"]
    assert first["code"] != again["code"]


def test_another_seed_gives_other_answers():
    assert content(demo("--stage", "ended", "--seed", "7")) != content(
        demo("--stage", "ended", "--seed", "8")
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--themes", "bestaat-niet"),
        ("--themes", "hulpverlener-als-client"),
        ("--minutes", "20"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(options: tuple[str, ...]):
    with pytest.raises(CommandError):
        demo(*options)


def test_each_login_link_works_once(client):
    links = demo("--stage", "planned")
    path = links["login_url"].partition("8000")[2]
    assert client.get(path)["Location"] == f"/sessies/{links['session']}/"
    client.logout()
    assert "/account/login/" in client.get(path)["Location"]
