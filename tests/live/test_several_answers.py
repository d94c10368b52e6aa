"""Several answers in one request: each has its own reply, and a bad one spoils no other."""

import pytest

pytestmark = pytest.mark.xdist_group("live")


@pytest.fixture
def asked(room) -> list[dict]:
    """The room in its evaluation, and what that asks."""
    step = next(s for s in room.steps if s["kind"] == "evaluation")
    room.go_to(step)
    return [step, *step["questions"]]


def path(room, step: dict) -> str:
    return f"/m/{room.code}/stap/{step['ref']}/antwoord/"


async def send(room, phone, step: dict, fields: list[tuple[str, str]]):
    headers = {"X-CSRFToken": phone.token, "Accept": "application/json"}
    return await phone.ask(path(room, step), fields=fields, headers=headers)


def good(question: dict) -> str:
    """An answer that fits."""
    return {"scale": "4", "open": "Even vragen"}.get(question["form"]) or question["options"][0]


def kept(room) -> list[list]:
    return sorted(room.site.hands("answers", room.ref), key=str)


def test_each_is_stored_under_its_own_question_with_its_own_number(room, asked, play):
    async def scene():
        step, first, second, *_ = asked
        phone = await room.phone()
        fields = [
            ("vraag", first["ref"]),
            (f"waarde.{first['ref']}", good(first)),
            (f"volgnr.{first['ref']}", "3"),
            ("vraag", second["ref"]),
            (f"pas.{second['ref']}", "1"),
            (f"volgnr.{second['ref']}", "1"),
        ]
        said = await send(room, phone, step, fields)
        assert said.status == 200
        each = said.json()["antwoorden"]
        assert (each[first["ref"]]["status"], each[first["ref"]]["volgnr"]) == (200, 3)
        assert (each[second["ref"]]["status"], each[second["ref"]]["staat"]) == (200, "passed")
        late = [("vraag", first["ref"]), ("volgnr", "2"), ("pas", "1")]
        await send(room, phone, step, late)
        states = {ref: state for ref, state, _ in kept(room)}
        assert states == {first["ref"]: "given", second["ref"]: "passed"}

    play(scene, room)


def test_a_bad_one_spoils_no_other(room, asked, play):
    async def scene():
        step, first, second, third, *_ = asked
        phone = await room.phone()
        fields = [("vraag", q["ref"]) for q in (first, second, third)]
        fields += [("vraag", "niets"), ("waarde.niets", "1")]
        fields += [
            (f"waarde.{first['ref']}", "9" * 2001),
            (f"waarde.{second['ref']}", good(second)),
        ]
        each = (await send(room, phone, step, fields)).json()["antwoorden"]
        assert {ref: said["status"] for ref, said in each.items()} == {
            first["ref"]: 422,
            second["ref"]: 200,
            third["ref"]: 204,  # nothing was answered there
            "niets": 404,
        }
        assert each[first["ref"]]["fout"]
        assert [ref for ref, _, _ in kept(room)] == [second["ref"]]

    play(scene, room)


def test_a_question_among_several_can_not_go_unsaid(room, asked, play):
    """Which of them was meant, nobody knows."""

    async def scene():
        step, first, *_ = asked
        phone = await room.phone()
        said = await phone.answer(step["ref"], "", good(first))
        assert said.status == 422
        assert "hoort niet bij deze stap" in said.json()["fout"]
        assert kept(room) == []

    play(scene, room)


def test_after_the_group_went_on_each_hears_that_it_is_closed(room, asked, play):
    async def scene():
        step, first, second, *_ = asked
        phone = await room.phone()
        room.go_to(room.steps[-1])
        fields = [("vraag", q["ref"]) for q in (first, second)]
        fields += [(f"waarde.{q['ref']}", good(q)) for q in (first, second)]
        each = (await send(room, phone, step, fields)).json()["antwoorden"]
        assert [said["status"] for said in each.values()] == [409, 409]
        assert kept(room) == []

    play(scene, room)


def test_each_counts_as_a_verb_of_its_seat(room, asked, play):
    async def scene():
        step, first, *_ = asked
        phone, other = await room.phone(), await room.phone()
        many = [("vraag", f"x{n}") for n in range(41)]
        assert (await send(room, phone, step, many)).status == 429
        assert (await other.answer(step["ref"], first["ref"], good(first))).status == 200

    play(scene, room)


def test_without_scripts_the_form_is_stored_and_what_is_empty_is_left(room, asked, play):
    async def scene():
        step, first, second, *rest = asked
        phone = await room.phone()
        token = ("csrfmiddlewaretoken", phone.token)
        fields = [token, *(("vraag", q["ref"]) for q in (first, second, *rest))]
        fields += [(f"waarde.{first['ref']}", good(first))]
        said = await phone.ask(path(room, step), fields=fields)
        assert (said.status, said.headers["location"]) == (303, f"/m/{room.code}/")
        assert [ref for ref, _, _ in kept(room)] == [first["ref"]]
        page = await phone.ask(f"/m/{room.code}/")
        assert f"Bewaard: 1 van de {len(asked) - 1} vragen." in page.text
        everything = [token, *(("vraag", q["ref"]) for q in (first, second, *rest))]
        everything += [(f"waarde.{q['ref']}", good(q)) for q in (first, second, *rest)]
        assert (await phone.ask(path(room, step), fields=everything)).status == 303
        page = await phone.ask(f"/m/{room.code}/")
        assert "Klaar. Leg je telefoon weg.</b>" in page.text

    play(scene, room)


def test_without_scripts_what_was_refused_stands_with_its_question_and_the_rest_is_kept(
    room, asked, play
):
    async def scene():
        step, *questions = asked
        text = next(q for q in questions if q["form"] == "open")
        point = next(q for q in questions if q["form"] == "scale")
        phone = await room.phone()
        fields = [("csrfmiddlewaretoken", phone.token)]
        fields += [("vraag", text["ref"]), ("vraag", point["ref"])]
        fields += [(f"waarde.{text['ref']}", "z" * 2_100), (f"waarde.{point['ref']}", "4")]
        said = await phone.ask(path(room, step), fields=fields)
        assert said.status == 422
        card = said.text.split(f'data-question="{text["ref"]}"')[1].split("</article>")[0]
        assert "Er passen er 2.000" in card
        assert "z" * 2_100 in card
        assert "Kijk nog even bij" in said.text
        assert [ref for ref, _, _ in kept(room)] == [point["ref"]]

    play(scene, room)
