"""A method of the edition ('werkvorm'), made into a step by who puts it in a programme."""

from content.document import Method
from sessions_app.kinds.asked import facts, sources
from sessions_app.kinds.kind import Bounds, Brief, Doing, Kind, Line, Made
from sessions_app.script import Note, StepContent
from sessions_app.wish import LedBy, Wish

# Headings on its card; what stands under them is the edition's.
SAY = "Zeg dit"
DO = "Zo gaat het"
NOT_WHEN = "Wanneer niet"


def why_not(method: Method, wish: Wish) -> str:
    """Why a session with this wish may not have this method, as a sentence; '' where it may."""
    if method.never_with_manager and wish.led_by == LedBy.MANAGER:
        return (
            f"'{method.name}' kan niet als een leidinggevende leidt. "
            "Kies een andere werkvorm, of laat een collega leiden."
        )
    if method.never_with_guests and wish.with_guests:
        return (
            f"'{method.name}' kan niet als er cliënten of naasten bij zijn. "
            "Kies een andere werkvorm."
        )
    if method.needs_phones and wish.phone_free:
        return f"'{method.name}' vraagt telefoons. Kies een andere werkvorm."
    return ""


def group_of(method: Method, wish: Wish) -> str:
    """What to do where a group is too small or too large, as a sentence; '' where it fits."""
    if method.group_from <= wish.group_size <= method.group_to:
        return ""
    return (
        f"'{method.name}' past bij {method.group_from} tot {method.group_to} mensen, "
        f"en jullie zijn met {wish.group_size}. Kies een andere werkvorm."
    )


class MethodKind(Kind):
    """One method, without phones: what stands on the screen, and how the facilitator does it."""

    key = "method"
    name = "werkvorm"
    glyph = "samen"
    unplugged = "zonder-werkvorm"
    doing = frozenset({Doing.TALK})
    talks = True
    by_hand = True
    says_title = True

    def bounds(self, brief: Brief) -> Bounds:
        method = _method(brief)
        return Bounds(method.least, method.ideal, method.most) if method else Bounds(1, 5, 10)

    def choices(self, brief: Brief) -> list[tuple[str, str]]:
        """Those that this session may have, and that are no other kind of step already."""
        return [(method.key, method.name) for method in _own(brief)]

    def chosen(self, brief: Brief, key: str) -> Brief | None:
        method = brief.document.method(key)
        return brief.about(method=method) if method and not method.kind else None

    def can_be_made(self, brief: Brief) -> bool:
        return _method(brief) is not None

    def forbidden(self, content: StepContent, wish: Wish) -> str:
        return why_not(content.method, wish) if content.method else ""

    def fill(self, brief: Brief, minutes: int) -> Made:
        method = _method(brief)
        if method is None:
            return Made("Werkvorm", StepContent())
        content = StepContent(
            lead=method.lead,
            talk=method.talk,
            roles=method.roles,
            check=method.check,
            phone=brief.document.said("scherm"),
            method=method,
            notes=_notes(method),
            facts=facts(brief.document, method.facts),
            sources=sources(brief.document, method.citations),
            tested=method.tested,
        )
        return Made(method.name, content)

    def does(self, content: StepContent) -> frozenset[Doing]:
        """Where nothing is asked, people are silent."""
        return self.doing if content.talk else frozenset({Doing.THINK})

    def needed(self, content: StepContent) -> tuple[str, ...]:
        return content.method.materials if content.method else ()

    def unfit(self, step: Line, content: StepContent, wish: Wish) -> list[str]:
        """A step that may not be there, or does not suit so many people."""
        found = super().unfit(step, content, wish)
        if content.method and not found and (group := group_of(content.method, wish)):
            found.append(group)
        return found


def _own(brief: Brief) -> list[Method]:
    return [one for one in brief.document.methods if not one.kind and not why_not(one, brief.wish)]


def _method(brief: Brief) -> Method | None:
    """The one that was chosen; else the first that this session may have."""
    return brief.method or next(iter(_own(brief)), None)


def _notes(method: Method) -> tuple[Note, ...]:
    return (
        Note(heading=SAY, text=method.say, short=method.say),
        Note(heading=DO, text=method.do, short=method.short),
        Note(heading=NOT_WHEN, text=method.not_when),
    )
