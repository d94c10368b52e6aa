"""Puts every state of the product in a database, through the product's own functions.

Run as `python -m tests.journeys.scenes` beside the server it prints one line of JSON: for each
scene the address where it is seen, and per visitor the cookies with which they see it. Every state
is a session of its own, so that all of them are there at the same time.
"""

import json
import random
import sys
from datetime import timedelta

SEED = 7
FOUR = ("bejegening", "hoop", "werkdruk", "hulpverlener-als-client")
LOADED = (
    "400",
    "403_csrf",
    "429",
    "500",
    "503",
    "ended",
)  # pages that no address leads to on purpose


class Builder:
    """Makes sessions and remembers where each is seen."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self.phone_cookies: dict[str, str] = {}
        self.dice = random.Random(SEED)

    def session(
        self,
        name: str,
        joined: int = 12,
        minutes: int = 240,
        themes=FOUR,
        edition=None,
        roles=None,
        **changes,
    ):
        """A session with its door open and so many in; the first of them holds our phone."""
        from sessions_app import demo, participation, pens, running

        made = (
            self._of(edition, minutes, themes, roles)
            if edition
            else demo.make("planned", minutes=minutes, themes=themes, participants=12)
        )
        if changes:
            type(made).objects.filter(pk=made.pk).update(**changes)
            made.refresh_from_db()
        if made.phone_free:
            self.place(name, made)
            return made, []
        running.open_door(made)
        secrets = [f"{self.dice.getrandbits(192):048x}" for _ in range(joined)]
        for secret in secrets:
            participation.join(made, secret)
        if secrets:
            self.phone_cookies[pens.cookie_name(made.ref)] = pens.seal(made.ref, secrets[0])
        self.place(name, made)
        return made, secrets

    def _of(self, edition, minutes: int, themes: tuple[str, ...], roles=None):
        """A planned session from this edition, for the demo's facilitator."""
        from sessions_app import demo, programmes
        from sessions_app.planning import Wish

        contact = "Sam de Vries, vertrouwenspersoon, toestel 1234"
        wish = Wish(minutes=minutes, themes=themes, group_size=12, contact=contact, roles=roles)
        title = "Teamdialoog over stigma met FACT Noord en het team Herstel en Wonen van de regio"
        start = demo._next_afternoon()
        return programmes.make_session(edition, wish, title, start, demo.facilitator())

    def place(self, name: str, session) -> None:
        """Where this scene is seen on each surface."""
        from sessions_app import access, codes

        desk = f"/sessies/{session.ref}/"
        self.places |= {
            f"{name}:programme": desk,
            f"{name}:runsheet": f"{desk}draaiboek/",
            f"{name}:letter": f"{desk}brief/",
            f"{name}:give": f"{desk}geven/",
            f"{name}:change": f"{desk}veranderen/",
            f"{name}:copy": f"{desk}kopie/",
            f"{name}:delete": f"{desk}verwijderen/",
            f"{name}:report": f"{desk}verslag/",
            f"{name}:look-back": f"{desk}terugblik/",
            f"{name}:console": f"{desk}leiden/",
            f"{name}:projector": f"{desk}scherm/",
            f"{name}:screen": f"{desk}scherm/?sleutel={access.screen_key(session)}",
            f"{name}:phone": f"/m/{codes.read_code(session.code).lower()}/",
            f"{name}:link": codes.join_path(session.code),
        }

    def at(self, session, kind: str, number: int = 0):
        """Start the session and go straight to its n-th step of this kind."""
        from sessions_app import running

        step = list(session.steps.filter(kind=kind))[number]
        running.start(session)
        if session.current.ref != step.ref:
            running.jump(session, session.current.ref, step.ref)
        return step

    def answer(self, step, secrets: list[str], passed: bool = False, value: object = None) -> None:
        """All of these answer every question of the step that is sent, the same where one says."""
        from sessions_app import participation, pens
        from sessions_app.models import Answer

        entries = [
            participation.Entry(
                question_id=question.pk,
                step_id=step.pk,
                session_id=step.session_id,
                pen=pens.pen(secret, question.ref),
                number=1,
                state=Answer.State.PASSED if passed else Answer.State.GIVEN,
                value=None
                if passed
                else value or question.asking.invent(question.script, self.dice),
                for_report=not passed and question.asking.worded,
            )
            for question in step.questions.all()
            if question.sent
            for secret in secrets
        ]
        participation.store(entries)


