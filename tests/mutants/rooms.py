"""The rooms in which a mistake costs somebody something, and the tests that should see it."""

from dataclasses import dataclass

from tests.mutants.generate import ROOT, Mutant, mutants

APP = "sessions_app"


@dataclass(frozen=True)
class Room:
    """Modules and the tests that are asked first, and then."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]

    def mistakes(self) -> list[Mutant]:
        """All that can be made here."""
        return [mutant for path in self.modules for mutant in mutants(path)]

    def files(self) -> list[str]:
        """The files of its tests, of those that need no server."""
        found = [f"tests/sessions_app/{name}.py" for name in self.tests]
        return [file for file in found if (ROOT / file).exists()]


def _room(name: str, *tests: str, modules: tuple[str, ...] = ()) -> Room:
    paths = modules or (f"{name}.py",)
    return Room(name, tuple(f"{APP}/{path}" for path in paths), tests)


ROOMS = (
    _room("pens", "test_pens", modules=("pens.py",)),
    _room("small groups", "test_small_groups", "test_circles", modules=("small_groups.py",)),
    _room(
        "access",
        "test_access",
        "test_custody",
        "test_keys",
        "test_codes",
        "test_projector_views",
        modules=("access.py", "keys.py"),
    ),
    _room(
        "results",
        "test_results",
        "test_running",
        "test_word_round",
        "test_retention",
        "test_reflections",
        "test_texts_on_screen",
        "test_choosing_twice",
        "test_dialogue_day",
        "test_report_contents",
        "test_unlinkable",
        "test_mirrors_from_plan_to_report",
        modules=("results.py", "closing.py"),
    ),
    _room(
        "participation",
        "test_participation",
        "test_answers_among",
        "test_unlinkable",
        "test_dialogue_day",
        "test_codes",
        "test_running",
        "test_locks",
    ),
    _room(
        "answer rows",
        "test_answers_among",
        "test_participation",
        "test_unlinkable",
        "test_locks",
        modules=("answer_rows.py",),
    ),
    _room(
        "running",
        "test_running",
        "test_codes",
        "test_participation",
        "test_word_round",
        "test_reflections",
        "test_agreement",
        "test_catching_up",
        "test_huddling",
        "test_screening",
        "test_texts_on_screen",
        "test_choosing_twice",
        "test_dialogue_day",
        "test_edits",
        "test_mirrors_from_plan_to_report",
        "test_locks",
    ),
    _room(
        "programmes",
        "test_programmes",
        "test_edits",
        "test_choosing_twice",
        "test_dialogue_day",
        "test_own_programmes",
        "test_planner_steps",
        "test_locks",
    ),
    _room("codes", "test_codes", "test_participation", modules=("codes.py", "seats.py")),
    _room(
        "planning",
        "test_planning",
        "test_planning_parts",
        modules=(
            "planning/__init__.py",
            "planning/boxes.py",
            "planning/limits.py",
            "planning/sharing.py",
            "planning/remarks.py",
        ),
    ),
    _room(
        "edits",
        "test_edits",
        "test_planner_steps",
        "test_rewishing",
        "test_catching_up",
        "test_locks",
    ),
    _room("time", "test_pace", "test_catching_up", modules=("pace.py", "keeping_time.py")),
    _room("huddles", "test_huddles"),
    _room("huddling", "test_huddling", "test_locks"),
    _room("screening", "test_screening", "test_locks"),
    _room(
        "texts",
        "test_texts_on_screen",
        "test_retention",
        "test_report_link",
        "test_locks",
        modules=("covering.py", "retention.py", "report_links.py"),
    ),
    _room(
        "custody",
        "test_custody",
        "test_leading_together",
        "test_looking_back",
        "test_locks",
        modules=("custody.py", "invitations.py"),
    ),
    _room("keeping", "test_keeping", "test_custody", "test_locks"),
    _room("rehearsing", "test_rehearsing", "test_dialogue_day", "test_locks"),
    _room(
        "own steps",
        "test_own_steps",
        "test_colleague_links",
        "test_locks",
        modules=("own_steps.py",),
    ),
    _room("colleague links", "test_colleague_links", "test_locks", modules=("colleague_links.py",)),
    _room(
        "looking back",
        "test_looking_back",
        "test_locks",
        modules=("lookback/by_link.py", "lookback/together.py"),
    ),
    _room("live/writer", "test_live_writer"),
    _room("live/line", "test_live_line", "test_live_packing", "test_live_hub"),
    _room("live/answers", "test_live_answers", "test_answers", "test_several_answers"),
    _room("live/doors", "test_live_doors", "test_entrance"),
)
