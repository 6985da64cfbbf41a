"""The board pack: within six pages, whatever there is to go through, and with all that a board needs for it."""

from __future__ import annotations

import io
from itertools import pairwise

import pypdf
import pytest
from hypothesis import given
from msgspec.structs import replace
from test_readings import BOUNDED, NAMES, blank, of, too_little
from test_walk import NETWORK, some_answers

from questionnaire.assessment.assess import report
from questionnaire.assessment.causes import Caused
from questionnaire.assessment.comparison import AnswerDiffers
from questionnaire.assessment.result import Report
from questionnaire.readings import blocks, pack
from questionnaire.readings.around import Around, Since
from questionnaire.readings.blocks import Document, Facts, Form, Heading, Paragraph, Table, plain
from questionnaire.readings.readings import named
from questionnaire.readings.references import References
from questionnaire.reports import pdf
from questionnaire.reports.formats import PAPERS
from questionnaire.wording import readings as say

MOST_PAGES = 6


def packed(whole: Report) -> Document:
    return named("pack").document(whole, "2026-11-27")


def pages(document: Document, paper: str) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf.render(document, paper))).pages)


def agenda(whole: Report) -> list[tuple[str, str]]:
    """The findings on the agenda as a reader sees them, in order, each with how it is told."""
    found = []
    for block in packed(whole).blocks:
        if isinstance(block, Heading) and block.anchor.startswith("finding-"):
            found.append((plain(block.text), "told"))
        if isinstance(block, Table) and block.caption == say.PACK_ROWS:
            found += [(plain(row.cells[0]), "row") for row in block.rows]
    return found


def assert_a_board_has_what_it_needs(whole: Report) -> None:
    """Each finding once, with its number, level and title, the most severe first; of those that are told all five
    lines, of those in a row what can be done; what lowers the level, the opinion of the people concerned, documented
    cases, and where to decide."""
    references, document, shown = References(whole), packed(whole), agenda(whole)
    findings = whole.assessment.findings
    assert sorted(title for title, _ in shown) == sorted(
        f"{references.numbers.findings[one.id]}\u00a0 {references.marked(one.level.planned)}\u00a0 {one.title}"
        for one in findings
    )
    scale = list(whole.assessment.words["severities"])
    by_number = {references.numbers.findings[one.id]: scale.index(one.severity.planned) for one in findings}
    severities = [by_number[int(title.partition("\u00a0")[0])] for title, _ in shown]
    assert all(one >= other for one, other in pairwise(severities))
    told = [block for before, block in pairwise(document.blocks) if is_finding(before)]
    assert all(isinstance(block, Facts) for block in told)
    for block in told:
        labels = ", ".join(label for label, _ in block.rows).lower()
        assert all(text for _, text in block.rows)
        assert all(word in labels for word in ("why", say.FALLS_ON.lower(), "to check")) and ("to do" in labels) != (
            "to change" in labels
        )
    rows = [row for block in document.blocks if is_rows(block) for row in block.rows]
    assert all(cell for row in rows for cell in row.cells)
    said = [plain(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert (say.others_in_rows(len(told), len(findings)) in said) == bool(rows)
    titles = [plain(block.text) for block in document.blocks if isinstance(block, Heading) and block.depth == 1]
    wanted = ("agenda", "down", "voices") if findings else ()
    wanted += ("cases",) if whole.assessment.incidents else ()
    assert {say.PACK_SECTIONS[key] for key in wanted} <= {*titles}
    assert titles[-1] == say.DECISION and any(
        isinstance(block, Form) and block.boxes == say.DECISIONS for block in document.blocks
    )


def is_finding(block: blocks.Block) -> bool:
    return isinstance(block, Heading) and block.anchor.startswith("finding-")


def is_rows(block: blocks.Block) -> bool:
    return isinstance(block, Table) and block.caption == say.PACK_ROWS


@pytest.mark.parametrize("name", NAMES)
def test_the_pack_of_every_worked_case_has_what_a_board_needs_on_six_pages(name):
    whole = of(name)
    for paper in PAPERS if len(whole.assessment.findings) > 12 else PAPERS[:1]:
        assert pages(packed(whole), paper) <= MOST_PAGES, paper
    if not too_little(whole):
        assert_a_board_has_what_it_needs(whole)


@BOUNDED
@given(some_answers())
def test_the_pack_of_any_answers_has_what_a_board_needs(answers):
    whole = report(NETWORK, answers)
    if not too_little(whole):
        assert_a_board_has_what_it_needs(whole)


def test_findings_of_the_highest_level_and_each_risk_factor_are_told_before_others():
    whole = of("home-exam-watching")
    findings, told = whole.assessment.findings, pack.told_in_lines(References(whole))
    in_a_row = [one for one in findings if one not in told]
    high = findings[0].level.planned
    assert told and in_a_row
    assert not any(one.level.planned == high for one in in_a_row)
    factors = [one.risk_factor for one in told if one.level.planned != high]
    assert len(factors) == len({*factors})


def test_few_findings_are_all_told():
    assert {how for _, how in agenda(of("tenant-screening-score"))} == {"told"}


def test_nothing_is_on_the_agenda_of_blank_answers():
    assert agenda(blank()) == []


def twice(whole: Report) -> Report:
    """The same, with every finding there once more, under another id."""
    again = [replace(one, id=f"{one.id}-again") for one in whole.assessment.findings]
    return Report(replace(whole.assessment, findings=(*whole.assessment.findings, *again)), whole.outlook)


def test_a_pack_of_sixty_findings_stays_within_its_pages():
    whole = twice(of("home-exam-watching"))
    assert len(agenda(whole)) == len(whole.assessment.findings) > 60
    assert pages(packed(whole), "a4") <= MOST_PAGES


def test_a_pack_after_which_all_has_changed_stays_within_its_pages_and_says_what_it_leaves_out():
    whole = of("home-exam-watching")
    findings = whole.assessment.findings
    found = tuple(Caused(one.id, one.title, "moved", "Moderate", "High", "both") for one in findings)
    said = [(one.question, one.asks, ", ".join(one.labels)) for one in whole.assessment.answers]
    answers = tuple(AnswerDiffers(*asked, answer, answer) for *asked, answer in said)
    known = Around(since=Since("Edition 1", "moderate", "high", found, answers))
    document = named("pack").document(whole, "2026-11-27", known)
    told = [plain(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert f"{len(found) - 12} more findings differ; a comparison of the two lists all." in told
    assert f"{len(answers) - 12} more answers differ; a comparison of the two lists all." in told
    for paper in PAPERS:
        assert pages(document, paper) <= MOST_PAGES, paper
