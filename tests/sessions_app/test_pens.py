"""The secret in a browser and the pens made of it."""

from base64 import urlsafe_b64decode

from hypothesis import given
from hypothesis import strategies as st

from sessions_app import pens

IDS = st.text(min_size=1, max_size=24)


def test_a_sealed_secret_opens_for_its_own_session_only():
    secret = pens.new_secret()
    cookie = pens.seal("sessie-a", secret)
    assert pens.unseal("sessie-a", cookie) == secret
    assert pens.unseal("sessie-b", cookie) is None


def test_a_forged_or_missing_cookie_opens_nothing():
    cookie = pens.seal("sessie-a", pens.new_secret())
    forged = pens.new_secret() + ":" + cookie.rpartition(":")[2]
    for wrong in (None, "", "x", ":", forged, cookie[:-1], cookie + "a", "é" * 40):
        assert pens.unseal("sessie-a", wrong) is None


def test_a_browser_brings_a_secret_per_session_and_nothing_forged():
    cookies = {pens.cookie_name(ref): pens.seal(ref, f"geheim {ref}") for ref in ("a", "b")}
    swapped = {pens.cookie_name("c"): cookies[pens.cookie_name("a")]}
    others = {"sessionid": pens.seal("a", "niets"), "a": pens.seal("a", "niets")}
    assert pens.held(cookies | swapped | others) == {"a": "geheim a", "b": "geheim b"}


def test_what_stands_in_place_of_a_secret_says_that_somebody_was_in():
    cookie = pens.seal("a", pens.left())
    assert pens.unseal("a", cookie) == pens.left()


def test_a_secret_can_not_be_guessed():
    """A pen lies in the database: whoever tries secrets finds its writer, unless there are many."""
    assert len(urlsafe_b64decode(pens.new_secret())) >= 24


def test_no_two_secrets_are_alike():
    assert len({pens.new_secret() for _ in range(200)}) == 200


@given(first=IDS, second=IDS)
def test_a_pen_is_steady_per_question_and_has_nothing_of_the_secret(first, second):
    secret = pens.new_secret()
    pen = pens.pen(secret, first)
    assert pen == pens.pen(secret, first)
    assert len(pen) == 64
    assert secret not in pen
    assert (pen == pens.pen(secret, second)) is (first == second)
    assert pen != pens.pen(pens.new_secret(), first)


def test_the_pen_of_joining_is_that_of_no_question():
    secret = pens.new_secret()
    joining = pens.join_pen(secret, "abc")
    assert joining == pens.join_pen(secret, "abc")
    assert len(joining) == 64
    assert joining not in (pens.pen(secret, "abc"), pens.join_pen(secret, "abd"))


def test_who_writes_under_many_ids_at_once_writes_with_the_same_pens():
    secret = pens.new_secret()
    write = pens.hand(secret)
    assert [write(ref) for ref in ("een", "twee")] == [pens.pen(secret, r) for r in ("een", "twee")]
