"""The picture of likelihood and severity: each finding's bounds as a span, told by shape and not by colour alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from test_readings import FEW, of

from questionnaire.readings import findings
from questionnaire.readings.blocks import Grid, Mark
from questionnaire.readings.references import References
from questionnaire.reports import html, spans
from questionnaire.wording import grid as in_grid

KINDS = ("planned", "at_most", "at_least", "may_not_arise")
WIDTH = 500.0


def measure(text: str, size: float) -> float:
    return 0.6 * size * len(text)


def grid(*marks: Mark, beyond: str = "", certain: bool = False) -> Grid:
    return Grid(
        ("Rare", "Common"),
        ("Slight", "Severe"),
        "Likelihood",
        "Severity",
        (("low", "low"), ("low", "high")),
        {"low": "○ Low", "high": "● High"},
        marks,
        "A caption",
        "In words",
        beyond,
        certain,
    )


def drawn(*marks: Mark, **more) -> spans.Drawing:
    return spans.drawing(grid(*marks, **more), WIDTH, measure)


def field_at(made: spans.Drawing, x: float, y: float) -> int:
    """Which field a point lies in, by its place in the list: the lowest row first."""
    (found,) = (
        number
        for number, field in enumerate(made.fields)
        if field.x <= x <= field.x + field.width and field.y <= y <= field.y + field.height
    )
    return found


def test_a_span_leads_from_what_is_certain_over_the_dot_to_what_is_possible():
    made = drawn(Mark(1, planned=(1, 0), upper=(1, 1), lower=(0, 0)))
    (dot,) = made.dots
    fine, arrow = sorted(made.strokes, key=lambda line: line.open)
    assert dot.filled and field_at(made, dot.x, dot.y) == 1
    assert not fine.open and field_at(made, fine.x, fine.y) == 0 and (fine.to_x, fine.to_y) == (dot.x, dot.y)
    assert arrow.open and (arrow.x, arrow.y) == (dot.x, dot.y) and field_at(made, arrow.to_x, arrow.to_y) == 3


def test_a_finding_that_may_not_arise_is_a_ring_and_one_that_is_settled_has_no_line():
    made = drawn(Mark(1, (1, 1), (1, 1), None), Mark(2, (0, 0), (0, 0), (0, 0)), Mark(3, None, (0, 1), None))
    assert [dot.filled for dot in made.dots] == [False, True, False]
    assert made.strokes == ()


def test_findings_with_the_same_bounds_share_a_span_and_each_number_stands_once():
    same = [Mark(number, (0, 0), (1, 1), (0, 0)) for number in (1, 2, 3, 5)]
    made = drawn(*same, Mark(4, (0, 0), (1, 0), (0, 0)))
    assert [said.text for said in made.said if said.bold] == ["1–3, 5", "4"]
    assert len(made.dots) == 2


def test_numbers_stand_below_each_other_in_the_field_of_their_dot():
    made = drawn(*(Mark(number, (0, 0), (1, number % 2), (0, 0) if number > 2 else None) for number in range(1, 5)))
    said = [each for each in made.said if each.bold]
    assert all(field_at(made, each.x, each.y) == 0 for each in said)
    heights = sorted(each.y for each in said)
    assert all(above - below >= 9 for below, above in pairwise(heights))


def test_what_does_not_fit_is_cut_and_stays_readable():
    made = drawn(*(Mark(number, (0, 0), (0, 0), (0, 0)) for number in range(1, 200, 2)))
    (said,) = (each for each in made.said if each.bold)
    assert said.text.endswith("…") and said.size >= 6.6 and said.width <= WIDTH / 2


@pytest.mark.parametrize("certain", [True, False])
def test_a_stop_is_beyond_the_scale(certain):
    made = drawn(Mark(1, (0, 0), (0, 0), (0, 0)), beyond="Not acceptable", certain=certain)
    assert made.band.certain is certain
    assert made.band.y >= max(field.y + field.height for field in made.fields)
    assert "Not acceptable" in [said.text for said in made.said]
    assert drawn().band is None


def test_the_page_tells_a_reader_who_does_not_see_it_the_same_and_has_it_as_a_table():
    page = "".join(html._grid(grid(Mark(1, (0, 0), (1, 1), (0, 0)))))
    assert 'role="img" aria-label="In words"' in page
    assert ">The same as a table</summary>" in page and "<table" in page


def test_the_table_of_the_page_says_in_words_what_the_picture_draws():
    marks = (Mark(1, (1, 1), (1, 1), (0, 0)), Mark(2, (1, 1), (1, 1), (1, 1)), Mark(3, (0, 1), (1, 1)))
    (table,) = html._grid_table(grid(*marks))
    assert in_grid.TABLE in table
    cells = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", table)]
    assert cells == ["○ Low 3 3 may not arise", "● High 1, 2 (3)", "○ Low at least 1", "○ Low"]


@pytest.mark.parametrize("name", FEW)
def test_every_bound_that_is_drawn_stands_in_one_field_of_the_tables_in_words(name):
    shown = findings.grid(References(of(name)))
    fields = shown.fields()
    for mark in shown.marks:
        at = {kind: [place for place, field in fields.items() if mark.number in getattr(field, kind)] for kind in KINDS}
        assert at["planned"] == ([mark.planned] if mark.planned else [])
        assert at["at_most"] == ([mark.upper] if mark.upper and mark.upper != mark.planned else [])
        assert at["at_least"] == ([mark.lower] if mark.lower and mark.lower != mark.planned else [])
        assert at["may_not_arise"] == ([mark.planned] if mark.planned and mark.lower is None else [])
