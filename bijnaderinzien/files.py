"""Static files by their hashed names, looked up once, and without what only developers read."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our own files only; a script's comments stand on lines of their own or are left alone.
COMMENTS = {
    "css": re.compile(rb"/\*.*?\*/[ \t]*\n?", re.DOTALL),
    "js": re.compile(rb"^[ \t]*//.*\n", re.MULTILINE),
}


class StaticFiles(CompressedManifestStaticFilesStorage):
    """The names never change while a process lives, and a page asks for some twenty of them.

    Working a name out takes 40 µs; a quarter of what a phone's page costs was spent on that.
    Comments are a fifth of what our scripts weigh on the air, so they are left out.
    """

    # Scripts import each other by hashed names too (docs/design-system.md, 'Scripts').
    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a name holds the names of all it imports; the deepest way is 6

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file."""
        known = self._known.get((name, force))
        if known is None:
            known = self._known[name, force] = super().url(name, force)
        return known

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any
    ) -> Iterator[Any]:
        """As Django does it, with our files read without comments."""
        lean = {
            name: (_Uncommented(storage), path)
            if name.partition("/")[0] in COMMENTS
            else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(lean, *args, **options)


class _Uncommented:
    """A place of files, which reads them without comments."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, name: str, mode: str = "rb") -> File:
        with self._storage.open(name, mode) as file:
            return ContentFile(uncommented(name, file.read()), name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)


def uncommented(name: str, content: bytes) -> bytes:
    """A script or stylesheet without its comments; anything else as it is."""
    comments = COMMENTS.get(name.rpartition(".")[2])
    return comments.sub(b"", content) if comments else content
