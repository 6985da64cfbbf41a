"""The Word file: the words of the document in their order, under real headings, in real tables, with fields."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.knowledge.loader import DEFAULT_FOLDER
from questionnaire.readings.blocks import (
    Document,
    Form,
    Grid,
    Heading,
    Item,
    Listing,
    Mark,
    NewPage,
    Paragraph,
    Row,
    Run,
    Table,
    plain,
    runs,
    texts,
)
from questionnaire.readings.readings import READINGS
from questionnaire.reports import docx as word_file
from questionnaire.wording import docx as say
from questionnaire.wording import grid as in_grid

CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
FEW = ("cv-ranking-engine", "blog-t2i-police-sketch", "dog-hip-xrays", "passport-photo-quality-check")
AWKWARD = (
    "R&D <5%",
    "Łódź",
    "日本語",
    "עברית",
    "<script>alert(1)</script>",
    '=HYPERLINK("x")',
    "w" * 400,
    "a\tb \"q\" 'r'",
)


@pytest.fixture(scope="module")
def whole(network, knowledge):
    """The report of a worked case."""

    def made(name: str):
        file = DEFAULT_FOLDER / "cases" / f"{name}.yaml"
        data, where = reading.gather(file.read_bytes(), file.name)
        return report(network, reading.answers(data, where, file.name, knowledge))

    return made


def opened(raw: bytes):
    return docx.Document(io.BytesIO(raw))


def document(*blocks, **more) -> Document:
    return Document(**{"title": "A title", "subject": "A subject", "imprint": "An imprint", "blocks": blocks, **more})


def words_of(paragraph) -> str:
    """The words of a paragraph's element, those that stand for an empty field left out."""
    told = []
    for part in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        style = part.getparent().find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is not None and style.get(qn("w:val")) == "PlaceholderText":
            continue
        told.append((part.text or "") if part.tag == qn("w:t") else " ")
    return "".join(told)


def read_in_order(word) -> list[str]:
    """Every word as a screen reader comes to it: a figure by its alternative text; without contents and footer."""
    told = []
    for element in word.element.body:
        if element.tag == qn("w:p"):
            style = element.pPr.pStyle.val if element.pPr is not None and element.pPr.pStyle is not None else ""
            if style != "TOC1":
                told.append(words_of(element))
        elif element.tag == qn("w:tbl"):
            described = element.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}")
            told += [described.get(qn("w:val"))] if described is not None else map(words_of, element.iter(qn("w:p")))
    return " ".join(told).split()


def due(shown: Document) -> list[str]:
    told = [shown.title]
    last_form = max((at for at, block in enumerate(shown.blocks) if isinstance(block, Form)), default=-1)
    for at, block in enumerate(shown.blocks):
        for number, text in enumerate(texts(block)):
            box = "☐ " if isinstance(block, Form) and number < len(block.boxes) else ""
            told.append(box + plain(text))
        if isinstance(block, Grid):
            told.append(in_grid.TABLE)
            told += [f"{block.beyond}."] if block.beyond else []
        if at == last_form:
            told.append(say.COMMENTS)
    return " ".join(told).split()


@pytest.mark.parametrize("which", READINGS, ids=lambda each: each.name)
@pytest.mark.parametrize("case", FEW)
def test_the_same_words_in_the_same_order(case, which, whole):
    shown = which.document(whole(case), "2026-11-26")
    assert read_in_order(opened(word_file.render(shown))) == due(shown)


def test_the_same_document_gives_the_same_bytes(whole):
    shown = READINGS[0].document(whole("cv-ranking-engine"), "2026-11-26")
    first = word_file.render(shown)
    assert first == word_file.render(shown)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_are_headings_and_the_contents_lead_to_them(whole):
    shown = READINGS[0].document(whole("cv-ranking-engine"))
    word = opened(word_file.render(shown))
    due_ = [(f"Heading {block.depth}", plain(block.text)) for block in shown.blocks if isinstance(block, Heading)]
    found = [(each.style.name, each.text) for each in word.paragraphs if each.style.name.startswith("Heading")]
    assert found == due_ and len(due_) > 10
    body = word.element.body
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    led_to = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))}
    assert led_to and led_to <= places
    assert [each.text for each in word.paragraphs if each.style.style_id == "TOC1"] == [
        plain(block.text) for block in shown.blocks if isinstance(block, Heading) and block.depth == 1 and block.anchor
    ]