def build() -> dict:
    """Make everything; what the tests need to visit it."""
    from django.template.loader import render_to_string

    made = Builder()
    for scene in (planned, lobby, kinds, answered, special, mirrors, ended, quarter):
        scene(made)
    visitors = _visitors(made)
    full(made)
    return {
        "places": made.places,
        "visitors": visitors,
        "loaded": {name: render_to_string(f"{name}.html") for name in LOADED},
    }


def planned(made: Builder) -> None:
    """Programmes before the day."""
    from accounts.models import User
    from content.document import AnswerForm
    from sessions_app import (
        colleague_links,
        demo,
        own_programmes,
        programmes,
        rewording,
        step_words,
    )
    from sessions_app.script import Asked, Rewording

    made.place("planned", demo.make("planned"))
    warned = demo.make("planned")
    made.place("warned", warned)
    programmes.set_minutes(warned.steps.get(kind="break"), 45)
    programmes.remove_step(warned.steps.get(kind="rules"))
    reworded = demo.make("planned")
    made.place("reworded", reworded)
    alone = reworded.steps.filter(kind="alone").first()
    made.places["reworded:texts"] = f"/sessies/{reworded.ref}/stap/{alone.ref}/teksten/"
    words = rewording.words_now(alone)
    own = step_words.own_question(
        step_words.new_code(), "Wat heb jij nodig?", AnswerForm.ONE, ("Rust", "Tijd")
    )
    asked = (*words.asked[:1], Asked(was=words.asked[1].was), Asked(now=own))
    note = Rewording(now="Laat het stil zijn.", heading=step_words.OWN_NOTE)
    lines = words.lines | {"notes": (*words.lines["notes"], note)}
    rewording.reword_step(alone, step_words.Words(lines, asked), rewording.seal(alone))
    kept = own_programmes.keep(demo.facilitator(), reworded, "Twee uur over bejegening en hoop")
    made.places["own:plan"] = f"/sessies/programmas/{kept.ref}/"
    giver, _ = User.objects.get_or_create(email="noor.jansen@voorbeeld.nl")
    given = own_programmes.keep(giver, reworded, "Twee uur over bejegening")
    link = colleague_links.make(given, colleague_links.seal(given))
    made.places["own:given"] = f"/sessies/gedeeld/{link.key}/"


def lobby(made: Builder) -> None:
    """Before the start: the door open with enough people, and with too few."""
    from sessions_app import running

    session, _ = made.session("lobby", minutes=120, themes=("bejegening", "hoop"))
    running.start_screen(session)
    made.session("lobby-few", joined=2, minutes=120, themes=("bejegening", "hoop"))
    closed, _ = made.session("closed", minutes=60, themes=("hoop",))
    running.start(closed)
    running.close_door(closed)
    made.place("door-closed", closed)
    full, _ = made.session("full", minutes=120, themes=("bejegening", "hoop"), joined=14)
    assert full.participants.count() == full.seats


def kinds(made: Builder) -> None:
    """A session in each kind of step, where eleven answered and our phone did not."""
    from content import editions
    from sessions_app import kinds as registry
    from sessions_app import programmes
    from tests.factories import DAY
    from tests.sessions_app.room import ask_several

    for kind in registry.ALL:
        if not kind.runs:
            continue
        day = {"edition": editions.current(), "roles": DAY} if kind.of_day else {}
        session, secrets = made.session(f"kind-{kind.key}", **day)
        if not kind.place:
            first = session.steps.first()
            words = ("Een eigen stap", None, "Wat wil je nu nog zeggen?")
            programmes.add_step(session, first, *words, kind=kind.key)
        made.answer(made.at(session, kind.key), secrets[1:])
    slides, _ = made.session("slides")
    for number, _step in enumerate(slides.steps.filter(kind="slide")):
        session, _ = made.session(f"slide-{number}")
        made.at(session, "slide", number)
    several, secrets = made.session("kind-several")
    ask_several(several)
    made.answer(made.at(several, "poll"), secrets[1:])


