"""The risk register: a row for each finding, the same in CSV and in a workbook, and no cell a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Report
from questionnaire.reports import csv_text, xlsx
from questionnaire.reports.risk_register import register, without_formula
from questionnaire.wording import risk_register as say

TOY = Path(__file__).parent / "toy"
HOSTILE = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1")
AWKWARD = ("R&D <5%", "Łódź, 日本語", 'a "quoted" word', "two\nlines", "עברית", "<script>", "w" * 400)


def assessed(text: str, toy, toy_network) -> Report:
    return report(toy_network, reading.read(text.encode(), "answers.yaml", toy))


@pytest.fixture
def choir(toy, toy_network) -> Report:
    """A report of the toy knowledge base with a declared measure."""
    data, where = reading.gather((TOY / "cases" / "village-choir.yaml").read_bytes(), "village-choir.yaml")
    return report(toy_network, reading.answers(data, where, "village-choir.yaml", toy))


def named(whole: Report, name: str) -> Report:
    return replace(whole, assessment=replace(whole.assessment, project={"name": name}))


def as_csv(whole: Report) -> list[dict[str, str]]:
    text = csv_text.render(whole)
    assert text.startswith(csv_text.MARK) and "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix(csv_text.MARK), newline="")))


def as_sheet(whole: Report):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(whole)))


def test_a_row_for_each_finding_says_what_the_report_says(choir):
    findings = choir.assessment.findings
    rows = as_csv(choir)
    assert [row["No."] for row in rows] == [str(number) for number in range(1, len(findings) + 1)] and rows
    for row, finding in zip(rows, findings, strict=True):
        words = choir.assessment.words
        assert row["Finding"] == finding.title
        assert row["Level to plan for"] == words["levels"][finding.level.planned]
        assert row["Certain already"] == words["levels"][finding.level.lower]
        assert row["Possible at most"] == words["levels"][finding.level.upper]
        assert row["After declared measures"] == words["levels"][finding.residual.planned]
        assert row["Risk factor"] == finding.risk_factor_title and row["Harm"] == finding.harm_title
        assert row["Groups concerned"].split("; ") == [group.title for group in finding.groups] or not finding.groups
        assert row["How it comes about"].split(" → ") == [step.title for step in finding.paths[0]]


def test_owner_day_and_status_are_those_of_declared_measures(toy, toy_network, choir):
    measure = next(item for item in choir.assessment.recommendations)
    shown = replace(measure, declared="planned", owner="Ada", due="2027-01-31")
    others = tuple(shown if item is measure else item for item in choir.assessment.recommendations)
    rows = as_csv(replace(choir, assessment=replace(choir.assessment, recommendations=others)))
    told = {(row["Owner"], row["Due"], row["Status of measures"]) for row in rows if "R1 " in row["Recommended"]}
    assert told == {("R1: Ada", "R1: 2027-01-31", "R1: Planned")}
    undeclared = {(row["Owner"], row["Due"], row["Status of measures"]) for row in as_csv(choir)}
    assert ("", "", "nothing declared") in undeclared


def test_the_workbook_holds_the_same(choir):
    sheet = as_sheet(choir)[say.SHEET]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    assert rows == [list(say.COLUMNS.values()), *(list(row.values()) for row in as_csv(choir))]
    assert list(xlsx.WIDTHS) == list(say.COLUMNS)


def test_the_head_stays_in_sight_and_columns_are_wide_enough_to_read(choir):
    sheet = as_sheet(choir)[say.SHEET]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == f"A1:T{len(choir.assessment.findings) + 1}"
    assert sheet.column_dimensions["O"].width == 56
    assert sheet["A1"].font.bold and sheet["O2"].alignment.wrap_text


def test_the_second_sheet_says_what_it_rests_on(choir):
    about = dict(as_sheet(choir)[say.ABOUT].values)
    assert about["Digest"] == choir.assessment.knowledge_base.digest
    assert about["Why"] == choir.assessment.verdict.because


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text, choir):
    whole = named(choir, f"{text} x")
    row, typed = as_csv(whole)[0], f"{text} x".strip()
    assert row["Project"] in (f"'{typed}", typed) and not row["Project"].startswith(
        ("=", "+", "-", "@", "\t", "\r", "＝")
    )
    cell = as_sheet(whole)[say.SHEET]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix or not typed.startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_would_begin_a_formula_gets_an_apostrophe(text):
    assert without_formula(text) == f"'{text}"
    assert without_formula("A = B") == "A = B" and without_formula(3) == "3"


@pytest.mark.parametrize("text", AWKWARD)
def test_whatever_somebody_typed_arrives_as_typed(text, choir):
    whole = named(choir, text)
    assert as_csv(whole)[0]["Project"] == text
    assert as_sheet(whole)[say.SHEET]["A2"].value == text


def test_what_no_cell_can_hold_is_marked(choir):
    assert as_sheet(named(choir, "a\x07b"))[say.SHEET]["A2"].value == "a\ufffdb"


def test_the_same_report_gives_the_same_bytes_and_no_clock_is_read(choir):
    first = xlsx.render(choir)
    assert first == xlsx.render(choir)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        assert b"dcterms" not in archive.read("docProps/core.xml")


def test_a_report_without_findings_has_a_head_alone(toy, toy_network):
    whole = assessed(
        "format: riskwalk-answers/1\nanswers: {people: no, deployment: birdsong-counting}\n", toy, toy_network
    )
    assert register(whole).rows == () or whole.assessment.findings
    assert as_csv(whole) == [] or whole.assessment.findings
