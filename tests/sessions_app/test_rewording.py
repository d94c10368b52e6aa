"""Words of one step in one session: replaced, left out, added, and the module's again."""

import re

import msgspec
import pytest

from content.document import AnswerForm, to_builtins
from content.models import Edition, Module
from sessions_app import plans, programmes, rewishing, rewording, running, step_words
from sessions_app.errors import Refused, Stale
from sessions_app.models import DialogueSession, StepQuestion
from sessions_app.surfaces.console import frame as console
from sessions_app.surfaces.participant import frame as phone
from tests.factories import make_document
from tests.sessions_app.planner_kit import begin, made, step, step_url, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def mine(client, edition, django_user_model) -> DialogueSession:
    lead = django_user_model.objects.create_user("lead@example.org")
    client.force_login(lead)
    return made(edition, lead)


class Filled:
    """The form on the page of a step, as a browser has it."""

    def __init__(self, client, session, found) -> None:
        self.client, self.address = client, step_url(session, found, "teksten")
        self.text = client.get(self.address).content.decode()
        self.fields = {"op": re.search(r'name="op" value="(\w+)"', self.text)[1]}
        boxes = r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
        self.fields |= {
            name: said.replace("&#x27;", "'")
            for name, said in re.findall(boxes, self.text, re.DOTALL)
        }

    def name(self, said: str) -> str:
        return next(name for name, text in self.fields.items() if text == said)

    def change(self, said: str, to: str) -> "Filled":
        self.fields[self.name(said)] = to
        return self

    def add(self, part: str, text: str, **more: str) -> "Filled":
        self.fields[f"{part}-erbij"] = text
        self.fields |= {f"{part}-erbij-{name}": value for name, value in more.items()}
        return self

    def send(self):
        return self.client.post(self.address, self.fields)


@pytest.fixture
def form(client, mine):
    return lambda found: Filled(client, mine, found)


def asked(found) -> list[str]:
    return [question.text for question in found.questions.all()]


def again(found):
    found.refresh_from_db()
    return found


# Texts and notes.


def test_a_text_is_replaced_another_left_out_and_one_added(mine, form):
    talk = step(mine, "together")
    first, second, *_ = talk.script.talk
    answer = (
        form(talk).change(first, "Wat raakt je?").change(second, "").add("talk", "En nu?").send()
    )
    assert answer["Location"] == f"{url(mine)}#stap-{talk.ref}"
    said = again(talk).script.talk
    assert said[0] == "Wat raakt je?"
    assert second not in said
    assert said[-1] == "En nu?"


def test_the_page_says_what_the_module_says_in_place_of_it(client, mine, form):
    talk = step(mine, "together")
    first, second, *_ = talk.script.talk
    form(talk).change(first, "Wat raakt je?").change(second, "").send()
    text = form(talk).text
    assert f"De module zegt: ‘{first}’" in text
    assert f"Weggelaten. De module zegt: ‘{second}’" in text
    assert "Zelf veranderd: 2 vragen voor het gesprek" in text
    assert "Zelf veranderd: 2 vragen voor het gesprek" in client.get(url(mine)).content.decode()


def test_the_words_of_the_module_come_back(client, mine, form):
    talk = step(mine, "together")
    before, questions = talk.content, asked(talk)
    programmes.set_minutes(talk, talk.minutes + 1)
    programmes.set_minutes(talk, talk.minutes - 1)
    note = talk.script.notes[0].text
    form(talk).change(talk.script.talk[0], "").change(note, "Begin zacht.").send()
    assert again(talk).content != before
    client.post(step_url(mine, talk, "teksten/terug"))
    assert again(talk).content == before
    assert asked(talk) == questions


def test_a_note_of_ones_own_stands_on_console_and_run_sheet(client, mine, form):
    welcome = step(mine, "welcome")
    form(welcome).add("notes", "Zet de **stoelen** in een kring.").send()
    text = client.get(url(mine, "draaiboek/")).content.decode()
    assert "<strong>stoelen</strong>" in text
    running.start(mine)
    shown = console.context(DialogueSession.objects.select_related("current").get(pk=mine.pk))
    assert shown["changed"] == ["1 notitie"]
    assert shown["notes"][-1].heading == "Je eigen notitie"


def test_the_edition_and_other_sessions_stay_as_they_are(edition, mine, form):
    before = Edition.objects.get().document
    talk = step(mine, "together")
    form(talk).change(talk.script.talk[0], "Wat raakt je?").send()
    assert Edition.objects.get().document == before
    assert "Wat raakt je?" not in str(step(made(edition), "together").content)


def test_own_words_are_a_concept(mine, form):
    found = step(mine, "rules")
    found.content |= {"tested": True}
    found.save()
    form(found).change(found.script.points[0], "Ik luister.").send()
    assert not again(found).script.tested
    rewording.drop_own_words(found)
    assert again(found).script.tested