def answered(made: Builder) -> None:
    """What becomes of answers on phone, console and projector."""
    from sessions_app import programmes, results, running
    from tests.sessions_app.room import ask_several

    session, secrets = made.session("sent")
    made.answer(made.at(session, "before"), secrets)
    session, secrets = made.session("sent-text")
    made.answer(made.at(session, "alone"), secrets)
    session, secrets = made.session("passed")
    made.answer(made.at(session, "before"), secrets[:1], passed=True)
    for name, kind, number, verb in (
        ("read", "alone", 0, running.read),
        ("closed-scale", "before", 0, running.read),
        ("texts", "alone", 0, running.show),
        ("bars", "poll", 0, running.show),
        ("bars-several", "poll", 0, running.show),
        ("bars-scale", "before", 0, running.show),
    ):
        session, secrets = made.session(name)
        if name == "bars-several":
            ask_several(session)
        step = made.at(session, kind, number)
        made.answer(step, secrets[1:])
        sent = next(question for question in step.questions.all() if question.sent)
        running.close(session, step.ref)
        verb(session, sent.ref)
        if name == "texts":
            sent.refresh_from_db()
            for n, one in enumerate(results.said(sent)[:4]):
                running.arrange(session, sent.ref, one.key, [1] if n else [], "Aandacht", ":")
    session, secrets = made.session("closed")
    step = made.at(session, "alone")
    made.answer(step, secrets[1:])
    running.close(session, step.ref)
    session, secrets = made.session("twice")
    programmes.add_step(session, session.steps.first(), kind="stance")
    made.answer(made.at(session, "stance"), secrets)
    again = session.steps.get(kind="stance-again")
    running.jump(session, session.current.ref, again.ref)
    made.answer(again, secrets)
    running.close(session, again.ref)
    running.show(session, again.questions.get().ref)
    session, secrets = made.session("band")
    asked = next(
        question
        for step in session.steps.all()
        for question in step.questions.all()
        if question.about_self and question.form == "scale"
    )
    step = made.at(session, asked.step.kind)
    assert step == asked.step
    made.answer(step, secrets[1:], value=4)
    running.close(session, step.ref)
    running.show(session, asked.ref)


def special(made: Builder) -> None:
    """Few people, a black screen, agreements, signals, time that is up, no phones."""
    from django.utils import timezone

    from accounts.models import User
    from sessions_app import custody, huddling, participation, running, screening
    from sessions_app.models import Screening, Signal

    session, secrets = made.session("few", joined=3)
    step = made.at(session, "alone")
    made.answer(step, secrets[1:])
    participation.signal(step, secrets[1], Signal.Sort.MORE_TIME)
    participation.signal(step, secrets[2], Signal.Sort.PAUSE)
    participation.tell_signals()
    session.step_started_at = timezone.now() - timedelta(minutes=step.minutes, seconds=80)
    session.save(update_fields=["step_started_at"])
    for name in ("behind", "caught-up"):
        session, _ = made.session(name)
        step = made.at(session, "film")
        session.starts_at = session.started_at = timezone.now() - timedelta(minutes=55)
        session.save(update_fields=["starts_at", "started_at"])
        if name == "caught-up":
            running.catch_up(session, step.ref, 4, session.programme_version)
    session, _ = made.session("along")
    colleague, _ = User.objects.get_or_create(email="noor.jansen@voorbeeld.nl")
    session.facilitators.create(user=colleague, owner=False)
    made.places["along:along"] = f"/sessies/{session.ref}/samen/"
    made.places["along:invited"] = f"/sessies/meeleiden/{custody.invite(session, colleague)}/"
    made.at(session, "together")
    session, _ = made.session("black")
    made.at(session, "together")
    running.blacken(session, True)
    session, _ = made.session("away")
    made.at(session, "together")
    running.put_away(session, True)
    for name in ("dealt", "dealt-writes"):
        session, secrets = made.session(name)
        step = made.at(session, "together")
        running.deal_huddles(session, step.ref, 3)
        running.name_places(session, ["bij het raam", "bij de deur", "op de gang"])
        made.places[f"{name}:places"] = f"/sessies/{session.ref}/leiden/plekken/"
        if name == "dealt-writes":
            running.ask_huddles(session, step.ref)
            huddling.write(session, secrets[0])
    for state in ("silent", "over"):
        session, _ = made.session(f"film-{state}")
        step = made.at(session, "film")
        said = "silent" if state == "silent" else "ended"
        screening.play(session, step.ref)
        screening.hear(session, step.ref, screening.Said("beamer", said, 0, 1))
        later = timezone.now() + timedelta(days=1)  # it goes on saying so
        Screening.objects.filter(step=step).update(heard_at=later)
    session, _ = made.session("agreed")
    made.at(session, "harvest")
    running.agree(session, "We vragen elke week aan één cliënt hoe onze woorden overkomen.")
    running.agree(session, "We lezen eerst samen, dan pas het dossier.", "Sam", "over vier weken")
    session, _ = made.session("agreed-closing")
    made.at(session, "checkout")
    running.agree(session, "We vragen elke week aan één cliënt hoe onze woorden overkomen.")
    running.agree(session, "We lezen eerst samen, dan pas het dossier.", "Sam", "over vier weken")
    session, _ = made.session("phone-free", phone_free=True)
    made.at(session, "together")
    for kind in ("harvest", "evaluation"):
        session, _ = made.session(f"aloud-{kind}")
        running.go_phone_free(session)
        made.at(session, kind)


