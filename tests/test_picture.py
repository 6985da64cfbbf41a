"""The picture of the risk graph: complete, legible, deterministic, and safe with any text."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from questionnaire.assessment.result import AnswerShown as Shown
from questionnaire.assessment.result import Assessment, Finding, Range, Step, Verdict
from questionnaire.picture import picture as pictures
from questionnaire.picture.arrangement import arranged, crossings
from questionnaire.picture.picture import PAD, in_lines, picture, text_width
from questionnaire.picture.svg import miniature, svg

WORDS = {
    "levels": {word: word.capitalize() for word in ("none", "low", "moderate", "high", "unacceptable")},
    "levels_inline": {word: word for word in ("none", "low", "moderate", "high", "unacceptable")},
    "pathways": {"lock_in": "Locks in", "amplify": "Amplifies", "spread": "Spreads"},
    "pathways_inline": {"lock_in": "locks in", "amplify": "amplifies", "spread": "spreads"},
}
AWKWARD = ("R&D <5%", "Łódź", "日本語", "<script>alert(1)</script>", "w" * 400, "bell\x07", "=HYPERLINK(1)")


def path(*steps: tuple[str, str], pathways=("amplify",), certain=True) -> tuple[Step, ...]:
    """An answer, risk factors, a harm, each as (id, title)."""
    kinds = ["answer", *["risk_factor"] * (len(steps) - 2), "harm"]
    last = len(steps) - 2
    return tuple(
        Step(key, kind, title, "because", ("source",), pathways if at == last else (), certain)
        for at, ((key, title), kind) in enumerate(zip(steps, kinds, strict=True))
    )


def finding(*paths: tuple[Step, ...], level="moderate", status="confirmed") -> Finding:
    """A finding of which only what the picture shows is filled in."""
    factor, harm = paths[0][-2], paths[0][-1]
    return Finding(
        **dict.fromkeys(Finding.__struct_fields__, ())
        | {
            "status": status,
            "risk_factor_title": factor.title,
            "harm": harm.id,
            "harm_title": harm.title,
            "risk_factor": factor.id,
            "pathways": factor.pathways,
            "paths": paths,
            "level": Range("none" if status == "possible" else level, level, level),
        }
    )


def assessment(*findings: Finding, given=()) -> Assessment:
    answers = tuple(
        Shown(question, "Section", f"What about {question}?", "answered", (option,), (option,), "", True)
        for question, option in given
    )
    verdict = Verdict("none", "none", "none", "none", "No answer leads to a harm.", False, (), ())
    return Assessment(
        **dict.fromkeys(Assessment.__struct_fields__, ())
        | {"findings": findings, "answers": answers, "verdict": verdict, "words": WORDS}
    )


TASK, SCALE = ("task=portraits", "Draw portraits"), ("scale=many", "Many people")
STEREOTYPES, COPIES = ("stereotypes", "Stereotypes in pictures"), ("copies", "It learns from its own pictures")
DEMEANED = ("demeaned", "A group is demeaned")
GIVEN = (("task", "portraits"),)


@pytest.fixture
def two_paths() -> Assessment:
    return assessment(
        finding(path(TASK, STEREOTYPES, DEMEANED, pathways=("amplify", "spread")), level="high"),
        finding(
            path(TASK, STEREOTYPES, COPIES, DEMEANED), path(SCALE, COPIES, DEMEANED), level="low", status="possible"
        ),
        given=GIVEN,
    )


def ends(arranged_picture) -> set[tuple[str, str]]:
    return {(line.tail, line.head) for line in arranged_picture.edges}


def test_every_path_runs_from_an_answer_over_risk_factors_and_pathways_to_the_harm(two_paths):
    assert ends(picture(two_paths)) == {
        ("answer/task=portraits", "risk_factor/stereotypes"),
        ("risk_factor/stereotypes", "risk_factor/copies"),
        ("open_question/scale", "risk_factor/copies"),
        ("risk_factor/stereotypes", "pathway/amplify"),
        ("risk_factor/stereotypes", "pathway/spread"),
        ("risk_factor/copies", "pathway/amplify"),
        ("pathway/amplify", "harm/demeaned"),
        ("pathway/spread", "harm/demeaned"),
    }


def test_what_hangs_on_an_open_question_is_not_certain(two_paths):
    drawn = picture(two_paths)
    certain = {node.id: node.certain for node in drawn.nodes}
    assert certain["answer/task=portraits"] and not certain["open_question/scale"]
    lines = {(line.tail, line.head): line.certain for line in drawn.edges}
    assert not lines["open_question/scale", "risk_factor/copies"]
    assert lines["risk_factor/stereotypes", "pathway/amplify"]


def test_a_line_behind_an_uncertain_step_is_uncertain_though_its_own_step_is_certain():
    first, factor, harm = path(TASK, STEREOTYPES, DEMEANED)
    drawn = picture(assessment(finding((replace(first, certain=False), factor, harm)), given=GIVEN))
    assert not any(line.certain for line in drawn.edges)


def test_a_harm_shows_the_worst_level_of_its_findings_in_a_word(two_paths):
    drawn = picture(two_paths)
    (harm,) = (node for node in drawn.nodes if node.kind == "harm")
    assert (harm.level, harm.level_label, harm.rank) == ("high", "High", 3)
    assert ">High<" in svg(drawn)


def test_an_answer_stands_with_its_question(two_paths):
    (answer,) = (node for node in picture(two_paths).nodes if node.kind == "answer")
    assert " ".join(answer.caption) == "What about task?"
    assert " ".join(answer.lines) == "Draw portraits"


def test_what_is_left_out_is_counted_on_the_picture_and_in_words(two_paths):
    drawn = picture(two_paths, most_findings=1)
    assert drawn.left_out == 1
    assert "not in this picture: 1 more" in svg(drawn)
    assert "1 more finding: not in this picture." in drawn.words


def test_without_findings_it_says_so():
    drawn = picture(assessment())
    assert drawn.nodes == ()
    assert "No answer leads to a harm." in svg(drawn)


def test_the_words_name_every_harm_with_its_level_and_causes(two_paths):
    assert picture(two_paths).words == (
        "From 1 answer and 1 open question over 2 risk factors to 1 harm. A group is demeaned, confirmed, level high, "
        "through: Stereotypes in pictures (amplifies, spreads); It learns from its own pictures (amplifies)."
    )


@pytest.fixture
def crowded() -> Assessment:
    findings = []
    for at in range(18):
        factor = (f"factor-{at % 11}", f"Risk factor number {at % 11} with a title that takes some room")
        findings.append(
            finding(
                path(
                    (f"q{at % 7}=a", "Yes, with a rather long answer, as answers happen to be"),
                    factor,
                    (f"harm-{at % 6}", "A harm"),
                    pathways=("lock_in", "amplify", "spread")[at % 3 :],
                ),
                path((f"q{(at * 5) % 13}=a", "No"), ("first", "First"), factor, (f"harm-{at % 6}", "A harm")),
            )
        )
    return assessment(*findings, given=tuple((f"q{at}", "a") for at in range(9)))


def test_no_boxes_overlap_and_all_stand_inside(crowded):
    drawn = picture(crowded)
    for one, two in combinations(drawn.nodes, 2):
        apart = (
            one.x + one.width < two.x
            or two.x + two.width < one.x
            or one.y + one.height + 10 <= two.y
            or two.y + two.height + 10 <= one.y
        )
        assert apart, (one.id, two.id)
    for node in drawn.nodes:
        assert node.x >= 0 and node.y > 45
        assert node.x + node.width <= drawn.width and node.y + node.height < drawn.height - 20


def test_text_keeps_inside_its_box(crowded):
    for node in picture(crowded).nodes:
        for text, base, size in node.rows():
            assert text_width(text, size) <= node.width - 2 * PAD
            assert node.y + size <= base + 2 and base < node.y + node.height


@pytest.mark.parametrize("unit", ["word ", "w", "a" + " " * 99], ids=["words", "a word", "blanks"])
def test_of_a_long_text_only_what_a_box_shows_is_looked_at(unit, monkeypatch):
    looked_at = []
    monkeypatch.setattr(pictures, "_in_lines", lambda text, *_: looked_at.append(len(text)) or ())
    for letters in (10_000, 100_000):
        in_lines(unit * (letters // len(unit)), 200.0, 13.0)
    assert max(looked_at) < 400


def test_a_text_that_is_cut_ends_in_an_ellipsis():
    assert in_lines("word " * 1_000, 200.0, 13.0)[-1].endswith("…")
    assert in_lines("a" + " " * 9_000 + "b", 200.0, 13.0) == ("a b",)


def test_every_line_begins_and_ends_at_its_boxes(crowded):
    drawn = picture(crowded)
    nodes = {node.id: node for node in drawn.nodes}
    for line in drawn.edges:
        for (x, y), node in ((line.points[0], nodes[line.tail]), (line.points[-1], nodes[line.head])):
            assert node.x <= x <= node.x + node.width and node.y <= y <= node.y + node.height


def test_the_same_assessment_gives_the_same_bytes(crowded):
    assert svg(picture(crowded)) == svg(picture(crowded))


def test_a_miniature_is_every_box_and_every_line_and_no_word(crowded):
    whole = picture(crowded)
    root = ElementTree.fromstring(miniature(whole))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "style", "path", "rect"}
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == len(whole.nodes)
    drawn = "".join(path.get("d") for path in root.iter("{http://www.w3.org/2000/svg}path"))
    assert drawn.count("M") == len(whole.edges)
    _, top, width, height = map(float, root.get("viewBox").split())
    assert all(node.x >= 0 and node.x + node.width <= width for node in whole.nodes)
    assert all(top <= node.y and node.y + node.height <= top + height for node in whole.nodes)


@pytest.mark.parametrize("drawn_as", [svg, miniature])
def test_one_picture_holds_the_colours_of_both_themes(crowded, drawn_as):
    root = ElementTree.fromstring(drawn_as(picture(crowded)))
    light, dark = root.find("{http://www.w3.org/2000/svg}style").text.split("@media (prefers-color-scheme:dark)")
    named = [set(re.findall(r"(--[\w-]+):#", rules)) for rules in (light, dark)]
    drawn = {value[4:-1] for each in root.iter() for key, value in each.items() if key in ("fill", "stroke")} - {""}
    assert named[0] == named[1] >= drawn


@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_arrives_escaped(text):
    only = finding(path(("task=x", text), ("factor", text), ("harm", text)))
    drawn = svg(picture(assessment(only, given=GIVEN)))
    root = ElementTree.fromstring(drawn)
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles.count(text.replace("\x07", "")) >= 2
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert root.get("role") == "img"
    named = {element.get("id") for element in root}
    assert set(root.get("aria-labelledby").split()) <= named


def test_columns_are_ordered_so_that_lines_that_need_not_cross_do_not():
    columns = ((("a",), ("b",), ("c",)), (("z",), ("y",), ("x",)))
    edges = (("a", "x"), ("b", "y"), ("c", "z"))
    placed = arranged(columns, edges, dict.fromkeys("abcxyz", 10.0), 4.0)
    ordered = [sorted(keys, key=lambda key: placed[key].top) for keys in ("abc", "xyz")]
    near = {key: ([], []) for key in "abcxyz"}
    for tail, head in edges:
        near[tail][1].append(head)
        near[head][0].append(tail)
    assert crossings([list("abc"), list("zyx")], near) == 3
    assert crossings(ordered, near) == 0


def test_a_risk_factor_stands_right_below_the_one_that_brings_it_about(two_paths):
    nodes = {node.id: node for node in picture(two_paths).nodes}
    above, below = nodes["risk_factor/stereotypes"], nodes["risk_factor/copies"]
    assert above.x == below.x and above.y < below.y
