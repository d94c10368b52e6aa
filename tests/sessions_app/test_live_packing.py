"""A gzip stream of which the blocks are made once for everybody."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.live.line import BEAT, Line
from sessions_app.live.packing import HEAD, Piece, Sum, accepts, pack, stored
from tests.live.loops import run_scene

BODIES = st.lists(st.binary(max_size=400) | st.binary(max_size=20).map(lambda b: b * 300))


@given(BODIES)
def test_any_pieces_in_any_order_make_one_whole_stream(bodies):
    total = Sum()
    stream = HEAD
    for body in bodies:
        total.add(body)
        stream += pack(body)
    assert gzip.decompress(stream + total.tail()) == b"".join(bodies)


@given(BODIES)
def test_every_piece_can_be_read_before_the_next_one_comes(bodies):
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(HEAD) == b""
    for body in bodies:
        assert reader.decompress(Piece(body).packed) == body


def test_a_piece_with_a_few_bytes_more_is_both():
    whole = Piece(b"frame " * 100) + b"clock"
    total = Sum()
    total.add(whole.body)
    assert whole.body == b"frame " * 100 + b"clock"
    assert gzip.decompress(HEAD + whole.packed + total.tail()) == whole.body
    assert len(whole.packed) < 80
    assert stored(b"") + Sum().tail()  # nothing at all is a stream too


def test_a_line_that_was_opened_packed_sends_blocks_and_ends_its_stream():
    async def scene():
        sent = []

        async def send(message):
            sent.append(message)

        plain, packed = Line(send, None), Line(send, None, Sum())
        frame, tally = Piece(b"<p>stap</p>" * 50), Piece(b"tally")
        for line in (plain, packed):
            sent.clear()
            line.offer(1, frame)
            line.count(tally)
            line.beat()
            line.close(b"retry: 5\n\n")
            told = frame.body + tally.body + BEAT.body + b"retry: 5\n\n"
            stream = b"".join(message["body"] for message in sent)
            assert sent[-1].get("more_body", False) is False
            assert (gzip.decompress(HEAD + stream) if line is packed else stream) == told

    run_scene(scene)


@pytest.mark.parametrize(
    ("asked", "gets"),
    [
        ("", False),
        ("identity", False),
        ("br, deflate", False),
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP ; q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("*", True),
        ("x-gzip-not", False),
    ],
)
def test_only_who_reads_gzip_gets_it(asked, gets):
    assert accepts(asked) is gets
