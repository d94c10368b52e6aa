"""The route of an answer without a server round it: what is kept, and what each refusal says."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, HttpResponse

from content.document import AnswerForm, Circle
from sessions_app import codes, huddling, pens, running, surfaces
from sessions_app.live import answers, doors, limits, questions, threads
from sessions_app.live.frame import PARTICIPANT
from sessions_app.live.hub import Hub
from sessions_app.live.line import Line
from sessions_app.live.writer import Writer
from sessions_app.models import Answer, DialogueSession, Step, StepQuestion
from sessions_app.participation import Entry
from sessions_app.script import StepContent
from tests.live.loops import run_scene
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session, people_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_only]

TOKEN = "t" * 32
SCRIPT = {"accept": "application/json"}
Fields = list[tuple[str, str]]


class Remembering(Writer):
    """The line of answers, which remembers what came into it."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[Entry] = []

    def put(self, entries, session_ref):
        self.came += entries
        return super().put(entries, session_ref)


class Reply:
    """What came back, as a browser knows it."""

    def __init__(self) -> None:
        self.body = b""

    async def take(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        self.body += message.get("body", b"")

    @property
    def said(self) -> dict:
        return json.loads(self.body)


class Room:
    """A session that runs, somebody with a phone in it, and the route between them."""

    def __init__(self, session: DialogueSession) -> None:
        self.session = session
        self.code = codes.give_code(session).code
        self.me, self.other = people_in(session, 2)
        self.step: Step = session.steps.first()
        self.asked: list[StepQuestion] = list(self.step.questions.order_by("position"))
        self.pages: list[tuple] = []

    async def ask(
        self,
        fields: Fields | None = None,
        who: Person | None = None,
        method: str = "POST",
        step: str | None = None,
        parts: list[dict] | None = None,
        token: str | None = TOKEN,
        kind: str = "application/x-www-form-urlencoded",
        **headers: str,
    ) -> Reply:
        """Send these fields, as `who` (me), as a script unless other headers say who asks."""
        person = who or self.me
        jar = {"csrftoken": TOKEN, self.cookie: pens.seal(self.session.ref, person.secret)}
        sent = {
            "host": "testserver",
            "cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
            "content-type": kind,
            "x-csrftoken": token,
            **(headers or SCRIPT),
        }
        body = urlencode(fields or []).encode()
        sent["content-length"] = str(len(body))
        messages = parts or [{"type": "http.request", "body": body}]
        waiting = iter(messages)

        async def receive() -> dict:
            return next(waiting)

        scope = {
            "type": "http",
            "method": method,
            "path": "/",
            "query_string": b"",
            "headers": [(n.encode(), v.encode()) for n, v in sent.items() if v is not None],
        }
        reply = Reply()
        ref = self.step.ref if step is None else step
        await answers.answer(scope, receive, reply.take, self.code, ref, self._page)
        return reply

    @property
    def cookie(self) -> str:
        return pens.cookie_name(self.session.ref)

    def _page(self, request: HttpRequest, code, step, sentences, fields, status) -> HttpResponse:
        self.pages.append((code, step, dict(sentences), fields.dict(), status))
        return HttpResponse("een bladzij", status=status)

    def kept(self) -> dict[str, tuple]:
        """What lies in the table, by question."""
        rows = Answer.objects.filter(question__step__session=self.session)
        return {row.question.ref: (row.state, row.value) for row in rows.select_related("question")}


@pytest.fixture
def line(monkeypatch) -> Remembering:
    """A process that knows nobody yet, with a line of its own."""
    made = Remembering()
    monkeypatch.setattr(answers, "writer", made)
    monkeypatch.setattr(doors, "_own", doors._Remembered(doors._codes_of))
    monkeypatch.setattr(questions, "_known", {})
    monkeypatch.setattr(limits, "_seats", limits.Limiter())
    return made


@pytest.fixture
def play(line) -> Callable[[Callable[[], Awaitable[None]]], None]:
    """Run a scene with the line of answers open."""

    def run(scene: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            line.start()
            try:
                await scene()
            finally:
                await line.stop()

        run_scene(whole)

    return run


def room_with(*forms: AnswerForm) -> Room:
    session = make_empty_session()
    step = add_step(session)
    for form in forms:
        add_question(step, form)
    add_step(session, "checkout", "einde")
    return Room(session)


@pytest.fixture
def one() -> Room:
    """A room that is asked one thing."""
    return room_with(AnswerForm.SCALE)


@pytest.fixture
def two() -> Room:
    """A room that is asked two things at once."""
    return room_with(AnswerForm.SCALE, AnswerForm.OPEN)


def test_an_answer_is_kept_and_its_phone_hears_which(one, play):
    (question,) = one.asked

    async def scene():
        said = await one.ask([("vraag", question.ref), ("waarde", "4"), ("volgnr", "7")])
        assert (said.status, said.said) == (
            200,
            {"vraag": question.ref, "staat": "given", "volgnr": 7},
        )
        unsaid = await one.ask([("waarde", "2")], who=one.other)
        assert (unsaid.status, unsaid.said["volgnr"]) == (200, None)
        own = await one.ask(method="GET")
        kept = {
            "staat": "given",
            "waarde": 4,
            "verslag": False,
            "volgnr": 7,
            "buiten_scherm": False,
        }
        assert (own.status, own.said) == (200, {question.ref: kept})
        other = await one.ask(method="PUT")
        assert (other.status, other.headers["allow"]) == (405, "GET, POST")

    play(scene)
    assert one.me.answer_to(question).value == 4


def test_only_where_a_step_asks_more_an_answer_goes_among_those_of_others(one, two, play, line):
    async def scene():
        await one.ask([("waarde", "4")])
        scale, words = two.asked
        await two.ask([("vraag", scale.ref), ("waarde", "4")])
        await two.ask(
            [("vraag", scale.ref), ("vraag", words.ref), (f"waarde.{words.ref}", "een zin")]
        )

    play(scene)
    assert [entry.among for entry in line.came] == [False, True, True]


def test_several_answers_are_kept_each_under_a_pen_of_its_own(two, play):
    scale, words = two.asked

    async def scene():
        each = (
            await two.ask(
                [
                    ("vraag", scale.ref),
                    (f"waarde.{scale.ref}", "3"),
                    (f"volgnr.{scale.ref}", "2"),
                    ("vraag", words.ref),
                    (f"waarde.{words.ref}", "een zin"),
                    (f"verslag.{words.ref}", "1"),
                ]
            )
        ).said["antwoorden"]
        assert each[scale.ref] == {
            "status": 200,
            "vraag": scale.ref,
            "staat": "given",
            "volgnr": 2,
        }
        assert (each[words.ref]["status"], each[words.ref]["volgnr"]) == (200, None)

    play(scene)
    assert two.me.answer_to(scale).value == 3
    assert two.me.answer_to(words).value == "een zin"
    assert two.me.answer_to(words).for_report


def test_of_several_one_may_pass_one_take_back_and_one_say_nothing(play):
    room = room_with(AnswerForm.SCALE, AnswerForm.OPEN, AnswerForm.ONE, AnswerForm.SCALE)
    first, second, third, fourth = room.asked

    async def scene():
        fields = [("vraag", q.ref) for q in (first, second, third, fourth)]
        fields += [(f"pas.{first.ref}", "1"), (f"intrekken.{second.ref}", "1")]
        fields += [(f"waarde.{third.ref}", "  "), (f"waarde.{fourth.ref}", "9")]
        said = await room.ask([*fields, ("vraag", "niets"), ("waarde.niets", "1")])
        each = said.said["antwoorden"]
        assert {ref: one["status"] for ref, one in each.items()} == {
            first.ref: 200,
            second.ref: 200,
            third.ref: 204,
            fourth.ref: 422,
            "niets": 404,
        }
        assert "schaal" in each[fourth.ref]["fout"]
        assert each["niets"]["fout"] == answers.NO_QUESTION

    play(scene)
    assert room.kept() == {first.ref: ("passed", None), second.ref: ("withdrawn", None)}


def test_what_its_writer_keeps_from_the_screen_is_kept_so(two, play):
    words = two.asked[1]

    async def scene():
        await two.ask([("vraag", words.ref), ("waarde", "een zin"), ("buiten_scherm", "1")])

    play(scene)
    assert two.me.answer_to(words).off_screen


def test_what_a_small_group_says_comes_from_the_phone_that_writes_and_is_taken_back_by_any(play):
    session = make_empty_session()
    add_step(session, "huddles", content=StepContent(huddles=2, talk=("Wat bleef je bij?",)))
    add_step(session, "checkout", "einde")
    room = Room(session)
    running.deal_huddles(session, room.step.ref, 2)
    running.ask_huddles(session, room.step.ref)
    question = room.step.questions.get()
    of_us = [("vraag", question.ref), ("waarde", "van ons")]
    beside = [("vraag", question.ref), (f"waarde.{question.ref}", "van mij")]
    beside += [("vraag", "x"), ("intrekken.x", "1")]
    back = [("vraag", question.ref), ("intrekken", "1")]

    async def scene():
        await threads.asking(huddling.write, session, room.me.secret)
        assert (await room.ask(of_us)).status == 200
        for fields in (of_us, beside):
            said = await room.ask(fields, who=room.other)
            assert (said.status, said.said) == (422, {"fout": answers.NOT_THIS_PHONE})
        await threads.asking(huddling.write, session, room.other.secret)
        assert (await room.ask(of_us)).status == 422
        assert (await room.ask(back)).status == 200
        assert (await room.ask(of_us, who=room.other)).status == 200

    play(scene)
    assert room.me.answer_to(question).state == Answer.State.WITHDRAWN
    assert room.other.answer_to(question).value == "van ons"


def test_a_question_that_is_not_said_or_not_there_is_none(one, two, play):
    (mine,) = one.asked
    running.go_phone_free(one.session)  # which is nothing to the other

    async def scene():
        for room, ref, step, status in (
            (two, "", None, 422),  # which of them, nobody knows
            (two, mine.ref, None, 404),
            (two, "", "niets", 404),
            (two, mine.ref, one.step.ref, 404),  # that of another session
        ):
            said = await room.ask([("vraag", ref), ("waarde", "2")], step=step)
            assert (said.status, said.said) == (status, {"fout": answers.NO_QUESTION})

    play(scene)
    assert two.kept() == one.kept() == {}


def test_where_the_phones_were_put_away_that_is_said_and_it_is_final(one, play):
    (question,) = one.asked
    running.go_phone_free(one.session)

    async def scene():
        said = await one.ask([("vraag", question.ref), ("waarde", "2")])
        assert (said.status, said.said["fout"]) == (409, answers.PHONE_FREE)

    play(scene)


def test_what_comes_after_the_step_or_the_session_is_told_so(two, play):
    scale, words = two.asked

    async def scene():
        late = [("vraag", scale.ref), ("waarde", "2")]
        both = [("vraag", q.ref) for q in (scale, words)] + [(f"pas.{scale.ref}", "1")]
        await threads.asking(running.advance, two.session, two.step.ref)
        said = await two.ask(late)
        assert (said.status, said.said["fout"]) == (409, answers.CLOSED)
        each = (await two.ask(both)).said["antwoorden"]
        assert each == {
            scale.ref: {"status": 409, "fout": answers.CLOSED},
            words.ref: {"status": 204},
        }
        await threads.asking(running.finish, two.session)
        doors.forget(two.session.ref)
        for fields in (late, both):
            said = await two.ask(fields)
            assert (said.status, said.said) == (409, {"fout": answers.CLOSED})
        assert (await two.ask(method="GET")).said == {}

    play(scene)
    assert two.kept() == {}


def test_an_answer_that_does_not_fit_is_refused_with_why(one, play):
    async def scene():
        for fields, part in (
            ([("waarde", "9")], "schaal"),
            ([("waarde", "2"), ("volgnr", "-1")], "Laad de pagina opnieuw"),
            ([], "Kies eerst"),
        ):
            said = await one.ask(fields)
            assert (said.status, part in said.said["fout"]) == (422, True), said.said

    play(scene)
    assert one.kept() == {}


def test_where_the_database_takes_nothing_the_phone_tries_again(two, play, line, monkeypatch):
    scale, words = two.asked

    def nothing(entries, session_ref):
        done = asyncio.get_running_loop().create_future()
        done.set_result([None for _ in entries])
        return done

    monkeypatch.setattr(line, "put", nothing)

    async def scene():
        said = await two.ask([("vraag", scale.ref), ("waarde", "2")])
        assert (said.status, said.said["fout"]) == (503, answers.TRY_AGAIN)
        said = await two.ask([("vraag", q.ref) for q in (scale, words)] + [("waarde.x", "")])
        assert said.said["antwoorden"] == {q.ref: {"status": 204} for q in (scale, words)}
        each = await two.ask([("vraag", scale.ref), (f"waarde.{scale.ref}", "2")])
        assert each.said["antwoorden"][scale.ref] == {"status": 503, "fout": answers.TRY_AGAIN}

    play(scene)


def test_a_body_that_is_too_large_or_never_whole_is_not_looked_at(one, play):
    large = {"type": "http.request", "body": b"waarde=2&x=" + b"a" * answers.LARGEST_BODY}
    gone = {"type": "http.disconnect"}

    async def scene():
        for part, status, sentence in (
            (large, 422, answers.TOO_LARGE),
            (gone, 408, answers.TRY_AGAIN),
        ):
            said = await one.ask(parts=[part])
            assert (said.status, said.said["fout"]) == (status, sentence)
        just = f"waarde=2&x={'a' * (answers.LARGEST_BODY - 11)}".encode()
        said = await one.ask(parts=[{"type": "http.request", "body": just}])
        assert said.status == 200
        assert len(just) == 64 * 1024

    play(scene)


def test_what_does_not_come_from_our_own_page_is_not_taken(one, play):
    async def scene():
        fields = [("waarde", "2")]
        for token in (None, "x" * 32):
            said = await one.ask(fields, token=token)
            assert (said.status, said.said["fout"]) == (403, answers.STALE_PAGE)
        for odd, kind in (
            (fields, "application/x-www-form-urlencoded; charset=utf-16"),
            (fields, "multipart/form-data"),  # and nothing between which its parts stand
            (fields * 1001, "application/x-www-form-urlencoded"),
        ):
            said = await one.ask(odd, kind=kind)
            assert (said.status, said.said["fout"]) == (400, answers.STALE_PAGE)

    play(scene)
    assert one.kept() == {}


def test_who_is_not_in_is_told_to_come_in(one, two, play):
    async def scene():
        one.code, mine = two.code, one.code  # a cookie of one session opens no other
        said = await one.ask([("waarde", "2")])
        assert (said.status, said.said["fout"]) == (404, answers.NOT_IN)
        with pytest.raises(doors.NoEntry):
            await one.ask(method="GET")
        one.code = mine

    play(scene)
    assert one.kept() == {}


def test_each_answer_counts_for_the_seat_that_sends_it_and_forty_are_the_most(two, play):
    async def scene():
        many = [("vraag", f"x{n}") for n in range(40)]
        assert (await two.ask(many)).status == 200
        said = await two.ask([("vraag", two.asked[0].ref), ("waarde", "2")])
        assert (said.status, said.said["fout"]) == (429, answers.TOO_MANY)
        assert (await two.ask(many, who=two.other)).status == 200

    play(scene)


def test_a_phone_that_answers_was_heard_of(one, play, monkeypatch):
    hub = Hub()
    monkeypatch.setattr(answers, "hub", hub)

    async def nothing(message: dict) -> None: ...

    async def scene():
        hub.start(surfaces.render, surfaces.render_tally)
        hub.enter(one.session.ref, PARTICIPANT, Line(nothing, 1))
        there = hub._gathering(one.session.ref).presence
        for who, phones in ((one.me, 2), (one.me, 2), (one.other, 3)):
            await one.ask([("waarde", "2")], who=who)
            assert there.count(time.monotonic()) == phones
        await hub.stop()

    play(scene)


@pytest.mark.parametrize(
    ("headers", "script"),
    [
        ({"accept": "text/html, application/json"}, True),
        ({"x-requested-with": "fetch", "accept": "*/*"}, True),
        ({"hx-request": "true"}, True),
        ({"accept": "text/html"}, False),
    ],
)
def test_a_script_is_told_in_its_own_language_and_a_browser_sees_a_page(one, play, headers, script):
    (question,) = one.asked

    async def scene():
        good = await one.ask([("vraag", question.ref), ("waarde", "2")], **headers)
        bad = await one.ask([("vraag", question.ref), ("waarde", "9")], **headers)
        if script:
            assert (good.status, good.said["staat"]) == (200, "given")
            assert "fout" in bad.said
        else:
            assert (good.status, good.headers["location"]) == (303, f"/m/{one.code}/")
            assert (bad.status, bad.body) == (422, b"een bladzij")
            ((code, step, sentences, typed, status),) = one.pages
            assert (code, step, status) == (one.code, one.step.ref, 422)
            assert list(sentences) == [question.ref]
            assert "schaal" in sentences[question.ref]
            assert typed["waarde"] == "9"

    play(scene)


def test_on_a_page_each_answer_that_was_refused_has_its_sentence(two, play):
    scale, words = two.asked

    async def scene():
        fields = [("vraag", scale.ref), (f"waarde.{scale.ref}", "9")]
        fields += [("vraag", words.ref), (f"waarde.{words.ref}", "een zin")]
        page = {"accept": "text/html"}
        assert (await two.ask(fields, **page)).status == 422
        assert (await two.ask([*fields, ("vraag", "x"), ("pas.x", "1")], **page)).status == 422
        await two.ask([("vraag", f"x{n}") for n in range(40)], who=two.other)
        assert (await two.ask(fields, who=two.other, **page)).status == 429
        good = await two.ask([("vraag", "y"), *fields[2:]], **page)
        assert (good.status, good.headers["location"]) == (303, f"/m/{two.code}/")

    play(scene)
    sentences = [page[2] for page in two.pages]
    assert "schaal" in sentences[0][scale.ref]
    assert list(sentences[0]) == [scale.ref]
    assert sentences[1] == {**sentences[0], "x": answers.NO_QUESTION}
    # What is about the whole request stands once, and all that was typed comes back.
    assert sentences[2] == {scale.ref: answers.TOO_MANY, words.ref: ""}
    assert two.kept() == {words.ref: ("given", "een zin")}


@pytest.mark.parametrize("together", [True, False])
def test_of_two_circles_of_a_round_a_phone_is_in_the_one_that_it_chose_last(play, together):
    session = make_empty_session()
    step = add_step(session, "round")
    for circle in (Circle.CLIENTS, Circle.RELATIVES):
        add_question(step, AnswerForm.SCALE, circle=circle)
    add_step(session, "checkout", "einde")
    room = Room(session)

    async def scene():
        first, second = room.asked
        if together:
            fields = [(f"waarde.{q.ref}", "4") for q in room.asked]
            fields += [("vraag", q.ref) for q in room.asked]
            fields += [(f"volgnr.{first.ref}", "1"), (f"volgnr.{second.ref}", "2")]
            said = (await room.ask(fields)).said["antwoorden"]
            assert {one["status"] for one in said.values()} == {200}
        else:
            for number, question in enumerate(room.asked, start=1):
                await room.ask([("vraag", question.ref), ("volgnr", str(number)), ("waarde", "4")])
        await room.ask([("vraag", first.ref), ("waarde", "2"), ("volgnr", "1")], who=room.other)

    play(scene)
    states = {
        (who, question.circle): row.state
        for who, person in (("me", room.me), ("other", room.other))
        for question in room.asked
        if (row := person.answer_to(question)) is not None
    }
    assert states.pop(("me", "clients"), Answer.State.WITHDRAWN) == Answer.State.WITHDRAWN
    assert states == {("me", "relatives"): "given", ("other", "clients"): "given"}