def mirrors(made: Builder) -> None:
    """A session in front of each mirror, with its whole picture; and one that had them all."""
    from django.utils import timezone

    from content.passages import shipped_mirrors
    from sessions_app import programmes, reflections, running
    from sessions_app.models import JoinCode

    for mirror in shipped_mirrors():
        session, secrets = made.session(f"mirror-{mirror.key}", minutes=60, themes=("hoop",))
        step = programmes.add_step(session, session.steps.first(), kind=f"mirror:{mirror.key}")
        running.start(session)
        running.jump(session, session.current.ref, step.ref)
        made.answer(step, secrets[1:])
        for seen in range(len(reflections.layers(step))):
            running.reveal(session, step.ref, seen)
    JoinCode.objects.update(given_at=timezone.now() - timedelta(days=2))
    session, secrets = made.session("mirrors", minutes=60, themes=("hoop",))
    for mirror in shipped_mirrors():
        programmes.add_step(session, session.steps.first(), kind=f"mirror:{mirror.key}")
    running.start(session)
    for step in session.steps.filter(kind="mirror"):
        running.jump(session, session.current.ref, step.ref)
        made.answer(step, secrets)
    running.finish(session)


def ended(made: Builder) -> None:
    """Sessions that are over: one with enough answers, one with too few to show any."""
    from sessions_app import demo, pens, report_links

    session = demo.make("ended", themes=("bejegening", "hoop"))
    made.phone_cookies[pens.cookie_name(session.ref)] = pens.seal(session.ref, pens.new_secret())
    made.place("ended", session)
    made.places["ended:team"] = f"/verslag/{report_links.make(session).key}/"
    few = demo.make("ended", minutes=60, themes=("hoop",), participants=3)
    made.place("ended-few", few)
    looked_back(made)


def looked_back(made: Builder) -> None:
    """Weeks later: a link that is open, one that is closed, and a quarter of an hour together."""
    from django.urls import reverse
    from django.utils import timezone

    from sessions_app import demo
    from sessions_app.lookback import by_link, reminder, together
    from sessions_app.models import DialogueSession, JoinCode, LookBack

    now = timezone.now()
    JoinCode.objects.update(given_at=now - timedelta(days=2))  # one account made them all today
    for name in ("asked", "answered", "together"):
        session = demo.make("ended", minutes=60, themes=("hoop",), participants=12)
        DialogueSession.objects.filter(pk=session.pk).update(ended_at=now - timedelta(weeks=5))
        session.refresh_from_db()
        made.place(f"back-{name}", session)
        if name == "together":
            planned = together.plan(session, demo.facilitator(), now + timedelta(days=3))
            made.place("back-planned", planned)
            off = reverse("lookback:reminder_off", args=[session.ref, reminder.off_key(session)])
            made.places["back-off"] = off
            continue
        row = by_link.open_link(session, timezone.localdate() + timedelta(days=7))
        made.places[f"back-{name}:answers"] = reverse("lookback:by_link", args=[row.key])
        if name == "answered":
            for person in range(11):
                chosen = {
                    question.ref: question.script.options[person % 3].key
                    for question in row.questions.all()
                }
                by_link.answer(row, str(person), chosen)
            closed = now - timedelta(minutes=1)
            LookBack.objects.filter(pk=row.pk).update(closes_at=closed)


def quarter(made: Builder) -> None:
    """A quarter of Inzicht with every kind of number."""
    import msgspec

    from insight.models import FrozenQuarter
    from insight.quarters import Quarter
    from insight.totals import Figure
    from sessions_app import demo
    from sessions_app.models import DialogueSession

    session = demo.make("ended", minutes=60, themes=("hoop",))
    long_ago = {name: getattr(session, name) - timedelta(days=150) for name in ("ended_at",)}
    DialogueSession.objects.filter(pk=session.pk).update(**long_ago)
    asked = "Ik denk dat psychische klachten van licht naar zwaar lopen, zonder scherpe grens."
    figures = [
        *(Figure(what, value) for what, value in (("sessies", 20), ("deelnemers", 215))),
        *(Figure(what, 115) for what in ("minuten gepland", "minuten echt")),
        *(Figure(what, 85) for what in ("stappen gedaan", "evaluatie gedaan")),
        *(Figure("thema", 30, name) for name in ("Bejegening", "Hulpverlener als cliënt")),
        Figure("antwoorden", 195, asked),
        *(Figure("koos", 25, asked, word) for word in ("helemaal niet", "niet echt", "helemaal")),
        Figure("overgeslagen", 20, "Welke woorden geven je hoop?"),
    ]
    FrozenQuarter.objects.create(
        quarter=Quarter.of(long_ago["ended_at"].date()).key, figures=msgspec.to_builtins(figures)
    )


