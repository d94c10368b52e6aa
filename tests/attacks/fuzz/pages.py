"""What a page offers to send: its forms with their true fields, and its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import URLPattern, URLResolver, get_resolver

SEGMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class Form:
    """One form, or one button that sends a form elsewhere."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Page:
    """The forms and links of one page."""

    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.outside: list[tuple[str, str, tuple[str, str] | None]] = []  # form, action, field
        self.area: tuple[str, list[str]] | None = None
        self.select: tuple[Form, str, list[str], str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(has.get("method", "get").upper(), has.get("action", ""))
            self.page.forms.append(self.open)
            self.by_id[has.get("id", "")] = self.open
        elif tag == "a" and has.get("href", "").startswith("/"):
            self.page.links.append(has["href"].partition("#")[0])
        elif tag in ("input", "button"):
            self._control(has)
        elif tag == "textarea" and has.get("name"):
            self.area = (has["name"], [])
        elif tag == "select" and self.open and has.get("name"):
            self.select = (self.open, has["name"], [], "")
        elif tag == "option" and self.select:
            form, name, values, chosen = self.select
            values.append(has.get("value", ""))
            self.select = (form, name, values, values[-1] if "selected" in has else chosen)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area:
            if self.open:
                self.open.fields.append((self.area[0], "".join(self.area[1])))
            self.area = None
        elif tag == "select" and self.select:
            form, name, values, chosen = self.select
            form.fields.append((name, chosen or (values or [""])[0]))
            self.select = None

    def _control(self, has: dict[str, str]) -> None:
        named = (has["name"], has.get("value", "")) if has.get("name") else None
        if has.get("formaction"):
            self.outside.append((has.get("form", ""), has["formaction"], named))
        elif named and self.open and "disabled" not in has:
            unticked = has.get("type") in ("checkbox", "radio") and "checked" not in has
            if not unticked:
                self.open.fields.append(named)


def read(html: str) -> Page:
    """The forms and links of this page."""
    reader = _Reader()
    reader.feed(html)
    for owner, action, named in reader.outside:
        base = reader.by_id.get(owner)
        fields = [*(base.fields if base else []), *([named] if named else [])]
        reader.page.forms.append(Form("POST", action, fields))
    return reader.page


def routes(known: dict[str, str]) -> list[str]:
    """A path for every address of the site; `known` fills in what an address asks for."""

    def walk(patterns: list, before: str) -> list[str]:
        found = []
        for pattern in patterns:
            here = before + _readable(str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                found.append(here)
        return found

    live = [f"m/{known['code']}/{x}/" for x in ("stroom", "beeld", "stap/<step>/antwoord")]
    live += [f"sessies/<ref>/{x}/{y}/" for x in ("leiden", "scherm") for y in ("stroom", "beeld")]
    paths = [*walk(get_resolver().url_patterns, ""), *live, "healthz", "readyz", "static/x.css"]
    return ["/" + SEGMENT.sub(lambda m: known.get(m[1], "1"), path) for path in paths]


def _readable(pattern: str) -> str:
    """A regular expression as an address, for the few that the libraries bring."""
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return re.sub(r"[\^$]|\\Z|\(\?:|\?$", "", named).replace("\\", "").replace(")?", "")