def test_another_length_leaves_own_words(mine, form):
    talk = step(mine, "together")
    form(talk).change(talk.script.talk[0], "Wat raakt je?").send()
    programmes.set_minutes(again(talk), 24)
    assert again(talk).script.talk[0] == "Wat raakt je?"


# Questions on the phone.


def test_a_changed_question_is_a_new_one_of_ones_own(mine, form):
    alone = step(mine, "alone")
    before, other = alone.questions.all()
    form(alone).change(before.text, "Wat voel je?").send()
    after, same = alone.questions.all()
    assert (after.text, after.own, after.form) == ("Wat voel je?", True, before.form)
    assert after.ref != before.ref
    assert after.code != before.code
    assert after.about_self
    assert (same.ref, same.own) == (other.ref, False)
    running.start(mine)
    running.jump(mine, step(mine, "welcome").ref, alone.ref)
    cards = phone.context(DialogueSession.objects.select_related("current").get(pk=mine.pk))[
        "cards"
    ]
    assert [card.own for card in cards] == [True, False]


def test_a_question_is_left_out_and_comes_back(mine, form):
    alone = step(mine, "alone")
    first, second = asked(alone)
    form(alone).change(second, "").send()
    assert asked(alone) == [first]
    text = form(alone).text
    assert "Weggelaten. De module vraagt" in text
    found = form(alone)
    found.fields["vraag-BEJ-G1"] = second
    found.send()
    assert asked(alone) == [first, second]
    assert not alone.questions.filter(own=True).exists()
    assert again(alone).script.reworded is None


@pytest.mark.parametrize(
    ("how", "choices"),
    [("private", ""), ("open", ""), ("scale", ""), ("one", "Ja\nNee\n\nJa\nWeet ik niet")],
)
def test_a_question_of_ones_own_is_asked_as_one_chooses(mine, form, how, choices):
    alone = step(mine, "alone")
    form(alone).add("vraag", "Durf je dit te vragen?", vorm=how, keuzes=choices).send()
    own = alone.questions.get(own=True)
    assert (own.text, own.form) == ("Durf je dit te vragen?", how)
    labels = list(own.asking.labels(own.script).values())
    assert labels[:2] == {"scale": ["helemaal niet", "niet echt"], "one": ["Ja", "Nee"]}.get(
        how, []
    )
    assert len(labels) == {"scale": 5, "one": 3}.get(how, 0)


def test_an_evaluation_takes_two_questions_of_ones_own(client, mine):
    evaluation = step(mine, "evaluation")

    def add(text: str):
        form = Filled(client, mine, evaluation)
        return form.add("vraag", text, vorm="scale").send()

    for text in ("Ik wil dit vaker doen.", "Ik had genoeg tijd."):
        assert add(text).status_code == 302
    page = client.get(step_url(mine, evaluation, "teksten")).text
    assert "Je twee eigen vragen staan erbij." in page
    assert 'name="vraag-erbij"' not in page
    third = add("Nog een?")
    assert third.status_code == 422
    assert "passen twee vragen van jezelf" in third.text
    assert "Nog een?" in third.text
    own = evaluation.questions.filter(own=True)
    assert [question.text for question in own] == ["Ik wil dit vaker doen.", "Ik had genoeg tijd."]
    running.start(mine)
    running.jump(mine, mine.current.ref, evaluation.ref)
    cards = [card for card in phone.context(mine)["cards"] if card.own]
    assert len(cards) == 2


def test_open_questions_of_ones_own_stay_on_the_phone_where_a_manager_leads(client, edition, mine):
    session = made(edition, mine.facilitators.get().user, led_by="manager")
    alone = step(session, "alone")
    Filled(client, session, alone).add("vraag", "Wat vind jij?", vorm="open").send()
    own = alone.questions.get(own=True)
    assert not own.sent
    assert again(alone).script.reworded.asked[-1].now.form == AnswerForm.OPEN


def test_without_phones_there_is_nothing_to_ask_on_them(client, edition, mine):
    session = made(edition, mine.facilitators.get().user, phone_free=True)
    page = Filled(client, session, step(session, "alone"))
    assert "Op de telefoon" not in page.text
    assert page.add("vraag", "Wat vind jij?", vorm="open").send().status_code == 422
    assert not StepQuestion.objects.filter(own=True).exists()


def test_without_phones_a_question_of_ones_own_is_asked_aloud(mine, form):
    alone = step(mine, "alone")
    form(alone).add("vraag", "Wat vind jij?", vorm="open").send()
    now = rewishing.wanted_now(mine)
    wish = msgspec.structs.replace(now.wish, phone_free=True)
    wanted = msgspec.structs.replace(now, wish=wish)
    rewishing.change(mine, rewishing.consequence(mine, wanted))
    found = DialogueSession.objects.get(pk=mine.pk).steps.get(ref=alone.ref)
    assert found.script.talk[-1] == "Wat vind jij?"
    assert not found.questions.exists()


