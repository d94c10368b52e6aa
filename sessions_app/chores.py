"""What `manage.py tidy` does here; every app may have such a module with `CHORES`.

A chore says in one Dutch sentence what it did, or '' when there was nothing to do.
"""

from sessions_app import (
    codes,
    colleague_links,
    custody,
    edits,
    keeping,
    rehearsing,
    report_links,
    retention,
    upkeep,
)
from sessions_app.lookback import by_link, reminder


def end_forgotten() -> str:
    """Sessions that nobody ended."""
    count = upkeep.end_forgotten()
    return f"Vergeten sessies afgesloten: {count}." if count else ""


def drop_rehearsals() -> str:
    """Rehearsals that nobody stopped."""
    count = rehearsing.drop_old()
    return f"Proefsessies weggegooid: {count}." if count else ""


def drop_never_run() -> str:
    """Sessions that were planned and never began."""
    count = upkeep.drop_never_run()
    return f"Sessies verwijderd die nooit begonnen: {count}." if count else ""


def drop_deleted() -> str:
    """Sessions that were deleted, and that nobody took back."""
    count = keeping.drop_deleted()
    return f"Verwijderde sessies voorgoed gewist: {count}." if count else ""


def drop_left() -> str:
    """Sessions that nobody looked after for long."""
    count = custody.drop_left()
    return f"Sessies verwijderd waar al een half jaar niemand voor zorgt: {count}." if count else ""


def drop_old_offers() -> str:
    """Addresses of colleagues who did not answer."""
    count = custody.drop_old_offers()
    return f"Verlopen aanbiedingen aan een collega verwijderd: {count}." if count else ""


def drop_old_codes() -> str:
    """Codes of sessions that are long over."""
    count = codes.drop_old()
    return f"Codes van afgelopen sessies verwijderd: {count}." if count else ""


def drop_old_texts() -> str:
    """What people wrote, some weeks after their session; counts stay."""
    sessions, texts = retention.drop_old_texts()
    return f"Open antwoorden gewist: {texts}, van {sessions} sessies." if texts else ""


def drop_report_links() -> str:
    """Links to a report that lead nowhere any more."""
    count = report_links.drop_old()
    return f"Verlopen links naar een verslag verwijderd: {count}." if count else ""


def drop_colleague_links() -> str:
    """Links to a kept programme or step that lead nowhere any more."""
    count = colleague_links.drop_old()
    return f"Verlopen links voor een collega verwijderd: {count}." if count else ""


def drop_edits() -> str:
    """How programmes were before they were edited, once their session began."""
    count = edits.drop_left_over()
    return f"Bewerkingen van afgelopen sessies verwijderd: {count}." if count else ""


def close_look_backs() -> str:
    """Look-backs by link whose last day is over."""
    count = by_link.close_due()
    return f"Terugblikken gesloten: {count}." if count else ""


def drop_look_back_links() -> str:
    """Links that have shown for long enough what came out."""
    count = by_link.drop_old_keys()
    return f"Oude links van een terugblik ingetrokken: {count}." if count else ""


def remind_to_look_back() -> str:
    """One e-mail to who leads a session, weeks after it."""
    count = reminder.remind()
    return f"Herinneringen aan een terugblik verstuurd: {count}." if count else ""


def rewrite_tables() -> str:
    """What deleted answers leave behind."""
    if upkeep.rewrite_tables():
        return "Resten van gewiste antwoorden uit de database gehaald."
    return (
        "Er loopt een sessie, of er leest iemand: resten van gewiste antwoorden de volgende keer."
    )


CHORES = (
    end_forgotten,
    drop_rehearsals,
    drop_never_run,
    drop_deleted,
    drop_left,
    drop_old_codes,
    drop_old_offers,
    drop_edits,
    drop_report_links,
    drop_colleague_links,
    drop_old_texts,
    close_look_backs,
    drop_look_back_links,
    remind_to_look_back,
    rewrite_tables,
)
