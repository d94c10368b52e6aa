"""Somebody without an account wants the database full, or the last join code gone.

What stops them: planning without an account keeps nothing at all, a code needs an account that
kept a session, an account gets so many a day, and looking for a free code ends by itself.
"""

import re
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.test import Client

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app import codes, programmes, running
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession, JoinCode
from tests.factories import make_document
from tests.sessions_app.planner_kit import KEEP, NEW, kept, made, wished

pytestmark = pytest.mark.django_db

PRESSES = 3


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def owner(django_user_model):
    return django_user_model.objects.create_user("lead@example.org")


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def press(client: Client) -> str:
    """Fill in the planner's form and press its button, as its page says; where that led."""
    page = client.get(NEW).text
    method = re.search(r'<form class="plan[^>]* method="(\w+)"', page)[1]
    answer = getattr(client, method)(NEW, wished(), follow=True)
    assert answer.status_code == 200
    return answer.redirect_chain[-1][0]


@pytest.mark.sqlite_only
def test_planning_without_an_account_leaves_no_row_and_no_cookie(edition):
    before = rows()
    client = Client()
    for _ in range(PRESSES):
        place = press(client)
        page = client.get(place).text
        links = re.findall(r'href="(/sessies/nieuw/[^"]+)"', page)
        assert any("draaiboek" in link for link in links)
        assert any("brief" in link for link in links)
        for link in links:
            client.get(urljoin(place, link.replace("&amp;", "&")), follow=True)
    assert rows() == before
    assert "sessionid" not in client.cookies


def test_what_is_wished_for_is_never_sent_to_be_kept(edition):
    """A POST by a stranger to any address of planning changes nothing."""
    before = rows()
    for rest in ("", "voorbeeld/", "bewaren/", "draaiboek/", "brief/"):
        Client().post(NEW + rest, wished())
        Client().post(NEW + rest + "?themas=hoop", wished())
    assert rows() == before


@pytest.fixture
def two_codes(monkeypatch):
    """A world with two codes, both held by sessions that are still to come."""
    monkeypatch.setattr(codes, "WORDS", ["KIEM"])
    monkeypatch.setattr(codes, "NUMBERS", range(1000, 1002))


@pytest.mark.timeout(20)
def test_when_every_code_is_in_use_there_is_a_sentence_and_nobody_waits(edition, owner, two_codes):
    first, _ = made(edition, owner), made(edition, owner)
    for verb in (lambda: made(edition, owner), lambda: running.new_code(first)):
        with pytest.raises(Refused) as refused:
            verb()
        assert "code" in refused.value.sentence
    assert DialogueSession.objects.count() == 2  # nothing half made
    programmes.rename_step(first.steps.first(), "Hallo")  # and others go on
    running.open_door(first)


@pytest.mark.timeout(20)
def test_a_code_is_free_again_when_its_session_has_ended(edition, owner, two_codes):
    over, other = made(edition, owner), made(edition, owner)
    freed = over.code
    running.start(over)
    running.finish(over)
    assert made(edition, owner).code == freed
    assert JoinCode.objects.filter(session=other).count() == 1


def test_one_account_cannot_use_up_the_codes(client, edition, owner):
    client.force_login(owner)
    session = made(edition, owner)
    while JoinCode.objects.count() < codes.PER_DAY:
        running.new_code(session, owner)
    before = rows()
    with pytest.raises(Refused):
        running.new_code(session, owner)
    answer = client.post(f"{KEEP}?themas=hoop", kept())
    assert answer.status_code == 422
    assert "morgen" in answer.text
    assert rows() == before
