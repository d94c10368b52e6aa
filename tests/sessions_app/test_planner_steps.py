"""Changing a programme by hand, with scripts and without."""

import re

import pytest
from django.utils import timezone

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app.models import DialogueSession
from tests.factories import SLUGS, make_document
from tests.sessions_app.planner_kit import HTMX, begin, made, step, step_url, url

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


def test_the_programme_shows_times_balance_and_every_step(client, mine):
    text = client.get(url(mine)).content.decode()
    assert "Past precies" in text
    for found in mine.steps.all():
        assert found.title in text
    assert text.count("block-clock") == mine.steps.count()


def test_one_minute_more_changes_times_and_balance_at_once(client, mine):
    welcome = step(mine, "welcome")
    sent = {"minuten": welcome.minutes + 1}
    page = client.post(step_url(mine, welcome, "minuten"), sent, **HTMX)
    text = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in text
    assert "1 min te veel" in text
    assert "1 minuut langer dan 2 uur" in text
    assert "HX-Request" in page["Vary"]


def test_a_press_says_how_much_more_and_not_how_much(client, mine):
    welcome, rules = step(mine, "welcome"), step(mine, "rules")
    for _ in range(2):  # as from two pages that show the same
        client.post(step_url(mine, welcome, "minuten"), {"verschil": 1}, **HTMX)
        client.post(step_url(mine, rules, "plaats"), {"schuif": 1}, **HTMX)
    assert step(mine, "welcome").minutes == welcome.minutes + 2
    assert step(mine, "rules").position == rules.position + 2


def test_without_scripts_a_change_leads_back_to_the_page(client, mine):
    welcome = step(mine, "welcome")
    answer = client.post(step_url(mine, welcome, "naam"), {"naam": "Hallo"})
    assert answer.status_code == 303
    assert answer["Location"] == url(mine)
    assert "Hallo" in client.get(url(mine)).content.decode()


