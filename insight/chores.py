"""What `manage.py tidy` does here (see `sessions_app.chores`)."""

from insight import totals


def freeze_quarters() -> str:
    """The totals of a quarter that closed."""
    count = totals.freeze_closed()
    return f"Kwartalen van Inzicht opgemaakt: {count}." if count else ""


CHORES = (freeze_quarters,)
