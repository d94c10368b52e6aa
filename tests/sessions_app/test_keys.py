"""What is made with the site's key fits under the next one, as long as the old one is kept."""

import re

import pytest

from sessions_app import codes, keys, progress
from sessions_app.models import StepQuestion

OLD, NEW = "oud-" + "x" * 50, "nieuw-" + "y" * 50


@pytest.fixture
def under(settings):
    """Let the site have these keys, the newest first."""

    def change(newest: str, *older: str) -> None:
        settings.SECRET_KEY = newest
        settings.SECRET_KEY_FALLBACKS = list(older)

    change(OLD)
    return change


def test_the_key_of_a_link_fits_until_its_own_key_goes(under):
    link = codes.key("KIEM1234")
    under(NEW, OLD)
    assert codes.fits("KIEM1234", link)
    assert not codes.fits("KIEM1235", link)
    assert codes.key("KIEM1234") != link  # new letters have the new one
    assert codes.fits("KIEM1234", codes.key("KIEM1234"))
    under(NEW)
    assert not codes.fits("KIEM1234", link)


def test_nothing_but_a_whole_signature_fits(under):
    under(NEW, OLD)
    for given in ("", codes.key("KIEM1234")[:-1], codes.key("KIEM1234") + "a"):
        assert not codes.fits("KIEM1234", given)
    assert not keys.fits("", "salt", "value")


def test_how_far_a_group_is_has_one_draw_in_a_whole_session(under):
    """Two draws of its thresholds would say more about who answered when."""
    questions = [StepQuestion(ref=f"vraag-{n}") for n in range(20)]
    before = [progress.draw(question) for question in questions]
    under(NEW, OLD)
    assert [progress.draw(question) for question in questions] == before


def test_what_must_last_is_made_with_the_oldest_key_that_is_kept(under):
    assert keys.lasting() == OLD
    under(NEW, "tussen", OLD)
    assert keys.lasting() == OLD


def test_a_digest_that_lasts_tells_values_apart_and_not_what_they_are(under):
    made = keys.lasting_digest("woorden", "hoop")
    assert re.fullmatch("[0-9a-f]{32}", made)
    others = {keys.lasting_digest("woorden", "moed"), keys.lasting_digest("anders", "hoop"), made}
    assert len(others) == 3
    under(NEW, OLD)
    assert keys.lasting_digest("woorden", "hoop") == made
    under(NEW)
    assert keys.lasting_digest("woorden", "hoop") != made
