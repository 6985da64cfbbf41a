"""The PDF report, as a reader finds it: text by section, links, bookmarks, fonts, and the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pdf_ua
import pikepdf
import pypdf
import pytest
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import GroupNamed, Report
from questionnaire.presentation.numbers import numbers
from questionnaire.readings import blocks
from questionnaire.readings.readings import READINGS, named
from questionnaire.reports import pdf
from questionnaire.reports.formats import FORMATS

STOPPED = """
  task: [text-to-image]
  about-people: individuals
  people-in-output: "yes"
  deployment: [police-suspect-portraits]
  data-plan: [web-images-and-captions]
"""
GRAVE = """
  task: [risk-scoring]
  about-people: individuals
  people-in-output: "yes"
  field-evidence: unknown
  people-subject: [benefit-recipients, parents-and-carers, non-native-speakers]
  dependence: "yes"
  language-variety: several
  left-out: unknown
  people-involved: unknown
  objective: [findings-of-past-checks]
  number-stands-for: unknown
  feedback: unknown
  alternatives-compared: unknown
  success-by-group: unknown
  data-plan: [past-enforcement-records, administrative-records]
  general-model: none
  data-match: partly
  telling-inputs: [place, names-language, money-records, family-household, protected-attributes, subjective-notes]
  closer-look: targeted
  deployment: [welfare-fraud-checks]
  region: [eu]
  decision-maker: default-followed
  oversight: nominal
  told: not-told
  recourse: slow
  reversible: unknown
  scale: many-thousands
  own-choice: no-choice
  misuse: unknown
"""
BENIGN = """
  task: [image-segmentation]
  about-people: no-people
  objective: [segmentation-overlap]
  data-plan: [own-labelled-content]
  deployment: [own-farm-machinery]
"""
LONG_WORD = "w" * 400
AWKWARD = ("R&D <5%", "Łódź", '=HYPERLINK("https://x.example")', "<script>alert(1)</script>", "&amp; </para>")


def given(lines: str, knowledge, **more) -> Answers:
    text = f"format: riskwalk-answers/1\nanswers:{lines or ' {}'}"
    found = reading.read(text.encode(), "answers.yaml", knowledge)
    return replace(found, **{"project": {"name": "Harbour cranes"}, **more})


class Printed:
    """A rendered report with its text, in the order of reading."""

    def __init__(self, whole: Report, reading: str = "full"):
        self.whole, self.assessment, self.outlook = whole, whole.assessment, whole.outlook
        self.raw = pdf.render(named(reading).document(whole))
        self.reader = pypdf.PdfReader(io.BytesIO(self.raw))
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.card = flat(self.pages[0])
        self.bodies = [self._body(page) for page in self.pages]
        self.text = " ".join(self.bodies)
        self.levels = whole.assessment.words["levels"]

    def _body(self, page: str) -> str:
        """The page's text without header and footer, so that what runs over a page's end stays in one piece."""
        head, pages = flat(str(self.reader.metadata.title)), str(len(self.pages))
        kept: list[str] = []
        after_foot = False
        for line in map(flat, page.splitlines()):
            foot = bool(re.match(r"Riskwalk · knowledge base|Page \d+ of", line))
            # The number of pages is a drawing of its own behind the foot; elsewhere it is a number like any other.
            if not foot and line != head and not (after_foot and line == pages):
                kept.append(line)
            after_foot = foot or (after_foot and not line)
        return flat(" ".join(kept))

    def section(self, title: str) -> str:
        """The text from the heading of a section to the next one."""
        begins = []
        for entry in self.reader.outline:
            if not isinstance(entry, list):
                page = self.reader.get_destination_page_number(entry)
                before = sum(len(body) + 1 for body in self.bodies[:page])
                begins.append((before + self._heading(page, flat(entry.title)), flat(entry.title)))
        at = next(number for number, (_, found) in enumerate(begins) if found == title)
        return self.text[begins[at][0] : begins[at + 1][0] if at + 1 < len(begins) else None]

    def _heading(self, page: int, title: str) -> int:
        """Where on the page a heading stands: on a line of its own, which no sentence that holds its words is."""
        lines = [flat(line) for line in self.pages[page].splitlines()]
        above = [number for number, line in enumerate(lines) if line == title]
        return len(self._body("\n".join(lines[: above[-1]]))) if above else 0

    def outline(self) -> list[str]:
        def titles(entries):
            for entry in entries:
                yield from titles(entry) if isinstance(entry, list) else (flat(entry.title),)

        return list(titles(self.reader.outline))

    def addresses(self) -> set[str]:
        return {
            str(link.get_object()["/A"]["/URI"])
            for page in self.reader.pages
            for link in page.get("/Annots", ())
            if "/A" in link.get_object()
        }


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def squeezed(text: str) -> str:
    """Without white space: a narrow column may break a long word anywhere."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def render(knowledge, network):
    def rendered(lines: str, **more) -> Printed:
        return Printed(report(network, given(lines, knowledge, **more)))

    return rendered


