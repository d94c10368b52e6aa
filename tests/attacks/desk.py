"""A dishonest facilitator: the console's buttons, pressed by who may press them."""

import re
from dataclasses import dataclass

from django.test import Client

from accounts.models import User
from content.document import AnswerForm
from sessions_app import surfaces
from sessions_app.models import DialogueSession, StepQuestion
from tests.sessions_app.room import Person, add_question, add_step, make_empty_session, people_in


@dataclass
class Desk:
    """The facilitator's browser, the room, and the windows of their own."""

    session: DialogueSession
    browser: Client
    people: list[Person]
    windows: list[Person]

    @property
    def now(self) -> DialogueSession:
        return DialogueSession.objects.select_related("current").get(pk=self.session.pk)

    def press(self, verb: str, *more: str) -> str:
        """Press a button; the sentence that comes back, and 'niets' where there is no such one."""
        now = self.now
        path = "/".join((verb, *more))
        reply = self.browser.post(
            f"/sessies/{now.ref}/leiden/{path}/",
            {"from_step": now.current.ref if now.current else ""},
            headers={"HX-Request": "true"},
        )
        if reply.status_code == 404:
            return "niets"
        notice = re.search(r"data-notice[^>]*>(.*?)</hx-partial>", reply.text, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", notice[1]).split()) if notice else ""

    def page(self) -> str:
        """All that the console shows, without what differs between two loads of any page."""
        html = self.browser.get(f"/sessies/{self.session.ref}/leiden/").content.decode()
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
        html = re.sub(r"data-(?:wall-)?clock[^>]*>[^<]*<", "", html)
        html = re.sub(r'data-(?:late|before|end|due)="[^"]*"', "", html)
        return re.sub(r"\b\d{1,2}\.\d\d\b|\d+ min (?:achter|voor)|op schema", "", html)

    def room_screen(self) -> str:
        """All that the room sees."""
        return surfaces.render(self.session.ref, surfaces.PROJECTOR).html

    def report(self) -> str:
        return self.browser.get(f"/sessies/{self.session.ref}/verslag/").content.decode()

    def sees(self, words: str) -> bool:
        """Whether these words stand anywhere that the facilitator can look."""
        return any(words in page for page in (self.page(), self.room_screen()))

    def question(self, form: AnswerForm = AnswerForm.OPEN) -> StepQuestion:
        found = StepQuestion.objects.select_related("step").order_by("step__position", "position")
        return found.filter(step__session=self.session, form=form).first()


def desk(people: int, windows: int, *forms: AnswerForm, **fields) -> Desk:
    """A running session at a step that asks these forms; a talk about it and an end follow."""
    session = make_empty_session(**fields.pop("session", {}))
    first = add_step(session)
    for form in forms or (AnswerForm.OPEN,):
        add_question(first, form, **fields)
    add_step(session, "together")
    add_step(session, "checkout", "einde")
    user = User.objects.create_user(f"leidt-{session.pk}@voorbeeld.nl")
    session.facilitators.create(user=user)
    everybody = people_in(session, people + windows)
    browser = Client()
    browser.force_login(user)
    return Desk(session, browser, everybody[:people], everybody[people:])
