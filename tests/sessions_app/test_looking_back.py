"""Weeks after a session: one e-mail, a quarter of an hour together, or a link without names."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec import ValidationError

from accounts.models import User
from content.document import AnswerForm, Purpose, Question
from sessions_app import codes, keeping, kinds, programmes, running, traces
from sessions_app.errors import Refused
from sessions_app.lookback import by_link, reminder, together
from sessions_app.models import DialogueSession, LookBack, LookBackQuestion, LookBackSeat
from sessions_app.planning import brief_of
from sessions_app.reports.contents import report_of
from sessions_app.small_groups import NOT_SHOWN
from sessions_app.wish import Wish
from tests.factories import make_document
from tests.sessions_app.room import make_edition, make_empty_session, make_session, people_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # rows, and sums of them
NOW = timezone.now()


def ended(people: int = 12, weeks: float = 5, day: date | None = None, **fields) -> DialogueSession:
    """A session that so many took part in, with one agreement, so many weeks ago."""
    at = NOW - timedelta(weeks=weeks)
    known = {
        "phase": "ended",
        "starts_at": at,
        "started_at": at,
        "ended_at": at + timedelta(hours=1),
        "joined_at_end": people,
    }
    session = make_empty_session(**(known | fields))
    session.agreements.create(
        text="We vragen het na.", who="Sam", noticed="Wie het hoort.", look_back_on=day
    )
    return session


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("leidt@voorbeeld.nl")


@pytest.fixture
def led(owner) -> DialogueSession:
    session = ended()
    session.facilitators.create(user=owner)
    return session


def opened(session: DialogueSession, days: int = 7) -> LookBack:
    return by_link.open_link(session, timezone.localdate() + timedelta(days=days))


def answers(look_back: LookBack) -> dict:
    """The first choice of every question."""
    return {q.ref: q.script.options[0].key for q in look_back.questions.all()}


def answered(look_back: LookBack, people: int, start: int = 0) -> None:
    for number in range(start, start + people):
        by_link.answer(look_back, f"geheim {number}", answers(look_back))


def closed(look_back: LookBack) -> LookBack:
    by_link.close_due(look_back.closes_at + timedelta(minutes=1))
    return LookBack.objects.get(pk=look_back.pk)


class TestReminder:
    def test_it_comes_once_four_weeks_after_the_session(self, led):
        assert reminder.remind(led.ended_at + timedelta(weeks=3)) == 0
        assert reminder.remind(led.ended_at + timedelta(weeks=4, days=1)) == 1
        assert reminder.remind(led.ended_at + timedelta(weeks=4, days=2)) == 0
        (letter,) = mail.outbox
        assert letter.to == ["leidt@voorbeeld.nl"]
        assert "We vragen het na." in letter.body
        for name, given in (("plan", []), ("reminder_off", [reminder.off_key(led)])):
            path = reverse(f"lookback:{name}", args=[led.ref, *given])
            assert f"\n{settings.BASE_URL}{path}\n" in f"{letter.body}\n"

    def test_who_leads_along_is_not_asked_to_look_back(self, led):
        led.facilitators.create(user=User.objects.create_user("mee@voorbeeld.nl"), owner=False)
        assert reminder.remind(led.ended_at + timedelta(weeks=4, days=1)) == 1
        assert [letter.to for letter in mail.outbox] == [["leidt@voorbeeld.nl"]]

    def test_it_comes_a_week_before_the_day_that_was_agreed(self, led):
        day = timezone.localdate(led.ended_at) + timedelta(weeks=6)
        led.agreements.update(look_back_on=day)
        assert reminder.due_on(led) == day - timedelta(days=7)

    def test_it_never_comes_on_the_day_of_the_session_itself(self, led):
        led.agreements.update(look_back_on=timezone.localdate(led.ended_at) + timedelta(days=1))
        assert reminder.due_on(led) == timezone.localdate(led.ended_at) + timedelta(days=1)

    def test_the_link_in_it_switches_it_off_by_a_press_and_not_by_looking(self, led):
        path = reverse("lookback:reminder_off", args=[led.ref, reminder.off_key(led)])
        visitor = Client()
        assert visitor.get(path).status_code == 200
        assert reminder.of(led).reminder
        assert "staat uit" in visitor.post(path).text
        assert reminder.remind() == 0
        assert not mail.outbox

    def test_it_does_not_come_where_looking_back_is_arranged(self, led, owner):
        together.plan(led, owner, NOW + timedelta(days=3))
        assert reminder.remind() == 0

    def test_it_does_not_come_long_after(self, led):
        assert reminder.remind(led.ended_at + timedelta(weeks=10)) == 0

    @pytest.mark.parametrize("field", ["archived_at", "deleted_at"])
    def test_it_does_not_come_for_what_is_put_away(self, led, field):
        DialogueSession.objects.filter(pk=led.pk).update(**{field: NOW})
        assert reminder.remind() == 0

    def test_a_mail_server_that_is_away_means_tomorrow_again(self, led, monkeypatch):
        def away(*args, **more):
            raise OSError

        with monkeypatch.context() as patched:
            patched.setattr("sessions_app.invitations.send_mail", away)
            assert reminder.remind() == 0
        assert reminder.remind() == 1

    def test_tidying_sends_it(self, led):
        said = StringIO()
        call_command("tidy", stdout=said)
        assert "Herinneringen aan een terugblik verstuurd: 1." in said.getvalue()


class TestTogether:
    def test_one_press_plans_a_quarter_that_starts_from_the_agreement(self, led, owner, client):
        client.force_login(owner)
        day = timezone.localdate() + timedelta(days=3)
        path = reverse("lookback:together", args=[led.ref])
        page = client.post(path, {"dag": day.isoformat(), "tijd": "13.30"})
        (made,) = led.looked_back_in.all()
        assert page["Location"] == reverse("planner:programme", args=[made.ref])
        assert made.minutes == 15 == sum(step.minutes for step in made.steps.all())
        assert made.steps.first().script.points == ("We vragen het na.",)
        assert made.code
        assert client.get(page["Location"]).status_code == 200
        assert client.get(reverse("planner:change", args=[made.ref])).status_code == 422

    def test_a_second_press_gives_the_same(self, led, owner, monkeypatch):
        first = together.plan(led, owner, NOW + timedelta(days=3))
        monkeypatch.setattr(codes, "PER_DAY", 1)  # that was the last of today
        assert together.plan(led, owner, NOW + timedelta(days=4)) == first

    @pytest.mark.parametrize("people", [2, 4, 12, 30, 300])
    @pytest.mark.parametrize("phone_free", [False, True])
    def test_it_is_a_quarter_for_every_group(self, people, phone_free):
        wish = Wish(minutes=15, themes=(), group_size=people, phone_free=phone_free)
        brief = brief_of(make_document(), wish, 15, [])
        steps = together.programme(brief, ("We vragen het na.",))
        assert sum(step.minutes for step in steps) == 15
        assert all(step.least <= step.minutes <= step.most for step in steps)

    def test_it_is_led_like_any_session(self, led, owner, client):
        made = together.plan(led, owner, NOW + timedelta(days=3))
        client.force_login(owner)
        running.start(made)
        console = reverse("console:lead", args=[made.ref])
        assert "We vragen het na." in client.get(f"/sessies/{made.ref}/scherm/").text
        while made.current is not None:
            assert client.get(console).status_code == 200
            try:
                running.advance(made, made.current.ref)
            except Refused:
                break
        running.agree(made, "We gaan door.")
        running.finish(made)
        assert report_of(made).agreements[0].text == "We gaan door."

    def test_phones_ask_how_the_team_stands_and_the_agreement_is_talked_about(self, led, owner):
        made = together.plan(led, owner, NOW + timedelta(days=3))
        asked = [[q.script.code for q in step.questions.all()] for step in made.steps.all()]
        about_the_team = [q.code for q in led.edition.content.asked(Purpose.TEAM)]
        assert len(about_the_team) > 1
        assert asked == [[], about_the_team, [], []]

    def test_what_a_link_asks_is_not_asked_again(self, led, owner):
        opened(led)
        made = together.plan(led, owner, NOW + timedelta(days=3))
        assert not made.steps.filter(questions__isnull=False).exists()

    def test_it_can_be_copied_deleted_and_changed_in_its_steps(self, led, owner):
        made = together.plan(led, owner, NOW + timedelta(days=3))
        copy = keeping.copy_session(made, owner, "Nog eens", NOW + timedelta(days=30), "Anja")
        assert copy.minutes == 15
        programmes.set_minutes(made.steps.first(), 4)
        keeping.delete_session(made)
        assert together.plan(led, owner, NOW + timedelta(days=5)) != made

    def test_it_is_for_the_same_people_in_the_same_way_and_of_one_facilitator(self, owner):
        known = {
            "title": "a" * 118,
            "group_size": 9,
            "led_by": DialogueSession.LedBy.OUTSIDER,
            "guests": DialogueSession.Guests.CLIENTS,
            "contact": "Bas, toestel 9",
            "phone_free": True,
        }
        led = ended(**known)
        led.facilitators.create(user=User.objects.create_user("mee@voorbeeld.nl"))
        starts_at = NOW + timedelta(days=3)
        made = together.plan(led, owner, starts_at)
        made.refresh_from_db()
        title = "Terugblik: " + "a" * 109
        assert {name: getattr(made, name) for name in known} == known | {"title": title}
        assert (made.starts_at, made.looks_back_at, made.edition) == (starts_at, led, led.edition)
        assert [one.user for one in made.facilitators.all()] == [owner]
        assert list(made.steps.values_list("position", flat=True)) == [1, 2, 3, 4]
        assert made.minutes == sum(step.minutes for step in made.steps.all())
        assert made.code

    def test_only_a_session_that_ended_is_looked_back_on_at_a_moment_to_come(self, led, owner):
        with pytest.raises(Refused, match="nog niet afgelopen"):
            together.plan(make_empty_session(), owner, NOW + timedelta(days=3))
        with pytest.raises(Refused, match="proef"):
            together.plan(ended(rehearses=led), owner, NOW + timedelta(days=3))
        then = NOW - timedelta(days=3)
        with pytest.raises(Refused, match="al geweest"):
            together.plan(led, owner, then, then)
        assert together.plan(led, owner, then + timedelta(minutes=1), then).starts_at > then

    def test_a_look_back_that_does_not_come_about_leaves_nothing(self, led, owner, monkeypatch):
        def fails(*_) -> None:
            raise Refused("Nu niet.")

        monkeypatch.setattr(codes, "give_code", fails)
        with pytest.raises(Refused, match="Nu niet"):
            together.plan(led, owner, NOW + timedelta(days=3))
        assert not led.looked_back_in.exists()

    def test_a_look_back_counts_as_a_code_of_today(self, led, owner, monkeypatch):
        monkeypatch.setattr(codes, "PER_DAY", 0)
        with pytest.raises(Refused, match="op een dag"):
            together.plan(led, owner, NOW + timedelta(days=3))
        assert not led.looked_back_in.exists()

    def test_the_newest_agreements_stand_on_the_screen_as_many_as_fit(self, led, owner):
        led.agreements.all().delete()
        for text in ("eerste", "tweede ", "derde\n regel", "vierde"):
            led.agreements.create(text=text)
        made = together.plan(led, owner, NOW + timedelta(days=3))
        assert made.steps.first().script.points == ("tweede", "derde regel", "vierde")
        for longest, shown in ((200, 2), (201, 1), (500, 1)):
            other = ended()
            other.agreements.all().delete()
            for letter, length in (("a", 200), ("b", longest)):
                other.agreements.create(text=letter * length)
            made = together.plan(other, owner, NOW + timedelta(days=3))
            assert len(made.steps.first().script.points) == shown
            assert made.steps.first().script.points[-1] == "b" * longest

    def test_what_is_left_of_the_quarter_goes_to_the_talk_about_the_agreement(self):
        def minutes(people: int, by_link: bool = False) -> list[int]:
            wish = Wish(minutes=15, themes=(), group_size=people)
            brief = brief_of(make_document(), wish, 15, [])
            steps = together.programme(brief, ("We vragen het na.",), by_link)
            assert steps[0].content.points == ("We vragen het na.",)
            for step in steps:
                assert step.least <= step.ideal == step.minutes <= step.most
            return [step.minutes for step in steps]

        assert minutes(4) == [5, 4, 4, 2]
        assert minutes(12) == [5, 3, 4, 3]
        assert minutes(12, by_link=True) == [6, 6, 3]
        assert minutes(2, by_link=True) == [7, 6, 2]

    def test_a_moment_that_is_over_is_refused(self, led, owner):
        with pytest.raises(Refused, match="al geweest"):
            together.plan(led, owner, NOW - timedelta(minutes=1))


class TestByLink:
    def test_ten_browsers_answer_and_the_team_sees_totals_after_the_last_day(self, led, owner):
        look_back = opened(led)
        path = reverse("lookback:by_link", args=[look_back.key])
        refs = [question.ref for question in look_back.questions.all()]
        for _ in range(10):
            phone = Client()
            assert "Terugblik" in phone.get(path).text
            sent = {f"waarde.{ref}": "weet-niet" for ref in refs}
            page = phone.post(path, sent, follow=True)
            assert "Je antwoorden zijn geteld" in page.text
        assert NOT_SHOWN not in Client().get(path).text
        closed(look_back)
        LookBack.objects.update(closes_at=NOW - timedelta(minutes=1))
        assert "10" in Client().get(path).text
        led.refresh_from_db()
        seen = report_of(led).looked_back
        assert len(seen) == len(refs)
        leader = Client()
        leader.force_login(owner)
        assert "De terugblik, weken later" in leader.get(f"/sessies/{led.ref}/verslag/").text
        assert leader.get(f"/sessies/{led.ref}/verslag.pdf").status_code == 200
        assert leader.get(reverse("lookback:plan", args=[led.ref])).status_code == 200

    def test_what_was_chosen_comes_back_with_a_sentence_when_it_does_not_fit(self, led):
        look_back = opened(led)
        path = reverse("lookback:by_link", args=[look_back.key])
        phone = Client()
        phone.get(path)
        first, second = [question.ref for question in look_back.questions.all()][:2]
        known = {f"waarde.{first}": "gelukt", f"waarde.{second}": "bestaat-niet"}
        page = phone.post(path, known)
        assert page.status_code == 422
        assert "Kies één van de antwoorden" in page.text
        assert 'value="gelukt" checked' in " ".join(page.text.split())
        empty = phone.post(path, {})
        assert empty.status_code == 422
        assert by_link.NOTHING in empty.text

    def test_a_browser_without_cookies_is_told_what_to_do(self, led):
        look_back = opened(led)
        path = reverse("lookback:by_link", args=[look_back.key])
        page = Client().post(path, {"waarde.x": "gelukt"})
        assert page.status_code == 422
        assert "geen cookies" in page.text

    def test_looking_takes_no_seat(self, led):
        look_back = opened(led)
        Client().get(reverse("lookback:by_link", args=[look_back.key]))
        assert not LookBackSeat.objects.exists()

    def test_its_cookie_is_for_this_site_and_no_script(self, led):
        look_back = opened(led)
        phone = Client()
        phone.get(reverse("lookback:by_link", args=[look_back.key]))
        (cookie,) = [one for name, one in phone.cookies.items() if "terugblik" in name]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Lax")

    def test_fewer_than_ten_people_look_back_together(self, owner):
        session = ended(people=9)
        session.facilitators.create(user=owner)
        with pytest.raises(Refused, match="Met minder dan tien"):
            opened(session)
        client = Client()
        client.force_login(owner)
        page = client.get(reverse("lookback:plan", args=[session.ref])).text
        assert "Maak de link" not in page
        assert "Plan de terugblik" in page

    @pytest.mark.parametrize("days", [-1, 0, 1, 40])
    def test_the_last_day_is_neither_too_soon_nor_too_late(self, led, days):
        with pytest.raises(Refused, match="Kies een dag"):
            opened(led, days)

    def test_a_first_visit_after_the_day_closes_it(self, led):
        look_back = opened(led)
        LookBack.objects.update(closes_at=NOW - timedelta(minutes=1))
        assert "gesloten" in Client().get(reverse("lookback:by_link", args=[look_back.key])).text
        assert LookBack.objects.get().closed

    def test_a_link_goes_a_month_after_it_closed_and_the_report_stays(self, led):
        look_back = opened(led)
        answered(look_back, 12)
        late = closed(look_back).closes_at + timedelta(days=31)
        assert by_link.drop_old_keys(late) == 1
        assert by_link.drop_old_keys(late) == 0
        assert Client().get(f"/terugblik/{look_back.key}/").status_code == 404
        assert any(seen.visible for seen in by_link.outcomes(led))
        assert by_link.may_open(led) == by_link.ONCE

    def test_a_link_goes_also_when_its_key_looks_like_one_that_is_gone(self, led):
        look_back = opened(led)
        answered(look_back, 12)
        late = closed(look_back).closes_at + timedelta(days=31)
        LookBack.objects.filter(pk=look_back.pk).update(key="-abcdefghijklmnopqrstu")
        assert by_link.drop_old_keys(late) == 1
        assert by_link.drop_old_keys(late) == 0

    def test_near_unanimity_about_the_own_team_has_no_count(self, led):
        look_back = opened(led)
        answered(look_back, 12)
        closed(look_back)
        about = [seen for seen in by_link.outcomes(led) if seen.question.script.about_self]
        assert about
        assert all(seen.band and not seen.rows for seen in about)
        kept = LookBackQuestion.objects.filter(content__about_self=True)
        assert {str(question.counts) for question in kept} == {"{}"}


class TestLink:
    """The verbs of the link, at their bounds, with another team's link beside it."""

    @pytest.fixture
    def other(self) -> LookBack:
        return opened(ended())

    @pytest.mark.parametrize(("days", "opens"), [(1, False), (2, True), (28, True), (29, False)])
    def test_it_is_open_for_two_days_at_least_and_for_four_weeks_at_most(self, led, days, opens):
        if not opens:
            with pytest.raises(Refused, match="minstens twee en hooguit 28 dagen"):
                opened(led, days)
            return
        made = LookBack.objects.get(pk=opened(led, days).pk)
        last_day = timezone.localdate() + timedelta(days=days)
        assert timezone.localtime(made.closes_at).strftime("%Y-%m-%d %H:%M") == f"{last_day} 23:59"
        assert made.opened_at is not None
        assert made.seats == 12
        assert len(made.key) == 22  # 128 bits: nobody guesses it
        asked = by_link.asked(led.edition.content)
        assert [question.script.code for question in made.questions.all()] == [
            q.code for q in asked
        ]

    def test_it_is_made_once_after_the_end_and_not_beside_a_session(self, led, owner):
        planned, trial = make_empty_session(), ended(rehearses=led)
        with pytest.raises(Refused, match="nog niet afgelopen"):
            opened(planned)
        with pytest.raises(Refused, match="proef"):
            opened(trial)
        beside = ended()
        beside.facilitators.create(user=owner)
        assert by_link.may_open(beside) == ""
        meeting = together.plan(beside, owner, NOW + timedelta(days=3))
        with pytest.raises(Refused, match="kijken al samen terug"):
            opened(beside)
        keeping.delete_session(meeting)
        opened(beside)
        with pytest.raises(Refused, match="al een link gemaakt"):
            opened(beside)
        assert by_link.may_open(ended(people=9)) == by_link.TOO_FEW
        assert by_link.may_open(ended(people=10)) == ""
        assert LookBack.objects.exclude(key=None).count() == 1

    def test_without_a_link_there_is_nothing_to_close(self, led):
        known = reminder.of(led)
        assert by_link.close_if_due(known) is False
        assert not LookBack.objects.get(pk=known.pk).closed

    def test_without_questions_there_is_no_link(self, led, monkeypatch):
        monkeypatch.setattr(by_link, "asked", lambda _: [])
        with pytest.raises(Refused, match="geen vragen voor een link"):
            opened(led)
        assert not LookBack.objects.exclude(key=None).exists()

    def test_a_link_that_does_not_come_about_leaves_nothing(self, led, monkeypatch):
        monkeypatch.setattr(by_link, "asked", lambda _: [object()])  # cannot be kept
        with pytest.raises(TypeError):
            opened(led)
        assert by_link.may_open(led) == ""

    def test_it_begins_when_it_is_made(self, led):
        then = NOW - timedelta(days=5)
        made = by_link.open_link(led, timezone.localdate(then) + timedelta(days=2), then)
        assert (made.opened_at, made.closed) == (then, False)

    def test_an_answer_or_a_closing_that_does_not_come_about_leaves_all_as_it_was(self, led):
        made = opened(led)
        answered(made, 10)
        given = answers(made)
        LookBackQuestion.objects.filter(pk=made.questions.last().pk).update(content={})
        kept = list(made.questions.values())
        with pytest.raises(ValidationError):
            by_link.answer(made, "nog een", given)
        with pytest.raises(ValidationError):
            closed(made)
        assert list(made.questions.values()) == kept
        assert made.taken.count() == 10
        assert not LookBack.objects.get().closed

    def test_what_was_open_and_came_out_of_a_copy_is_over_before_its_day(self, led):
        made = opened(led)
        made.questions.all().delete()  # no copy of the database holds them
        assert by_link.close_due() == 1
        assert by_link.find(made.key).closed
        assert by_link.outcomes(led) == []

    def test_an_answer_counts_once_in_its_own_questions_only(
        self, led, other, django_capture_on_commit_callbacks, monkeypatch
    ):
        wiped: list[bool] = []
        monkeypatch.setattr(traces, "wipe_log", lambda: wiped.append(True))
        made = opened(led)
        first, second, *_ = made.questions.all()
        key = first.script.options[0].key
        with django_capture_on_commit_callbacks(execute=True):
            assert by_link.answer(made, "een", {first.ref: key})
        assert wiped == [True]  # what a database keeps behind its tables goes with every answer
        assert by_link.answer(made, "een", {first.ref: key, second.ref: key}) is False
        assert by_link.has_answered(made, "een")
        assert not by_link.has_answered(made, "twee")
        assert not by_link.has_answered(other, "een")
        assert by_link.answer(made, "twee", {first.ref: key})
        rows = {q.pk: (q.given, q.tally.get(key, 0)) for q in made.questions.all()}
        assert rows.pop(first.pk) == (2, 2)
        assert {*rows.values()} == {(0, 0)}
        assert {q.given for q in other.questions.all()} == {0}
        assert made.taken.count() == 2
        with pytest.raises(Refused, match="Kies eerst een antwoord"):
            by_link.answer(made, "drie", {})

    def test_no_more_answer_than_took_part_and_none_after_the_last_minute(self, led):
        made = opened(led)
        answered(made, 12)
        with pytest.raises(Refused, match="zoveel antwoorden als er mensen meededen"):
            by_link.answer(made, "nog een", answers(made))
        LookBack.objects.filter(pk=made.pk).update(seats=20)
        assert by_link.answer(made, "op tijd", answers(made), made.closes_at)
        late = made.closes_at + timedelta(seconds=1)
        with pytest.raises(Refused, match="gesloten"):
            by_link.answer(made, "te laat", answers(made), late)
        assert by_link.close_if_due(made, made.closes_at) is False
        assert by_link.close_if_due(made, late) is True
        assert by_link.close_if_due(made, late) is False
        with pytest.raises(Refused, match="gesloten"):
            by_link.answer(made, "te laat", answers(made), made.opened_at)

    def test_closing_lets_go_of_who_answered_and_only_there(
        self, led, other, django_capture_on_commit_callbacks, monkeypatch
    ):
        wiped: list[bool] = []
        monkeypatch.setattr(traces, "wipe_log", lambda: wiped.append(True))
        made = opened(led)
        LookBack.objects.filter(pk=other.pk).update(closes_at=NOW + timedelta(days=20))
        answered(made, 11)
        answered(other, 3)
        assert by_link.outcomes(led) == []
        with django_capture_on_commit_callbacks(execute=True):
            assert by_link.close_due(made.closes_at + timedelta(minutes=1)) == 1
        assert wiped == [True]
        assert (made.taken.count(), other.taken.count()) == (0, 3)
        assert {(q.given, str(q.tally)) for q in made.questions.all()} == {(0, "{}")}
        assert {q.given for q in other.questions.all()} == {3}
        made.refresh_from_db()
        other.refresh_from_db()
        assert (made.closed, other.closed) == (True, False)
        assert by_link.outcomes(other.session) == []
        assert by_link.close_due(made.closes_at + timedelta(minutes=2)) == 0

    @pytest.mark.parametrize(
        ("people", "given", "seen"), [(16, 10, True), (17, 10, False), (12, 9, False)]
    )
    def test_what_comes_out_takes_ten_answers_and_three_of_every_five(self, people, given, seen):
        made = opened(ended(people=people))
        answered(made, given)
        closed(made)
        found = by_link.outcomes(made.session)
        assert len(found) == made.questions.count()
        for one in found:
            assert one.visible is seen
            about_self = one.question.script.about_self
            assert one.answered == (given if seen and not about_self else 0)
            assert bool(one.rows) is (seen and not about_self)
            assert one.question.answered == one.answered  # nor does the database know more
            assert bool(one.question.counts) is bool(one.rows)
            (chosen, *_) = one.question.asking.labels(one.question.script).values()
            assert one.band == ((chosen,) if seen and about_self else ())
            assert bool(one.question.band) is (seen and about_self)

    def test_it_leads_somewhere_until_a_month_after_it_closed(self, led, other):
        made = opened(led)
        over = made.closes_at + timedelta(days=30)
        assert by_link.find("nergens") is None
        assert by_link.find(made.key, made.closes_at) == made
        assert not LookBack.objects.get(pk=made.pk).closed
        assert by_link.find(made.key, over - timedelta(seconds=1)) == made
        assert LookBack.objects.get(pk=made.pk).closed  # whoever comes first closes it
        assert by_link.find(made.key, over) is None
        assert by_link.drop_old_keys(over - timedelta(seconds=1)) == 0
        assert by_link.drop_old_keys(over) == 1
        assert by_link.find(made.key, made.closes_at) is None
        assert by_link.find(other.key) == other
        keeping.delete_session(other.session)
        assert by_link.find(other.key) is None


