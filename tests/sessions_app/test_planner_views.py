"""The planner's pages: planning without an account, changing by hand, and who may see what."""

import re
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app.models import DialogueSession
from sessions_app.script import Kind
from tests.factories import SLUGS, make_document
from tests.sessions_app.planner_kit import HTMX, filled, made, step, step_url, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def lead(django_user_model):
    return django_user_model.objects.create_user("lead@example.org")


@pytest.fixture
def session(edition, lead) -> DialogueSession:
    return made(edition, lead)


@pytest.fixture
def mine(client, session, lead):
    client.force_login(lead)
    return session


# Planning


@pytest.mark.parametrize("path", ["/sessies/nieuw/", "/sessies/nieuw/voorbeeld/"])
def test_without_an_edition_it_says_what_is_missing(client, path):
    response = client.post(path, filled())
    assert response.status_code == 503
    assert "nog geen druk" in response.text


def test_the_form_opens_without_an_account_and_with_defaults(client, edition):
    page = client.get("/sessies/nieuw/")
    assert page.status_code == 200
    form = page.context["form"]
    assert form["group_size"].value() == 12
    assert form["minutes"].value() == 120
    assert form["day"].value().weekday() < 5
    assert form["day"].value() > timezone.localdate()
    assert page.content.decode().count('class="pick"') == 9


def test_a_visitor_plans_prints_and_writes_the_letter_without_an_account(client, edition):
    answer = client.post("/sessies/nieuw/", filled())
    session = DialogueSession.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == url(session)
    assert session.themes == ["hoop", "bejegening"]
    assert timezone.localtime(session.starts_at).strftime("%H:%M") == "13:30"
    assert not session.facilitators.exists()
    for rest in ("", "draaiboek/", "draaiboek.pdf", "brief/"):
        assert client.get(url(session, rest)).status_code == 200
    assert "Log in om te leiden" in client.get(url(session)).content.decode()


def test_somebody_with_an_account_leads_what_they_plan(client, edition, lead):
    client.force_login(lead)
    client.post("/sessies/nieuw/", filled())
    session = DialogueSession.objects.get()
    assert [f.user for f in session.facilitators.all()] == [lead]
    assert "Leid deze sessie" in client.get(url(session)).content.decode()


def test_logging_in_makes_a_draft_ones_own(client, edition, lead):
    client.post("/sessies/nieuw/", filled())
    session = DialogueSession.objects.get()
    client.force_login(lead)
    assert [f.user for f in session.facilitators.all()] == [lead]
    assert client.get(url(session)).status_code == 200
    assert "Team Noord" in client.get("/sessies/").content.decode()


def test_a_phone_free_session_is_a_choice(client, edition):
    client.post("/sessies/nieuw/", filled(phone_free="ja"))
    session = DialogueSession.objects.get()
    assert session.phone_free
    letter = client.get(url(session, "brief/")).content.decode()
    assert session.code not in letter
    assert "hardop of op papier" in letter


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"group_size": "1"}, "minstens 2 mensen"),
        ({"group_size": "veel"}, "heel getal"),
        ({"group_size": "6000"}, "hooguit 5000"),
        ({"contact": ""}, "bij wie mensen terechtkunnen"),
        ({"contact": "x" * 201}, "hooguit 200 tekens"),
        ({"minutes": "50"}, "van 1 tot 4 uur"),
        ({"day": "gisteren"}, "Vul een dag in"),
        ({"day": "2020-01-01"}, "al voorbij"),
        ({"day": "2099-01-01"}, "Klopt het jaar"),
        ({"at": "half twee"}, "Vul een tijd in"),
        ({"themes": []}, "minstens één thema"),
        ({"themes": ["bestaat-niet"]}, "bestaat niet meer"),
        ({"themes": ["hulpverlener-als-client"]}, "nooit als eerste en nooit alleen"),
        ({"title": " "}, "een naam"),
        ({"led_by": "niemand"}, ""),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, edition, change, sentence):
    page = client.post("/sessies/nieuw/", filled(**change))
    assert page.status_code == 422
    text = page.content.decode().replace("&#x27;", "'")
    assert sentence in text
    assert not DialogueSession.objects.exists()
    kept = filled(**change)
    for name in ("group_size", "contact", "title"):
        assert f'value="{kept[name]}"' in text or not kept[name].strip()
    for slug in set(kept["themes"]) & set(SLUGS):
        assert re.search(rf'value="{slug}" checked', text)


def test_strange_ranks_do_no_harm(client, edition):
    client.post("/sessies/nieuw/", filled(**{"belang-hoop": "²", "belang-bejegening": "-1"}))
    assert DialogueSession.objects.get().themes == ["bejegening", "hoop"]


def test_without_an_edition_the_page_says_what_to_do(client):
    for page in (client.get("/sessies/nieuw/"), client.post("/sessies/nieuw/voorbeeld/", filled())):
        assert page.status_code == 503
        assert "Laat een beheerder de inhoud laden" in page.content.decode()


def test_the_preview_follows_and_writes_nothing(client, edition):
    page = client.post("/sessies/nieuw/voorbeeld/", filled(contact="", title=""), **HTMX)
    text = page.content.decode()
    assert "<html" not in text
    assert "13.30 tot 15.30 uur" in text
    assert "film 6 · zelf" in text
    assert not DialogueSession.objects.exists()