def test_another_wish_keeps_own_words_and_questions(mine, form):
    alone, talk = step(mine, "alone"), step(mine, "together")
    first, second = asked(alone)
    form(alone).change(first, "Wat voel je?").change(second, "").send()
    form(talk).change(talk.script.talk[0], "Wat raakt je?").add("talk", "En nu?").send()
    assert step_words.written(again(alone).script) == ["Wat voel je?"]
    assert step_words.written(again(talk).script) == ["Wat raakt je?", "En nu?"]
    now = rewishing.wanted_now(mine)
    wanted = msgspec.structs.replace(now, wish=msgspec.structs.replace(now.wish, minutes=180))
    rewishing.change(mine, rewishing.consequence(mine, wanted))
    session = DialogueSession.objects.get(pk=mine.pk)
    kept = session.steps.get(ref=alone.ref)
    assert asked(kept)[0] == "Wat voel je?"
    assert second not in asked(kept)
    said = session.steps.get(ref=talk.ref).script.talk
    assert said[0] == "Wat raakt je?"
    assert said[-1] == "En nu?"
    assert plans.of_session(session).used == session.minutes


# What is refused, and two pages at once.


@pytest.mark.parametrize(
    ("part", "text", "more", "sentence"),
    [
        ("talk", "x" * 121, {}, "er passen 120 tekens"),
        ("notes", "x" * 2001, {}, "er passen 2000 tekens"),
        ("vraag", "x" * 121, {}, "er passen 120 tekens"),
        ("vraag", "Kies", {"vorm": "one", "keuzes": "Ja"}, "2 tot 8 antwoorden"),
        ("vraag", "Kies", {"vorm": "one", "keuzes": "Ja\n" + "n" * 61}, "hooguit 60 tekens"),
        ("vraag", "Kies", {"vorm": "zingen"}, "Kies hoe mensen antwoorden"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_stays_in_its_field(
    mine, form, part, text, more, sentence
):
    found = step(mine, "together")
    page = form(found).add(part, text, **more).send()
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert text in page.content.decode()
    assert again(found).script.reworded is None


def test_the_second_of_two_equal_edits_changes_nothing(mine, form):
    talk = step(mine, "together")
    page = form(talk).change(talk.script.talk[0], "Wat raakt je?").add("talk", "En nu?")
    page.add("vraag", "Wat vind jij?", vorm="open")
    assert page.send().status_code == 302
    after, refs = again(talk).content, list(talk.questions.values_list("ref", flat=True))
    assert page.send().status_code == 302
    assert again(talk).content == after
    assert list(talk.questions.values_list("ref", flat=True)) == refs


def test_an_edit_of_something_that_changed_meanwhile_is_told_and_kept(mine, form):
    talk = step(mine, "together")
    mine_page = form(talk).add("talk", "En nu?")
    form(talk).change(talk.script.talk[0], "Wat raakt je?").send()
    page = mine_page.send()
    assert page.status_code == 422
    assert "intussen ergens anders veranderd" in page.content.decode()
    assert "En nu?" in page.content.decode()
    assert "En nu?" not in again(talk).script.talk


def test_a_line_that_is_gone_is_not_overwritten_and_what_was_typed_is_shown(mine, form):
    talk = step(mine, "together")
    form(talk).add("talk", "En nu?").send()
    old = form(talk).change("En nu?", "En straks?")
    form(talk).change("En nu?", "").send()
    page = old.send()
    assert page.status_code == 422
    assert "En straks?" in page.content.decode()


def test_a_verb_for_words_of_before_is_stale(mine):
    talk = step(mine, "together")
    words, seal = rewording.words_now(talk), rewording.seal(talk)
    programmes.rename_step(talk, "Praten")
    lines = words.lines | {"talk": ()}
    with pytest.raises(Stale):
        rewording.reword_step(talk, step_words.Words(lines, words.asked), seal)


def test_a_step_that_is_gone_is_refused_with_a_sentence(mine):
    talk = step(mine, "together")
    words, seal = rewording.words_now(talk), rewording.seal(talk)
    mine.steps.filter(pk=talk.pk).delete()
    with pytest.raises(Refused, match="niet meer"):
        rewording.reword_step(talk, words, seal)


@pytest.mark.parametrize("phase", ["running", "ended"])
def test_once_the_session_began_words_stay(client, mine, phase):
    talk = step(mine, "together")
    before = talk.content
    begin(mine, phase)
    page = client.post(step_url(mine, talk, "teksten"), {"talk-erbij": "Te laat"})
    assert page.status_code == 422
    assert "al begonnen" in page.content.decode()
    client.post(step_url(mine, talk, "teksten/terug"))
    assert again(talk).content == before


@pytest.mark.sqlite_only
def test_every_step_of_a_long_session_has_its_page(client, edition, mine):
    session = made(edition, mine.facilitators.get().user, minutes=240)
    for found in session.steps.all():
        page = client.get(step_url(session, found, "teksten"))
        assert page.status_code == 200
        filled = Filled(client, session, found)
        assert filled.send().status_code == 302, found.kind
        assert again(found).script.reworded is None, found.kind
