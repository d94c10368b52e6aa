"""What every test may use: the module as it ships and a session at any stage."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.template import Template

from tests.dealing import pytest_collection_modifyitems  # noqa: F401 - a hook

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser
    from pytest_django import DjangoDbBlocker

_draw = Template._render

# How long an example takes says something about the machine, not about us.
hypothesis.settings.register_profile(
    "without a clock", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("without a clock")


def pytest_collection_finish() -> None:
    """Look for rubbish seldom, and never among what was there before the first test.

    Of a process that ends by itself it is a twentieth of all that it does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _templates_are_drawn_as_in_production(django_test_environment: None) -> None:
    """Django's tests copy what every template was given, that of each field of a form included."""
    Template._render = _draw


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: "DjangoDbBlocker",
    django_db_modify_db_settings: None,
) -> None:
    """The database of these tests is a copy too: nobody makes all tables once more."""
    from django.db import connection

    from tests.live.server import fill_with_tables

    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        fill_with_tables(name)
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_row_by_row(django_test_environment: None) -> None:
    """After a test with transactions of its own PostgreSQL deletes what is there.

    TRUNCATE makes all files of all tables anew: half a second, for a handful of rows. References
    are looked at when all is gone.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        quoted = connection.ops.quote_name
        connection.ops.sql_flush = lambda style, tables, **_: [
            ";".join(f"DELETE FROM {quoted(table)}" for table in tables)
        ]


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Responses have what their templates were given, as `context`."""
    from django.test.utils import instrumented_test_render

    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One browser for all that looks at pages."""
    from playwright.sync_api import expect, sync_playwright

    from tests.journeys.room import PATIENCE
    from tests.live.chromium import FLAGS, PROGRAM

    expect.set_options(timeout=PATIENCE)

    # Playwright's sync loop runs in this thread; Django only sees that there is a loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _editions_are_read_again() -> None:
    """An edition never changes, so a process reads it once; a test's edition is another."""
    from content import editions

    editions.document.cache_clear()
    editions.texts.cache_clear()


@pytest.fixture
def second_factor() -> "Callable[[Client], Client]":
    """Let a browser that is logged in have shown its second factor too, as the back office asks."""
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth import get_user
    from django.test import RequestFactory

    def show(client: "Client") -> "Client":
        request = RequestFactory().get("/")
        request.session = store = client.session
        record_authentication(request, get_user(request), method="mfa", type="totp")
        store.save()
        return client

    return show
