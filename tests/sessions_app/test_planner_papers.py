"""What goes on paper or into an e-mail: letter, run sheet, evaluation and cards."""

import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader

from content.document import to_builtins
from content.models import Edition, Module
from sessions_app.models import DialogueSession
from tests.factories import SLUGS, make_document
from tests.sessions_app.pdf_tags import tags
from tests.sessions_app.planner_kit import begin, made, step, url

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
WISH = "/sessies/nieuw/{}?minuten=120&themas=hoop,bejegening&mensen=12"
LONGEST_MAIL = 2_000  # signs of an address that every mail program takes


@pytest.fixture
def edition() -> Edition:
    module = Module.objects.create(slug="bij-nader-inzien", name="Bij nader inzien")
    return Edition.objects.create(module=module, number=1, document=to_builtins(make_document()))


@pytest.fixture
def lead(client, django_user_model):
    user = django_user_model.objects.create_user("lead@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def mine(edition, lead) -> DialogueSession:
    return made(edition, lead)


def pdf(client, path: str) -> PdfReader:
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def mail_of(text: str) -> tuple[str, str]:
    """Subject and body of the letter that the button opens."""
    (link,) = re.findall(r'href="(mailto:[^"]+)"', text)
    assert len(link) < LONGEST_MAIL
    asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    return asked["subject"][0], asked["body"][0]


def test_the_letter_has_its_sender_and_words_of_their_own(client, mine):
    sent = {"afzender": "Noor, teamleider", "woorden": "Dit gesprek is\nvoor ons allemaal."}
    assert client.post(url(mine, "brief/"), sent)["Location"] == url(mine, "brief/")
    text = client.get(url(mine, "brief/")).content.decode()
    letter = text.split("<article", 1)[1]
    assert letter.index("Beste collega") < letter.index("Dit gesprek is") < letter.index("We gaan")
    assert "Groet,<br>Noor, teamleider" in letter
    printed = words(pdf(client, url(mine, "brief.pdf")))
    assert "Dit gesprek is voor ons allemaal." in printed
    assert "Noor, teamleider" in printed


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({"woorden": "x" * 401}, "hooguit 400"), ({"afzender": "x" * 121}, "hooguit 120")],
)
def test_what_is_too_long_for_a_letter_is_said_and_kept(client, mine, sent, sentence):
    page = client.post(url(mine, "brief/"), {"afzender": "Noor"} | sent)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert next(iter(sent.values())) in page.content.decode()


def test_a_letter_of_a_session_that_began_stays_as_it_was(client, mine):
    begin(mine)
    assert "Maak het jouw brief" not in client.get(url(mine, "brief/")).content.decode()
    page = client.post(url(mine, "brief/"), {"afzender": "Noor"})
    assert page.status_code == 422
    assert "al begonnen" in page.content.decode()


def test_the_letter_goes_by_mail_too_in_short(client, mine):
    DialogueSession.objects.update(sender="Noor", own_words="Fijn dat je komt.\nTot dan!")
    subject, body = mail_of(client.get(url(mine, "brief/")).content.decode())
    assert subject.startswith("Team Noord, ")
    for said in ("Tot dan!", "Overslaan mag", "?k=", "Anja", "Groet,\r\nNoor", "niet wie wat"):
        assert said in body


FULLEST = {
    "title": "W" * 120,
    "contact": "Sam de Vries, vertrouwenspersoon. " * 5,
    "sender": "Noor van den Berg-Oosterhuis, teamleider van FACT Noord en Zuid",
    "own_words": "Dit gesprek is voor ons allemaal, en wat je zegt doet ertoe. " * 6,
}


@pytest.mark.parametrize("phone_free", [False, True])
def test_the_fullest_letter_is_one_page_and_one_mail(client, edition, lead, phone_free):
    session = made(edition, lead, minutes=240, themes=SLUGS, phone_free=phone_free, guests="both")
    DialogueSession.objects.filter(pk=session.pk).update(**FULLEST)
    reader = pdf(client, url(session, "brief.pdf"))
    assert len(reader.pages) == 1
    assert FULLEST["own_words"].strip() in words(reader)
    assert mail_of(client.get(url(session, "brief/")).content.decode())


