"""What a reader is shown, as data: the matrix, counts, numbers, effects, and how levels look."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from test_comparison import CHOIR

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import LeverShown, Moves, Range, Report, UnknownShown
from questionnaire.presentation import looks
from questionnaire.presentation.counts import Counts, counts
from questionnaire.presentation.effects import effect, reach
from questionnaire.presentation.headline import headline, project_fields
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.matrix import Cell, matrix
from questionnaire.presentation.numbers import Numbers, numbers


@pytest.fixture(scope="module")
def choir(toy_network) -> Report:
    return report(toy_network, Answers({"name": "Choir", "contact": "Ada"}, CHOIR.answers))


@pytest.fixture(scope="module")
def labels(choir) -> Labels:
    return Labels(choir.assessment.words)


# --- labels and looks -------------------------------------------------------------------------------------------------


def test_a_range_stands_alone_inside_a_sentence_and_on_a_label(labels):
    bounds = Range("low", "high", "high")
    assert labels.bounds("levels", bounds) == "Low to high"
    assert labels.inline_bounds("levels", bounds) == "low to high"
    assert labels.label_bounds("levels", bounds) == "Low to High"
    assert labels.at_least(bounds) == "High (at least low)"


def test_a_range_of_one_word_is_that_word(labels):
    bounds = Range("high", "high", "high")
    assert labels.bounds("levels", bounds) == labels.label_bounds("levels", bounds) == labels.at_least(bounds) == "High"
    assert labels.inline_bounds("levels", bounds) == "high"


def test_a_word_stands_inside_a_sentence_as_the_vocabulary_says(choir):
    words = choir.assessment.words | {"levels_inline": {"high": "a high one"}}
    assert Labels(words).inline("levels", "high") == "a high one"


def test_marks_and_colours_rise_with_the_level(labels):
    assert [labels.mark(level) for level in labels.levels] == list("○◔◑◕●")
    assert [labels.color(level) for level in labels.levels] == list(looks.LIGHT)
    assert labels.worst(("low", "high", "none")) == "high"
    assert labels.marked("high") == "◕ High"


def test_a_scale_of_another_length_is_spread_over_the_looks():
    assert [looks.mark(rank, 3) for rank in range(3)] == ["○", "◑", "●"]
    assert looks.mark(0, 1) == "○"


def contrast(one: str, two: str) -> float:
    """The contrast of two colours as WCAG defines it."""

    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(two)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("colours", "ground"), [(looks.LIGHT, "#ffffff"), (looks.DARK, looks.DARK_GROUND)], ids=["light", "dark"]
)
def test_a_level_is_legible_on_its_ground(colours, ground):
    assert len(colours) == len(looks.MARKS)
    assert min(contrast(colour, ground) for colour in colours) >= 4.5


# --- what is counted and numbered -------------------------------------------------------------------------------------


def test_findings_are_counted_by_certainty_and_level(choir):
    findings = choir.assessment.findings[:2]
    shown = (
        replace(findings[0], status="confirmed", level=Range("high", "high", "high")),
        replace(findings[0], status="possible", level=Range("none", "low", "low")),
        replace(findings[0], status="possible", level=Range("none", "high", "high")),
    )
    given = replace(choir.assessment, findings=shown, ruled_out=(), recommendations=())
    assert counts(given) == Counts(3, 1, 2, {"high": 2, "low": 1}, 0, 0)


def test_a_row_of_three_numbers_is_a_range():
    given = Numbers({name: at for at, name in enumerate("abcdefg", 1)}, {}, {"y": "1", "x": "2", "ours": "J"})
    assert given.of_findings("gabd") == "1, 2, 4, 7"
    assert given.of_findings("cdef") == "3–6"
    assert given.cited(["ours", "x", "y", "x"]) == ("1", "2", "J")


def test_numbers_follow_the_order_of_the_result(choir):
    assert list(numbers(choir.assessment).findings) == [finding.id for finding in choir.assessment.findings]
    published = [source for source in choir.assessment.sources if source.published]
    assert list(numbers(choir.assessment).sources.values())[: len(published)] == [
        str(number) for number in range(1, len(published) + 1)
    ]


def test_what_nobody_published_has_a_mark_in_place_of_a_number_and_stands_last(choir):
    first, second, *rest = choir.assessment.sources
    judged = [replace(first, published=False), replace(second, published=False)]
    sources = numbers(replace(choir.assessment, sources=(*judged, *rest))).sources
    assert [sources[first.id], sources[second.id]] == ["J", "J2"]
    assert list(sources)[-2:] == [first.id, second.id]
    assert list(sources.values())[: len(rest)] == [str(number) for number in range(1, len(rest) + 1)]


# --- the matrix -------------------------------------------------------------------------------------------------------


def test_the_matrix_holds_the_worst_level_of_each_group_and_kind_of_harm(choir):
    shown = matrix(choir.assessment)
    rank = list(choir.assessment.words["levels"]).index
    assert shown.rows
    for row in shown.rows:
        for kind, cell in zip(shown.kinds, row.cells, strict=True):
            own = [
                finding
                for finding in choir.assessment.findings
                if finding.harm_kind == kind and row.group in {group.id for group in finding.groups}
            ]
            worst = max((finding.level.upper for finding in own), key=rank, default="")
            assert cell == (Cell(worst, any(each.status == "confirmed" for each in own)) if own else None)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_confirmed_finding_confirms_a_cell_and_the_worst_level_stands_in_it(choir, order):
    one = next(finding for finding in choir.assessment.findings if finding.groups)
    both = (
        replace(one, status="confirmed", level=Range("low", "low", "low")),
        replace(one, status="possible", level=Range("none", "high", "high")),
    )
    shown = matrix(replace(choir.assessment, findings=tuple(both[at] for at in order)))
    assert {cell for row in shown.rows for cell in row.cells} == {Cell("high", confirmed=True)}


def test_rows_stand_by_attribute_and_title(choir):
    shown = matrix(choir.assessment)
    attributes = list(choir.assessment.words["attributes"])
    order = [(attributes.index(row.attribute), row.title) for row in shown.rows]
    assert order == sorted(order)


def test_without_findings_the_matrix_is_empty(choir):
    assert matrix(replace(choir.assessment, findings=())).rows == ()


# --- what answers and changes do --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "findings", "said"),
    [(("low", "high"), 2, "verdict"), (("high", "high"), 2, "findings"), (("high", "high"), 0, "nothing")],
)
def test_an_open_question_moves_the_verdict_or_findings_or_nothing(moves, findings, said):
    unknown = UnknownShown(
        "size", "How large?", "", "engineer", Moves(*moves), settles_stop=True, findings=findings, note=""
    )
    assert reach(unknown).moves == said
    assert reach(unknown).settles_stop


def test_an_effect_names_only_what_happens():
    lever = LeverShown(
        "size", "How large?", "a", "b", "", "", "low", "low", "high", removes=("x",), lowers=(), adds=("y",), answer=()
    )
    assert effect(lever).on == {"removes": ("x",), "adds": ("y",)}
    assert not effect(lever).stays


# --- the headline and the project -------------------------------------------------------------------------------------


def test_the_headline_tells_four_verdicts_apart(choir, toy_network):
    found = choir.assessment
    assert headline(found).standing == "findings"
    assert headline(replace(found, findings=())).standing == "no_harm"
    assert headline(report(toy_network, Answers()).assessment).standing == "unanswered"
    assert headline(report(toy_network, Answers()).assessment).below == "Until something is answered, plan for: high."
    stopped = replace(found, verdict=replace(found.verdict, stop=found.verdict.stop or ("a stop",)))
    assert headline(stopped).below == "No mitigation makes this use acceptable."


def test_only_what_was_said_of_the_project_is_shown(choir):
    shown = [(field.label, field.text) for field in project_fields(choir.assessment)]
    assert shown == [("Name", "Choir"), ("Contact", "Ada")]
    assert project_fields(replace(choir.assessment, project={"name": "  "})) == ()
