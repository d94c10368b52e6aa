"""A thousand answers in one second, joining in ten, and many sessions at once."""

import asyncio
import random
import time

import uvloop

from bench.crowd import Crowds, Sent, gather
from bench.figures import Row, beside, middle, ms, percentile, usage
from bench.phone import Phone
from bench.site import Facilitator, Reference, Site
from bench.wire import Event


def come_in(
    site: Site, crowds: Crowds, count: int, seconds: float, url: str = ""
) -> tuple[dict, list[tuple[float, float, int]]]:
    """Phones come in over some seconds, at the site or a proxy of it.

    The room they are in, and of each: seconds to the page and to the first frame, and the status.
    """
    room = site.session()
    step = next(s for s in room["steps"] if [q["form"] for q in s["questions"]] == ["open"])
    site.hands("go_to", room["ref"], step["ref"])
    shares = crowds.shares(count)
    given = [(url or site.url, room["code"], room["key"], share, seconds) for share in shares]
    came = [one for part in crowds.do("join", given) for one in part]
    return room | {"step": step}, came


def answer_once(crowds: Crowds, room: dict, text: str, seconds: float) -> Sent:
    """Everybody who came in sends one answer, spread over some seconds."""
    step, question = room["step"]["ref"], room["step"]["questions"][0]["ref"]
    given = [(step, question, seconds, text)] * len(crowds.shares(1))
    return gather(crowds.do("answer", given))


def joining(site: Site, crowds: Crowds, count: int, seconds: float, name: str) -> tuple[dict, list]:
    """Phones come in over some seconds; the room they are in, and the rows."""
    room, came = come_in(site, crowds, count, seconds)
    errors = sum(status != 200 for _, _, status in came)
    page = percentile([page for page, _, _ in came], 0.95)
    frame = percentile([frame for _, frame, _ in came], 0.95)
    rows = [
        Row(
            f"{count} join in {seconds:.0f} s: 95% see the step ({name})",
            ms(page),
            aim="250 ms",
            held=page <= 0.25 and not errors,
        ),
        Row(f"… and hold a stream with a frame ({name})", ms(frame)),
        Row(f"… errors ({name})", str(errors), aim="0", held=errors == 0),
    ]
    return room, rows


def answering(site: Site, crowds: Crowds, room: dict, count: int, name: str) -> list[Row]:
    """Everybody who joined answers within one second, beside an empty Django view."""
    question = room["step"]["questions"][0]["ref"]
    answer_once(crowds, room, "warm", 3.0)
    sent = answer_once(crowds, room, "tekst", 1.0)
    stored = [value for ref, _, value in site.hands("answers", room["ref"]) if ref == question]
    lost = len(set(sent.values.values()) - set(stored))
    double = len(stored) - len(set(stored))
    errors = sum(status != 200 for status in sent.statuses)
    reference = Reference("empty_django")
    try:
        crowds.do("post", [(reference.url, "/antwoord/", n, 1.0) for n in crowds.shares(200)])
        empty = gather(
            crowds.do("post", [(reference.url, "/antwoord/", n, 1.0) for n in crowds.shares(count)])
        )
    finally:
        reference.stop()

    def row(what: str, part: float, seconds: float | None = None) -> Row:
        ours, theirs = percentile(sent.took, part), percentile(empty.took, part)
        return beside(f"{what} ({name})", ours, theirs, seconds=seconds)

    return [
        row(f"{count} answers in 1 s: half kept within", 0.5),
        row("… 99%", 0.99, 0.3),
        row("… all", 1, 1.5),
        Row(
            f"… errors, lost, double ({name})",
            f"{errors}, {lost}, {double}",
            aim="0, 0, 0",
            held=(errors, lost, double) == (0, 0, 0),
        ),
    ]


async def _play(site: Site, rooms: list[dict], phones: int, presses: int) -> list[list[float]]:
    """Each room goes its own way; of each, seconds from every press to its last phone."""

    def note(room: dict):
        def hear(phone: Phone, event: Event) -> None:
            if event.name == "frame":
                room["heard"].setdefault(int(event.id), []).append(event.at)
                room["news"].set()

        return hear

    async def lead(room: dict) -> list[float]:
        took = []
        facilitator = Facilitator(site, room)
        await facilitator.ready()
        for _ in range(presses):
            await asyncio.sleep(random.uniform(3, 15) if len(rooms) > 1 else 0.4)
            room["version"] += 1
            heard = room["heard"][room["version"]] = []
            began = await facilitator.press()
            async with asyncio.timeout(20):
                while len(heard) < phones:
                    room["news"].clear()
                    await room["news"].wait()
            took.append(max(heard) - began)
        facilitator.leave()
        return took

    everybody = []
    for room in rooms:
        room["heard"], room["news"] = {}, asyncio.Event()
        room["version"] = site.hands("state", room["ref"])["version"]
        for cookies in site.hands("seats", room["ref"], phones):
            phone = Phone(site.url, room["code"], note(room))
            phone.cookies = cookies
            everybody.append(phone)
            await phone.open_stream()
            await phone.until(lambda p: p.version >= 0, 20)
    took = await asyncio.gather(*(lead(room) for room in rooms))
    for phone in everybody:
        phone.leave()
    await asyncio.sleep(0.2)
    return took


def many_sessions(site: Site, sessions: int = 50, phones: int = 20) -> list[Row]:
    """Sessions side by side, each with its own steps, against one alone."""
    (alone,) = uvloop.run(_play(site, [site.session()], phones, 15))
    rooms = [site.session() for _ in range(sessions)]
    together = uvloop.run(_play(site, rooms, phones, 7))
    single, slowest = middle(alone), max(map(middle, together))
    every = [took for room in together for took in room]

    return [
        beside(
            f"press to last phone, {sessions} sessions of {phones}, median", middle(every), single
        ),
        beside("… of the slowest of them, median of its steps", slowest, single, 1.5),
        beside("… 95% of all steps", percentile(every, 0.95), percentile(alone, 0.95)),
    ]


def coming_back(site: Site, crowds: Crowds, count: int = 2000) -> list[Row]:
    """Everybody in the building returns in the same second."""
    room = site.session()
    before = usage(site.server.pid)
    path = f"/m/{room['code']}/stroom/"
    phones = [site.hands("seats", room["ref"], share) for share in crowds.shares(count)]
    took = max(crowds.do("listen", [(site.url, path, part) for part in phones]))
    after = usage(site.server.pid)
    crowds.do("leave")
    time.sleep(1)
    left = usage(site.server.pid)
    return [
        Row(f"{count} streams opened at once: all have the frame", f"{took:.1f} s"),
        Row(
            "… open files before, during, after",
            f"{before.files}, {after.files}, {left.files}",
            held=left.files <= before.files + 5,
        ),
    ]
