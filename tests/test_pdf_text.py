"""How text is set in the PDF: cut, broken and split with work that grows no faster than the text, and little kept."""

from __future__ import annotations

import io

import pypdf
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import report
from questionnaire.readings.blocks import Document
from questionnaire.readings.readings import named
from questionnaire.reports import pdf
from questionnaire.reports.pdf import style, text
from questionnaire.reports.pdf.text import Typesetter

FEW: dict[str, str] = {}
CHOIR = {
    "task": Answer("answered", ("voice-sorting",)),
    "people": Answer("answered", ("yes",)),
    "objective": Answer("answered", ("pitch-kept",)),
    "deployment": Answer("answered", ("choir-admission",)),
}
SENTENCE = "Cranes lift what cranes can lift. "


def full(network, answers: Answers, dated: str = "") -> Document:
    return named("full").document(report(network, answers), dated)


@pytest.fixture
def measured(monkeypatch) -> list[int]:
    """The length of each text whose width is asked for, from here on."""
    lengths: list[int] = []

    def counting(string: str, font: str, size: float) -> float:
        lengths.append(len(string))
        return stringWidth(string, font, size)

    class Counting(style.Widths):
        def __getitem__(self, string: str) -> float:
            lengths.append(len(string))
            return super().__getitem__(string)

    monkeypatch.setattr(text, "stringWidth", counting)
    monkeypatch.setattr(text, "widths", lambda font: Counting(style.widths(font).measure))
    return lengths


def cut_slowly(shown: str, width: float, font: str, size: float) -> str:
    """What `fitting` has to give, one character after the other."""
    if stringWidth(shown, font, size) <= width:
        return shown
    while shown and stringWidth(f"{shown}…", font, size) > width:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


@pytest.mark.parametrize("width", [0.0, 3.0, 20.0, 90.5, 341.0])
@pytest.mark.parametrize(
    "name", ["", "i", "Cranes", "Cranes " * 30, "W" * 200, "i" * 300, "Łódź – 日本語 " * 9, "a b " * 50]
)
def test_a_text_is_cut_at_the_last_character_that_fits(name, width):
    setter = Typesetter()
    assert setter.fitting(name, width, style.REGULAR, 7.6) == cut_slowly(setter.plain(name), width, style.REGULAR, 7.6)


@pytest.mark.parametrize(
    "name", [SENTENCE * 3_000, "w" * 100_000, "\u0301" * 100_000], ids=["words", "a word", "no width"]
)
def test_a_cut_looks_at_no_more_than_it_shows(measured, name):
    Typesetter().fitting(name, 341.0, style.REGULAR, 7.6)
    assert len(measured) < 60
    assert sum(measured) < 5 * len(name)


def test_a_cut_of_an_ordinary_text_measures_a_few_hundred_characters(measured):
    Typesetter().fitting(SENTENCE * 3_000, 341.0, style.REGULAR, 7.6)
    assert sum(measured) < 4_000


def lay_out(words: text.Words, width: float = 300.0, height: float = 600.0) -> int:
    """Splits a paragraph over pages as a document does; the number of pages."""
    pages, rest = 1, words
    while rest.wrap(width, height)[1] > height:
        _, rest = rest.split(width, height)
        pages += 1
    return pages


@pytest.mark.parametrize("unit", [SENTENCE, "w", "a\n"], ids=["words", "a word", "lines"])
def test_a_paragraph_over_many_pages_is_broken_once(measured, unit):
    def work(letters: int) -> int:
        measured.clear()
        assert lay_out(Typesetter().paragraph(style.BODY, unit * (letters // len(unit)))) > 2
        return sum(measured)

    assert work(40_000) < 2.2 * work(20_000)


def test_a_note_in_a_table_over_many_pages_is_broken_once(toy_network, measured):
    def work(letters: int) -> int:
        measured.clear()
        pdf.render(full(toy_network, Answers(FEW, CHOIR, {"task": SENTENCE * (letters // len(SENTENCE))})))
        return sum(measured)

    bare = work(0)
    assert work(80_000) - bare < 2.2 * (work(40_000) - bare)


def test_a_part_of_a_paragraph_can_be_set_to_another_width():
    words = Typesetter().paragraph(style.BODY, SENTENCE * 400)
    first, rest = words.split(300.0, 500.0)
    again = Typesetter().paragraph(style.BODY, SENTENCE * 400).split(300.0, 500.0)[1]
    assert rest.wrap(300.0, 500.0) == again.wrap(300.0, 500.0)
    shown = " ".join(piece.text for part in (first, rest) for line in part.lines for piece in line.pieces)
    assert shown == (SENTENCE * 400).strip()
    rest.wrap(150.0, 500.0)
    assert max(line.width for line in rest.lines) <= 150.0


def test_a_font_keeps_the_width_of_words_and_of_nothing_long():
    Typesetter()
    font = style._Font("Measured", str(style.FONTS / f"{style.REGULAR}.ttf"))
    for number in range(200):
        font.stringWidth("w" * (10_000 + number), 9)
    assert sum(map(len, font.widths)) == 0
    assert font.stringWidth("cranes", 9) == font.stringWidth("cranes", 9) == stringWidth("cranes", style.REGULAR, 9)
    assert list(font.widths) == ["cranes"]


def test_a_font_forgets_before_it_holds_too_many_words():
    font = style._Font("Measured", str(style.FONTS / f"{style.REGULAR}.ttf"))
    for number in range(style.Widths._MOST + 10):
        font.stringWidth(f"{number}", 9)
    assert len(font.widths) <= style.Widths._MOST


# --- a date is an input -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("epoch", [None, "0", "1700000000", "yesterday"])
def test_the_environment_dates_no_report(toy_network, monkeypatch, epoch):
    whole = full(toy_network, Answers())
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    bare = pdf.render(whole)
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert pdf.render(whole) == bare
    about = pypdf.PdfReader(io.BytesIO(bare)).metadata
    assert "/CreationDate" not in about and "/ModDate" not in about


def test_a_date_that_is_given_stands_on_the_card_and_in_the_file(toy_network):
    raw = pdf.render(full(toy_network, Answers(), "2027-01-31"))
    reader = pypdf.PdfReader(io.BytesIO(raw))
    assert reader.metadata["/CreationDate"] == "D:20270131"
    assert "2027-01-31" in reader.pages[0].extract_text()
