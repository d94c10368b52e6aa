"""Mistakes that no test can see because nothing anybody meets is different, and why."""

from tests.mutants.generate import Mutant

# Per module and function: what is written there, and why the mistake does no harm.
HARMLESS: dict[tuple[str, str], list[tuple[str, str]]] = {}


def reason(mutant: Mutant) -> str:
    """Why this mistake does no harm; '' when it may."""
    for change, why in HARMLESS.get((mutant.path, mutant.place), []):
        if change in f"{mutant.before} -> {mutant.after}":
            return why
    return ""
