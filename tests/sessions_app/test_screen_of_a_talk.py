"""The screen of a talk never loses the other's view, however full it is. Pure arithmetic."""

from content.files import read
from content.passages import SHIPPED
from sessions_app import kinds
from sessions_app.planning import Wish, brief_of
from sessions_app.surfaces import fitting

MODULE = read(SHIPPED)
CLOCK = "Drietallen: nog 8 min"


def test_of_every_theme_the_screen_of_a_talk_holds_stigma_and_the_others_view():
    wish = Wish(minutes=120, themes=("hoop",), group_size=12)
    for theme in MODULE.themes:
        brief = brief_of(MODULE, wish, 120, [theme]).about(theme=theme)
        for minutes in (15, 20, 25, 30):
            talk = kinds.of("together").make(brief, minutes).content
            headline, *more = talk.talk
            leads = [f"{talk.roles} {talk.check}"]
            laid = fitting.talk(headline, more, leads, CLOCK, keep_last=True)
            shown = fitting.shown_of(more, laid.kept, keep_last=True)
            assert shown[-1].startswith("Stel je voor"), theme.slug
            assert laid.kept >= 2, theme.slug
            stigma = next(q.text for q in theme.questions if q.topic == "stigma")
            assert stigma in (headline, *shown), theme.slug


def test_what_does_not_fit_is_left_out_before_the_last():
    prompts = [
        f"Vraag {number} die zo lang is dat het scherm vol raakt?" * 3 for number in range(6)
    ]
    laid = fitting.talk("Een vraag?", prompts, ["Kies zelf een rol."], CLOCK, keep_last=True)
    assert 1 <= laid.kept < len(prompts)
    assert fitting.shown_of(prompts, laid.kept, keep_last=True)[-1] == prompts[-1]
    assert fitting.shown_of(prompts, 2, keep_last=False) == prompts[:2]
