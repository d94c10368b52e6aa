"""A kept programme or step for a colleague, by a link: looked over, read, copied, closed, over."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from content.document import AnswerForm
from sessions_app import (
    belongings,
    briefs,
    chores,
    colleague_links,
    own_programmes,
    own_steps,
    programmes,
    rewording,
    step_words,
)
from sessions_app.errors import NothingThere, Refused, Stale, Taken
from sessions_app.models import ColleagueLink, OwnProgramme, OwnStep
from sessions_app.script import Asked, Rewording
from tests.content.shipped import ship
from tests.sessions_app.planner_kit import made, step, url

pytestmark = pytest.mark.django_db
PROGRAMMES = "/sessies/programmas/"
STEPS = "/sessies/werkvormen/"


@pytest.fixture
def edition():
    return ship()


def somebody(name: str) -> tuple[User, Client]:
    user = User.objects.create_user(f"{name}@voorbeeld.nl")
    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return user, browser


@pytest.fixture
def giver():
    return somebody("geeft")


@pytest.fixture
def taker():
    return somebody("krijgt")


def reword(found, field: str, *texts: str) -> None:
    words = rewording.words_now(found)
    lines = [
        msgspec.structs.replace(line, now=text)
        for line, text in zip(words.lines[field], texts, strict=False)
    ]
    lines += [Rewording(now=text) for text in texts[len(lines) :]]
    changed = {**words.lines, field: tuple(lines)}
    rewording.reword_step(found, type(words)(changed, words.asked), rewording.seal(found))


def programme_of(user, edition, title="Twee uur", **wish) -> OwnProgramme:
    """A kept programme in which somebody wrote, added and left out."""
    session = made(edition, user, **wish)
    programmes.rename_step(step(session, "rules"), "Zo praten wij")
    reword(step(session, "rules"), "lead", "Zo doen wij het hier.")
    programmes.add_step(session, step(session, "rules"), "Even lopen", 3, "Naar buiten", "Jas mee.")
    programmes.add_step(session, None, title="Mijn lijn", kind="method:lijn")
    return own_programmes.keep(user, session, title)


def step_of(user, edition, title="Rondje groen", note="Begin **zelf**.") -> OwnStep:
    added = programmes.add_step(
        made(edition, user), None, title, 4, "Wat gaat er goed?", note, kind="free"
    )
    return own_steps.keep(user, added)


def link_to(own) -> str:
    """Where a link leads that its owner made after looking."""
    return f"/sessies/gedeeld/{colleague_links.make(own, colleague_links.seal(own)).key}/"


# Giving.


@pytest.mark.parametrize(("make", "shelf"), [(programme_of, PROGRAMMES), (step_of, STEPS)])
def test_its_owner_reads_what_goes_makes_a_link_and_closes_it(edition, giver, make, shelf):
    user, browser = giver
    own = make(user, edition)
    here = f"{shelf}{own.ref}/delen/"
    assert here in browser.get(shelf).text
    page = browser.get(here).text
    assert "naam van iemand in, of iets over één team" in page
    assert own.title in page
    assert not ColleagueLink.objects.exists()  # looking makes none
    seen = colleague_links.seal(own)
    page = browser.post(here, {"gezien": seen}, follow=True).text
    link = ColleagueLink.objects.get()
    assert f"{settings.BASE_URL}/sessies/gedeeld/{link.key}/" in page
    assert "De link staat open" in page
    lasts = link.ends_at - timezone.now()
    assert timedelta(days=30) - timedelta(minutes=1) < lasts < timedelta(days=30)
    browser.post(here, {"gezien": seen})
    assert ColleagueLink.objects.get().key == link.key  # a second press changes nothing
    assert "Gedeeld met een link tot en met" in browser.get(shelf).text
    page = browser.post(f"{here}sluiten/", follow=True).text
    assert "De link is gesloten" in page
    assert "gesloten" not in browser.post(f"{here}sluiten/", follow=True).text
    assert browser.get(f"/sessies/gedeeld/{link.key}/").status_code == 404
    assert colleague_links.make(own, seen).key != link.key


@pytest.mark.parametrize(("make", "shelf"), [(programme_of, PROGRAMMES), (step_of, STEPS)])
def test_owner_and_colleague_see_the_same(edition, giver, taker, make, shelf):
    own = make(giver[0], edition)
    before = giver[1].get(f"{shelf}{own.ref}/delen/").text
    there = taker[1].get(link_to(own)).text

    def part(page: str) -> str:
        return page.partition('<div class="card stack given">')[2].partition("</section>")[0]

    seen = part(before).partition('<p class="muted small">Wie het gaf')[0].strip()
    assert seen
    assert seen == part(there).strip()


def test_what_changed_after_looking_is_not_given(edition, giver):
    user, browser = giver
    own = step_of(user, edition)
    seen = colleague_links.seal(own)
    step_of(user, edition, note="Vraag Anja van Noord.")
    page = browser.post(f"{STEPS}{own.ref}/delen/", {"gezien": seen})
    assert page.status_code == 422
    assert "Dit is intussen veranderd." in page.text
    assert "Vraag Anja van Noord." in page.text  # what a colleague would see by now
    assert not ColleagueLink.objects.exists()
    with pytest.raises(Stale):
        colleague_links.make(own, "")


def test_something_else_under_the_same_name_ends_the_link_and_says_so(edition, giver):
    user, browser = giver
    session = made(edition, user)
    own = own_programmes.keep(user, session, "Twee uur")
    link_to(own)
    own_programmes.keep(user, session, "Twee uur", replace=True)
    assert ColleagueLink.objects.exists()  # it is what was looked over
    programmes.add_step(session, None, "Even lopen", 3)
    known = {"naam": "Twee uur", "doe": "vervang"}
    page = browser.post(url(session, "programma-bewaren/"), known, follow=True).text
    assert "De link voor een collega werkt niet meer" in page
    assert not ColleagueLink.objects.exists()
    kept = step_of(user, edition)
    link_to(kept)
    step_of(user, edition)
    assert ColleagueLink.objects.exists()
    other = programmes.add_step(session, None, "Rondje groen", 9, kind="free")
    page = browser.post(url(session, f"stap/{other.ref}/bewaren/"), follow=True).text
    assert "De link voor een collega werkt niet meer" in page
    assert not ColleagueLink.objects.exists()


def test_what_ends_no_link_says_nothing_of_links(edition, giver):
    user, browser = giver
    session = made(edition, user)
    other = own_programmes.keep(user, session, "Een ander")
    link_to(other)
    page = browser.post(url(session, "programma-bewaren/"), {"naam": "Twee uur"}, follow=True)
    assert "werkt niet meer" not in page.text  # there was no link
    own = user.own_programmes.get(title="Twee uur")
    link_to(own)
    again = {"naam": " Twee  uur ", "doe": "vervang"}
    page = browser.post(url(session, "programma-bewaren/"), again, follow=True)
    assert "werkt niet meer" not in page.text  # it leads to the same
    programmes.add_step(session, None, "Even lopen", 3)
    page = browser.post(url(session, "programma-bewaren/"), again, follow=True)
    assert "werkt niet meer" in page.text
    assert ColleagueLink.objects.get().programme == other


def test_what_was_thrown_away_meanwhile_gets_no_link(edition, giver):
    own = step_of(giver[0], edition)
    known = OwnStep.objects.get()
    own_steps.drop(giver[0], own.ref)
    with pytest.raises(NothingThere, match="weggegooid"):
        colleague_links.make(known, colleague_links.seal(known))


def test_the_lists_know_only_links_that_work(edition, giver):
    assert colleague_links.among([]) == {}
    own, other = (step_of(giver[0], edition, title) for title in ("Een", "Twee"))
    now = timezone.now() + timedelta(days=9)
    link = colleague_links.make(own, colleague_links.seal(own), now)
    assert link.ends_at == now + timedelta(days=30)
    assert colleague_links.among([own, other], link.ends_at - timedelta(seconds=1)) == {
        own.pk: link
    }
    assert colleague_links.among([other]) == {}
    assert colleague_links.among([own], link.ends_at) == {}


def test_of_many_links_each_is_of_its_own_thing(edition, giver, taker):
    (user, _), (other, _) = giver, taker
    mine, second = step_of(user, edition), step_of(user, edition, "Tweede")
    theirs = step_of(other, edition)
    link, foreign = (colleague_links.make(own, colleague_links.seal(own)) for own in (mine, theirs))
    assert colleague_links.among([mine, second]) == {mine.pk: link}
    assert colleague_links.among([]) == {}
    assert colleague_links.to_title(user.own_steps, " Rondje  groen ") == link
    assert colleague_links.to_title(user.own_steps, "Tweede") is None
    other_sort = programme_of(user, edition)
    colleague_links.make(other_sort, colleague_links.seal(other_sort))
    assert colleague_links.to_title(user.own_steps, "Nergens") is None
    assert (colleague_links.ended(None), colleague_links.ended(link)) == ("", "")
    assert colleague_links.close(mine)
    assert not colleague_links.close(mine)
    assert colleague_links.ended(link) == colleague_links.OTHER
    assert colleague_links.ended(foreign) == ""
    seal = colleague_links.seal(second)
    OwnStep.objects.filter(pk=second.pk).delete()
    with pytest.raises(NothingThere, match="weggegooid"):
        colleague_links.make(second, seal)
    assert colleague_links.drop_old(foreign.ends_at - timedelta(seconds=1)) == 0
    assert colleague_links.of(theirs) == foreign
    assert colleague_links.drop_old(foreign.ends_at) == 1


def test_a_link_that_does_not_come_about_takes_nothing_away(edition, giver, monkeypatch):
    own = step_of(giver[0], edition)
    old = colleague_links.make(own, colleague_links.seal(own))
    later = old.ends_at + timedelta(days=1)

    def fails(*_, **__) -> None:
        raise Refused("Nu niet.")

    with monkeypatch.context() as broken:
        broken.setattr(type(ColleagueLink.objects), "get_or_create", fails)
        with pytest.raises(Refused, match="Nu niet"):
            colleague_links.make(own, colleague_links.seal(own), later)
    assert ColleagueLink.objects.get() == old
    new = colleague_links.make(own, colleague_links.seal(own), later)
    assert new.key != old.key
    assert new.ends_at == later + timedelta(days=30)


def test_a_link_gives_one_thing():
    with pytest.raises(IntegrityError, match="sessions_colleague_link_gives_one"):
        ColleagueLink.objects.create(ends_at=timezone.now())


def test_a_link_never_gives_two(edition, giver):
    own, other = programme_of(giver[0], edition), step_of(giver[0], edition)
    with pytest.raises(IntegrityError, match="gives_one"), transaction.atomic():
        ColleagueLink.objects.create(programme=own, step=other, ends_at=timezone.now())


# Looking.


def test_a_visitor_logs_in_first_and_comes_back(client, edition, giver):
    there = link_to(step_of(giver[0], edition))
    sent = client.get(there)
    assert sent.status_code == 302
    to = urlsplit(sent["Location"])
    assert to.path == "/account/login/"
    assert parse_qs(to.query)["next"] == [there]


def test_a_colleague_reads_all_of_it_and_not_whose_it_is(edition, giver, taker):
    own = programme_of(giver[0], edition)
    there = link_to(own)
    response = taker[1].get(there)
    page = response.text
    for said in ("Twee uur", "Even lopen", "Naar buiten", "Jas mee.", "Zo praten wij"):
        assert said in page
    for one in own_programmes.kept(own).steps:
        assert one.title in page
    assert "Zo doen wij het hier." in page
    assert "geeft@voorbeeld.nl" not in page
    assert own.ref not in page
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "same-origin"  # less, and its form is refused
    assert "no-store" in response.headers["Cache-Control"]
    assert not taker[0].own_programmes.exists()  # looking keeps nothing


def test_answers_to_choose_from_and_lines_taken_out_are_seen_too(edition, giver, taker):
    session = made(edition, giver[0])
    alone = session.steps.filter(kind="alone").first()
    words = rewording.words_now(alone)
    own = step_words.own_question(
        step_words.new_code(), "Wat heb jij nodig?", AnswerForm.ONE, ("Rust bij Anja", "Tijd")
    )
    asked = (Asked(was=words.asked[0].was), *words.asked[1:], Asked(now=own))
    rewording.reword_step(alone, step_words.Words(words.lines, asked), rewording.seal(alone))
    kept = own_programmes.keep(giver[0], session, "Twee uur")
    page = taker[1].get(link_to(kept)).text
    for said in ("Wat heb jij nodig?", "Rust bij Anja", "Tijd", "Van de module, weggelaten"):
        assert said in page
    assert words.asked[0].was.text in page
    (told,) = belongings.SessionsOfAccount().export(giver[0])["eigen programma's"]
    assert ["Wat heb jij nodig?", "Rust bij Anja", "Tijd"] in [
        one["zelf geschreven"] for one in told["stappen"]
    ]


def test_words_are_words_and_never_a_script(edition, giver, taker):
    nasty = "<script>alert(1)</script> [x](javascript:alert(1)) **vet**"
    own = step_of(giver[0], edition, title="<img src=x onerror=y>", note=nasty)
    page = taker[1].get(link_to(own)).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "<strong>vet</strong>" in page


def test_its_owner_is_told_whose_it_is_and_keeps_no_copy(edition, giver):
    user, browser = giver
    there = link_to(step_of(user, edition))
    page = browser.get(there).text
    assert "Dit is je eigen link" in page
    assert "Bewaar bij mijn werkvormen" not in page
    refused = browser.post(there, {"naam": "Nog een"})
    assert refused.status_code == 422
    assert user.own_steps.count() == 1


# Keeping a copy.


def test_a_copy_is_the_takers_and_nothing_joins_the_two(edition, giver, taker):
    own = programme_of(giver[0], edition)
    there = link_to(own)
    page = taker[1].post(there, {"naam": own.title}, follow=True)
    assert "staat bij je programma’s" in page.text
    copy = taker[0].own_programmes.get()
    own.refresh_from_db()
    assert (copy.title, copy.edition, copy.kept) == (own.title, own.edition, own.kept)
    assert copy.ref != own.ref
    own_programmes.rename(own, "Anders")
    own_programmes.drop(giver[0], own.ref)
    copy = taker[0].own_programmes.get()
    assert copy.title == "Twee uur"
    assert taker[1].get(there).status_code == 404
    own_programmes.drop(taker[0], copy.ref)
    other = programme_of(giver[0], edition)
    taker[1].post(link_to(other), {"naam": "Kopie"})
    own_programmes.drop(taker[0], taker[0].own_programmes.get().ref)
    assert giver[0].own_programmes.get() == other


def test_a_copy_of_a_step_goes_into_a_session_as_the_first_does(edition, giver, taker):
    own = step_of(giver[0], edition)
    page = taker[1].post(link_to(own), {"naam": own.title}, follow=True)
    assert "staat bij je werkvormen" in page.text
    copy = taker[0].own_steps.get()
    added = own_steps.put(made(edition, taker[0]), taker[0], copy.ref, None)
    assert (added.title, added.minutes, added.script.lead) == (
        "Rondje groen",
        4,
        "Wat gaat er goed?",
    )
    assert not taker[0].own_programmes.exists()  # a link to a step opens nothing else


def test_a_step_kept_under_another_name_is_called_so_in_sessions_too(edition, giver, taker):
    session = made(edition, giver[0])
    circle = programmes.add_step(session, None, kind="method:kring")
    reword(circle, "talk", "Wat neem je mee naar huis?")
    own = own_steps.keep(giver[0], circle)
    assert not own.named
    copy = own_steps.copy(taker[0], own, "Kring van Zuid")
    assert own_steps.put(made(edition, taker[0]), taker[0], copy.ref, None).title == copy.title


@pytest.mark.parametrize(
    ("make", "kept"), [(programme_of, "own_programmes"), (step_of, "own_steps")]
)
def test_a_name_that_is_taken_asks_for_another_and_nothing_is_lost(
    edition, giver, taker, make, kept
):
    user, browser = taker
    mine = make(user, edition)
    there = link_to(make(giver[0], edition))
    type(mine).objects.filter(pk=mine.pk).update(**other_words(mine))
    page = browser.post(there, {"naam": mine.title})
    assert page.status_code == 422
    assert "met deze naam. Kies een andere naam." in page.text
    assert f'value="{mine.title}"' in page.text
    browser.post(there, {"naam": "Van een collega"})
    titles = [one.title for one in getattr(user, kept).all()]
    assert sorted(titles) == sorted([mine.title, "Van een collega"])
    mine.refresh_from_db()
    for name, text in other_words(mine).items():
        assert getattr(mine, name) == text


def other_words(own) -> dict[str, object]:
    return {"edition": 99} if isinstance(own, OwnProgramme) else {"note": "Van mij."}


@pytest.mark.parametrize(
    ("make", "room", "said"),
    [
        (programme_of, own_programmes, "Gooi er eerst een weg."),
        (step_of, own_steps, "Verwijder er eerst een."),
    ],
)
def test_a_full_list_says_what_to_do_now(edition, giver, taker, monkeypatch, make, room, said):
    there = link_to(make(giver[0], edition))
    make(taker[0], edition, "Een ander")
    monkeypatch.setattr(room, "MOST", 1)
    page = taker[1].post(there, {"naam": "Nieuw"})
    assert page.status_code == 422
    assert said in page.text
    assert 'value="Nieuw"' in page.text
    assert "Kom daarna terug: deze link werkt tot en met" in page.text


@pytest.mark.parametrize("make", [programme_of, step_of])
def test_twice_is_the_same_as_once(edition, giver, taker, make):
    own = make(giver[0], edition)
    there = link_to(own)
    for _ in range(2):
        assert taker[1].post(there, {"naam": own.title}).status_code == 302
    assert type(own).objects.filter(user=taker[0]).count() == 1


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (programme_of, " ", "Geef het programma een naam."),
        (step_of, "", "Geef de werkvorm een naam."),
        (step_of, "a" * 121, "Gebruik hooguit 120 tekens."),
    ],
)
def test_a_name_that_is_none_is_said(edition, giver, taker, make, name, said):
    page = taker[1].post(link_to(make(giver[0], edition)), {"naam": name})
    assert page.status_code == 422
    assert said in page.text
    assert not OwnProgramme.objects.filter(user=taker[0]).exists()
    assert not OwnStep.objects.filter(user=taker[0]).exists()


def test_what_the_takers_group_may_not_have_is_left_out_with_a_sentence(edition, giver, taker):
    own = programme_of(giver[0], edition)
    session = made(edition, taker[0])
    copy = own_programmes.copy(taker[0], own, own.title)
    wish = msgspec.structs.replace(briefs.wish_of(session), led_by="manager")
    planned = own_programmes.plan_session(
        copy, edition, wish, "Team Zuid", timezone.now(), taker[0]
    )
    assert not planned.steps.filter(title="Mijn lijn").exists()
    assert any("Mijn lijn" in remark and "leidinggevende" in remark for remark in planned.remarks)


def test_the_questions_of_giver_and_taker_are_never_the_same_one(edition, giver, taker):
    session = made(edition, giver[0])
    circle = programmes.add_step(session, None, kind="method:kring")
    words = rewording.words_now(circle)
    own = step_words.own_question(step_words.new_code(), "En jij?", AnswerForm.OPEN)
    rewording.reword_step(
        circle, type(words)(words.lines, (*words.asked, Asked(now=own))), rewording.seal(circle)
    )
    kept = own_steps.keep(giver[0], circle)
    copy = own_steps.copy(taker[0], kept, kept.title)
    codes = set()
    for user, ref in ((giver[0], kept.ref), (taker[0], copy.ref)):
        put = own_steps.put(made(edition, user), user, ref, None)
        asked = [question.code for question in put.questions.all()]
        codes |= {code for code in asked if code.startswith(step_words.OWN_CODE)}
    assert len(codes) == 2


# A link that leads nowhere.


def test_closed_over_blocked_and_wrong_are_one_page(edition, giver, taker):
    user, browser = taker
    pages = []
    closed = step_of(giver[0], edition, "Een")
    there = link_to(closed)
    colleague_links.close(closed)
    pages.append(browser.get(there))
    pages.append(browser.post(there, {"naam": "Een"}))
    over = link_to(step_of(giver[0], edition, "Twee"))
    ColleagueLink.objects.update(ends_at=timezone.now())
    pages.append(browser.get(over))
    gone = step_of(giver[0], edition, "Drie")
    there = link_to(gone)
    own_steps.drop(giver[0], gone.ref)
    pages.append(browser.get(there))
    blocked = link_to(step_of(giver[0], edition, "Vier"))
    User.objects.filter(pk=giver[0].pk).update(is_active=False)
    pages.append(browser.get(blocked))
    pages.append(browser.get("/sessies/gedeeld/nergens/"))
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "Vraag om een nieuwe" in pages[0].text
    assert not user.own_steps.exists()


def test_a_link_that_closes_under_the_press_gives_nothing(edition, giver, taker):
    own = step_of(giver[0], edition)
    key = colleague_links.make(own, colleague_links.seal(own)).key
    colleague_links.close(own)
    with pytest.raises(NothingThere):
        colleague_links.take(key, taker[0], "Kopie")


def test_wrong_keys_are_counted_and_a_right_one_is_never_refused(edition, giver, taker, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "colleague_key": "3/10m/key"}
    cache.clear()
    there = link_to(step_of(giver[0], edition))
    tried = [taker[1].get(f"/sessies/gedeeld/mis{n}/").status_code for n in range(5)]
    assert tried == [404, 404, 404, 429, 429]
    assert taker[1].get(there).status_code == 200
    cache.clear()


@pytest.mark.parametrize(("make", "shelf"), [(programme_of, PROGRAMMES), (step_of, STEPS)])
def test_nobody_gives_closes_or_drops_what_is_somebody_elses(edition, giver, taker, make, shelf):
    own = make(giver[0], edition)
    link_to(own)
    here, browser = f"{shelf}{own.ref}/delen/", taker[1]
    assert browser.get(here).status_code == 404
    assert browser.post(here, {"gezien": colleague_links.seal(own)}).status_code == 404
    assert browser.post(f"{here}sluiten/").status_code == 404
    browser.post(f"{shelf}{own.ref}/weg/")
    assert ColleagueLink.objects.count() == 1
    other = STEPS if shelf == PROGRAMMES else PROGRAMMES
    assert giver[1].get(f"{other}{own.ref}/delen/").status_code == 404  # the other sort


def test_it_ends_by_itself_and_tidying_forgets_it(edition, giver):
    own = step_of(giver[0], edition)
    link = colleague_links.make(own, colleague_links.seal(own))
    assert colleague_links.find(link.key, link.ends_at - timedelta(seconds=1)) == link
    assert colleague_links.find(link.key, link.ends_at) is None
    assert colleague_links.of(own, link.ends_at) is None
    assert chores.drop_colleague_links() == ""
    assert colleague_links.drop_old(link.ends_at - timedelta(seconds=1)) == 0
    ColleagueLink.objects.update(ends_at=timezone.now())
    again = colleague_links.make(own, colleague_links.seal(own))  # an old row is in no way
    assert again.key != link.key
    ColleagueLink.objects.update(ends_at=timezone.now())
    assert chores.drop_colleague_links() == "Verlopen links voor een collega verwijderd: 1."
    assert OwnStep.objects.get() == own


def test_it_is_told_to_its_owner_and_goes_with_the_account(edition, giver):
    user = giver[0]
    own = programme_of(user, edition)
    link_to(own)
    told = belongings.SessionsOfAccount().export(user)
    assert told["eigen programma's"][0]["link voor een collega werkt tot"]
    step_of(user, edition)
    told = belongings.SessionsOfAccount().export(user)
    assert told["eigen werkvormen"][0]["link voor een collega werkt tot"] == ""
    user.delete()
    assert not ColleagueLink.objects.exists()


def test_a_list_asks_the_same_of_the_database_however_long_it_is(
    edition, giver, django_assert_max_num_queries
):
    user, browser = giver
    for title in ("Een", "Twee", "Drie"):
        link_to(step_of(user, edition, title))
        link_to(programme_of(user, edition, title))
    for shelf in (PROGRAMMES, STEPS):
        with django_assert_max_num_queries(8):
            browser.get(shelf)


def test_a_second_programme_with_the_name_is_refused_however_it_comes(edition, giver, taker):
    own = programme_of(giver[0], edition)
    OwnProgramme.objects.create(user=taker[0], title=own.title, edition=1, kept={})
    with pytest.raises(Taken):
        own_programmes.copy(taker[0], own, f" {own.title} ")
    with pytest.raises(Refused):
        own_programmes.copy(taker[0], own, "")
