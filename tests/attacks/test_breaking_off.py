"""A facilitator goes on without phones while people answer: nobody may get an error for it."""

import asyncio

import pytest

from content.document import AnswerForm
from sessions_app import participation, running
from sessions_app.models import Answer
from sessions_app.participation import Verdict
from tests.attacks.desk import desk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", [AnswerForm.OPEN, AnswerForm.ONE])
def test_an_answer_under_way_to_a_question_that_is_gone_is_told_that_it_came_too_late(form):
    at = desk(8, 0, form)
    value = "tekst" if form == AnswerForm.OPEN else "soms"
    under_way = [person.entry(at.question(form), 1, waarde=value) for person in at.people]
    running.go_phone_free(at.session)
    assert participation.store(under_way) == [Verdict.CLOSED] * 8
    assert not Answer.objects.exists()


def test_the_server_says_409_and_never_503(site, play):
    room = site.running_session()
    step, question = room.asking["ref"], room.asking["questions"][0]["ref"]

    async def scene():
        phones = [await room.phone() for _ in range(8)]
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(room.verb, "go_phone_free"))
            sent = [group.create_task(p.answer(step, question, "2")) for p in phones]
        said = [task.result() for task in sent]
        assert {reply.status for reply in said} <= {200, 409}
        late = await phones[0].answer(step, question, "3")
        stays = any(reply.status == 200 for reply in said)  # what somebody answered stays open
        assert late.status in ((200,) if stays else (404, 409))

    play(scene, room)
