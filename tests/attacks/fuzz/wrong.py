"""What can be wrong in a request: each function spoils one thing, by the dice it is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote_plus

VALUES = (
    *("", " ", "0", "-1", "9" * 400, "9" * 5000, "1e400", "nan", "0x1f", "１２", "٣", "²"),
    *("\x00", "a\x00b", "\ud800", "\uffff", "\u202e", "é" * 300, "👩‍👩‍👧" * 50, "a" * 100_000),
    *(
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{% csrf_token %}",
        "' OR 1=1 --",
        "%s%n",
        "../" * 9,
    ),
    *("0000-00-00", "9999-99-99", "2026-02-30", "24:61", "99999-01-01", "-0001-01-01"),
    *(
        "null",
        "[]",
        '{"a":',
        "true",
        "on",
        "None",
        "\r\nX-Evil: 1",
        "\n" * 500,
        "a@b",
        "a@" + "b" * 300,
    ),
)
RAW = (b"%FF%FE", b"%ED%A0%80", b"%00", b"%", b"%u1234", b"%C0%80", b"+" * 50, b"\xff\x00")
CONTENT_TYPES = (
    *("application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data", "text/plain"),
    *("multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/json"),
    *("application/x-www-form-urlencoded; charset=rot13", "", "/", "a/b; charset=\xff", "x" * 3000),
    *("multipart/mixed; boundary=x", 'application/x-www-form-urlencoded; charset="utf-8"'),
)
HEADERS = (
    *(("Host", "kwaad.voorbeeld.nl"), ("Host", "127.0.0.1:99999"), ("Host", ""), ("Host", "[::1")),
    *(("X-Forwarded-For", "\xff, 1"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Host", "x")),
    *(("Accept", "application/json"), ("Accept", "\xff"), ("Accept", "text/html;q=zz, */*;q=1e9")),
    *(("HX-Request", "true"), ("HX-Target", "\xff"), ("HX-Current-URL", "http://[")),
    *(("HX-Prompt-URI-AutoEncoded", "true"), ("X-Requested-With", "XMLHttpRequest")),
    *(("If-None-Match", "W/x"), ("If-None-Match", '"' * 99), ("If-Modified-Since", "gisteren")),
    *(("If-Modified-Since", "Thu, 01 Jan 99999 00:00:00 GMT"), ("Range", "bytes=5-1")),
    *(("Last-Event-ID", "9" * 500), ("Origin", "null"), ("Origin", "http://["), ("Referer", "//[")),
    *(("Accept-Encoding", "gzip;q=nan"), ("Accept-Language", "nl;q=,"), ("Expect", "100-continue")),
    *(
        ("Upgrade", "websocket"),
        ("Cookie", "a"),
        ("Cookie", '=; ="; \xff=\xff'),
        ("TE", "trailers"),
    ),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
SEGMENTS = (
    *(
        "%00",
        "%FF",
        "%2F",
        "..",
        "%2e%2e",
        "%0d%0a",
        "9" * 400,
        "x" * 5000,
        "é",
        "%F0%9F%98%80",
        "-",
    ),
    *("1", "0", "null", "{ref}", "%25", "_", "a;b", "?", "#", "//"),
)


@dataclass
class Request:
    """What is about to be sent."""

    method: str
    path: str
    fields: list[tuple[str, str]]
    cookies: dict[str, str]
    headers: list[tuple[str, str]] = field(default_factory=list)
    content_type: str = "application/x-www-form-urlencoded"
    raw: bytes = b""  # appended to the body as it is

    def encoded(self, host: str) -> bytes:
        """The bytes of this request; the line closes after its answer."""
        query = b""
        body = b"&".join(_quoted(name) + b"=" + _quoted(value) for name, value in self.fields)
        body += self.raw
        if self.method in ("GET", "HEAD") and body:
            query, body = (b"&" if "?" in self.path else b"?") + body[:20_000], b""
        elif self.content_type.startswith("multipart/") and "boundary=x" in self.content_type:
            body = _parts(self.fields) + self.raw
        given = {name for name, _ in self.headers}
        lines = [] if "Host" in given else [f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.cookies and "Cookie" not in given:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if body or self.method == "POST":
            lines += [f"Content-Type: {self.content_type}", f"Content-Length: {len(body)}"]
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        start = f"{self.method} {self.path}".encode("latin1", "replace") + query
        return start + b" HTTP/1.1\r\n" + head.encode("latin1", "replace") + body


def _quoted(text: str) -> bytes:
    return quote_plus(text.encode("utf-8", "surrogatepass")).encode()


def _parts(fields: list[tuple[str, str]]) -> bytes:
    return b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass"))
        for name, value in fields
    )


def value(request: Request, dice: Random) -> None:
    """A field says something strange."""
    open_fields = [i for i, (n, _) in enumerate(request.fields) if n != "csrfmiddlewaretoken"]
    if not open_fields:
        request.fields.append(("x", dice.choice(VALUES)))
        return
    at = dice.choice(open_fields)
    request.fields[at] = (request.fields[at][0], dice.choice(VALUES))


def fewer(request: Request, dice: Random) -> None:
    """A field is missing."""
    if request.fields:
        request.fields.pop(dice.randrange(len(request.fields)))


def more(request: Request, dice: Random) -> None:
    """A field comes several times, or by another name."""
    if request.fields:
        name, said = dice.choice(request.fields)
        again = dice.choice(((name, said), (name + "[]", said), (name, dice.choice(VALUES))))
        request.fields += [again] * dice.choice((1, 1, 2, 1200))


def name(request: Request, dice: Random) -> None:
    """A field has a strange name."""
    strange = ("\x00", "a" * 3000, "", "id", "pk", "user", "is_superuser", "x-TOTAL_FORMS", "é")
    request.fields.append((dice.choice(strange), dice.choice(VALUES)))


def counts(request: Request, dice: Random) -> None:
    """A count of forms, a rank or a number is beyond belief."""
    for at, (key, said) in enumerate(request.fields):
        if key.endswith("_FORMS") or said.isdigit():
            request.fields[at] = (key, dice.choice(("9" * 400, "-1", "2000", "1e3", "99999999999")))
            return


def raw(request: Request, dice: Random) -> None:
    """The body holds bytes that are no text."""
    request.raw = b"&x=" + dice.choice(RAW)


def kind(request: Request, dice: Random) -> None:
    """The body is said to be something else."""
    request.content_type = dice.choice(CONTENT_TYPES)


def header(request: Request, dice: Random) -> None:
    """A header is strange."""
    request.headers.append(dice.choice(HEADERS))


def method(request: Request, dice: Random) -> None:
    """Another verb of HTTP."""
    request.method = dice.choice(METHODS)


def path(request: Request, dice: Random) -> None:
    """The address is a little different."""
    parts = request.path.split("/")
    at = dice.randrange(1, len(parts))
    parts[at] = dice.choice(SEGMENTS)
    request.path = "/".join(parts).replace(" ", "%20")


def cookie(request: Request, dice: Random) -> None:
    """A cookie was tampered with."""
    strange = ("", "\x01", '"a\\000b"', "a\\000b", "x" * 4000, "\xff", "a:b:c", ".eJw:1:x", "%00")
    names = [*request.cookies, "sessionid", "messages", "csrftoken", "bekend"]
    request.cookies[dice.choice(names)] = dice.choice(strange)


SPOILERS: tuple[Callable[[Request, Random], None], ...] = (
    *(value,) * 8,
    *(fewer, more, name, counts, raw, kind, header, header, method, path, cookie),
)
