"""The PDF as those meet it who do not see it: tagged as PDF/UA-1 asks, and told in the order in which it is read.

Each claim of the checker has a control: one thing is taken from a good file, and the checker has to see it.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pdf_ua
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers, Evidence
from questionnaire.assessment.assess import report
from questionnaire.knowledge import loader
from questionnaire.readings.readings import READINGS, named
from questionnaire.reports import pdf

CASES = loader.DEFAULT_FOLDER / "cases"
NAMES = (
    "blog-t2i-website-backgrounds",
    "blog-t2i-police-sketch",
    "blog-t2i-stock-people",
    "cv-ranking-engine",
    "blank",
)


@pytest.fixture(scope="module")
def reports(knowledge, network):
    def answers(name: str) -> Answers:
        if name == "blank":
            return Answers()
        file = CASES / f"{name}.yaml"
        document, wrong = reading.gather(file.read_bytes(), str(file))
        return reading.answers(document, wrong, str(file), knowledge)

    return {name: report(network, answers(name)) for name in NAMES}


@pytest.fixture(scope="module")
def good(reports) -> bytes:
    return pdf.render(named("full").document(reports["blog-t2i-stock-people"], "2026-11-26"))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", NAMES)
def test_every_reading_is_tagged_as_it_should_be(reports, name, paper):
    for each in READINGS:
        with pikepdf.open(io.BytesIO(pdf.render(each.document(reports[name], "2026-11-26"), paper))) as file:
            assert pdf_ua.faults(file) == [], each.name


def test_text_of_all_kinds_is_tagged_as_it_should_be(toy_network):
    typed = "R&D <5% Łódź 日本語 עברית\nsecond line " + "w" * 400
    answers = Answers(
        project={"name": typed, "purpose": typed},
        notes={"task": f"{typed} " * 200},
        evidence=(Evidence(typed, "https://x.example", typed),),
    )
    for each in READINGS:
        with pikepdf.open(io.BytesIO(pdf.render(each.document(report(toy_network, answers))))) as file:
            assert pdf_ua.faults(file) == []


def first(file: Pdf, tag: str) -> Dictionary:
    return next(element for found, element, _ in pdf_ua.elements(file) if found == tag)


def content(file: Pdf, old: bytes, new: bytes) -> None:
    page = file.pages[0]
    page.contents_coalesce()
    code = page.Contents.read_bytes()
    assert old in code
    page.Contents = file.make_stream(code.replace(old, new, 1))


def unsaid(file: Pdf) -> None:
    file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(b"pdfuaid:part>1", b"pdfuaid:part>9"))


def untitled(file: Pdf) -> None:
    said = file.Root.Metadata.read_bytes()
    begin, end = said.index(b"<dc:title>"), said.index(b"</dc:title>")
    file.Root.Metadata.write(said[:begin] + said[end:])


def unembedded(file: Pdf) -> None:
    font = next(iter(file.pages[0].Resources.Font.values()))
    del font.get("/DescendantFonts", [font])[0].FontDescriptor["/FontFile2"]


def a_link(file: Pdf) -> Dictionary:
    return next(link for page in file.pages for link in page.get("/Annots", ()))


def lost_content(file: Pdf) -> None:
    """A piece of content that its element no longer names."""
    for _, element, _ in pdf_ua.elements(file):
        kids = element.get("/K")
        if isinstance(kids, int) or isinstance(kids, Dictionary) and "/MCID" in kids:
            element.K = Array()
            return


BROKEN: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "not tagged": (lambda file: file.Root.__delitem__("/MarkInfo"), "The file is not said to be tagged."),
    "no language": (lambda file: file.Root.__delitem__("/Lang"), "No language."),
    "no title shown": (
        lambda file: file.Root.__delitem__("/ViewerPreferences"),
        "A viewer shows the name of the file, not its title.",
    ),
    "no metadata": (lambda file: file.Root.__delitem__("/Metadata"), "No metadata."),
    "not UA": (unsaid, "The metadata do not say PDF/UA-1."),
    "no title": (untitled, "The metadata have no title."),
    "no tree": (lambda file: file.Root.__delitem__("/StructTreeRoot"), "No tree."),
    "odd tag": (lambda file: first(file, "P").__setitem__("/S", Name.Prose), "Prose is no standard element."),
    "list": (lambda file: first(file, "L").__setitem__("/S", Name.P), "LI within P."),
    "item": (lambda file: first(file, "LI").__setitem__("/S", Name.P), "P directly within L."),
    "row": (lambda file: first(file, "TR").__setitem__("/S", Name.P), "P directly within Table."),
    "cell": (lambda file: first(file, "TD").__setitem__("/S", Name.P), "P directly within TR."),
    "contents": (lambda file: first(file, "TOC").__setitem__("/S", Name.P), "TOCI within P."),
    "uneven rows": (lambda file: first(file, "TR").__setitem__("/K", first(file, "TH")), "A table with rows of"),
    "heading": (lambda file: first(file, "H2").__setitem__("/S", Name.H4), "H4 follows H1."),
    "first heading": (lambda file: first(file, "H1").__setitem__("/S", Name.P), "H2 follows no heading."),
    "figure": (lambda file: first(file, "Figure").__delitem__("/Alt"), "A figure without a text."),
    "scope": (lambda file: first(file, "TH").__delitem__("/A"), "A head of a table that does not say of what."),
    "tabs": (lambda file: file.pages[0].obj.__delitem__("/Tabs"), "Page 1: the tab key does not follow the tree."),
    "link": (lambda file: a_link(file).__delitem__("/Contents"), "a link that says nothing."),
    "link's element": (lambda file: a_link(file).__setitem__("/StructParent", 0), "a link does not find its element."),
    "lost link": (lambda file: first(file, "Link").__setitem__("/K", Array()), "is not in the tree."),
    "untagged": (lambda file: content(file, b"/MCID 0", b"/Odd 0"), "Page 1: Tj is neither content nor decoration."),
    "unended": (lambda file: content(file, b"EMC", b""), "Page 1: "),
    "unbegun": (lambda file: content(file, b"EMC", b"EMC EMC"), "Page 1: an end without a beginning."),
    "twice": (lambda file: content(file, b"/MCID 1>", b"/MCID 0>"), "Page 1: content 0 twice."),
    "unlisted": (lost_content, "is not in the tree."),
    "parents": (
        lambda file: file.Root.StructTreeRoot.__setitem__("/ParentTree", Dictionary(Nums=Array())),
        "does not find its element.",
    ),
    "font": (unembedded, "is not embedded."),
    "letters": (
        lambda file: next(iter(file.pages[0].Resources.Font.values())).__delitem__("/ToUnicode"),
        "does not say its letters.",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_the_checker_sees_what_is_missing(good, what):
    take, said = BROKEN[what]
    with pikepdf.open(io.BytesIO(good)) as file:
        take(file)
        assert [fault for fault in pdf_ua.faults(file) if said in fault] != []


def test_the_checker_finds_nothing_in_a_good_file(good):
    with pikepdf.open(io.BytesIO(good)) as file:
        assert pdf_ua.faults(file) == []
        assert str(file.Root.Lang) == "en"
        assert file.docinfo["/Title"] == String("Machine-bias risk report: Synthetic stock photos of people")