@pytest.fixture(scope="module")
def stopped(render) -> Printed:
    return render(STOPPED)


@pytest.fixture(scope="module")
def grave(render) -> Printed:
    return render(GRAVE)


@pytest.fixture(scope="module")
def benign(render) -> Printed:
    return render(BENIGN)


@pytest.fixture(scope="module")
def empty(render) -> Printed:
    return render("")


# --- the first page ---------------------------------------------------------------------------------------------------


def test_the_card_says_the_verdict_in_words_with_its_bounds_and_the_reason(grave):
    verdict, levels = grave.assessment.verdict, grave.assessment.words["levels"]
    assert "Harbour cranes" in grave.card
    assert levels[verdict.level] in grave.card
    for label, level in (
        ("Certain already", verdict.lower),
        ("Possible at most", verdict.upper),
        ("After declared measures", verdict.residual),
    ):
        assert re.search(rf"{label} \S {levels[level]}", grave.card)
    assert flat(verdict.because) in grave.card


def test_the_card_names_the_worst_findings_what_to_find_out_and_what_to_do(grave):
    findings = grave.assessment.findings
    assert all(flat(finding.title) in grave.card for finding in findings[:3])
    assert findings[0].level == max(findings, key=lambda finding: list(grave.levels).index(finding.level.planned)).level
    assert flat(grave.outlook.unknowns[0].asks) in grave.card
    first = grave.outlook.combinations[0] if grave.outlook.combinations else None
    todo = [change.asks for change in first.changes] if first else [grave.assessment.recommendations[0].title]
    assert all(flat(each) in grave.card for each in todo)


def test_every_report_carries_the_knowledge_base_and_what_the_tool_is_not(grave):
    knowledge = grave.assessment.knowledge_base
    assert all(knowledge.version in page and knowledge.digest[:12] in page for page in map(flat, grave.pages))
    assert "is not legal advice" in grave.section("How to read this, and its limits")
    assert knowledge.digest in squeezed(grave.section("How to read this, and its limits"))


def test_a_card_with_long_texts_stays_on_one_page(render):
    purpose = "To learn. " * 300
    report = render(STOPPED, project={"name": "A name " * 30, "purpose": purpose, "team": LONG_WORD})
    assert "Contents" in report.pages[1]
    assert "in full under “The answers”" in report.card
    assert squeezed(purpose) in squeezed(report.section("The answers"))


def test_a_stopped_use_says_first_that_no_mitigation_makes_it_acceptable(stopped):
    stop = stopped.assessment.verdict.stop[0]
    sentence = stopped.card.index("No mitigation makes this use acceptable")
    assert sentence < stopped.card.index(flat(stop.because)) < stopped.card.index("What decides")
    source = next(source for source in stopped.assessment.sources if source.id == stop.sources[0])
    assert flat(source.title) in stopped.section("Sources")
    assert "Do not build it for this use" in stopped.card


def test_a_benign_use_is_told_calmly_and_asks_for_no_mitigation(benign):
    assert benign.assessment.findings == ()
    assert "The answers reach no harm" in benign.card
    ruled_out = squeezed(benign.section("What leads to no harm here"))
    for item in benign.assessment.ruled_out:
        assert squeezed(item.title) in ruled_out
        if item.closed_by == "answer":
            assert squeezed(item.because) in ruled_out
    assert not {"What to do", "What could go wrong, and for whom"} & set(benign.outline())


def test_empty_answers_never_look_safe(empty):
    assert "Nothing can be ruled out yet" in empty.card
    assert "Too little has been answered for a report" in empty.card
    assert "reach no harm" not in empty.text
    assert len(empty.pages) <= 2


# --- what must not be missing -----------------------------------------------------------------------------------------


def test_every_finding_is_told_with_its_path_and_numbered_sources(grave):
    given = numbers(grave.assessment)
    told = squeezed(grave.text)
    assert grave.assessment.findings
    for finding in grave.assessment.findings:
        assert squeezed(finding.harm_title) in told and squeezed(finding.risk_factor_title) in told
        assert squeezed(finding.check) in told
        *_, raised, stake = finding.paths[0]
        for step in (raised, stake):
            cited = ",".join(given.cited(step.sources))
            assert squeezed(f"{step.because} [{cited}]") in told


def test_every_finding_is_told_under_its_own_number(grave):
    section = grave.section("What could go wrong, and for whom")
    for number, finding in enumerate(grave.assessment.findings, 1):
        level = grave.assessment.words["levels"][finding.level.planned]
        assert re.search(rf"\b{number} \S {level}\b", section), number


