"""Static files by their hashed names, looked up once, and made light for bad Wi-Fi."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from pages import joining

Paths = dict[str, tuple[Storage, str]]
LIGHTER = {"js": joining.script, "css": joining.sheet}  # our own folders; others' stay as they are
VALIDATORS = {"etag", "last-modified"}


class StaticFiles(CompressedManifestStaticFilesStorage):
    """The names never change while a process lives, and a page asks for some of them each time.

    Working a name out takes 40 µs; a quarter of what a phone's page costs was spent on that.
    Our scripts and sheets are written with all that they import in them (`pages.joining`).
    """

    joins = True
    # What a script still imports, others' modules, by hashed names (docs/design-system.md).
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file."""
        known = self._known.get((name, force))
        if known is None:
            known = self._known[name, force] = super().url(name, force)
        return known

    def post_process(self, paths: Paths, *args: Any, **options: Any) -> Iterator[Any]:
        """As Django does it, with our files read as they go out."""
        lighter = {
            name: (_Lighter(paths, name), path)
            if name.partition("/")[0] in LIGHTER
            else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(lighter, *args, **options)


class _Lighter:
    """A place of one file of ours, which reads it as it goes out."""

    def __init__(self, paths: Paths, name: str) -> None:
        self._paths = paths
        self._name = name
        self._made: bytes | None = None

    def open(self, name: str, mode: str = "rb") -> File:
        if self._made is None:
            self._made = LIGHTER[self._name.partition("/")[0]](self._name, self._read).encode()
        return ContentFile(self._made, name)

    def _read(self, name: str) -> str:
        storage, path = self._paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._paths[self._name][0], name)


class Files(WhiteNoiseMiddleware):
    """Sends them. A file whose name holds its hash never changes, so nobody asks whether it did."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        """What is sent for one address."""
        file = super().get_static_file(path, url, stat_cache)
        if self.immutable_file_test(path, url):
            file.alternatives = [
                (encoding, place, [head for head in heads if head[0].lower() not in VALIDATORS])
                for encoding, place, heads in file.alternatives
            ]
        return file
