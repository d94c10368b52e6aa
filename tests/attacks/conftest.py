"""The real server for attacks that need one; the same as for the live tests."""

from tests.live.conftest import own_site, play, room, site

__all__ = ["own_site", "play", "room", "site"]
