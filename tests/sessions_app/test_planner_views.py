"""The planner's pages: planning without an account, changing by hand, and who may see what."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app.models import DialogueSession
from tests.factories import SLUGS, make_document
from tests.sessions_app.planner_kit import (
    HTMX,
    KEEP,
    NEW,
    kept,
    made,
    step,
    step_url,
    url,
    wished,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


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


PREVIEW = f"{NEW}voorbeeld/"
PAPERS = ("draaiboek/", "draaiboek.pdf", "brief/")


def query_of(client, **changes) -> str:
    """The wish as the address has it, once the form was sent."""
    answer = client.get(NEW, wished(**changes))
    assert answer.status_code == 302
    return answer["Location"].partition("?")[2]


@pytest.mark.parametrize("path", [NEW, PREVIEW, f"{NEW}brief/"])
def test_without_an_edition_it_says_what_is_missing(client, path):
    response = client.get(path, wished())
    assert response.status_code == 503
    assert "Laat een beheerder de inhoud laden" in response.text


def test_the_form_opens_without_an_account_and_with_defaults(client, edition, contexts):
    page = client.get(NEW)
    assert page.status_code == 200
    form = page.context["form"]
    assert form["mensen"].value() == 12
    assert form["minuten"].value() == 120
    assert page.text.count('class="pick"') == 9


def test_a_visitor_plans_prints_and_writes_the_letter_without_an_account(client, edition):
    query = query_of(client)
    page = client.get(f"{NEW}?{query}").text
    assert "Bewaar en ga verder" in page
    assert page.index("Hoop") < page.index("Check-out")
    for rest in PAPERS:
        link = f"{NEW}{rest}?{query}"
        assert client.get(link).status_code == 200
        assert link.endswith(".pdf?" + query) or link.replace("&", "&amp;") in page
    assert not DialogueSession.objects.exists()
    assert not client.cookies


def test_the_same_wish_has_one_address_and_gives_the_same_page(client, edition):
    query = query_of(client)
    ranked = {"themas": ["hoop,bejegening"], "belang-hoop": "", "belang-bejegening": ""}
    assert query_of(client, **ranked) == query
    assert "themas=hoop,bejegening" in query
    assert "Anja" not in query
    pages = [client.get(f"{NEW}?{query}").text for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_wish_keeps_its_edition(client, edition):
    query = query_of(client)
    document = to_builtins(make_document())
    Edition.objects.create(module=edition.module, number=2, document=document)
    page = client.get(f"{NEW}?{query}").text
    assert "druk=1" in page
    assert "een nieuwere druk" in page


@pytest.mark.parametrize("edition_number", ["99", "-1", "²", "1" * 50, ""])
def test_an_edition_that_is_none_is_the_newest(client, edition, edition_number):
    answer = client.get(NEW, wished(druk=edition_number))
    assert "druk=1" in answer["Location"]


def test_a_wish_is_changed_in_the_form(client, edition):
    query = query_of(client, mensen="9", leidt="leidinggevende")
    page = client.get(f"{NEW}?wijzig=1&{query}").text
    assert 'value="9"' in page
    assert re.search(r'value="leidinggevende"[^>]* checked', page)
    assert re.search(r'value="hoop" checked', page)


def test_keeping_asks_to_log_in_and_comes_back_with_the_wish(client, edition, lead):
    place = f"{KEEP}?{query_of(client)}"
    answer = client.get(place)
    assert answer["Location"].startswith("/account/login/?next=")
    assert "themas%3Dhoop" in answer["Location"]
    client.force_login(lead)
    assert client.get(place).status_code == 200
    answer = client.post(place, kept())
    session = DialogueSession.objects.get()
    assert answer["Location"] == url(session)
    assert session.themes == ["hoop", "bejegening"]
    assert (session.title, session.contact) == ("Team Noord", "Anja, toestel 12")
    assert timezone.localtime(session.starts_at).strftime("%H:%M") == "13:30"
    assert [f.user for f in session.facilitators.all()] == [lead]
    assert session.code
    assert "Leid deze sessie" in client.get(url(session)).text


def test_keeping_what_is_no_wish_leads_back_to_the_form(client, edition, lead):
    client.force_login(lead)
    assert client.get(KEEP)["Location"].startswith(f"{NEW}?wijzig=1")
    assert client.post(f"{KEEP}?minuten=9", kept())["Location"].startswith(NEW)
    assert not DialogueSession.objects.exists()


def test_a_phone_free_session_is_a_choice(client, edition, lead):
    client.force_login(lead)
    client.post(f"{KEEP}?{query_of(client, telefoons='nee')}", kept())
    session = DialogueSession.objects.get()
    assert session.phone_free
    letter = client.get(url(session, "brief/")).text
    assert session.code not in letter
    assert "hardop of op papier" in letter


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mensen": "1"}, "minstens 2 mensen"),
        ({"mensen": "veel"}, "heel getal"),
        ({"mensen": "6000"}, "hooguit 5000"),
        ({"minuten": "50"}, "van 1 tot 4 uur"),
        ({"themas": []}, "minstens één thema"),
        ({"themas": ["bestaat-niet"]}, "bestaat niet meer"),
        ({"themas": ["hulpverlener-als-client"]}, "nooit als eerste en nooit alleen"),
        ({"leidt": "niemand"}, "Kies wie het gesprek leidt"),
        ({"telefoons": "misschien"}, "met of zonder telefoons"),
    ],
)
def test_what_is_missing_in_a_wish_is_said_and_no_choice_is_lost(client, edition, change, sentence):
    page = client.get(NEW, wished(**change))
    assert page.status_code == 422
    text = page.text.replace("&#x27;", "'")
    assert sentence in text
    chosen = wished(**change)
    assert f'value="{chosen["mensen"]}"' in text
    for slug in set(chosen["themas"]) & set(SLUGS):
        assert re.search(rf'value="{slug}" checked', text)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contact": ""}, "bij wie mensen terechtkunnen"),
        ({"contact": "x" * 201}, "hooguit 200 tekens"),
        ({"dag": "gisteren"}, "Vul een dag in"),
        ({"dag": "2020-01-01"}, "al voorbij"),
        ({"dag": "2099-01-01"}, "Klopt het jaar"),
        ({"tijd": "half twee"}, "Vul een tijd in"),
        ({"titel": " "}, "een naam"),
    ],
)
def test_what_is_missing_when_keeping_is_said_and_nothing_typed_is_lost(
    client, edition, lead, change, sentence
):
    client.force_login(lead)
    page = client.post(f"{KEEP}?{query_of(client)}", kept(**change))
    assert page.status_code == 422
    assert sentence in page.text
    assert not DialogueSession.objects.exists()
    typed = kept(**change)
    for name in ("contact", "titel", "dag", "tijd"):
        assert f'value="{typed[name]}"' in page.text or not typed[name].strip()


def test_strange_ranks_do_no_harm(client, edition):
    strange = {"belang-hoop": "²", "belang-bejegening": "-1"}
    assert "themas=bejegening,hoop" in query_of(client, **strange)


def test_the_preview_follows_and_writes_nothing(client, edition):
    text = client.get(PREVIEW, wished(), **HTMX).text
    assert "<html" not in text
    assert "14.00 tot 16.00 uur" in text
    assert "film 6 · zelf" in text
    assert not DialogueSession.objects.exists()


def test_the_preview_says_what_was_decided_and_why(client, edition):
    text = client.get(PREVIEW, wished(leidt="leidinggevende", minuten="60"), **HTMX).text
    assert "In 1 uur is er tijd voor een goed gesprek over één thema. Bejegening valt af." in text
    assert "Kies 1 uur en 30 minuten om het erbij te houden" in text
    assert "Een leidinggevende leidt de sessie. Open antwoorden blijven daarom" in text


def test_the_programme_of_a_kept_session_still_says_what_was_decided(client, edition, lead):
    client.force_login(lead)
    text = client.get(url(made(edition, lead, minutes=60))).text
    assert "Wat we kozen, en waarom" in text
    assert "Hoop valt af" in text


def test_the_preview_waits_for_a_theme_and_explains_what_cannot(client, edition):
    assert "Kies een thema" in client.get(PREVIEW, wished(themas=[]), **HTMX).text
    refused = client.get(PREVIEW, wished(themas=["hulpverlener-als-client"]), **HTMX)
    assert "Kies er een thema bij" in refused.text


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
    with django_assert_num_queries(7):  # the last three find deleted ones and what is kept
        client.get("/sessies/")
    for number in range(4):
        made(edition, lead, f"Team {number}")
    with django_assert_num_queries(7):  # the last three find deleted ones and what is kept
        client.get("/sessies/")


# Who may see it

PAGES = ("", "draaiboek/", "draaiboek.pdf", "brief/")


@pytest.mark.parametrize("rest", PAGES)
def test_a_session_does_not_exist_for_others(client, session, django_user_model, rest):
    assert client.get(url(session, rest))["Location"].startswith("/account/login/")
    client.force_login(django_user_model.objects.create_user("ander@example.org"))
    assert client.get(url(session, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["naam", "minuten", "plaats", "weg"])
def test_nobody_else_changes_a_step(client, session, rest, django_user_model):
    welcome = step(session, "welcome")
    sent = {"naam": "Gekaapt", "minuten": "99", "plaats": "5"}
    for refused in (302, 404):  # to log in; what is somebody else's does not exist
        assert client.post(step_url(session, welcome, rest), sent).status_code == refused
        client.force_login(django_user_model.objects.get_or_create(email="a@example.org")[0])
    welcome.refresh_from_db()
    assert (welcome.title, welcome.position) == ("Welkom", 1)


def test_a_step_of_another_session_is_refused_as_one_that_is_gone(client, edition, session, lead):
    other = made(edition)
    client.force_login(lead)
    foreign = step(other, "welcome")
    answers = [
        client.post(url(session, f"stap/{ref}/naam/"), {"naam": "Gekaapt"})
        for ref in (foreign.ref, "nergens")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]  # as one that is gone
    foreign.refresh_from_db()
    assert foreign.title == "Welkom"


def test_addresses_that_are_none_of_ours_are_not_found(client, edition, lead):
    client.force_login(lead)
    for ref in ("x" * 60, "a b", "onbekend"):
        assert client.get(f"/sessies/{ref}/").status_code == 404


def test_changing_is_never_a_get(client, session, lead):
    client.force_login(lead)
    welcome = step(session, "welcome")
    for rest in ("naam", "minuten", "plaats", "weg"):
        assert client.get(step_url(session, welcome, rest)).status_code == 405


# On paper


def test_the_run_sheet_holds_times_words_and_materials(client, mine):
    text = client.get(url(mine, "draaiboek/")).content.decode()
    assert "Bekijk elke film zelf" in text
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
    assert "oortjes helpen" in text
    assert "Liever zonder telefoon?" in text
    assert "Anja" in text


@pytest.mark.parametrize(
    ("themes", "said"),
    [(("hoop",), "naar een korte film en"), (("hoop", "werkdruk"), "naar korte films en")],
)
def test_one_film_is_one_film(client, edition, lead, themes, said):
    client.force_login(lead)
    session = made(edition, lead, minutes=60 * len(themes), themes=themes)
    assert f"We kijken {said}" in client.get(url(session, "brief/")).content.decode()
    event = client.get(reverse("report:calendar", args=[session.ref])).content.decode()
    assert said.removesuffix(" en") + "." in event.replace("\r\n ", "")


def test_what_a_planner_typed_is_shown_and_never_run(client, edition, lead):
    client.force_login(lead)
    evil = made(edition, lead, "<script>alert(1)</script>", contact="<b>Anja</b> #let x = 1")
    for rest in ("", "draaiboek/", "brief/"):
        text = client.get(url(evil, rest)).content.decode()
        assert "<script>alert" not in text
        assert "<b>Anja" not in text
    assert client.get(url(evil, "draaiboek.pdf")).status_code == 200
