"""The PDF report, as a reader finds it: text by section, links, bookmarks, fonts, and the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pypdf
import pytest
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers, Evidence, Mitigation
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import GroupNamed, Report
from questionnaire.reports import pdf

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

    def __init__(self, whole: Report):
        self.whole, self.assessment, self.outlook = whole, whole.assessment, whole.outlook
        self.raw = pdf.render(whole)
        self.reader = pypdf.PdfReader(io.BytesIO(self.raw))
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.card = flat(self.pages[0])
        self.bodies = [self._body(page) for page in self.pages]
        self.text = " ".join(self.bodies)

    def _body(self, page: str) -> str:
        """The page's text without header and footer, so that what runs over a page's end stays in one piece."""
        around = {"Machine-bias risk report", self.assessment.project.get("name"), str(len(self.pages))}
        return flat(
            " ".join(
                line
                for line in page.splitlines()
                if line.strip() not in around and not re.match(r"Riskwalk · knowledge base|Page \d+ of", line.strip())
            )
        )

    def section(self, title: str) -> str:
        """The text from the heading of a section to the next one."""
        begins = []
        for entry in self.reader.outline:
            if not isinstance(entry, list):
                page = self.reader.get_destination_page_number(entry)
                before = sum(len(body) + 1 for body in self.bodies[:page])
                found = self.bodies[page].find(flat(entry.title))
                begins.append((before + max(0, found), flat(entry.title)))
        at = next(number for number, (_, found) in enumerate(begins) if re.sub(r"^\d+ ", "", found) == title)
        return self.text[begins[at][0] : begins[at + 1][0] if at + 1 < len(begins) else None]

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


# --- the card ---------------------------------------------------------------------------------------------------------


def test_the_card_says_the_verdict_in_words_with_its_bounds_and_the_reason(grave):
    verdict, levels = grave.assessment.verdict, grave.assessment.words["levels"]
    assert "Harbour cranes" in grave.card
    for label, level in (
        ("Certain already", verdict.lower),
        ("To plan for", verdict.level),
        ("Possible at most", verdict.upper),
        ("After declared measures", verdict.residual),
    ):
        assert re.search(rf"{label}.*{levels[level]}", grave.card)
    assert flat(verdict.because) in grave.card


def test_the_card_names_three_findings_what_to_find_out_and_what_to_do(grave):
    worst = grave.assessment.findings[0].level
    matter = [finding for finding in grave.assessment.findings if finding.risk_factor_title in grave.card]
    assert len(matter) >= 3
    assert matter[0].level == worst
    assert flat(grave.outlook.unknowns[0].asks) in grave.card
    assert flat(grave.assessment.recommendations[0].title) in grave.card


def test_the_card_carries_the_knowledge_base_and_what_the_tool_is_not(grave):
    knowledge = grave.assessment.knowledge_base
    assert knowledge.version in grave.card and knowledge.digest[:12] in grave.card
    assert "is not legal advice" in grave.card


def test_a_card_with_long_texts_stays_on_one_page(render):
    report = render(STOPPED, project={"name": "A name " * 60, "purpose": "To learn. " * 300, "team": LONG_WORD})
    assert "Contents" in report.pages[1]
    assert "in full under “Answers”" in report.card
    assert squeezed("To learn. " * 300) in squeezed(report.section("Answers"))


def test_a_stopped_use_says_first_that_no_mitigation_makes_it_acceptable(stopped):
    stop = stopped.assessment.verdict.stop[0]
    sentence = stopped.card.index("No mitigation makes this use acceptable")
    assert sentence < stopped.card.index(flat(stop.because)) < stopped.card.index("The findings")
    source = next(source for source in stopped.assessment.sources if source.id == stop.sources[0])
    assert flat(source.title) in stopped.card
    assert "Do not build it for this use" in stopped.card


def test_a_benign_use_is_told_calmly_and_asks_for_no_mitigation(benign):
    assert benign.assessment.findings == ()
    assert "No mitigation is asked for" in benign.card
    assert "The answers reach no harm" in benign.card
    for item in benign.assessment.ruled_out:
        assert flat(item.title) in benign.section("Ruled out")
        assert flat(item.because) in benign.section("Ruled out")
    assert "Recommendations" not in [re.sub(r"^\d+ ", "", title) for title in benign.outline()]
    assert "Left out because there is nothing to say" in benign.section("About this report")


def test_empty_answers_never_look_safe(empty):
    assert "Nothing can be ruled out yet" in empty.card
    assert "not a sign of safety" in empty.card
    assert "Nothing can be ruled out yet" in empty.section("Ruled out")


# --- what must not be missing -----------------------------------------------------------------------------------------


def test_every_finding_is_told_with_its_path_and_numbered_sources(grave):
    numbers = {source.id: str(number) for number, source in enumerate(grave.assessment.sources, 1)}
    told = squeezed(grave.section("Findings"))
    assert grave.assessment.findings
    for finding in grave.assessment.findings:
        assert squeezed(f"{finding.risk_factor_title} → {finding.harm_title}") in told
        assert squeezed(finding.check) in told
        for path in finding.paths:
            for step in path:
                cited = ",".join(sorted((numbers[source] for source in set(step.sources)), key=int))
                assert squeezed(f"{step.title}. {step.because} [{cited}]") in told


def test_hundreds_of_findings_are_all_there(empty):
    found = empty.assessment.findings
    assert len(found) > 40
    assert "None is left out" in empty.section("Findings")
    told = squeezed(empty.text)
    for number, finding in enumerate(found, 1):
        assert squeezed(f"{finding.risk_factor_title} → {finding.harm_title}") in told, number
    assert f"Findings 41 to {len(found)}" in empty.text


def test_the_picture_says_how_many_findings_it_leaves_out(empty, grave):
    assert re.search(r"The worst findings are drawn; \d+ more are not", empty.section("The risk graph"))
    assert flat(grave.assessment.findings[0].risk_factor_title) in grave.section("The risk graph")


def test_ruled_out_unknowns_levers_recommendations_and_sources_are_listed(grave):
    assessment = grave.assessment
    for section, texts in (
        ("Ruled out", [item.title for item in assessment.ruled_out]),
        ("What to find out", [item.asks for item in grave.outlook.unknowns]),
        ("What could be decided otherwise", [lever.words[1:] for lever in grave.outlook.levers]),
        ("Recommendations", [text for item in assessment.recommendations for text in (item.title, item.done_when)]),
        ("Rules that may apply", [item.check for item in assessment.regulations]),
        ("Sources", [source.title for source in assessment.sources]),
    ):
        if texts:
            told = squeezed(grave.section(section))
            assert [text for text in texts if squeezed(text) not in told] == []


def test_the_matrix_gives_the_worst_level_of_each_group(grave):
    section = grave.section("Who bears which harm")
    for finding in grave.assessment.findings:
        for group in finding.groups:
            assert flat(group.title) in section
    assert grave.assessment.words["levels"][grave.assessment.findings[0].level.upper] in section


def test_groups_without_a_finding_are_a_gap_and_not_a_clearance(knowledge, benign):
    group = next(iter(knowledge.affected_groups.values()))
    named = GroupNamed(group.id, group.attribute, group.title)
    report = Printed(Report(replace(benign.assessment, groups_without_finding=(named,)), benign.outlook))
    assert "a gap in our knowledge, not a clearance" in report.section("Groups named without a finding")
    assert group.title in report.section("Groups named without a finding")


def test_answers_stand_with_notes_and_ignored_ones_are_marked(benign):
    first = benign.assessment.answers[0]
    answers = (replace(first, note="Settled with sales.", on_path=False),)
    report = Printed(Report(replace(benign.assessment, answers=answers), benign.outlook))
    assert "Ignored: other answers make this question superfluous" in report.section("Answers")
    assert "Note: Settled with sales." in report.section("Answers")


def test_declared_mitigations_carry_owner_and_date(render, grave):
    identity = grave.assessment.recommendations[0].id
    report = render(GRAVE, mitigations=(Mitigation(identity, "planned", "Ada", "2027-01-31"),))
    assert "Declared by the team: Planned, owner: Ada, due: 2027-01-31." in report.section("Recommendations")


# --- text as typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", AWKWARD)
def test_awkward_text_arrives_as_typed(render, typed):
    report = render(
        BENIGN,
        project={"name": typed, "purpose": typed},
        notes={"task": typed},
        evidence=(Evidence(typed, "https://example.org/a?b=1&c=2", typed),),
    )
    for place in (report.card, report.section("Answers"), report.section("Bias known before any machine learning")):
        assert typed in place
    assert report.reader.metadata.title == f"Machine-bias risk report: {typed}"


def test_a_long_word_wraps_and_is_whole(render):
    report = render(BENIGN, project={"name": LONG_WORD}, notes={"task": LONG_WORD})
    assert LONG_WORD in squeezed(report.section("Answers"))
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
    assert squeezed(note) in squeezed(render(BENIGN, notes={"task": note}).section("Answers"))


def test_characters_that_the_font_lacks_are_replaced_visibly_and_named(render):
    report = render(BENIGN, project={"name": "日本 cranes"}, notes={"task": "bell\x07"})
    assert "□□ cranes" in report.card
    assert "font lacks 3 different characters" in report.card
    about = report.section("About this report")
    assert "U+65E5" in about and "U+0007" in about


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


def test_bookmarks_lead_to_sections_and_findings(grave):
    titles = grave.outline()
    for finding in grave.assessment.findings[:40]:
        assert any(flat(f"{finding.risk_factor_title}: {finding.harm_title}") in title for title in titles)
    assert titles[0] == "The decision on one page"
    assert any(title.endswith("Sources") for title in titles)


def test_the_contents_give_the_pages_on_which_sections_begin(grave):
    for entry in grave.reader.outline:
        if not isinstance(entry, list) and entry.title[0].isdigit():
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
    assert pdf.render(grave.whole) == grave.raw


def test_the_same_bytes_in_another_process(toy_folder, toy_network):
    code = """
import pathlib, sys
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.knowledge import loader
from questionnaire.reports import pdf
from questionnaire.walk.network import Network
network = Network(loader.load(pathlib.Path(sys.argv[1]), cache=None))
sys.stdout.buffer.write(pdf.render(report(network, Answers())))
"""
    assert python(code, str(toy_folder), seed="7") == pdf.render(report(toy_network, Answers()))


def test_a_report_does_without_the_library_of_graphs():
    assert python("import sys; from questionnaire.reports import pdf; print('networkx' in sys.modules)") == b"False\n"


def python(code: str, *arguments: str, seed: str = "0") -> bytes:
    """What another Python process writes."""
    around = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True, env=around).stdout
