"""The charting room: a team's counts beside a reference, as SVG and as tables. Pure.

    from sessions_app import mirror
    drawn = mirror.draw(picture)                       # everything
    drawn = mirror.draw(picture, {mirror.Layer.TEAM})  # only the team's own answers
    drawn.svg      # SVG without colours of its own: static/css/mirror.css gives them
    drawn.tables   # the same in words, for screen readers, print and spreadsheets
    mirror.standalone(drawn)   # the SVG with the colours of paper in it, for a PDF

Sizes are in 1% of the screen's height; a drawing is WIDE (160) and as high as it needs,
LARGEST (64) at most. No text is smaller than 2.8.
"""

from sessions_app.mirror.drawing import LARGEST, SMALLEST, WIDE, draw, standalone
from sessions_app.mirror.shapes import (
    ALL,
    Bars,
    Count,
    Drawn,
    Grades,
    Group,
    Guesses,
    Layer,
    Mark,
    Nearly,
    Part,
    Picture,
    Ranked,
    Ranks,
    Row,
    Table,
    Who,
)
from sessions_app.mirror.tables import tables

__all__ = [
    "ALL",
    "LARGEST",
    "SMALLEST",
    "WIDE",
    "Bars",
    "Count",
    "Drawn",
    "Grades",
    "Group",
    "Guesses",
    "Layer",
    "Mark",
    "Nearly",
    "Part",
    "Picture",
    "Ranked",
    "Ranks",
    "Row",
    "Table",
    "Who",
    "draw",
    "standalone",
    "tables",
]