def test_every_table_has_a_head_that_comes_again_and_every_figure_says_itself(whole):
    shown = READINGS[0].document(whole("cv-ranking-engine"))
    word = opened(word_file.render(shown))
    tables = [table._tbl for table in word.tables]
    described = [table.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}") for table in tables]
    figures = [plain(next(iter(texts(block)))) for block in shown.blocks if type(block).__name__ in ("Trail", "Grid")]
    assert [each.get(qn("w:val")) for each in described if each is not None] == figures
    for table, figure in zip(tables, described, strict=True):
        if figure is None:
            assert table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val"))
            assert table.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_a_trail_and_a_grid_can_be_seen_too():
    grid = Grid(
        ("Rare", "Common"), ("Slight", "Severe"), "Likelihood", "Severity", (("low", "low"), ("low", "high")),
        {"low": "○ Low", "high": "● High"}, (Mark(1, (0, 0), (1, 1), (0, 0)), Mark(2, (1, 1), None, (1, 1))),
        "A caption", "In words",
    )  # fmt: skip
    (table,) = opened(word_file.render(document(grid))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Severity ↓ Likelihood →", "Rare", "Common"],
        ["Severe", "○ Low", "● High\n2 (1)"],
        ["Slight", "○ Low\n1", "○ Low"],
    ]


def test_a_grid_says_where_a_finding_certainly_is_and_which_may_not_arise():
    marks = (Mark(1, (1, 1), (1, 1), (0, 0)), Mark(2, (1, 1), (1, 1), (1, 1)), Mark(3, (0, 1), (1, 1)))
    grid = Grid(
        ("Rare", "Common"), ("Slight", "Severe"), "Likelihood", "Severity", (("low", "low"), ("low", "high")),
        {"low": "○ Low", "high": "● High"}, marks, "A caption", "In words", "Beyond the scale",
    )  # fmt: skip
    word = opened(word_file.render(document(grid)))
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["Severe", "○ Low\n3\n3 may not arise", "● High\n1, 2 (3)"],
        ["Slight", "○ Low\nat least 1", "○ Low"],
    ]
    assert f"{in_grid.TABLE} Beyond the scale." in [paragraph.text for paragraph in word.paragraphs]


def test_a_board_can_tick_write_comment_and_sign():
    shown = document(
        Form(boxes=("Approved", "Refused")),
        Table("Conditions", ("Condition", "Owner"), (Row(((), ())), Row(((), ()))), (3, 1)),
        Form(fields=(("Name", ""), ("Review", "2027-01-01"))),
    )
    word = opened(word_file.render(shown))
    fields = {
        each.find(f".//{qn('w:alias')}").get(qn("w:val")): "".join(part.text for part in each.iter(qn("w:t")))
        for each in word.element.body.iter(qn("w:sdt"))
    }
    assert fields == {
        "Approved": "☐",
        "Refused": "☐",
        "Condition 1": say.TO_WRITE,
        "Owner 1": say.TO_WRITE,
        "Condition 2": say.TO_WRITE,
        "Owner 2": say.TO_WRITE,
        "Name": say.TO_WRITE,
        "Review": "2027-01-01",
        "Comments": say.TO_WRITE,
    }


def test_every_numbered_list_begins_with_one():
    items = tuple(Item(runs(text)) for text in ("one", "two"))
    word = opened(word_file.render(document(Listing(items, numbered=True), Listing(items, numbered=True))))
    numbers = [each._p.pPr.numPr.numId.val for each in word.paragraphs if each.style.name == "List Number"]
    assert len(numbers) == 4 and numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_a_new_page_begins_one():
    word = opened(word_file.render(document(Paragraph(runs("before")), NewPage(), Heading(runs("after"), 1))))
    begins = {each.text: each._p.pPr.find(qn("w:pageBreakBefore")) is not None for each in word.paragraphs if each.text}
    assert begins == {"A title": False, "before": False, "after": True}


@pytest.mark.parametrize("text", AWKWARD)
def test_whatever_somebody_typed_arrives_as_typed(text):
    shown = document(
        Paragraph(runs(text)),
        Listing((Item(runs(text), label=text),)),
        Table(text, (text,), (Row((runs(text),)),), (1,)),
        Form(fields=((text, text),)),
        title=text,
    )
    assert read_in_order(opened(word_file.render(shown))) == due(shown)


def test_what_no_file_can_hold_is_marked():
    word = opened(word_file.render(document(Paragraph((Run("a\x00b\x1b"),)), title="t\x07")))
    assert [each.text for each in word.paragraphs if each.text] == ["t\ufffd", "a\ufffdb\ufffd"]


def test_only_addresses_of_the_web_become_links():
    text = (Run("good", url="https://one.example/?a=1&b=2"), Run("bad", url="javascript:alert(1)"))
    word = opened(word_file.render(document(Paragraph(text))))
    links = [link.address for paragraph in word.paragraphs for link in paragraph.hyperlinks]
    assert links == ["https://one.example/?a=1&b=2"]


def test_the_properties_name_the_report_and_its_day():
    told = opened(word_file.render(document(dated="2026-11-26"))).core_properties
    assert (told.title, told.subject, told.author, told.language) == ("A title", "A subject", "Riskwalk", "en")
    assert told.created == told.modified == datetime(2026, 11, 26, tzinfo=UTC)
    undated = opened(word_file.render(document())).core_properties
    assert undated.created is None and undated.modified is None


def test_the_imprint_and_the_number_stand_on_every_page():
    footer = opened(word_file.render(document())).sections[0].footer
    assert footer.paragraphs[0].text == "An imprint\tPage 1"