def test_a_link_needs_a_last_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        LookBack.objects.create(session=ended(), key="x")


def test_every_closed_question_of_a_look_back_can_be_on_the_page():
    questions = by_link.asked(make_edition().content)
    assert {question.form for question in questions} <= {
        AnswerForm.ONE,
        AnswerForm.SCALE,
        AnswerForm.SEVERAL,
    }
    assert len(questions) == 4
    assert kinds.of("again").by_hand


def test_a_link_asks_nothing_that_people_write_or_say_aloud():
    known = {"purpose": Purpose.TEAM, "text": "Hoe gaat het?"}
    forms = (AnswerForm.OPEN, AnswerForm.ALOUD, AnswerForm.PRIVATE, AnswerForm.SCALE)
    asked = tuple(Question(code=form, form=form, **known) for form in forms)
    found = by_link.asked(make_document(questions=asked))
    assert [question.form for question in found] == [AnswerForm.SCALE]


def test_from_the_agreement_to_what_the_team_sees_weeks_later(owner, client):
    """A session ends with a day; the e-mail comes; ten browsers answer; it closes; it is shown."""
    session = make_session(AnswerForm.OPEN)
    session.facilitators.create(user=owner)
    people_in(session, 10)
    day = timezone.localdate() + timedelta(weeks=5)
    running.agree(session, "We vragen het na.", who="Sam", look_back_on=day)
    running.finish(session)
    assert reminder.remind() == 0
    assert reminder.remind(timezone.now() + timedelta(weeks=4)) == 1
    assert "We vragen het na." in mail.outbox[0].body

    client.force_login(owner)
    last_day = timezone.localdate() + timedelta(days=14)
    page = reverse("lookback:plan", args=[session.ref])
    made = client.post(reverse("lookback:open_link", args=[session.ref]), {"sluit": last_day})
    assert made["Location"] == page
    look_back = LookBack.objects.get(session=session)
    link = reverse("lookback:by_link", args=[look_back.key])
    assert link in client.get(page).text
    first, *_ = look_back.questions.all()
    for choice in ["gelukt", "deels"] * 5:
        phone = Client()
        phone.get(link)
        assert phone.post(link, {f"waarde.{first.ref}": choice}).status_code == 302
    assert "5</b> van" not in client.get(page).text

    LookBack.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    said = StringIO()
    call_command("tidy", stdout=said)
    assert "Terugblikken gesloten: 1." in said.getvalue()
    for shown in (link, page, reverse("report:report", args=[session.ref])):
        assert "<b>5</b> van 10" in client.get(shown).text
    hidden = [seen for seen in by_link.outcomes(session) if seen.hidden]
    assert len(hidden) == 3  # nobody answered those