def test_ruled_out_unknowns_levers_recommendations_and_sources_are_listed(grave):
    assessment = grave.assessment
    for section, texts in (
        ("What leads to no harm here", [item.title for item in assessment.set_aside]),
        ("What to find out", [item.asks for item in grave.outlook.unknowns]),
        ("What brings the level down", [lever.words[1:] for lever in grave.outlook.levers]),
        ("What to do", [text for item in assessment.recommendations for text in (item.title, item.done_when)]),
        ("Rules that may apply", [item.check for item in assessment.regulations]),
        ("Sources", [source.title for source in assessment.sources]),
    ):
        if texts:
            told = squeezed(grave.section(section))
            assert [text for text in texts if squeezed(text) not in told] == [], section


def test_the_matrix_gives_the_worst_level_of_each_group(grave):
    section = grave.section("Who bears which harm")
    for finding in grave.assessment.findings:
        for group in finding.groups:
            assert flat(group.title) in section
    assert grave.assessment.words["levels"][grave.assessment.findings[0].level.planned] in section


def test_groups_without_a_finding_are_a_gap_and_not_a_clearance(knowledge, benign):
    group = next(iter(knowledge.affected_groups.values()))
    told = GroupNamed(group.id, group.attribute, group.title)
    report = Printed(Report(replace(benign.assessment, groups_without_finding=(told,)), benign.outlook))
    assert "a gap in our knowledge, not a clearance" in report.section("Who bears which harm")
    assert group.title in report.section("Who bears which harm")


def test_answers_stand_with_notes_and_ignored_ones_are_marked(benign):
    first, *rest = benign.assessment.answers
    answers = (replace(first, note="Settled with sales.", on_path=False), *rest)
    report = Printed(Report(replace(benign.assessment, answers=answers), benign.outlook))
    assert "(left the path, counts for nothing)" in report.section("The answers")
    assert "Note: Settled with sales." in report.section("The answers")


def test_declared_mitigations_carry_owner_and_date(render, grave):
    identity = grave.assessment.recommendations[0].id
    report = render(GRAVE, mitigations=(Mitigation(identity, "planned", "Ada", "2027-01-31"),))
    assert "Planned: owner Ada, until 2027-01-31." in report.section("What to do")


# --- text as typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", AWKWARD)
def test_awkward_text_arrives_as_typed(render, typed):
    report = render(
        BENIGN,
        project={"name": typed, "purpose": typed},
        notes={"task": typed},
        evidence=(Evidence(typed, "https://example.org/a?b=1&c=2", typed),),
    )
    for place in (report.card, report.section("The answers"), report.section("Bias known before any machine learning")):
        assert typed in place
    assert report.reader.metadata.title == f"Machine-bias risk report: {typed}"


def test_a_long_word_wraps_and_is_whole(render):
    report = render(BENIGN, project={"name": LONG_WORD}, notes={"task": LONG_WORD})
    assert LONG_WORD in squeezed(report.section("The answers"))
    for page in report.reader.pages:
        assert not [x for x in text_ends(page) if x > float(page.mediabox.right) - 30]


def text_ends(page) -> list[float]:
    """Where each run of text ends, by a narrow estimate of its width."""
    found: list[float] = []

    def visit(text, _cm, matrix, _font, size):
        if text.strip():
            found.append(matrix[4] + 0.4 * size * len(text.strip().split("\n")[0]))

    page.extract_text(visitor_text=visit)
    return found


def test_a_note_longer_than_a_page_is_split_and_whole(render):
    note = " ".join(f"word{number}" for number in range(3000))
    report = render(BENIGN, notes={"task": note})
    assert len(report.pages) > 4
    with pikepdf.open(io.BytesIO(report.raw)) as file:  # by the tree: heads of tables stand again on each page
        assert note in flat(pdf_ua.words_in_order(file))


def pages_of(*blocks_: blocks.Block) -> list[str]:
    raw = pdf.render(blocks.Document("T", "S", "I", blocks_))
    return [flat(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(raw)).pages]


@pytest.mark.parametrize("lines", range(40, 60))
def test_a_heading_and_what_leads_to_a_list_stand_with_the_list(lines):
    filler = tuple(blocks.Paragraph(blocks.runs(f"line {number}")) for number in range(lines))
    heading = blocks.Heading(blocks.runs("Fruits"), 1, "fruits")
    leads = blocks.Paragraph(blocks.runs("These are the fruits:"))
    listing = blocks.Listing((blocks.Item(blocks.runs("apples")), blocks.Item(blocks.runs("pears"))))
    (page,) = [page for page in pages_of(*filler, heading, leads, listing) if "apples" in page]
    assert "Fruits" in page and "These are the fruits" in page


