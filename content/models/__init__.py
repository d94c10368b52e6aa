"""The module as Phrenos edits it. Planning never reads these rows, only editions."""

from content.models.base import Mirrors, Module, Ordered, Source
from content.models.editions import Edition
from content.models.facts import Citation, Fact, Population
from content.models.texts import Aim, Further, GroundRule, Method, Moment, Passage
from content.models.themes import Film, Option, Question, Theme
from content.models.theory import Chapter, Figure, Slide

__all__ = [
    "Aim",
    "Chapter",
    "Citation",
    "Edition",
    "Fact",
    "Figure",
    "Film",
    "Further",
    "GroundRule",
    "Method",
    "Mirrors",
    "Module",
    "Moment",
    "Option",
    "Ordered",
    "Passage",
    "Population",
    "Question",
    "Slide",
    "Source",
    "Theme",
]
