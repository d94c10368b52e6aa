"""What no copy of the database holds, and what goes when one is put back.

A copy may outlive by far what it was made of. So it has nothing that the end of a session would
wipe, or that says who is logged in: none of that is worth having back.
"""

# Per table which rows a copy holds. `{at}` is where the tables are read from ('' or 'source.').
KEPT: dict[str, str] = {
    "sessions_app_answer": (
        "question_id IN (SELECT q.id FROM {at}sessions_app_stepquestion q"
        " JOIN {at}sessions_app_step t ON t.id = q.step_id"
        " JOIN {at}sessions_app_dialoguesession s ON s.id = t.session_id"
        " WHERE s.phase = 'ended')"
    ),
    # Seats and signals: a session that has ended has none.
    "sessions_app_participant": "1 = 0",
    "sessions_app_heldseat": "1 = 0",
    "sessions_app_signal": "1 = 0",
    "sessions_app_screening": "1 = 0",  # where a film was
    "sessions_app_huddles": "1 = 0",  # who talked with whom
    "sessions_app_huddleseat": "1 = 0",
    # A look-back by link that is still open: its totals say who answered between two copies.
    "sessions_app_lookbackseat": "1 = 0",
    "sessions_app_lookbackquestion": (
        "look_back_id IN (SELECT b.id FROM {at}sessions_app_lookback b WHERE b.closed)"
    ),
    # How a programme was before it was edited: wiped when its session begins.
    "sessions_app_edit": "1 = 0",
    # A link that was withdrawn must not come back with a copy.
    "sessions_app_reportlink": "1 = 0",
    # Who is logged in, and what limits count.
    "django_session": "1 = 0",
    "accounts_loginlink": "1 = 0",
    "accounts_browser": "1 = 0",
    "cache": "1 = 0",
    "operations_pulse": "1 = 0",
}


def kept(table: str, at: str = "") -> str:
    """The condition under which a row of this table stands in a copy."""
    return KEPT.get(table, "1 = 1").format(at=at)


def drops() -> list[str]:
    """The statements that leave in a database only what a copy would hold."""
    return [f"DELETE FROM {table} WHERE NOT ({kept(table)})" for table in KEPT]  # noqa: S608
