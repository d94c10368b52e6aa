"""The route of an answer: what is kept, and what each refusal says."""

import asyncio

import pytest

from bench.phone import Phone

pytestmark = pytest.mark.xdist_group("live")


def own_path(room) -> str:
    return f"/m/{room.code}/stap/{room.asking['ref']}/antwoord/"


def test_kept_when_it_says_so(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        said = await phone.answer(step, question, "4")
        assert (said.status, said.json()["staat"]) == (200, "given")
        assert room.site.hands("answers", room.ref) == [[question, "given", 4]]

    play(scene, room)


def test_may_leave_the_question_out_where_the_step_has_one(room, play):
    async def scene():
        phone = await room.phone()
        said = await phone.answer(room.asking["ref"], "", "4")
        assert said.status == 200

    play(scene, room)


def test_sending_twice_is_once_and_a_late_retry_changes_nothing(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        await phone.send(step, question, 1, ["1"])
        await phone.send(step, question, 1, ["1"])
        await phone.send(step, question, 3, ["3"])
        late = await phone.send(step, question, 2, ["2"])
        assert late.status == 200
        assert room.site.hands("answers", room.ref) == [[question, "given", 3]]

    play(scene, room)


def test_passing_taking_back_and_what_the_phone_gets_back(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone, other = await room.phone(), await room.phone()
        assert (await phone.answer(step, question, pas="1")).json()["staat"] == "passed"
        assert (await phone.answer(step, question, "2")).status == 200
        own = (await phone.ask(own_path(room))).json()
        assert own[question] == {
            "staat": "given",
            "waarde": 2,
            "volgnr": 2,
            "verslag": False,
            "buiten_scherm": False,
        }
        assert (await other.ask(own_path(room))).json() == {}
        room.go_to(room.steps[-1])
        said = await phone.answer(step, question, intrekken="1")
        assert (said.status, said.json()["staat"]) == (200, "withdrawn")

    play(scene, room)


def test_a_closed_step_is_final(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        room.go_to(room.steps[-1])
        said = await phone.answer(step, question, "2")
        assert said.status == 409
        assert "gesloten" in said.json()["fout"]
        assert room.site.hands("answers", room.ref) == []

    play(scene, room)


def test_an_ended_session_is_final(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        room.verb("finish")
        assert (await phone.answer(step, question, "2")).status == 409
        assert (await phone.answer(step, question, intrekken="1")).status == 409

    play(scene, room)


@pytest.mark.parametrize(("values", "sentence"), [(["9"], "schaal"), ([], "Kies eerst")])
def test_what_does_not_fit_says_why(room, play, values, sentence):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        said = await (await room.phone()).answer(step, question, *values)
        assert said.status == 422
        assert sentence in said.json()["fout"]

    play(scene, room)


@pytest.mark.parametrize("length", [10_000, 200_000])
def test_a_very_long_text_is_refused_kindly(site, play, length):
    room = site.planned_session()
    step, question = room.step_with("open")
    room.go_to(step)

    async def scene():
        said = await (await room.phone()).answer(step["ref"], question["ref"], "é" * length)
        assert said.status == 422
        assert "korter" in said.json()["fout"]

    play(scene, room)


def test_a_number_that_is_none_is_refused(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        for number in ("-1", "abc", str(2**60)):
            assert (await phone.send(step, question, number, ["2"])).status == 422

    play(scene, room)


def test_questions_and_steps_of_elsewhere_do_not_exist(site, room, play):
    other = site.running_session()

    async def scene():
        step, question = other.asking["ref"], other.asking["questions"][0]["ref"]
        phone = await room.phone()
        assert (await phone.answer(step, question, "2")).status == 404
        assert (await phone.answer("niets", question, "2")).status == 404
        assert (await phone.answer(room.asking["ref"], question, "2")).status == 404

    play(scene, room)


def test_a_wrong_code_does_not_exist(room, play):
    async def scene():
        phone = await room.phone()
        said = await phone.ask(
            own_path(room).replace(room.code, "NERGENS000"),
            fields=[("waarde", "2")],
            headers={"X-CSRFToken": phone.token, "Accept": "application/json"},
        )
        assert said.status == 404

    play(scene, room)


def test_from_another_site_nothing_is_taken(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        fields = [("vraag", question), ("waarde", "2")]
        without = await phone.ask(own_path(room), fields=fields)
        assert without.status == 403
        wrong = {"X-CSRFToken": "x" * 64, "Accept": "application/json"}
        assert (await phone.ask(own_path(room), fields=fields, headers=wrong)).status == 403
        evil = {"X-CSRFToken": phone.token, "Origin": "https://elders.example"}
        assert (await phone.ask(own_path(room), fields=fields, headers=evil)).status == 403
        assert room.site.hands("answers", room.ref) == []
        assert (await phone.answer(step, question, "2")).status == 200

    play(scene, room)


def test_a_forged_cookie_writes_nothing(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone = await room.phone()
        name = f"deelname_{room.ref}"
        phone.cookies[name] = "gok" + phone.cookies[name][3:]
        said = await phone.answer(step, question, "2")
        assert said.status == 404
        assert "Laad de pagina opnieuw" in said.json()["fout"]
        assert room.site.hands("answers", room.ref) == []

    play(scene, room)


def test_without_scripts_there_is_always_a_page(room, play):
    async def scene():
        phone = await room.phone()
        question = room.asking["questions"][0]["ref"]
        token = ("csrfmiddlewaretoken", phone.token)
        good = await phone.ask(own_path(room), fields=[token, ("vraag", question), ("waarde", "3")])
        assert (good.status, good.headers["location"]) == (303, f"/m/{room.code}/")
        bad = await phone.ask(own_path(room), fields=[token, ("vraag", question), ("waarde", "7")])
        assert bad.status == 422
        assert "Kies een van de punten" in bad.text
        assert "default-src 'self'" in bad.headers["content-security-policy"]
        room.go_to(room.steps[-1])
        late = await phone.ask(own_path(room), fields=[token, ("vraag", question), ("waarde", "2")])
        assert late.status == 409
        assert "<h1" in late.text

    play(scene, room)


def test_too_fast_is_slowed_down_for_one_phone_only(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phone, other = await room.phone(), await room.phone()
        said = [(await phone.answer(step, question, "2")).status for _ in range(90)]
        assert 429 in said
        assert (await other.answer(step, question, "2")).status == 200

    play(scene, room)


def test_many_at_once_are_all_kept_once(room, play):
    async def scene():
        step, question = room.asking["ref"], room.asking["questions"][0]["ref"]
        phones = [await room.phone() for _ in range(60)]
        said = await asyncio.gather(
            *(p.answer(step, question, str(1 + n % 5)) for n, p in enumerate(phones))
        )
        assert [s.status for s in said] == [200] * 60
        kept = room.site.hands("answers", room.ref)
        assert sorted(value for _, _, value in kept) == sorted(1 + n % 5 for n in range(60))

    play(scene, room)


def test_a_text_that_is_taken_back_makes_no_screen_change_at_that_moment(site, play):
    room = site.planned_session()
    step, question = room.step_with("open")
    room.go_to(step)

    async def scene():
        phones = [await room.phone() for _ in range(6)]
        for n, phone in enumerate(phones):
            assert (await phone.answer(step["ref"], question["ref"], f"tekst {n}")).status == 200
        room.verb("close", step["ref"])
        shown = room.verb("show", question["ref"])
        watching = await room.listening()
        await watching.until(lambda p: p.version >= shown)
        await phones[0].answer(step["ref"], question["ref"], intrekken="1")
        assert room.site.hands("state", room.ref)["version"] == shown
        assert room.verb("advance", step["ref"]) == shown + 1  # nothing came in between

    play(scene, room)


def test_somebody_who_never_joined(room, play):
    async def scene():
        stranger = Phone(room.site.url, room.code)
        room.phones.append(stranger)
        await stranger.ask("/")
        joined = await room.phone()
        stranger.cookies = {"csrftoken": joined.cookies["csrftoken"]}
        stranger.token = joined.token
        said = await stranger.answer(room.asking["ref"], "", "2")
        assert said.status == 404

    play(scene, room)
