"""The properties of every reading, over the worked cases and over any answers."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

import pdf_ua
import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from test_walk import KNOWLEDGE, NETWORK, some_answers

from questionnaire.answers import reading as answers_file
from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Assessment, Report, Step
from questionnaire.knowledge import loader
from questionnaire.presentation.effects import moving
from questionnaire.readings import blocks
from questionnaire.readings.actions import FEWEST_ANSWERS
from questionnaire.readings.blocks import Document
from questionnaire.readings.readings import READINGS, named
from questionnaire.reports import html, markdown, pdf
from questionnaire.wording import readings as say

CASES = sorted((loader.DEFAULT_FOLDER / "cases").glob("*.yaml"))
NAMES = [case.stem for case in CASES]
FEW = (
    "blog-t2i-website-backgrounds",
    "blog-t2i-police-sketch",
    "blog-t2i-stock-people",
    "cv-ranking-engine",
    "city-welfare-reexamination-score",
)
BOUNDED = settings(max_examples=12, deadline=None)
# The most pages of the full report on a worked case.
MOST_PAGES = {
    "blog-t2i-website-backgrounds": 3,
    "dog-hip-xrays": 2,
    "blog-t2i-police-sketch": 8,
    "blog-t2i-stock-people": 12,
    "cv-ranking-engine": 14,
    "city-welfare-reexamination-score": 18,
}


@cache
def of(name: str) -> Report:
    """The report on a worked case."""
    file = loader.DEFAULT_FOLDER / "cases" / f"{name}.yaml"
    document, wrong = answers_file.gather(file.read_bytes(), str(file))
    return report(NETWORK, answers_file.answers(document, wrong, str(file), KNOWLEDGE))


@cache
def blank() -> Report:
    return report(NETWORK, Answers())


def flat(text: str) -> str:
    return " ".join(text.split())


def said(document: Document) -> str:
    """All that a document says, on one line."""
    return flat(" ".join(blocks.plain(text) for block in document.blocks for text in blocks.texts(block)))


def too_little(whole: Report) -> bool:
    answered = sum(answer.status in ("answered", "not_applicable") for answer in whole.assessment.answers)
    return whole.assessment.verdict.nothing_ruled_out or answered < FEWEST_ANSWERS and bool(whole.assessment.findings)


def steps(assessment: Assessment) -> Iterable[Step]:
    return (step for finding in assessment.findings for path in finding.paths for step in path)


# --- nothing is lost --------------------------------------------------------------------------------------------------


def assert_nothing_is_lost(whole: Report) -> None:
    """Every finding, recommendation and source that is cited stands in the full report; one that is stopped or has too
    little to go by keeps what it promises."""
    assessment, told = whole.assessment, said(named("full").document(whole))
    verdict = assessment.verdict
    missing: list[str] = []

    def needs(*texts: str) -> None:
        missing.extend(text for text in texts if flat(text) not in told)

    needs(verdict.because, *(stop.because for stop in verdict.stop[:3]))
    if too_little(whole):
        needs(*(each.asks for each in moving(whole.outlook.unknowns)), "nothing can be ruled out yet")
        assert missing == []
        return
    for finding in assessment.findings:
        needs(finding.risk_factor_title, finding.harm_title, finding.paths[0][-2].because)
        needs(*(group.title for group in finding.groups))
    needs(*(rule.title for rule in assessment.regulations), *(item.title for item in assessment.set_aside))
    needs(*(answer.asks for answer in assessment.answers), *(answer.note for answer in assessment.answers))
    needs(
        *(piece.finding for piece in assessment.evidence), *(group.title for group in assessment.groups_without_finding)
    )
    if not verdict.stop:
        needs(*(text for item in assessment.recommendations for text in (item.title, item.done_when)))
        needs(*(reason.because for item in assessment.recommendations for reason in item.reasons))
        needs(*(finding.check for finding in assessment.findings), *(each.asks for each in whole.outlook.unknowns))
        needs(*(move.because for finding in assessment.findings for move in finding.moved_by))
        cited = {source for step in steps(assessment) for source in step.sources}
        cited |= {source for item in assessment.recommendations for source in item.sources}
        needs(*(source.title for source in assessment.sources if source.id in cited))
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_worked_case_is_lost(name):
    assert_nothing_is_lost(of(name))


# --- nothing is said three times --------------------------------------------------------------------------------------


def often(document: Document, assessment: Assessment) -> list[str]:
    """The sentences that say why, and stand three times."""
    told = said(document)
    reasons = {step.because for step in steps(assessment)}
    reasons |= {move.because for finding in assessment.findings for move in finding.moved_by}
    reasons |= {group.because for finding in assessment.findings for group in finding.groups}
    reasons |= {item.because for item in (*assessment.recommendations, *assessment.set_aside, *assessment.regulations)}
    reasons |= {reason.because for item in assessment.recommendations for reason in item.reasons}
    return sorted(reason for reason in reasons if reason and len(flat(reason)) > 30 and told.count(flat(reason)) > 2)


@pytest.mark.parametrize("name", NAMES)
def test_no_reason_of_a_worked_case_stands_three_times(name):
    whole = of(name)
    for each in READINGS:
        assert often(each.document(whole), whole.assessment) == [], each.name


# What is told of each finding in the same words as of another is no sentence but a value: how grave it is, on whom it
# falls.
VALUES = ("Likelihood ", "Can fall on")


def sentences(document: Document) -> Counter[str]:
    """Every sentence of a document, and how often it stands. Questions are none: they are quoted with each answer."""
    told = (flat(blocks.plain(text)) for block in document.blocks for text in blocks.texts(block))
    each = (sentence for text in told for sentence in re.split(r"(?<=[.?!])\s+", text))
    return Counter(one for one in each if len(one) >= 30 and one.endswith(".") and not one.startswith(VALUES))


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_stands_three_times(name):
    for each in READINGS:
        stands = sentences(each.document(of(name), "2026-11-26"))
        assert [sentence for sentence, times in stands.items() if times > 2] == [], each.name


BEARERS = re.compile(r"(?:Can fall on:? )([^.]+)")


def bearers(document: Document) -> Counter[str]:
    """The lists of those on whom findings fall, of eight words or more, and how often each stands; but for references
    and for such as a card cuts off."""
    told = (flat(blocks.plain(text)) for block in document.blocks for text in blocks.texts(block))
    lists = Counter(found for text in told for found in BEARERS.findall(text) if len(found.split()) >= 8)
    return Counter({one: times for one, times in lists.items() if "same as" not in one and "more group" not in one})


@pytest.mark.parametrize("name", NAMES)
def test_no_long_list_of_groups_stands_three_times(name):
    for each in READINGS:
        stands = bearers(each.document(of(name), "2026-11-26"))
        assert [one for one, times in stands.items() if times > 2] == [], each.name


def test_a_sentence_that_stands_three_times_is_seen():
    said_once = blocks.Paragraph(blocks.runs("A model repeats what it was taught. Another one does not."))
    document = Document("T", "S", "I", (said_once, said_once, said_once))
    assert sentences(document) == {"A model repeats what it was taught.": 3}


# --- the form of it ---------------------------------------------------------------------------------------------------


DOUBLED = re.compile(r"(?<!\.)[.?!]’?[.;,](?!\.)")
"""A full stop before another stop: a whole sentence that was put into a row of others. Three of them are none."""
ABBREVIATED = re.compile(r"U\.S\.[C.;,]|\b(?:etc|Inc|Corp|al|e\.g)\.")


def assert_well_formed(document: Document) -> None:
    every = [run for block in document.blocks for text in blocks.texts(block) for run in text]
    anchors = [
        anchor
        for block in document.blocks
        for anchor in (
            [block.anchor]
            if isinstance(block, blocks.Heading)
            else [item.anchor for item in block.items]
            if isinstance(block, blocks.Listing)
            else [row.anchor for row in block.rows]
            if isinstance(block, blocks.Table)
            else []
        )
        if anchor
    ]
    assert [anchor for anchor, number in Counter(anchors).items() if number > 1] == []
    assert {run.to for run in every if run.to} <= set(anchors)
    for block in document.blocks:
        match block:
            case blocks.Table():
                assert {len(row.cells) for row in block.rows} <= {len(block.head)}, block.caption
                assert len(block.shares) == len(block.head) and block.rows
            case blocks.Listing():
                assert block.items and all(blocks.plain(item.text).strip() for item in block.items)
            case blocks.Heading() | blocks.Paragraph():
                assert blocks.plain(block.text).strip()
            case blocks.Grid():
                assert {len(row) for row in block.levels} == {len(block.likelihoods)}
                assert len(block.levels) == len(block.severities)
    headings = [isinstance(block, blocks.Heading) for block in document.blocks]
    assert not headings or not headings[-1]
    assert not any(
        isinstance(one, blocks.Heading) and isinstance(next_, blocks.Heading) and next_.depth <= one.depth
        for one, next_ in zip(document.blocks, document.blocks[1:], strict=False)
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_of_ours_ends_twice(name):
    for each in READINGS:
        told = said(each.document(of(name), "2026-11-26"))
        twice = [told[max(0, at.start() - 60) : at.end() + 20] for at in DOUBLED.finditer(told)]
        assert [one for one in twice if not ABBREVIATED.search(one)] == [], each.name


def test_a_report_refers_to_no_section_that_it_does_not_have():
    for name in FEW:
        document = named("full").document(of(name))
        titles = {blocks.plain(block.text) for block in document.blocks if isinstance(block, blocks.Heading)}
        for title in say.SECTIONS.values():
            assert title in titles or f"“{title}”" not in said(document), (name, title)


def test_why_a_use_is_not_acceptable_is_told_once_on_the_card():
    stopped = [whole for whole in map(of, NAMES) if whole.assessment.verdict.stop]
    assert stopped
    for whole in stopped:
        told = said(named("card").document(whole))
        assert told.count(flat(whole.assessment.verdict.stop[0].because)) == 1


def test_a_single_decision_that_is_a_way_down_by_itself_stands_in_no_table_as_well():
    alone = 0
    for whole in map(of, NAMES):
        document = named("full").document(whole)
        rows = [row for block in document.blocks if isinstance(block, blocks.Table) for row in block.rows]
        cells = {tuple(map(blocks.plain, row.cells[:2])) for row in rows}
        for way in whole.outlook.combinations:
            if len(way.changes) == 1 and not way.mitigations:
                alone += 1
                assert (way.changes[0].asks, say.begin(way.changes[0].words)) not in cells
    assert alone


def test_a_notice_names_a_group_that_every_harm_falls_on_once():
    notice = said(named("notice").document(of("city-welfare-reexamination-score")))
    assert notice.count("Residents of poor districts") == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_notice_names_people_in_general_and_no_pack_tells_an_open_answer_as_given(name):
    whole = of(name)
    everybody = {group.title for one in whole.assessment.findings for group in one.groups if group.everybody}
    notice, pack = (said(named(reading).document(whole)) for reading in ("notice", "pack"))
    assert not any(title in notice for title in everybody)
    if not too_little(whole):
        for finding in whole.assessment.findings:
            answer = finding.paths[0][0]
            assert answer.certain or f"‘{answer.title}’ ({open_word(whole, answer)})" in pack, answer.title


def open_word(whole: Report, answer: Step) -> str:
    """What is said of an answer that is not certain: given, it hangs on an open question; else it is open itself."""
    given_ = {(each.question, label) for each in whole.assessment.answers for label in each.labels}
    return "hangs on an open question" if (answer.id.partition("=")[0], answer.title) in given_ else "if so"


def test_no_reading_doubts_an_answer_that_the_team_gave():
    hanging = 0
    for whole in map(of, NAMES):
        told = said(named("full").document(whole))
        for step in steps(whole.assessment):
            if step.kind == "answer" and open_word(whole, step) != "if so":
                asks = next(
                    each.asks for each in whole.assessment.answers if each.question == step.id.partition("=")[0]
                )
                assert f"{asks} ‘{step.title}’ (if so)" not in told
                hanging += f"‘{step.title}’ (hangs on an open question)" in told
    assert hanging


@pytest.mark.parametrize("name", NAMES)
def test_every_reading_of_a_worked_case_is_well_formed(name):
    for each in READINGS:
        assert_well_formed(each.document(of(name), "2026-11-26"))


def test_an_answer_that_raises_a_risk_factor_for_more_reasons_than_are_told_keeps_their_sources():
    given_ = {"data-plan": "administrative-records", "protected-use": "written-rule", "left-out": "cannot-use"}
    given_ |= {"about-people": "people-in-content", "objective": "agreement-with-community-labels"}
    given_ |= {"data-match": "matched", "number-stands-for": "direct", "decision-maker": "automatic"}
    given_ |= {
        "oversight": "effective",
        "alternatives-compared": "compared",
        "reversible": "easily",
        "feedback": "none",
    }
    answers = Answers(answers={key: Answer("answered", (option,)) for key, option in given_.items()})
    assert_nothing_is_lost(report(NETWORK, answers))


@BOUNDED
@given(some_answers())
def test_readings_of_any_answers_keep_what_they_promise(answers):
    whole = report(NETWORK, answers)
    assert_nothing_is_lost(whole)
    for each in READINGS:
        document = each.document(whole)
        assert_well_formed(document)
        assert often(document, whole.assessment) == [], each.name


@pytest.mark.parametrize("name", NAMES)
def test_the_card_is_short(name):
    document = named("card").document(of(name), "2026-11-26")
    assert len(document.blocks) <= 26
    assert len(said(document)) < 4_500


# --- nothing answered -------------------------------------------------------------------------------------------------

SAFE = re.compile(r"reach no harm|no finding|nothing was found|is safe\b|no risk (was|is) ", re.IGNORECASE)


def test_a_blank_form_is_short_and_never_reads_as_safe():
    for each in READINGS:
        document = each.document(blank(), "2026-11-26")
        told = said(document)
        assert "Nothing can be ruled out yet" in told or each.name == "notice"
        assert not SAFE.search(told), each.name
        assert len(pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages) <= 2, each.name


def test_unknown_everywhere_never_reads_as_safe():
    answers = Answers(answers={key: Answer("unknown") for key in ("task", "deployment", "data-plan", "about-people")})
    for each in READINGS:
        assert not SAFE.search(said(each.document(report(NETWORK, answers)))), each.name


# --- all formats say the same -----------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words alone: marks, numbers of lists and the ends of lines are a format's own."""
    return re.findall(r"[^\W_]+", text)


