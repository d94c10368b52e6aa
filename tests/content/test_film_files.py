"""A film as a file of our own: an editor puts it on the film, and screens play it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bijnaderinzien import bridge
from content import film_files, models
from content.rows import load
from tests.content.factories import small_document
from tests.live.loops import run_scene

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

MP4 = b"\x00\x00\x00\x18ftypisom" + b"m" * 100
WEBM = b"\x1a\x45\xdf\xa3" + b"w" * 100
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nDag.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.FILMS_DIR = str(tmp_path / "films")
    return tmp_path / "films"


@pytest.fixture
def film() -> models.Film:
    load(small_document())
    return models.Film.objects.first()


@pytest.fixture
def editor(client: Client, django_user_model, second_factor) -> Client:
    user = django_user_model.objects.create_user("redactie@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="redactie"))
    client.force_login(user)
    second_factor(client)
    return client


def save(editor: Client, film: models.Film, **files: object):
    """The film's page, saved as it is with these files."""
    address = reverse("admin:content_film_change", args=[film.pk])
    fields = ("title", "youtube", "seconds", "content_note", "description")
    known = {name: getattr(film, name) for name in fields} | {"theme": film.theme_id}
    return editor.post(address, known | files)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_editor_puts_a_film_and_its_subtitles_on_the_site(editor, film, folder):
    assert film_files.of(film.youtube) == (None, None)
    reply = save(editor, film, video=file("a.mp4", MP4), subtitles=file("a.vtt", VTT))
    assert reply.status_code == 302
    own = film_files.of(film.youtube)
    assert own.video is not None
    assert own.subtitles is not None
    assert own.video.read_bytes() == MP4
    assert film_files.kind(own.video) == "video/mp4"
    assert own.subtitles.read_bytes() == VTT
    page = editor.get(reverse("admin:content_film_changelist")).content.decode()
    assert "eigen bestand (0 MB, met ondertitels)" in page

    save(editor, film, video=file("b.webm", WEBM))  # another takes its place
    assert sorted(path.suffix for path in folder.iterdir()) == [".vtt", ".webm"]
    save(editor, film)  # nothing came: nothing changes
    assert film_files.of(film.youtube).video is not None
    save(editor, film, drop="on")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("field", "content", "said"),
    [
        ("video", b"MZ" + b"x" * 50, film_files.NO_VIDEO),
        ("video", b"x", film_files.NO_VIDEO),
        ("subtitles", b"1\n00:00:01,000 --> 00:00:02,000\nDag", film_files.NO_SUBTITLES),
        ("subtitles", VTT + b"x" * film_files.MOST_SUBTITLES, film_files.NO_SUBTITLES),
    ],
)
def test_what_no_browser_plays_is_refused_with_a_sentence(
    editor, film, folder, contexts, field, content, said
):
    reply = save(editor, film, **{field: file("a.mp4", content)})
    assert reply.status_code == 200
    assert said in reply.context["adminform"].form.errors[field]
    assert not folder.exists()


def test_a_film_that_is_too_large_is_refused(editor, film, contexts, monkeypatch):
    monkeypatch.setattr(film_files, "MOST", 50)
    reply = save(editor, film, video=file("a.mp4", MP4))
    assert film_files.TOO_LARGE in reply.context["adminform"].form.errors["video"]


@pytest.mark.parametrize("name", ["", "../../etc", "elf-tekens.", "x" * 12])
def test_only_the_id_of_a_film_names_a_file(name):
    assert film_files.of(name) == (None, None)


# -- what the server takes --------------------------------------------------------------------

LARGE = bridge.MOST_IN_OFFICE * 3


def posted(cookie: str, path: str, size: int = LARGE) -> int:
    """The status of a POST of so many bytes; what arrived of it is said by the page."""
    sent: list[dict] = []
    pieces = [b"x" * 100_000] * (size // 100_000)

    def page(environ, start):
        taken = 0
        while piece := environ["wsgi.input"].read(65_536):
            taken += len(piece)
        start("200 OK" if taken == size else "500 Less", [])
        return [b""]

    async def receive() -> dict:
        body = pieces.pop() if pieces else b""
        return {"type": "http.request", "body": body, "more_body": bool(pieces)}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"cookie", cookie.encode()), (b"host", b"testserver")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    run_scene(lambda: bridge.Bridge(page, 1)(scope, receive, send))
    return sent[0]["status"]


@pytest.mark.django_db(transaction=True)
def test_only_who_edits_films_sends_so_much_and_only_there(client: Client, django_user_model):
    address = "/beheer/content/film/1/change/"
    assert posted("", address) == 413
    user = django_user_model.objects.create_superuser("redactie@example.org")
    client.force_login(user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    assert posted(cookie, address) == 200
    assert posted(cookie, "/beheer/content/theme/1/change/") == 413
    user.is_staff = user.is_superuser = False
    user.save()
    assert posted(cookie, address) == 413
