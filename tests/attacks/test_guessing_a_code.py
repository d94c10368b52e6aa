"""A stranger with time wants into a session of which they do not know the code.

What stops them: a budget per address that is asked before any look-up and shared by all servers; a
code whose door is closed answers as a wrong one; and codes of which there are six million.
"""

import asyncio
import re
from secrets import randbelow

import pytest
from django.core.cache import cache
from django.db import connection

from accounts import chores
from bench.phone import Phone
from bench.wire import Response, connect, request
from sessions_app.live import doors, guessing

WRONG = "NERGENS{:04}"
BUDGET = 100  # of ACCOUNT_RATE_LIMITS


def somewhere() -> str:
    """An address that nobody in these tests had before."""
    return f"2001:db8:{randbelow(65536):x}:{randbelow(65536):x}::1"


async def ask(url: str, path: str, address: str, **more) -> Response:
    wire = await connect(url)
    headers = {"X-Forwarded-For": address, **more.pop("headers", {})}
    try:
        return await wire.ask(request(url, path, headers=headers, **more))
    finally:
        wire.close()


async def spend(url: str, address: str, count: int = BUDGET) -> None:
    """Use up what an address may guess without waiting."""
    for start in range(0, count, 20):
        tries = [
            ask(url, f"/m/{WRONG.format(n)}/", address)
            for n in range(start, min(count, start + 20))
        ]
        assert {said.status for said in await asyncio.gather(*tries)} == {404}


def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.mark.sqlite_only
def test_past_the_budget_codes_wait_their_turn_right_and_wrong_and_hold_up_nobody_else(room, play):
    async def scene():
        url, here = room.site.url, somewhere()
        await spend(url, here)
        began = now()
        order = []

        async def note(name: str, asked) -> None:
            said = await asked
            order.append(name)
            assert said.status == (404 if name == "wrong" else 200), said.text[:200]

        await asyncio.gather(
            note("wrong", ask(url, f"/m/{WRONG.format(1)}/", here)),
            note("wrong", ask(url, f"/m/{WRONG.format(2)}/stroom/?", here)),
            note("wrong", ask(url, f"/m/{WRONG.format(3)}/", here)),
            note("right", ask(url, f"/m/{room.code}/", here)),
            note("link", ask(url, f"/m/{room.code}/?k={room.key}", here)),
            *(note("page", ask(url, "/", here)) for _ in range(6)),
            note("elsewhere", ask(url, f"/m/{room.code}/", somewhere())),
        )
        waited = [name for name in order if name in ("wrong", "right")]
        assert now() - began >= 3 * guessing.TURN  # one at a time: three that were looked up
        assert "right" in waited[1:]
        for free in ("link", "page", "elsewhere"):
            assert order.index(free) < order.index("right")

    play(scene, room)


