"""One open line: what is sent, in which order, and what is skipped."""

import asyncio

import pytest

from sessions_app import bus
from sessions_app.live import events
from sessions_app.live.limits import MOST, Limiter
from sessions_app.live.line import Line
from sessions_app.live.packing import Piece
from sessions_app.live.presence import GONE_AFTER, LINGERS, Presence
from tests.live.loops import run_scene


class Socket:
    """The sending side of a connection that can be held up, as a full buffer does."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.ended = False
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message: dict) -> None:
        await self.free.wait()
        self.sent.append(message["body"])
        self.ended = not message.get("more_body", False)


def test_a_slow_phone_skips_to_the_newest_frame():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        line.offer(1, Piece(b"one"))
        socket.free.clear()
        for version in range(2, 100):
            line.offer(version, Piece(b"%d" % version))
        line.count(Piece(b"counters"))
        socket.free.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert socket.sent == [b"one", b"2", b"99", b"counters"]

    run_scene(play)


def test_an_older_frame_is_never_sent_after_a_newer_one():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        line.offer(5, Piece(b"five"))
        line.offer(4, Piece(b"four"))
        line.offer(5, Piece(b"five again"))
        assert socket.sent == [b"five"]

    run_scene(play)


def test_counters_wait_for_the_first_frame():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        line.count(Piece(b"counters"))
        line.beat()
        assert socket.sent == [events.BEAT]
        line.offer(0, Piece(b"frame"))
        assert socket.sent == [events.BEAT, b"frame", b"counters"]

    run_scene(play)


def test_counters_go_out_by_themselves_once_there_is_a_frame():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        line.offer(0, Piece(b"frame"))
        line.count(Piece(b"one"))
        line.count(Piece(b"two"))
        assert socket.sent == [b"frame", b"one", b"two"]

    run_scene(play)


def test_the_last_frame_closes_the_line_and_nothing_follows():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        line.offer(1, Piece(b"the end"), last=True)
        line.offer(2, Piece(b"more"))
        line.beat()
        line.close(b"again")
        assert socket.sent == [b"the end", b""]
        assert socket.ended

    run_scene(play)


def test_closing_waits_for_what_is_under_way():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        socket.free.clear()
        line.offer(1, Piece(b"frame"))
        line.close(b"bye")
        socket.free.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert socket.sent == [b"frame", b"bye"]
        assert socket.ended

    run_scene(play)


def test_a_phone_that_hung_up_stops_no_other():
    async def play():
        async def broken(message: dict) -> None:
            raise OSError("gone")

        line = Line(broken, None)
        line.offer(1, Piece(b"frame"))
        line.offer(2, Piece(b"frame"))

    run_scene(play)


def test_a_line_that_is_cancelled_while_it_waits_sends_nothing_more():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        socket.free.clear()
        line.offer(1, Piece(b"frame"))
        line.offer(2, Piece(b"next"))
        line._task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await line._task
        socket.free.set()
        await asyncio.sleep(0)
        assert socket.sent == []

    run_scene(play)


def test_a_line_that_is_cancelled_just_as_it_may_go_on_sends_nothing_more():
    async def play():
        socket = Socket()
        line = Line(socket.send, None)
        socket.free.clear()
        line.offer(1, Piece(b"frame"))
        await asyncio.sleep(0)
        socket.free.set()
        line._task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await line._task
        assert socket.sent == []

    run_scene(play)


def test_a_phone_that_hangs_up_while_it_is_waited_for_stops_no_other():
    async def play():
        gone = asyncio.get_running_loop().create_future()

        async def broken(message: dict) -> None:
            await gone

        line = Line(broken, None)
        line.offer(1, Piece(b"frame"))
        gone.set_exception(OSError("gone"))
        await line._task

    run_scene(play)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>a</p>\n<p>b</p>", b"data: <p>a</p>\ndata: <p>b</p>\n"),
        ("a\r\nb\rc", b"data: a\ndata: b\ndata: c\n"),
        ("", b"data: \n"),
    ],
)
def test_every_line_of_a_frame_is_data(html, lines):
    assert events.event("frame", html, 7) == b"event: frame\nid: 7\n" + lines + b"\n"


def test_a_clock_has_no_id():
    assert events.clock(-3) == b"event: clock\ndata: -3\n\n"
    assert events.clock(None) == b"event: clock\ndata: \n\n"


def test_phones_come_back_spread_over_a_second():
    moments = {int(events.come_back().split()[1]) for _ in range(200)}
    assert min(moments) >= 100
    assert max(moments) <= 1000
    assert len(moments) > 50


def test_a_phone_counts_once_and_lingers_a_while():
    room = Presence()
    room.arrive(1)
    room.arrive(1)
    room.seen(2, now=0)
    room.leave(1, now=0)
    assert room.count(now=1) == 2
    room.leave(1, now=1)
    assert room.count(now=LINGERS) == 1  # the one that asked is gone, the other still lingers
    assert room.count(now=LINGERS + 1) == 0


def test_a_phone_that_comes_back_in_time_never_left():
    room = Presence()
    room.arrive(1)
    room.leave(1, now=0)
    room.arrive(1)
    assert room.count(now=100) == 1


def test_phones_of_another_process_count_until_it_falls_silent():
    room = Presence()
    room.arrive(1)
    assert room.elsewhere("b", 4, now=0)
    assert not room.elsewhere("b", 4, now=5)
    assert room.elsewhere("c", 2, now=5)
    assert room.count(now=6) == 7
    assert room.here(now=6) == 1
    assert room.elsewhere("b", 3, now=10)
    assert room.count(now=5 + LINGERS) == 4
    assert room.count(now=10 + LINGERS) == 1


def test_who_sleeps_in_a_pocket_is_heard_of_for_twenty_minutes():
    room = Presence(now=0)
    late = GONE_AFTER + 100
    room.arrive(1)
    room.seen(2, now=late - GONE_AFTER / 2)
    room.seen(3, now=0)
    assert room.lately(now=late) == 2
    room.leave(1, now=late)
    assert room.lately(now=late + GONE_AFTER - 1) == 1
    assert room.lately(now=late + GONE_AFTER) == 0


def test_nobody_is_thought_gone_before_this_server_could_know_it():
    room = Presence(now=50)
    room.arrive(1)
    assert room.lately(now=50 + GONE_AFTER - 1) is None
    assert room.lately(now=50 + GONE_AFTER) == 1


def test_what_another_server_knew_and_no_longer_tells_makes_unsure():
    room = Presence(now=0)
    now = GONE_AFTER
    room.elsewhere("b", 1, now, lately=5)
    assert room.lately(now) == 5
    assert room.lately(now + LINGERS) is None
    assert room.lately(now + LINGERS + GONE_AFTER) == 0


def test_a_message_that_can_not_be_read_is_passed_over():
    heard: list[bus.Message] = []
    bus.listen(heard.append)
    try:
        for written in ("", "iets", "abc een   ", "abc 7", "abc 8   "):
            bus.deliver(written)
        bus.deliver(f"abc  3 {bus.HERE} 4")  # our own
        bus.deliver("abc  3 andere 4")  # of the release before, which counted no consoles
        bus.deliver("abc  3 andere 4 2")
    finally:
        bus.stop_listening(heard.append)
    assert heard == [
        bus.Message("abc", version=8),
        bus.Message("abc", None, 3, "andere", 4),
        bus.Message("abc", None, 3, "andere", 4, 2),
    ]


def test_consoles_of_other_servers_count_until_they_are_not_heard_of():
    room = Presence(now=0)
    assert room.consoles("b", 1, now=0)
    assert not room.consoles("b", 1, now=1)
    assert room.consoles_elsewhere(now=LINGERS) == 1
    assert room.consoles_elsewhere(now=LINGERS + 1) == 0


def test_one_phone_is_slowed_down_and_another_is_not():
    limiter = Limiter()
    assert all(limiter.allows("a") for _ in range(MOST))
    assert not limiter.allows("a")
    assert limiter.allows("b")
