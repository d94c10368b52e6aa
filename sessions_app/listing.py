"""Sessions in a list, with what is said about each; the same few queries for one and for many."""

from django.db.models import Prefetch, QuerySet

from sessions_app.models import DialogueSession, Step


def of(sessions: QuerySet[DialogueSession]) -> dict[str, list[DialogueSession]]:
    """These sessions as `coming`, soonest first, and `past`, latest first; each has its `films`."""
    films = Step.objects.whose_kind(opens_theme=True).defer("content")
    found = list(sessions.prefetch_related(Prefetch("steps", queryset=films, to_attr="films")))
    coming = [session for session in found if not session.ended]
    return {
        "coming": sorted(coming, key=lambda session: (not session.running, session.starts_at)),
        "past": [session for session in found if session.ended],
    }


def films(session: DialogueSession) -> list[str]:
    """The themes of this session by name, in the order in which they are talked about."""
    steps = session.steps.whose_kind(opens_theme=True).only("kind", "title")
    return [step.of_kind.bare(step.title) for step in steps]