def test_every_server_counts_the_same_guesses(room, own_site, play):
    async def scene():
        here = somewhere()
        await spend(room.site.url, here, BUDGET // 2)
        await spend(own_site.url, here, BUDGET - BUDGET // 2)
        for url in (room.site.url, own_site.url):
            began = now()
            await ask(url, f"/m/{WRONG.format(7)}/", here)
            assert now() - began >= guessing.TURN

    play(scene, room)


@pytest.mark.sqlite_only
def test_a_ward_behind_one_address_may_type_the_right_code_as_often_as_it_likes(room, play):
    async def scene():
        here = somewhere()
        for _ in range(BUDGET // 20 + 1):
            typed = [ask(room.site.url, f"/m/{room.code}/", here) for _ in range(20)]
            assert {said.status for said in await asyncio.gather(*typed)} == {200}
        began = now()
        await ask(room.site.url, f"/m/{WRONG.format(7)}/", here)
        assert now() - began < guessing.TURN + doors.SAYS_NO_AFTER + 5  # none of those counted

    play(scene, room)


@pytest.mark.sqlite_only
def test_a_code_whose_door_is_closed_answers_as_a_wrong_one(site, room, play):
    """In words, in status and in time, at every address of a session."""

    async def scene():
        url = room.site.url
        room.verb("close_door")
        phone = Phone(url, site.planned_session().code)
        room.phones.append(phone)
        await phone.look()  # at another door, for a token
        form = {"csrfmiddlewaretoken": phone.token}
        await asyncio.sleep(doors.FRESH)
        for part, more in (
            ("", {}),
            ("", {"method": "HEAD"}),
            ("", {"fields": [*form.items()]}),
            ("stroom/", {}),
            ("beeld/", {}),
            ("pauze/", {}),
            ("antwoorden/", {}),
            ("onzin/", {}),
            (f"stap/{room.asking['ref']}/antwoord/", {"fields": [*form.items(), ("waarde", "2")]}),
            (f"stap/{room.asking['ref']}/seintje/", {"fields": [*form.items(), ("soort", "x")]}),
        ):
            seen = []
            for code in (room.code, WRONG.format(0)):
                began = now()
                said = await ask(
                    url, f"/m/{code}/{part}", somewhere(), cookies=phone.cookies, **more
                )
                assert part or now() - began >= doors.SAYS_NO_AFTER
                seen.append((said.status, as_if_for_all(said, code)))
            assert seen[0] == seen[1], part
            assert seen[0][0] == 404, part

    play(scene, room)


def as_if_for_all(said: Response, code: str) -> tuple[str, dict[str, str]]:
    """What is said, without what differs between any two requests."""
    text = said.text.replace(code, "CODE")
    headers = {k: v for k, v in said.headers.items() if k not in ("date", "content-length")}
    return re.sub(r'value="\w{64}"', "", text), headers


@pytest.mark.sqlite_only
def test_with_the_key_of_the_link_the_page_says_that_the_door_is_closed(room, play):
    async def scene():
        room.verb("close_door")
        await asyncio.sleep(doors.FRESH)
        said = await ask(room.site.url, f"/m/{room.code}/?k={room.key}", somewhere())
        assert said.status == 403
        assert "De deur is dicht" in said.text
        assert (
            f'href="/m/{room.code.lower()}/?k={room.key}"' in said.text
        )  # it asks on with the key
        forged = await ask(room.site.url, f"/m/{room.code}/?k={room.key[:-1]}", somewhere())
        assert forged.status == 404

    play(scene, room)


@pytest.mark.sqlite_only
def test_a_cookie_of_one_session_pays_for_no_guess_at_another(site, play):
    mine, other = site.planned_session(), site.planned_session()

    async def scene():
        inside, here = await mine.phone(), somewhere()
        await spend(site.url, here)
        for code, waits in ((mine.code, False), (other.code, True)):
            began = now()
            said = await ask(site.url, f"/m/{code}/", here, cookies=inside.cookies)
            assert said.status == 200
            if waits:
                assert now() - began >= guessing.TURN

    play(scene, mine, other)


def test_one_building_has_many_addresses_and_one_budget():
    one, same = ({"client": (f"2001:db8:1:2::{n}", 1)} for n in (1, 2))
    assert guessing.address_of(one) == guessing.address_of(same)
    assert guessing.address_of(one) != guessing.address_of({"client": ("2001:db8:1:3::1", 1)})
    four, mapped = {"client": ("192.0.2.1", 1)}, {"client": ("::ffff:192.0.2.1", 1)}
    assert guessing.address_of(four) == guessing.address_of(mapped)
    assert "192.0.2.1" not in guessing.address_of(four)


@pytest.mark.django_db
def test_what_was_counted_names_no_address_and_goes_when_it_no_longer_counts():
    cache.clear()
    address = "192.0.2.77"
    cache.set(f"allauth:rl:account:code_from_network:20/m:ip:{address}", [1.0], timeout=60)
    cache.set("long ago", [1.0], timeout=-1)
    assert address not in str(_counted())
    assert chores.forget_counts() == "Verlopen tellingen van limieten vergeten: 1."
    assert len(_counted()) == 1


def _counted() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cache")
        return cursor.fetchall()
