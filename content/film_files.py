"""Films as files of our own, for where YouTube does not come through.

A file stands in `settings.FILMS_DIR` and is called after the YouTube id of the film that it
replaces, so every session plays it, also one that was planned before the file came. The folder is
filled by the back office, or by whoever keeps the site running.
"""

import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import File

VIDEO = {".mp4": "video/mp4", ".webm": "video/webm"}
SUBTITLES = ".vtt"
MOST = 500_000_000  # bytes of a film: twenty minutes in full HD
MOST_SUBTITLES = 500_000
YOUTUBE = re.compile(r"[\w-]{11}")

NO_VIDEO = "Dit is geen mp4 of webm. Kies een videobestand dat in een browser speelt."
TOO_LARGE = "Dit bestand is groter dan 500 MB. Maak het kleiner, bijvoorbeeld 720p."
NO_SUBTITLES = "Dit is geen vtt-bestand. Ondertitels zijn een bestand dat begint met 'WEBVTT'."


class OwnFilm(NamedTuple):
    """What there is of one film."""

    video: Path | None
    subtitles: Path | None


class Unfit(Exception):
    """A file that can't be a film or its subtitles; the Dutch sentence says why."""


def of(youtube: str) -> OwnFilm:
    """The files that replace this film. Looked for each time: they may come during a session."""
    if not YOUTUBE.fullmatch(youtube):
        return OwnFilm(None, None)
    folder = Path(settings.FILMS_DIR)
    videos = (folder / f"{youtube}{ending}" for ending in VIDEO)
    subtitles = folder / f"{youtube}{SUBTITLES}"
    return OwnFilm(
        next((path for path in videos if path.is_file()), None),
        subtitles if subtitles.is_file() else None,
    )


def kind(path: Path) -> str:
    """The content type of one of these files."""
    return VIDEO.get(path.suffix, "text/vtt; charset=utf-8")


def ending_of(head: bytes) -> str:
    """How the name of a video with these first bytes ends. Raises Unfit for any other file."""
    if head[4:8] == b"ftyp":
        return ".mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return ".webm"
    raise Unfit(NO_VIDEO)


def check_subtitles(text: bytes) -> None:
    """Raises Unfit for what is no WebVTT."""
    if len(text) > MOST_SUBTITLES or not text.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise Unfit(NO_SUBTITLES)


def keep_video(youtube: str, file: File) -> None:
    """Put this video in the place of any before it."""
    file.seek(0)
    ending = ending_of(file.read(12))
    _write(f"{youtube}{ending}", file)
    for other in VIDEO:
        if other != ending:
            (Path(settings.FILMS_DIR) / f"{youtube}{other}").unlink(missing_ok=True)


def keep_subtitles(youtube: str, file: File) -> None:
    """Put these subtitles in the place of any before them."""
    _write(f"{youtube}{SUBTITLES}", file)


def drop(youtube: str) -> None:
    """The film comes from YouTube again; its subtitles go too."""
    for path in of(youtube):
        if path is not None:
            path.unlink(missing_ok=True)


def _write(name: str, file: File) -> None:
    """Whole or not at all: who is looking keeps the file of before."""
    folder = Path(settings.FILMS_DIR)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    try:
        file.seek(0)
        with part.open("wb") as made:
            shutil.copyfileobj(file, made, 1 << 20)
            made.flush()
            os.fsync(made.fileno())
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
