"""Sessions in a list, with what is said about each; the same few queries for one and for many."""

from django.db.models import Prefetch, QuerySet

from sessions_app.models import DialogueSession, Step


def of(sessions: QuerySet[DialogueSession]) -> dict[str, list[DialogueSession]]:
    """These sessions as `coming`, soonest first, `past` and `archived`, latest first.

    Each has its `films`.
    """
    films = Step.objects.whose_kind(opens_theme=True).defer("content")
    found = list(sessions.prefetch_related(Prefetch("steps", queryset=films, to_attr="films")))
    archived = [session for session in found if session.archived_at and not session.running]
    at_hand = [session for session in found if session not in archived]
    coming = [session for session in at_hand if not session.ended]
    coming.sort(key=lambda session: (not session.running, session.starts_at))
    past = [session for session in at_hand if session.ended]
    return {"coming": list(coming), "past": list(past), "archived": list(archived)}


def films(session: DialogueSession) -> list[str]:
    """The themes of this session by name, in the order in which they are talked about."""
    steps = session.steps.whose_kind(opens_theme=True).only("kind", "title")
    return [step.of_kind.bare(step.title) for step in steps]