def test_the_preview_says_what_was_decided_and_why(client, edition):
    page = client.post("/sessies/nieuw/voorbeeld/", filled(led_by="manager", minutes="60"), **HTMX)
    text = page.content.decode()
    assert "Bejegening past niet in 1 uur" in text
    assert "omdat een leidinggevende de sessie leidt" in text


def test_the_preview_waits_for_a_theme_and_explains_what_cannot(client, edition):
    waiting = client.post("/sessies/nieuw/voorbeeld/", filled(themes=[]), **HTMX)
    assert "Kies een thema" in waiting.content.decode()
    alone = filled(themes=["hulpverlener-als-client"])
    refused = client.post("/sessies/nieuw/voorbeeld/", alone, **HTMX)
    assert "Kies er een thema bij" in refused.content.decode()


# Own sessions


def test_the_list_asks_to_log_in(client):
    assert client.get("/sessies/")["Location"].startswith("/account/login/")


def test_an_empty_list_leads_to_the_first_session(client, lead):
    client.force_login(lead)
    first_time = client.get("/sessies/").content.decode()
    assert "Zo maak je je eerste" in first_time
    assert 'href="?zelf"' in first_time
    for page in (first_time, client.get("/sessies/?zelf").content.decode()):
        assert 'href="/sessies/nieuw/"' in page


def test_the_list_shows_only_ones_own(client, edition, session, lead, django_user_model):
    made(edition, django_user_model.objects.create_user("ander@example.org"), "Van een ander")
    client.force_login(lead)
    text = client.get("/sessies/").content.decode()
    assert "Team Noord" in text
    assert "Van een ander" not in text


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client, edition, session, lead, django_assert_num_queries
):
    client.force_login(lead)
    with django_assert_num_queries(4):
        client.get("/sessies/")
    for number in range(4):
        made(edition, lead, f"Team {number}")
    with django_assert_num_queries(4):
        client.get("/sessies/")


# Who may see it

PAGES = ("", "draaiboek/", "draaiboek.pdf", "brief/")


@pytest.mark.parametrize("rest", PAGES)
def test_a_session_does_not_exist_for_others(client, session, django_user_model, rest):
    assert client.get(url(session, rest)).status_code == 404
    client.force_login(django_user_model.objects.create_user("ander@example.org"))
    assert client.get(url(session, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["naam", "minuten", "plaats", "weg"])
def test_nobody_else_changes_a_step(client, session, rest, django_user_model):
    welcome = step(session, Kind.WELCOME)
    sent = {"naam": "Gekaapt", "minuten": "99", "plaats": "5"}
    for _ in range(2):
        assert client.post(step_url(session, welcome, rest), sent).status_code == 404
        client.force_login(django_user_model.objects.get_or_create(email="a@example.org")[0])
    welcome.refresh_from_db()
    assert (welcome.title, welcome.position) == ("Welkom", 1)


def test_a_draft_belongs_to_the_browser_that_made_it(client, edition, django_user_model):
    client.post("/sessies/nieuw/", filled())
    session = DialogueSession.objects.get()
    client.cookies.clear()
    assert client.get(url(session)).status_code == 404


def test_a_step_of_another_session_is_not_found(client, edition, session, lead):
    other = made(edition)
    client.force_login(lead)
    foreign = step(other, Kind.WELCOME)
    answer = client.post(step_url(session, foreign, "naam"), {"naam": "Gekaapt"})
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.title == "Welkom"


def test_addresses_that_are_none_of_ours_are_not_found(client, edition):
    for ref in ("%00", "x" * 60, "a b", "onbekend"):
        assert client.get(f"/sessies/{ref}/").status_code == 404


def test_changing_is_never_a_get(client, session, lead):
    client.force_login(lead)
    welcome = step(session, Kind.WELCOME)
    for rest in ("naam", "minuten", "plaats", "weg"):
        assert client.get(step_url(session, welcome, rest)).status_code == 405


# On paper


def test_the_run_sheet_holds_times_words_and_materials(client, mine):
    text = client.get(url(mine, "draaiboek/")).content.decode()
    assert "Bekijk de film eerst zelf." in text
    assert "Tel rustig tot tien." in text
    assert "Anja" in text
    assert "blijft op de telefoon" in text
    assert "Bel 113" in text


def test_the_run_sheet_is_a_tagged_pdf_in_dutch(client, mine):

    answer = client.get(url(mine, "draaiboek.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("nl")
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Samen in gesprek" in text
    assert "Anja" in text


def test_the_letter_names_link_code_and_how_to_do_without_a_phone(client, mine):
    text = client.get(url(mine, "brief/")).content.decode()
    assert mine.code in text
    assert f"/m/{mine.code.replace(' ', '').lower()}/" in text
    assert "De app bewaart niet wie wat antwoordt." in text
    assert "Oortjes helpen" in text
    assert "Liever zonder telefoon?" in text
    assert "Anja" in text


def test_what_a_planner_typed_is_shown_and_never_run(client, edition, lead):
    client.force_login(lead)
    evil = made(edition, lead, "<script>alert(1)</script>", contact="<b>Anja</b> #let x = 1")
    for rest in ("", "draaiboek/", "brief/"):
        text = client.get(url(evil, rest)).content.decode()
        assert "<script>alert" not in text
        assert "<b>Anja" not in text
    assert client.get(url(evil, "draaiboek.pdf")).status_code == 200