def told(document: Document, *, figures_in_words: bool) -> list[str]:
    """The words of a document in order. `figures_in_words`: as it is read aloud, by the text of a figure and not by
    what is drawn, and with the numbers of lists."""
    found = words(document.title)
    for block in document.blocks:
        match block:
            case blocks.Table():
                parts = [*block.head, *(blocks.plain(cell) for row in block.rows for cell in row.cells)]
            case blocks.Listing():
                counted = block.numbered and figures_in_words  # else the format's own list counts
                labels = [item.label or (str(number) if counted else "") for number, item in enumerate(block.items, 1)]
                parts = [f"{label} {blocks.plain(item.text)}" for label, item in zip(labels, block.items, strict=True)]
            case blocks.NewPage():
                parts = ["Contents"] if document.contents and figures_in_words else []
            case blocks.Grid():
                parts = [block.text, block.caption if figures_in_words else ""]
            case blocks.Trail() if not figures_in_words:
                parts = [
                    f"{stop.kind} {'' if stop.certain else 'if so'} {stop.title} {stop.arrow}" for stop in block.stops
                ]
            case _:
                parts = [blocks.plain(text) for text in blocks.texts(block)]
        found += words(" ".join(parts))
    return found


class Visible(HTMLParser):
    """The words of an HTML report in order, without what only a screen is told of, and a grid by its text."""

    def __init__(self, grid: str):
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0
        self.stack: list[tuple[str, bool]] = []
        self.grid = grid

    def handle_starttag(self, tag, attributes):
        given_ = dict(attributes)
        if tag in ("meta", "br", "hr", "col"):
            self.parts.append(" ")
            return
        kinds = (given_.get("class") or "").split()
        quiet = tag in ("head", "nav", "footer") or "aside" in kinds or "grid" in kinds
        if "grid" in kinds:
            self.parts.append(f" {self.grid} ")
        self.stack.append((tag, quiet))
        self.silent += quiet
        self.parts.append("" if tag in ("a", "strong", "span") else " ")

    def handle_endtag(self, tag):
        while self.stack:
            last, quiet = self.stack.pop()
            self.silent -= quiet
            if last == tag:
                break
        self.parts.append("" if tag in ("a", "strong") else " ")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def markdown_words(source: str) -> list[str]:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").parse(source.rpartition("\n---\n")[0])
    lines = (token.children or () for token in tokens if token.type == "inline")
    return words(" ".join("".join(each.content or " " * (each.type == "hardbreak") for each in line) for line in lines))


