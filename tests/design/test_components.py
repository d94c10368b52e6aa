"""What a component says to the eye and to a screen reader."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

from pages.templatetags import design

COMPONENTS = Path(__file__).parents[2] / "templates" / "components"


def show(component: str, **context: object) -> str:
    return render_to_string(f"components/{component}.html", context)


class TeamForm(forms.Form):
    people = forms.IntegerField(label="Hoeveel mensen?", help_text="Ongeveer is goed.")
    leader = forms.ChoiceField(
        label="Wie leidt?",
        choices=[("collega", "Een collega"), ("leiding", "De leidinggevende")],
        widget=forms.RadioSelect,
    )
    guests = forms.BooleanField(label="Er komen cliënten", required=False)


def test_every_component_says_how_to_use_it() -> None:
    for path in COMPONENTS.glob("*.html"):
        assert path.read_text().startswith("{% comment %}"), f"{path.name} has no parameters on top"


def test_a_field_with_a_mistake_ties_help_and_error_to_its_input() -> None:
    html = show("field", field=TeamForm({"people": "veel"})["people"])
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    for reference in described[1].split():
        assert f'id="{reference}"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_people">' in html


def test_radios_become_cards_in_a_named_group() -> None:
    html = show("field", field=TeamForm()["leader"])
    assert "<fieldset" in html
    assert re.search(r"<legend>\s*Wie leidt\?", html)
    assert html.count('class="choice"') == 2
    assert html.count('type="radio"') == 2


def test_a_single_checkbox_has_its_label_around_it() -> None:
    html = show("field", field=TeamForm()["guests"])
    assert re.search(r'<label class="check"[^>]*><input type="checkbox"', html)


def test_the_error_summary_leads_to_each_field_that_needs_mending() -> None:
    html = show("error-summary", form=TeamForm({"people": "veel"}))
    assert 'href="#id_people"' in html
    assert 'href="#id_leader"' in html
    assert "guests" not in html


def test_a_form_without_mistakes_has_no_error_summary() -> None:
    good = TeamForm({"people": 12, "leader": "collega"})
    assert show("error-summary", form=good).strip() == ""


def test_every_point_of_a_scale_has_a_word() -> None:
    words = ["nooit", "zelden", "soms", "vaak", "altijd"]
    points = [{"value": n, "word": word} for n, word in enumerate(words, 1)]
    html = show("scale", name="waarde", legend="Ik zeg er iets van.", points=points)
    for n, word in enumerate(words, 1):
        label = re.search(rf'<label[^>]*for="waarde-{n}".*?</label>', html, re.S)
        assert label
        assert word in label[0]


def test_a_chart_gives_counts_as_bars_and_the_same_counts_as_a_table() -> None:
    rows = [{"label": "Taal", "count": 9, "reference": 42}, {"label": "Anders", "count": 0}]
    html = show("chart", title="Wat zie je?", rows=rows, of=12, reference_label="471 mensen")
    picture, table = html.split("<table", 1)
    assert 'width="75.00%"' in picture
    assert 'x="42.00%"' in picture
    assert "9 van de 12" in table
    assert "42 van de 100" in table
    assert "niet gevraagd" in table
    assert "%" not in re.sub(r"<[^>]+>", "", table), "counts, not percentages"


def test_a_chart_without_answers_draws_nothing_and_does_not_fail() -> None:
    html = show("chart", rows=[{"label": "Taal", "count": 0}], of=0)
    assert 'class="chart-fill" width="0%"' in html


@pytest.mark.parametrize(
    ("used", "total", "sentence"),
    [(120, 120, "Past precies"), (95, 120, "Nog 25 min vrij"), (131, 120, "11 min te veel")],
)
def test_the_time_bar_says_in_words_how_the_programme_fits(
    used: int, total: int, sentence: str
) -> None:
    assert sentence in show("time-bar", used=used, total=total, start="13.30", end="15.30")


def test_a_longer_block_is_drawn_taller() -> None:
    assert float(design.to_scale(50).removesuffix("rem")) == 2 * float(
        design.to_scale(25).removesuffix("rem")
    )
    html = show("programme-block", clock="13.55", title="Hoop", minutes=25, theme=7)
    assert 'height="5.00rem"' in html
    assert "25 min" in html
    assert "#t7" in html


def test_progress_segments_fill_the_bar_as_long_as_they_last() -> None:
    first, second = design.laid_out([{"minutes": 10}, {"minutes": 30}])
    assert float(second["width"]) == pytest.approx(3 * float(first["width"]), abs=0.02)
    assert float(second["x"]) + float(second["width"]) == pytest.approx(100, abs=0.02)


def test_a_button_can_open_a_dialog_without_script() -> None:
    button = show("button", label="Beëindig", opens="einde")
    dialog = show("dialog", id="einde", title="Zeker?", text="Dan is het klaar.")
    assert 'href="#einde"' in button
    assert 'id="einde"' in dialog
    assert 'aria-labelledby="einde-titel"' in dialog


def test_what_is_typed_by_people_is_escaped() -> None:
    html = show("notice", text="<script>alert(1)</script>", title="<b>x</b>")
    assert "<script>" not in html
    assert "<b>" not in html


def test_times_and_lengths_are_written_as_people_say_them() -> None:
    assert design.duration(510) == "8 min 30"
    assert design.duration(420) == "7 min"
    assert design.duration(45) == "45 s"
    assert design.clock(datetime(2026, 7, 1, 11, 30, tzinfo=UTC)) == "13.30"