@pytest.mark.parametrize(
    ("rest", "sent", "sentence"),
    [
        ("naam", {"naam": ""}, "Een stap heeft een naam nodig"),
        ("naam", {"naam": "x" * 121}, "hooguit 120 tekens"),
        ("minuten", {"minuten": "0"}, "minstens 1 minuut"),
        ("minuten", {"minuten": "300"}, "hooguit 240 minuten"),
        ("minuten", {"minuten": "tien"}, "hele minuten"),
        ("minuten", {}, "hoeveel minuten"),
        ("minuten", {"verschil": "tien"}, "hele minuten"),
        ("minuten", {"verschil": ""}, "hoeveel minuten"),
        ("plaats", {"plaats": "ergens"}, "Kies een plek"),
        ("plaats", {"schuif": ""}, "Kies een plek"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_run_is_refused_with_a_sentence(client, mine, rest, sent, sentence, headers):
    welcome = step(mine, "welcome")
    page = client.post(step_url(mine, welcome, rest), sent, **headers)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    before = (welcome.title, welcome.minutes, welcome.position)
    welcome.refresh_from_db()
    assert (welcome.title, welcome.minutes, welcome.position) == before


def test_moving_a_step_reorders_the_programme(client, mine):
    rules = step(mine, "rules")
    client.post(step_url(mine, rules, "plaats"), {"plaats": 2}, **HTMX)
    titles = list(mine.steps.values_list("title", flat=True))
    assert titles[:3] == ["Welkom", "Basisregels", "Check-in"]


def test_a_removed_step_can_be_put_back(client, mine):
    pause = step(mine, "break")
    before = list(mine.steps.values_list("title", flat=True))
    page = client.post(step_url(mine, pause, "weg"), **HTMX)
    text = page.content.decode()
    assert "‘Pauze’ is weggehaald" in text
    assert "minuten achter elkaar" in text
    page = client.post(url(mine, "ongedaan/"), **HTMX)
    assert "is weggehaald" not in page.content.decode()
    assert list(mine.steps.values_list("title", flat=True)) == before


def on(session) -> dict:
    """What a page that was just loaded says of itself."""
    session.refresh_from_db(fields=["programme_version"])
    return {"versie": session.programme_version}


def test_undo_and_redo_are_still_there_after_a_reload(client, mine):
    welcome = step(mine, "welcome")
    client.post(step_url(mine, welcome, "naam"), {"naam": "Hallo"} | on(mine))
    text = client.get(url(mine)).content.decode()
    assert "Laatst veranderd: ‘Welkom’ heet nu ‘Hallo’." in text
    client.post(url(mine, "ongedaan/"), on(mine))
    assert step(mine, "welcome").title == "Welkom"
    client.get(url(mine))
    client.post(url(mine, "opnieuw/"), on(mine))
    assert step(mine, "welcome").title == "Hallo"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_four_presses_on_undo_are_no_error(client, mine, headers):
    client.post(step_url(mine, step(mine, "welcome"), "naam"), {"naam": "Hallo"} | on(mine))
    for _ in range(4):
        page = client.post(url(mine, "ongedaan/"), on(mine), **headers)
        assert page.status_code in (200, 303)
        assert "notice--error" not in page.content.decode()
    assert step(mine, "welcome").title == "Welkom"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_double_click_on_remove_takes_one_step_out_and_its_questions_come_back(
    client, mine, headers
):
    poll = step(mine, "poll")
    asked = list(poll.questions.values_list("ref", flat=True))
    sent = on(mine)
    for _ in range(2):
        page = client.post(step_url(mine, poll, "weg"), sent, **headers)
        assert page.status_code in (200, 303)
        assert "notice--error" not in page.content.decode()
    client.post(url(mine, "ongedaan/"), on(mine), **headers)
    assert list(step(mine, "poll").questions.values_list("ref", flat=True)) == asked


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_page_is_told_what_changed_and_what_was_typed_stays(client, mine, headers):
    welcome, stale = step(mine, "welcome"), on(mine)
    client.post(step_url(mine, welcome, "naam"), {"naam": "Hallo"} | stale)
    typed = {"naam": "Fijn dat je er bent"} | stale
    page = client.post(step_url(mine, welcome, "naam"), typed, **headers)
    text = page.content.decode()
    assert page.status_code == 409
    assert "ondertussen veranderd. ‘Welkom’ heet nu ‘Hallo’. Wat je nu deed" in text
    assert 'value="Fijn dat je er bent"' in text
    assert step(mine, "welcome").title == "Hallo"
    client.post(step_url(mine, welcome, "naam"), typed | on(mine), **headers)
    assert step(mine, "welcome").title == "Fijn dat je er bent"


def test_a_step_that_went_meanwhile_is_no_page_that_does_not_exist(client, mine):
    welcome, stale = step(mine, "welcome"), on(mine)
    client.post(step_url(mine, welcome, "weg"), stale)
    page = client.post(step_url(mine, welcome, "naam"), {"naam": "Hoi"} | stale, **HTMX)
    text = page.content.decode()
    assert page.status_code == 409
    assert "‘Welkom’ is weggehaald." in text
    assert "Je typte: ‘Hoi’." in text
    assert 'id="stappen"' in text
    page = client.post(step_url(mine, welcome, "naam"), {"naam": "Hoi"}, **HTMX)
    assert page.status_code == 422
    assert "Deze stap is er niet meer." in page.content.decode()


def test_a_stale_edit_of_another_step_goes_through_and_says_what_else_changed(client, mine):
    stale = on(mine)
    client.post(step_url(mine, step(mine, "rules"), "naam"), {"naam": "Afspraken"} | stale)
    sent = {"naam": "Hallo"} | stale
    page = client.post(step_url(mine, step(mine, "welcome"), "naam"), sent, **HTMX)
    assert page.status_code == 200
    assert "‘Basisregels’ heet nu ‘Afspraken’." in page.content.decode()
    assert (step(mine, "welcome").title, step(mine, "rules").title) == ("Hallo", "Afspraken")


def test_only_what_changed_is_sent(client, mine):
    whole = client.get(url(mine)).content
    rules = step(mine, "rules")
    page = client.post(step_url(mine, rules, "minuten"), {"verschil": 1} | on(mine), **HTMX)
    text = page.content.decode()
    assert f'id="korter-{rules.ref}"' in text
    assert text.count('class="step-tools"') == 1
    assert text.count("data-same") == len(re.findall(r"<li", text)) - text.count("<li>") + 1
    assert len(page.content) < len(whole) / 8


def test_a_refusal_sends_the_row_in_which_somebody_typed_and_no_other(client, mine):
    rules = step(mine, "rules")
    page = client.post(step_url(mine, rules, "minuten"), {"minuten": 999} | on(mine), **HTMX)
    text = page.content.decode()
    assert page.status_code == 422
    assert f'id="duur-{rules.ref}" name="minuten" type="number"' in text
    assert 'value="999"' in text
    assert text.count('class="step-tools"') == 1
    stale = {"minuten": 999} | on(mine)
    client.post(step_url(mine, rules, "naam"), {"naam": "Afspraken"}, **HTMX)
    page = client.post(step_url(mine, rules, "minuten"), stale, **HTMX)
    assert page.content.decode().count('class="step-tools"') > mine.steps.count()
    DialogueSession.objects.filter(pk=mine.pk).update(phase="running", started_at=timezone.now())
    page = client.post(step_url(mine, rules, "minuten"), {"verschil": 1} | on(mine), **HTMX)
    assert "data-same" not in page.content.decode()  # no row can be changed any more


def test_a_moved_step_sends_the_new_places_and_not_the_form_that_stays(client, mine):
    page = client.post(
        step_url(mine, step(mine, "rules"), "plaats"), {"schuif": 1} | on(mine), **HTMX
    )
    text = page.content.decode()
    assert 'id="id_na"' in text
    assert 'id="stap-erbij-wat" data-same></div>' in text
    assert 'id="id_soort"' not in text
    sent = {"soort": "free", "naam": "Even lopen", "minuten": "5"}
    page = client.post(url(mine, "stap/erbij/"), sent | on(mine), **HTMX)
    assert 'id="id_soort"' in page.content.decode()  # empty again, also where it came back once


def test_a_version_that_is_no_number_means_as_it_is_now(client, mine):
    welcome = step(mine, "welcome")
    for said in ("", "x", "²", "9" * 12, "-1"):
        sent = {"naam": f"Hallo {said}", "versie": said}
        page = client.post(step_url(mine, welcome, "naam"), sent, **HTMX)
        assert page.status_code in (200, 409)


def test_a_whole_theme_moves_past_another_one_and_never_into_it(client, mine):
    films = list(mine.steps.filter(kind="film"))
    sent = {"deel": films[0].ref, "na": films[1].ref}
    page = client.post(url(mine, "onderdeel/plaats/"), sent | on(mine), **HTMX)
    assert page.status_code == 200
    themes = [theme for theme in mine.steps.values_list("theme", flat=True) if theme]
    assert themes == [films[1].theme] * 3 + [films[0].theme] * 3
    client.post(url(mine, "onderdeel/plaats/"), {"deel": films[0].ref, "schuif": -99}, **HTMX)
    assert [t.theme for t in mine.steps.all()[:3]] == [films[0].theme] * 3
    for sent, sentence in (
        ({}, "Kies welk onderdeel"),
        ({"deel": "weg"}, "niet meer"),
        ({"deel": films[0].ref, "na": "weg"}, "niet meer"),
    ):
        page = client.post(url(mine, "onderdeel/plaats/"), sent, **HTMX)
        assert page.status_code == 422
        assert sentence in page.content.decode()


def test_how_long_people_talk_look_think_and_are_on_a_phone_is_told(client, mine):
    text = client.get(url(mine)).content.decode()
    found = dict(re.findall(r'do-chip--(\w+)">\w+</span> <b class="num">(\d+) min', text))
    talking = [s.minutes for s in mine.steps.all() if "talk" in s.of_kind.doing]
    assert int(found["talk"]) == sum(talking)
    assert list(found) == ["talk", "look", "think", "phone"]
    mine.phone_free = True
    mine.save()
    assert "do-chip--phone" not in client.get(url(mine)).content.decode()


def test_a_step_is_drawn_as_long_as_it_lasts(client, mine):
    text = client.get(url(mine)).content.decode()
    drawn = [float(height) for height in re.findall(r'block-scale" height="([\d.]+)rem', text)]
    assert drawn == [0.375 * minutes for minutes in mine.steps.values_list("minutes", flat=True)]


def test_a_step_of_ones_own_is_added_where_it_was_asked(client, mine):
    checkin = step(mine, "checkin")
    sent = {"naam": "Even lopen", "minuten": "5", "na": checkin.ref, "tekst": "", "notitie": ""}
    client.post(url(mine, "stap/erbij/"), sent)
    assert list(mine.steps.values_list("title", flat=True))[2] == "Even lopen"


def test_a_step_of_another_kind_is_added_with_what_is_usual(client, mine):
    checkin = step(mine, "checkin")
    sent = {"soort": "break", "naam": "", "minuten": "", "na": checkin.ref, "tekst": ""}
    page = client.post(url(mine, "stap/erbij/"), sent, **HTMX)
    assert page.status_code == 200
    added = mine.steps.get(position=3)
    assert (added.title, added.minutes, added.kind) == ("Pauze", 10, "break")


def test_a_kind_that_is_not_offered_is_refused_with_a_sentence(client, mine):
    page = client.post(url(mine, "stap/erbij/"), {"soort": "film", "naam": "Film"}, **HTMX)
    assert page.status_code == 422
    assert "Kies een soort stap uit de lijst." in page.content.decode()


def test_every_slide_of_the_edition_can_be_added_also_what_planning_has_no_time_for(client, mine):
    slides = [slide for chapter in mine.edition.content.chapters for slide in chapter.slides]
    page = client.get(url(mine)).content.decode()
    for slide in slides:
        assert f'value="slide:{slide.key}"' in page
    sent = {"soort": f"slide:{slides[-1].key}", "na": step(mine, "checkin").ref}
    assert client.post(url(mine, "stap/erbij/"), sent, **HTMX).status_code == 200
    assert mine.steps.get(position=3).script.slide.key == slides[-1].key


def test_a_poll_is_added_once(client, mine):
    """Its answers would else stand in two places, and nobody may lay those beside each other."""
    poll = mine.steps.filter(kind="poll").first()
    code = poll.questions.get().code
    again = client.post(url(mine, "stap/erbij/"), {"soort": f"poll:{code}"}, **HTMX)
    assert again.status_code == 422
    assert "staat al in dit programma" in again.content.decode()
    mine.refresh_from_db()
    client.post(url(mine, f"stap/{poll.ref}/weg/"), {"versie": mine.programme_version})
    assert (
        client.post(url(mine, "stap/erbij/"), {"soort": f"poll:{code}"}, **HTMX).status_code == 200
    )
    assert mine.steps.get(kind="poll").questions.get().code == code


def test_what_this_edition_does_not_have_is_refused_with_a_sentence(client, mine):
    page = client.post(url(mine, "stap/erbij/"), {"soort": "slide:bestaat-niet"}, **HTMX)
    assert page.status_code == 422
    assert "Kies een soort stap uit de lijst." in page.content.decode()


def test_a_step_that_cannot_be_added_keeps_what_was_typed(client, mine):
    sent = {"naam": "", "minuten": "5", "notitie": "Lang nagedacht."}
    page = client.post(url(mine, "stap/erbij/"), sent, **HTMX)
    assert page.status_code == 422
    assert "Lang nagedacht." in page.content.decode()


@pytest.mark.parametrize("phase", ["running", "ended"])
def test_a_session_that_began_shows_its_programme_and_changes_no_more(client, mine, phase):
    begin(mine, phase)
    text = client.get(url(mine)).content.decode()
    assert "step-tools" not in text
    assert ("Bekijk het verslag" in text) == (phase == "ended")
    welcome = step(mine, "welcome")
    page = client.post(step_url(mine, welcome, "naam"), {"naam": "Te laat"})
    assert page.status_code == 422
    assert "al begonnen" in page.content.decode()


def test_what_was_not_tested_is_said_once(client, mine):
    text = client.get(url(mine)).content.decode()
    assert "nog niet getest met ervaringsdeskundigen" in text
    assert text.lower().count("concept") == 1


def test_the_programme_takes_as_many_queries_for_long_as_for_short(
    client, edition, lead, django_assert_num_queries
):
    client.force_login(lead)
    short = made(edition, lead, minutes=60, themes=("werkdruk",))
    long = made(edition, lead, minutes=240, themes=SLUGS)
    client.get(url(short))
    with django_assert_num_queries(8):
        client.get(url(short))
    with django_assert_num_queries(8):
        client.get(url(long))


def test_a_themes_steps_stand_together_under_its_name(client, mine):
    text = client.get(url(mine)).content.decode()
    headings = re.findall(r'<li class="part".*?<h3>([^<]+)</h3>', text, re.DOTALL)
    assert headings == ["Welkom en check-in", "Over stigma", "Bejegening", "Hoop"]


def test_a_step_more_is_put_before_the_closing_unless_one_chooses(client, mine):
    text = client.get(url(mine)).content.decode()
    after = re.search(r'<option value="([^"]+)" selected>', text)[1]
    client.post(url(mine, "stap/erbij/"), {"naam": "Rondje", "minuten": "5", "na": after})
    kinds = list(mine.steps.values_list("kind", flat=True))
    assert kinds.index("free") < min(map(kinds.index, ("harvest", "evaluation", "checkout")))
    assert kinds.index("free") > len(kinds) - 1 - kinds[::-1].index("together")
