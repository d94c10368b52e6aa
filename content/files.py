"""The module as readable text: one YAML file, or a folder whose files are read together."""

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from content.checks import inconsistencies
from content.document import Document
from content.passages import LOADER, in_order

KINDS = {
    "int": "een geheel getal",
    "float": "een getal",
    "str": "tekst",
    "bool": "ja of nee (true of false)",
    "array": "een lijst",
    "object": "een blok met namen",
    "null": "niets",
}


class BrokenFile(Exception):
    """A content file can't be used; the Dutch sentence says which, where and why."""


def read(path: Path) -> Document:
    """The document in a YAML file or in all `*.yaml` files of a folder.

    Raises BrokenFile when a file is missing, is not YAML or does not fit the document.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise BrokenFile(f"{path} bestaat niet, of er staan geen .yaml-bestanden in.")
    data: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for file in files:
        for name, value in _parse(file).items():
            if name in data:
                raise BrokenFile(
                    f"'{name}' staat in twee bestanden: {origin[name]} en {file.name}."
                )
            data[name] = value
            origin[name] = file.name
    try:
        document = msgspec.convert(data, Document)
    except msgspec.ValidationError as error:
        raise BrokenFile(_explain(str(error), data, origin)) from error
    document = msgspec.structs.replace(
        document,
        sources=tuple(sorted(document.sources, key=lambda source: source.key)),
        passages=in_order(list(document.passages)),
    )
    if wrong := inconsistencies(document):
        raise BrokenFile(f"De inhoud in {path.name} klopt niet: {' '.join(wrong)}")
    return document


def _parse(file: Path) -> dict[str, Any]:
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    except UnicodeDecodeError as error:
        raise BrokenFile(f"{file.name} is geen tekst in UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = f", regel {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BrokenFile(
            f"{file.name}{line}: dit is geen geldige YAML ({error.problem})."
        ) from error
    except yaml.YAMLError as error:
        raise BrokenFile(f"{file.name}: dit is geen geldige YAML ({error}).") from error
    if not isinstance(data, dict):
        raise BrokenFile(f"{file.name}: verwacht namen met een waarde, zoals 'themes:'.")
    return data


def _explain(message: str, data: dict[str, Any], origin: dict[str, str]) -> str:
    """msgspec's message as a Dutch sentence with the file and the item it is about."""
    problem, _, path = message.partition(" - at `$")
    path = path.rstrip("`").removeprefix(".")
    if match := re.match(r"Expected `(.+?)`, got `(.+?)`", problem):
        wanted = " of ".join(KINDS.get(kind, kind) for kind in match[1].split(" | "))
        problem = f"verwacht {wanted}, maar er staat {KINDS.get(match[2], match[2])}"
    elif match := re.match(r"Object missing required field `(.+?)`", problem):
        problem = f"'{match[1]}' ontbreekt"
    elif match := re.match(r"Object contains unknown field `(.+?)`", problem):
        problem = f"'{match[1]}' is hier geen bekende naam"
    elif match := re.match(r"Invalid enum value '(.+?)'", problem):
        problem = f"'{match[1]}' is geen geldige keuze"
    names: list[str] = []
    here: Any = data
    steps = re.findall(r"(\w+)|\[(\d+)\]", path)
    for name, index in steps:
        try:
            here = here[int(index)] if index else here[name]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(here, dict):
            names += [str(here[key]) for key in ("code", "name", "key", "label") if key in here][:1]
    place = " › ".join([*names, *([path] if path else [])])
    file = origin.get(steps[0][0] if steps else "", "de bestanden")
    return f"In {file}{f' bij {place}' if place else ''}: {problem}."
