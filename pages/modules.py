"""Scripts are modules that import each other; this finds out which ones a page will ask for.

A browser learns of an import only once it has the file that says so. A page therefore names the
whole graph of its script at once (`{% module %}`), and everything comes in one round trip.
"""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders

OURS = "js"  # the folder of our own scripts; others' come from `vendor`
# An import is one statement on one line of its own, from a relative path.
IMPORT = re.compile(
    r"""^import\b\s*(?:(?P<names>[^'";]+?)\s*\bfrom\s*)?['"](?P<path>\.{1,2}/[^'"]+)['"].*\n?""",
    re.MULTILINE,
)


@cache
def graph(entry: str) -> tuple[str, ...]:
    """All that `entry` imports, also through others, as names of static files; itself not.

    Raises FileNotFoundError when a name leads nowhere.
    """
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        for name in imports(waiting.pop()):
            if name not in found and name != entry:
                found[name] = None
                waiting.append(name)
    return tuple(sorted(found))


def imports(name: str) -> tuple[str, ...]:
    """What one script imports itself."""
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"There is no static file {name}.")
    said = IMPORT.finditer(Path(path).read_text())
    return tuple(whose(name, found["path"]) for found in said)


def whose(name: str, path: str) -> str:
    """The name of the static file that `name` means by this relative path."""
    return normpath(join(dirname(name), path))


def ours(name: str) -> bool:
    """Whether we wrote this script."""
    return name.partition("/")[0] == OURS
