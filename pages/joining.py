"""Files that belong together as one, for the air: a script with its modules, a sheet with its own.

Eighteen small files cost a phone more in heads, and in beginning to compress anew, than a third of
what they say (decision 0040). Pure: text in, text out. What our scripts don't do is not understood
here and is refused by name, so nothing is joined wrongly.
"""

import re
from collections.abc import Callable
from posixpath import dirname, relpath

from rjsmin import jsmin

from pages.modules import IMPORT, ours, whose

Read = Callable[[str], str]  # the text of a static file by its name

_EXPORT = re.compile(r"^export\b(?P<what>.*)", re.MULTILINE)
_NAMED = re.compile(r"\s+(?:const|function|async function|class)\s+(?P<name>\w+)\b")
_NAMES = re.compile(r"\{[\w\s,]*\}")
_RENAMED = re.compile(r"\b(\w+)\s+as\s+(\w+)\b")
_SHEET = re.compile(r"""^@import\s+["'](?P<path>\./[^"']+)["'];[^\n]*\n""", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")


class Unjoinable(ValueError):
    """A module does what this does not understand; says which and what."""


def script(entry: str, read: Read) -> str:
    """One module that does what `entry` does with all of our modules that it imports, each once.

    They run in the order in which a browser would run them. Others' scripts stay imports, so that
    pages share them. Raises Unjoinable.
    """
    return jsmin(_Script(entry, read).whole())


def sheet(name: str, read: Read) -> str:
    """A stylesheet with those of ours that it imports in their place, without comments."""
    whole = _SHEET.sub(lambda found: sheet(whose(name, found["path"]), read), read(name))
    return _INDENT.sub("\n", _COMMENT.sub("", whole)).lstrip()


class _Script:
    """Our modules as functions, each of which gives what it exports to those that come after it."""

    def __init__(self, entry: str, read: Read) -> None:
        self._entry = entry
        self._read = read
        self._called: dict[str, str] = {}  # what a module gave, by its name
        self._under_way: list[str] = []
        self._apart: dict[str, None] = {}  # imports of others' scripts
        self._parts: list[str] = []

    def whole(self) -> str:
        """All of it as one text."""
        self._add(self._entry)
        return "\n".join([*self._apart, *self._parts])

    def _add(self, name: str) -> None:
        if name in self._called:
            return
        if name in self._under_way:
            raise Unjoinable(f"{name} imports itself, through {self._under_way[-1]}")
        self._under_way.append(name)
        text = IMPORT.sub(lambda found: self._import(name, found), self._read(name))
        self._under_way.pop()
        exported: list[str] = []
        text = _EXPORT.sub(lambda found: _export(name, found, exported), text)
        self._called[name] = f"${len(self._called)}"
        if name == self._entry:
            self._parts.append(text)
        elif exported:
            gives = f"return {{ {', '.join(exported)} }};"
            self._parts.append(f"const {self._called[name]} = (() => {{\n{text}\n{gives}\n}})();")
        else:
            self._parts.append(f"(() => {{\n{text}\n}})();")

    def _import(self, name: str, found: re.Match[str]) -> str:
        """What stands in place of this import."""
        names, asked = found["names"], whose(name, found["path"])
        if not ours(asked):
            path = relpath(asked, dirname(self._entry))
            self._apart[f'import {names} from "{path}";' if names else f'import "{path}";'] = None
            return ""
        self._add(asked)
        if names is None:
            return ""
        if not _NAMES.fullmatch(names):
            raise Unjoinable(f"{name} imports {names}: only names in braces are joined")
        return f"const {_RENAMED.sub(r'\1: \2', names)} = {self._called[asked]};\n"


def _export(name: str, found: re.Match[str], exported: list[str]) -> str:
    """What stands in place of this export; its name is added."""
    named = _NAMED.match(found["what"])
    if named is None:
        raise Unjoinable(f"{name} exports{found['what']}: no constant, function or class")
    exported.append(named["name"])
    return found["what"].lstrip()
