"""The first visit of a phone is light: bad Wi-Fi carries it, and nobody else is asked."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import wire
from tests.journeys.room import PHONE
from tests.journeys.states import ALL, House, State

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("accessible"), pytest.mark.sqlite_only]

MOST = 35_000  # bytes before a question can be answered, fonts not counted
FIRST_VISITS = ["home", "phone-lobby", "phone-before", "phone-alone", "phone-evaluation"]


def state(name: str) -> State:
    return next(one for one in ALL if one.name == name)


@pytest.mark.parametrize("name", FIRST_VISITS)
def test_a_first_visit_is_light_and_asks_nobody_else(everything: House, name: str):
    context = wire.newcomer(everything.browser, PHONE)
    page = context.new_page()
    seen = wire.watch(page)
    address = everything.address(state(name))
    page.goto(address, wait_until="load")
    if name.startswith("phone"):
        expect(page.locator("[data-link]")).to_have_text("verbonden")
    # The pictures on the home page come below the field for the code, and later.
    later = ("Font", "Image") if name == "home" else ("Font",)
    assert seen.weight(*later) <= MOST, seen.per_kind()
    assert seen.hosts == {urlsplit(address).netloc}
    files = {address: head for address, head in seen.heads.items() if "/static/" in address}
    assert files
    for address, head in files.items():
        assert "immutable" in head["cache-control"], address
        if address.endswith((".js", ".css", ".svg")):
            assert head.get("content-encoding") in ("br", "gzip"), address
    context.close()


def test_a_second_visit_asks_for_the_page_only(everything: House):
    context = wire.newcomer(everything.browser, PHONE)
    address = everything.address(state("phone-before"))
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-link]")).to_have_text("verbonden")  # its last script is there
    again = context.new_page()
    seen = wire.watch(again)
    again.goto(address, wait_until="load")
    assert {kind for kind, size in seen.per_kind().items() if size > 200} <= {"Document"}
    context.close()


# A page of every script there is, and what others' scripts leave on the window there.
SCRIPTED = {
    "plan-new": {"htmx"},
    "programme": {"htmx", "Sortable"},
    "letter": set(),
    "console-together": {"htmx"},
    "projector-film": {"htmx"},
    "phone-before": set(),
    "phone-ended": set(),
    "door-closed": set(),
}

_OURS = """() => {
  const bare = document.createElement("iframe");
  document.body.append(bare);
  const known = new Set(Object.getOwnPropertyNames(bare.contentWindow));
  bare.remove();
  const more = Object.getOwnPropertyNames(window).filter((name) => !known.has(name));
  return more.filter((name) => !/^\\d+$/.test(name));
}"""


@pytest.mark.parametrize("name", SCRIPTED)
def test_all_scripts_of_a_page_come_in_one_round_trip_and_leave_nothing_behind(
    everything: House, name: str
):
    page = everything.visit(state(name))
    seen = wire.watch(page)
    page.reload(wait_until="load")
    scripts = {address for address, kind in seen.kinds.items() if kind == "Script"}
    named = page.eval_on_selector_all(
        "link[rel=modulepreload], script[src]", "all => all.map((one) => one.href || one.src)"
    )
    assert scripts
    assert scripts == set(named), "asked for what the page does not name, or named what none asks"
    assert len(named) == len(set(named))
    assert {seen.causes[address] for address in scripts} == {"parser"}
    for address in scripts:
        assert re.search(r"\.[0-9a-f]{12}\.js$", address), address
    assert set(page.evaluate(_OURS)) == SCRIPTED[name]
    everything.leave(page)
