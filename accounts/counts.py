"""What limits count, in the cache in the database: under hashes, and gone when it no longer counts.

allauth names what it counts after addresses of the network; the disk must not know those.
"""

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac


def hashed_key(key: str, prefix: str, version: int) -> str:
    """The name under which a count is stored (`KEY_FUNCTION`): means nothing without our secret."""
    return salted_hmac(
        "accounts.counts", f"{prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()


def forget_old() -> int:
    """Delete what expired, and say how many; Django itself waits until the table is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = timezone.now().replace(microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - a name of ours
            [connection.ops.adapt_datetimefield_value(now)],
        )
        return cursor.rowcount
