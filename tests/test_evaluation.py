"""The evaluation plan: what to measure for whom on how many cases, and a skeleton that runs."""

from __future__ import annotations

import contextlib
import io
from math import comb

import numpy
import pytest
import yaml

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.handoffs import evaluation, handoffs, samples
from questionnaire.handoffs.metrics import measured
from questionnaire.knowledge.loader import DEFAULT_FOLDER

CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
RUN = [
    case
    for case in CASES
    if case.stem in ("cv-ranking-engine", "blog-t2i-stock-people", "live-captions-on-phones", "dog-hip-xrays")
]


@pytest.fixture(scope="module")
def whole(network, knowledge):
    def made(case):
        data, where = reading.gather(case.read_bytes(), case.name)
        return report(network, reading.answers(data, where, case.name, knowledge))

    return made


def planned(made, knowledge) -> dict:
    return yaml.safe_load(handoffs.named("evaluation-plan", knowledge).render(made, knowledge))


# --- how many cases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "due"), [(0.5, 0.6, 388), (0.1, 0.2, 199), (0.2, 0.1, 199), (0.85, 0.9, 686), (0.4, 0.6, 97)]
)
def test_the_number_is_that_of_the_textbook(first, second, due):
    assert samples.cases_per_group(first, second) == due


@pytest.mark.parametrize(("first", "second"), [(0.45, 0.55), (0.1, 0.2)])
def test_with_so_many_cases_the_gap_is_seen_as_often_as_is_said(first, second):
    """Counted out exactly: how often a test of two shares sees the gap, over all that two groups could show."""
    number = samples.cases_per_group(first, second)
    hits = numpy.arange(number + 1)
    ways = [comb(number, int(hit)) for hit in hits]

    def chances(share):
        return numpy.array(
            [
                float(way * share**hit * (1 - share) ** (number - hit))
                for way, hit in zip(ways, hits.tolist(), strict=True)
            ]
        )

    a, b = hits[:, None] / number, hits[None, :] / number
    mean = (a + b) / 2
    spread = numpy.sqrt(2 * mean * (1 - mean) / number)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        seen = numpy.abs(a - b) / spread > 1.959964
    power = float((chances(first)[:, None] * chances(second)[None, :])[seen].sum())
    assert power == pytest.approx(samples.POWER, abs=0.02)


def test_the_worst_case_is_never_too_few():
    for gap in samples.GAPS:
        shares = [share / 100 for share in range(1, 100 - gap)]
        assert samples.at_worst(gap) == max(samples.cases_per_group(share, share + gap / 100) for share in shares)


@pytest.mark.parametrize(("first", "second"), [(0, 0.5), (0.5, 1), (0.3, 0.3), (-0.1, 0.5)])
def test_two_different_shares_are_due(first, second):
    with pytest.raises(ValueError, match="Two different shares between 0 and 1 are due"):
        samples.cases_per_group(first, second)


# --- the plan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES[::5], ids=lambda case: case.stem)
def test_every_finding_has_metrics_or_says_that_none_fits(case, whole, knowledge):
    made = whole(case)
    plan = planned(made, knowledge)
    assert plan["format"] == "riskwalk-evaluation-plan/1"
    rows = plan.get("findings", [])
    assert [row["id"] for row in rows] == [finding.id for finding in made.assessment.findings]
    without = " ".join(plan.get("without_metric", []))
    for row, finding in zip(rows, made.assessment.findings, strict=True):
        assert row["metrics"] or f"Finding {row['number']}, {finding.title}" in without
        assert set(row["groups"]) >= {group.title for group in finding.groups}
    sliced = {title for each in plan.get("slices", []) for title in each["groups"]}
    assert sliced == {group.title for finding in made.assessment.findings for group in finding.groups}
    for row in plan.get("metrics", []):
        assert row["sources"] and row["findings"]


def test_the_formula_its_source_and_what_is_to_be_agreed_stand_there(whole, knowledge):
    plan = planned(whole(RUN[0]), knowledge)
    counted = plan["cases_per_group"]
    assert "Fleiss, Levin and Paik" in counted["source"] and "z(1-alpha/2)" in counted["formula"]
    assert {row["gap_in_percentage_points"]: row["cases_per_group"] for row in counted["whatever_the_shares"]} == {
        gap: samples.at_worst(gap) for gap in samples.GAPS
    }
    assert {row["largest_gap"] for row in plan["thresholds_to_agree"]} == {"to be agreed before the test"}


def test_metrics_follow_the_kind_of_harm_and_of_task(whole, knowledge):
    by_case = {case.stem: {each.metric.id for each in measured(whole(case).assessment, knowledge)} for case in RUN}
    assert "selection-rate" in by_case["cv-ranking-engine"] and "word-error-rate" not in by_case["cv-ranking-engine"]
    assert "share-shown" in by_case["blog-t2i-stock-people"]
    assert "word-error-rate" in by_case["live-captions-on-phones"]
    assert by_case["dog-hip-xrays"] == set()


# --- the skeleton -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_skeleton_compiles(case, whole, knowledge):
    text = evaluation.skeleton(whole(case), knowledge)
    assert "@" not in text.replace("@app", "")
    compile(text, "evaluation.py", "exec")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", RUN, ids=lambda case: case.stem)
def test_the_skeleton_runs_on_a_made_up_table(case, whole, knowledge):
    pytest.importorskip("fairlearn")
    made = whole(case)
    space = {"__name__": "__main__"}
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(evaluation.skeleton(made, knowledge), "evaluation.py", "exec"), space)
    for attribute, titles in evaluation.slices(made.assessment.findings).items():
        assert attribute in said.getvalue() and all(title in said.getvalue() for title in titles)
    if space["SLICES"]:
        assert "largest gap" in said.getvalue()
        space["FEWEST"], space["THRESHOLDS"] = 10_000, dict.fromkeys(space["METRICS"], 0.9)
        with contextlib.redirect_stdout(said):
            space["main"]()
        assert "too few cases of" in said.getvalue() and (not space["METRICS"] or "(within)" in said.getvalue())
        frames = space["evaluate"](space["table"](50))
        assert set(frames) == set(space["SLICES"])


def test_no_name_gets_into_the_code(toy, toy_network):
    name = "\"\"\"\nimport os; @SLICES@ '''\nos.abort()"
    text = evaluation.skeleton(report(toy_network, Answers({"name": name})), toy)
    compile(text, "evaluation.py", "exec")
    assert text.count("os.abort()") == 1 and "\nos.abort()" not in text