def full(made: Builder) -> None:
    """Every text at the limit of publishing, and people who write much."""
    from django.utils import timezone

    from sessions_app import kinds, running
    from tests.factories import DAY
    from tests.journeys import fullest

    edition = fullest.edition()

    def at(name: str, kind: str, number: int = 0):
        roles = DAY if kinds.of(kind).of_day else None
        session, secrets = made.session(f"full-{name}", edition=edition, roles=roles)
        step = made.at(session, kind, number)
        return session, secrets, step

    for kind in kinds.ALL:
        if kind.runs and kind.place and "slide" not in kind.needs:
            at(kind.key, kind.key)
    slides, _ = made.session("full-slides", edition=edition)
    for number in range(slides.steps.filter(kind="slide").count()):
        at(f"slide-{number}", "slide", number)
    for name, kind, number in (("bars", "poll", 0), ("scale", "before", 0), ("texts", "alone", 0)):
        session, secrets, step = at(f"shown-{name}", kind, number)
        made.answer(step, secrets)
        sent = next(question for question in step.questions.all() if question.sent)
        if name == "texts":
            for answer in sent.answers.all():
                answer.value = fullest.sentence(900)
                answer.save()
        running.close(session, step.ref)
        running.show(session, sent.ref)
    for name, kind in (("agreed", "harvest"), ("closing", "checkout")):
        session, _, _ = at(name, kind)
        for _n in range(7):
            who, when = fullest.sentence(120), fullest.sentence(120)
            running.agree(session, fullest.sentence(300), who, when)
    session, _, _ = at("closing-few", "checkout")
    for _n in range(3):
        running.agree(
            session,
            fullest.sentence(90),
            "Sam",
            noticed=fullest.sentence(90),
            look_back_on=timezone.localdate() + timedelta(weeks=5),
        )


def _visitors(made: Builder) -> dict[str, dict[str, str]]:
    from accounts.models import LoginLink, User
    from content import models
    from sessions_app import demo

    editor = User.objects.create_superuser("redactie@voorbeeld.nl", name="Redacteur")
    slide = models.Slide.objects.first()
    slide.body = f"{slide.body} Met een zin erbij."
    slide.save()
    made.places["on-phone"] = f"/account/telefoon/{LoginLink.make(demo.facilitator(), 'phone')}/"
    made.places["slide-preview"] = f"/beheer/content/slide/{slide.pk}/voorbeeld/"
    made.places["slide-rows"] = f"/beheer/content/slide/{slide.pk}/change/"
    made.places["chapter-rows"] = f"/beheer/content/chapter/{slide.chapter_id}/change/"
    return {
        "lead": _logged_in(demo.facilitator()),
        "regular": _logged_in(_with_three(made)),
        "newcomer": _logged_in(User.objects.create_user("nieuw@voorbeeld.nl")),
        "editor": _logged_in(editor, second_factor=True),
        "half": _logged_in(editor),  # has yet to set up a second factor
        "phone": made.phone_cookies,
        "nobody": {},
    }


def _with_three(made: Builder):
    """Somebody whose list holds a session to come, one that is going on and one that was.

    And one in the archive, and one that can be taken back.
    """
    from accounts.models import User
    from sessions_app import demo, keeping
    from sessions_app.models import DialogueSession

    user = User.objects.create_user("vast@voorbeeld.nl")
    for name in ("planned", "few", "ended"):
        ref = made.places[f"{name}:programme"].split("/")[2]
        DialogueSession.objects.get(ref=ref).facilitators.create(user=user)
    for put_away in (keeping.archive, keeping.delete_session):
        session = demo.make("planned")
        session.facilitators.create(user=user)
        put_away(session)
    return user


def _logged_in(user, second_factor: bool = False) -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    return _visit(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            **(
                {
                    "account_authentication_methods": [{"method": "mfa", "at": 0}],
                    "account_authentication_methods_user": str(user.pk),
                }
                if second_factor
                else {}
            ),
        }
    )


def _visit(kept: dict) -> dict[str, str]:
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store.update(kept)
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key}


def main() -> None:
    """Build in the database that the environment names and print what was made."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")  # nothing here outlives the test
    call_command("load_content", verbosity=0, stdout=sys.stderr)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps(build()))


COMMAND: tuple[str, ...] = (sys.executable, "-m", "tests.journeys.scenes")

if __name__ == "__main__":
    main()