@pytest.mark.parametrize("lines", range(40, 60))
def test_no_label_stands_alone_on_a_page(lines):
    filler = tuple(blocks.Paragraph(blocks.runs(f"line {number}")) for number in range(lines))
    labels = ("alder", "birch", "cedar", "douglas", "elm")
    facts = blocks.Facts(tuple((label, blocks.runs("a tree")) for label in labels))
    heading = blocks.Heading(blocks.runs("Trees"), 1, "trees")
    pages = pages_of(*filler, heading, facts)
    assert not [page for page in pages if sum(label in page for label in labels) == 1]
    assert any("Trees" in page and "alder" in page for page in pages)


def test_characters_that_the_font_lacks_are_replaced_visibly_and_named(render):
    report = render(BENIGN, project={"name": "ไท cranes"}, notes={"task": "bell\x07"})
    assert "□□ cranes" in report.card
    assert "Characters that this file cannot show as typed" in report.text
    assert "font lacks 3 different characters" in report.text
    about = report.text
    assert "U+0E44" in about and "U+0007" in about


def test_nothing_is_said_of_characters_where_none_is_missing(benign):
    assert "□" not in benign.card and "font lacks" not in benign.card


# --- links, bookmarks, fonts, bytes -----------------------------------------------------------------------------------


def test_sources_and_tools_are_linked(grave):
    linked = grave.addresses()
    assert {source.url for source in grave.assessment.sources if source.url} <= linked
    assert {tool.url for item in grave.assessment.recommendations for tool in item.tools} <= linked


def test_only_addresses_of_the_web_are_linked(render):
    risky = ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "#card", "document:x")
    report = render(BENIGN, evidence=tuple(Evidence(f"Report {number}", url) for number, url in enumerate(risky)))
    assert report.addresses() == set()
    for url in risky:
        assert url in report.section("Bias known before any machine learning")


def test_bookmarks_lead_to_sections_and_risk_factors(grave):
    titles = grave.outline()
    for finding in grave.assessment.findings:
        assert flat(finding.risk_factor_title) in titles
    assert titles[0] == "Machine-bias risk report: Harbour cranes"
    assert titles[-2:] == ["Sources", "How to read this, and its limits"] or "Sources" in titles


def test_the_contents_give_the_pages_on_which_sections_begin(grave):
    listed = [entry for entry in grave.reader.outline if not isinstance(entry, list)][1:]
    assert len(listed) > 8
    for entry in listed:
        page = grave.reader.get_destination_page_number(entry) + 1
        assert re.search(rf"{re.escape(flat(entry.title))} {page}\b", flat(grave.pages[1]))


def test_every_page_tells_its_number_and_the_knowledge_base(grave):
    for number, page in enumerate(grave.pages, 1):
        assert f"Page {number} of {len(grave.pages)}" in flat(page)
        assert grave.assessment.knowledge_base.version in page
    assert all("Harbour cranes" in page for page in grave.pages)


@pytest.mark.parametrize("kind", ["stopped", "grave", "benign", "empty"])
def test_every_font_is_embedded(kind, request):
    for page in request.getfixturevalue(kind).reader.pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            assert "DejaVu" in font["/BaseFont"]
            assert "/FontFile2" in font["/FontDescriptor"]


def test_the_same_assessment_gives_the_same_bytes(grave):
    assert pdf.render(named("full").document(grave.whole)) == grave.raw


def test_the_same_bytes_in_another_process(toy_folder, toy_network):
    code = """
import pathlib, sys
from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import report
from questionnaire.knowledge import loader
from questionnaire.readings.readings import READINGS
from questionnaire.reports.formats import FORMATS
from questionnaire.walk.network import Network
network = Network(loader.load(pathlib.Path(sys.argv[1]), cache=None))
answers = Answers({"name": "Łódź"}, {"task": Answer("answered", ("voice-sorting",))})
for made in FORMATS:
    for reading in READINGS:
        sys.stdout.buffer.write(made.render(report(network, answers), reading, "2026-11-26"))
"""
    answers = Answers({"name": "Łódź"}, {"task": Answer("answered", ("voice-sorting",))})
    whole = report(toy_network, answers)
    here = [made.render(whole, reading, "2026-11-26") for made in FORMATS for reading in READINGS]
    assert python(code, str(toy_folder), seed="7") == b"".join(here)


def test_a_report_does_without_the_library_of_graphs():
    assert python("import sys; from questionnaire.reports import pdf; print('networkx' in sys.modules)") == b"False\n"


def python(code: str, *arguments: str, seed: str = "0") -> bytes:
    """What another Python process writes."""
    around = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True, env=around).stdout
