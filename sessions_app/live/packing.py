"""Streams that are compressed once for everybody. Pure.

A gzip stream is a head, blocks of deflate and a tail (RFC 1951, RFC 1952). Blocks that end in a
full flush lean on nothing before them and leave nothing to what follows, so the same bytes fit into
every open stream, wherever it stands. Only the tail is a stream's own.
"""

import struct
import zlib

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # deflate, no name, no time, no system
_LAST_BLOCK = b"\x03\x00"  # nothing more comes
_LONGEST = 0xFFFF  # bytes in a block that is stored as it is


def pack(data: bytes) -> bytes:
    """As blocks that fit anywhere; small data is stored, since setting up would cost more."""
    if len(data) < 100:
        return stored(data)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def stored(data: bytes) -> bytes:
    """As one block without any compression. `data` has at most 65,535 bytes."""
    return struct.pack("<BHH", 0, len(data), len(data) ^ _LONGEST) + data


class Sum:
    """What the tail of one stream says of all that went before."""

    __slots__ = ("_crc", "_size")

    def __init__(self) -> None:
        self._crc = 0
        self._size = 0

    def add(self, data: bytes) -> None:
        """These bytes went out, in whatever blocks."""
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)

    def tail(self) -> bytes:
        """The end of the stream."""
        return _LAST_BLOCK + struct.pack("<II", self._crc, self._size & 0xFFFFFFFF)


class Piece:
    """Some bytes of a stream, as they are and packed, as whole ASGI messages.

    A thousand lines share one, so each is made once, the packed one when it is first needed.
    """

    __slots__ = ("_packed", "_packed_message", "body", "message")

    def __init__(self, body: bytes, packed: bytes | None = None) -> None:
        self.body = body
        self.message = _more(body)
        self._packed = packed
        self._packed_message: dict | None = None

    @property
    def packed(self) -> bytes:
        """As blocks for a compressed stream."""
        if self._packed is None:
            self._packed = pack(self.body)
        return self._packed

    @property
    def packed_message(self) -> dict:
        """The message with those blocks."""
        if self._packed_message is None:
            self._packed_message = _more(self.packed)
        return self._packed_message

    def __add__(self, more: bytes) -> "Piece":
        """The same with a few bytes after it."""
        return Piece(self.body + more, self.packed + stored(more))


def _more(body: bytes) -> dict:
    return {"type": "http.response.body", "body": body, "more_body": True}


def accepts(accept_encoding: str) -> bool:
    """Whether who asks with this header reads gzip."""
    for offer in accept_encoding.lower().split(","):
        name, _, quality = offer.partition(";")
        if name.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