def test_page_pdf_and_mail_of_a_wish_have_lines_to_fill_in(client, edition):
    text = client.get(WISH.format("brief/"), follow=True).content.decode()
    assert "Dag en tijd: ……" in text
    assert "<form" not in text.split("<main", 1)[1]
    assert "We gaan met elkaar in gesprek" in mail_of(text)[1]
    assert len(pdf(client, WISH.format("brief.pdf")).pages) == 1


def test_the_evaluation_on_paper_asks_what_the_phone_asks(client, mine):
    asked = step(mine, "evaluation").questions.all()
    printed = words(pdf(client, url(mine, "evaluatie.pdf")))
    assert asked
    for question in asked:
        assert question.text in printed
    assert "Zet geen naam op dit blad" in printed
    assert "grotendeels" in printed


def test_without_phones_the_evaluation_is_on_paper_whole(client, edition, lead):
    phone_free = made(edition, lead, phone_free=True)
    assert not step(phone_free, "evaluation").questions.exists()
    with_phones = words(pdf(client, url(made(edition, lead), "evaluatie.pdf")))
    assert words(pdf(client, url(phone_free, "evaluatie.pdf"))) == with_phones


def test_a_card_for_every_step_that_asks_something(client, mine):
    reader = pdf(client, url(mine, "kaarten.pdf"))
    printed = words(reader)
    for asking in mine.steps.exclude(kind="evaluation").prefetch_related("questions"):
        for question in asking.questions.all():
            assert question.text in printed
    assert "Hoop: zelf nadenken" in printed
    assert "Niemand haalt hem op" in printed


def test_without_phones_there_are_cards_to_think_with(client, edition, lead):
    phone_free = made(edition, lead, phone_free=True)
    printed = words(pdf(client, url(phone_free, "kaarten.pdf")))
    for thinking in phone_free.steps.filter(kind="alone"):
        assert thinking.content["talk"][0] in printed


def test_what_there_is_nothing_of_is_no_page(client, mine):
    mine.steps.filter(kind="evaluation").delete()
    assert client.get(url(mine, "evaluatie.pdf")).status_code == 404
    assert "evaluatie.pdf" not in client.get(url(mine)).content.decode()


@pytest.mark.parametrize("paper", ["draaiboek", "brief", "evaluatie", "kaarten"])
def test_every_paper_has_a_title_of_its_own_and_true_headings(client, mine, paper):
    reader = pdf(client, url(mine, f"{paper}.pdf"))
    name = "Kaarten" if paper == "kaarten" else paper.capitalize()
    assert reader.metadata.title == f"{name}: Team Noord"
    kinds = [kind for kind, _ in tags(reader)]
    assert kinds.count("/H1") == 1
    assert "/H2" in kinds


def test_the_run_sheet_tells_a_screen_reader_which_row_it_is_in(client, mine):
    told = tags(pdf(client, url(mine, "draaiboek.pdf")))
    assert told.count(("/TH", "/Row")) == mine.steps.count()
    assert told.count(("/TH", "/Column")) == 3
    page = client.get(url(mine, "draaiboek/")).content.decode()
    assert page.count('<th scope="row">') == mine.steps.count()


def test_on_the_run_sheet_questions_and_notes_are_headings(client, mine):
    told = tags(pdf(client, url(mine, "draaiboek.pdf")))
    assert [kind for kind, _ in told].count("/H4") > mine.steps.count()


def test_no_heading_stands_alone_at_the_foot_of_a_page(client, edition, lead):
    session = made(edition, lead, minutes=240, themes=SLUGS)
    titles = {found.title for found in session.steps.all()}
    for page in pdf(client, url(session, "draaiboek.pdf")).pages:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        last = [line for line in lines if "bladzijde" not in line and "praten over" not in line][-1]
        assert not any(f"· {title} ·" in last for title in titles)
        assert last.strip() not in ("Vragen", "Op de telefoon", "Waar deze stap voor is")


def test_the_run_sheet_says_once_what_was_not_tested(client, mine):
    text = client.get(url(mine, "draaiboek/")).content.decode()
    assert text.lower().count("concept") == 1
    assert words(pdf(client, url(mine, "draaiboek.pdf"))).lower().count("concept") == 1