@pytest.mark.parametrize("name", [*FEW, "blank"])
@pytest.mark.parametrize("reading", [each.name for each in READINGS])
def test_all_formats_hold_the_same_words_in_the_same_order(name, reading):
    document = named(reading).document(blank() if name == "blank" else of(name), "2026-11-26")
    drawn, spoken = told(document, figures_in_words=False), told(document, figures_in_words=True)

    assert markdown_words(markdown.render(document)) == drawn

    grid = next((block.text for block in document.blocks if isinstance(block, blocks.Grid)), "")
    visible = Visible(grid)
    visible.feed(html.render(document))
    assert words("".join(visible.parts)) == drawn

    with pikepdf.open(io.BytesIO(pdf.render(document))) as file:
        assert words(pdf_ua.words_in_order(file, leave_out=("TOC",))) == spoken


def test_a_grid_shows_each_finding_where_its_text_says():
    for name in FEW[1:]:
        document = named("full").document(of(name))
        grid = next(block for block in document.blocks if isinstance(block, blocks.Grid))
        page = html.render(document)
        cells = re.findall(r'<td class="l-[^"]+"><span class="kind">[^<]*</span> ([\d, –]*)', page)
        rows = [run.split("–") for cell in cells for run in re.findall(r"[\d–]+", cell)]
        shown = [number for first, *last in rows for number in range(int(first), int(*last or (first,)) + 1)]
        assert sorted(shown) == [mark.number for mark in grid.marks if mark.planned]


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MOST_PAGES)
def test_the_full_report_is_as_long_as_there_is_something_to_say(name):
    raw = pdf.render(named("full").document(of(name), "2026-11-26"))
    assert len(pypdf.PdfReader(io.BytesIO(raw)).pages) <= MOST_PAGES[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_card_of_every_worked_case_is_one_page_on_either_paper(name):
    for paper in ("a4", "letter"):
        raw = pdf.render(named("card").document(of(name), "2026-11-26"), paper)
        assert len(pypdf.PdfReader(io.BytesIO(raw)).pages) == 1
