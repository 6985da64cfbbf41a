"""Scripts other than the Latin one in the PDF: in their order and forms, in embedded fonts, and read as typed."""

from __future__ import annotations

import io

import pdf_ua
import pikepdf
import pypdf
import pytest

from questionnaire.readings.blocks import Document, Heading, Item, Listing, Paragraph, Row, Table, runs
from questionnaire.reports import pdf
from questionnaire.reports.pdf import scripts, style
from questionnaire.reports.pdf.style import REGULAR
from questionnaire.reports.pdf.text import Typesetter

TEXTS = {
    "Greek": "Ελληνικά: πώς δουλεύει το σύστημα;",
    "Cyrillic": "Кириллица: как работает система?",
    "Hebrew": "עברית: המערכת (גרסה 2.0) מדרגת R&D <5% מועמדים, ללא פיקוח.",
    "Arabic": "العربية: النظام يرتب السير الذاتية (نسخة 2.0) بنسبة 95% تقريبًا.",
    "Devanagari": "हिन्दी: यह प्रणाली आवेदकों को क्रम में रखती है। क्षत्रिय, श्रृंखला, प्रार्थना",
    "Japanese": "日本語の説明文です。このシステムは履歴書を並べ替えて、採用担当者に見せます。",
    "Chinese": "中文说明：这个系统给简历排序。繁體中文也行。",
    "Korean": "한국어 설명입니다. 이 시스템은 이력서를 정렬합니다.",
    "mixed": "Łódź, עברית inside English, and العربية too; then 日本語 and हिन्दी.",
    "beyond the first plane": "a face 😀 and a script ไทย that no font has",
}


def document(text: str) -> Document:
    """The text in every place where a text can stand."""
    return Document(
        text,
        text,
        text,
        (
            Heading(runs(text), 1, "here"),
            Paragraph(runs(f"Note: {text}")),
            Paragraph(runs(text)),
            Listing((Item(runs(text), label="1"), Item(runs("to a place ", text)))),
            Table("A table", ("Words", "More"), (Row((runs(text), runs(text * 9))),), (1, 3)),
        ),
    )


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_any_script_is_read_as_typed_and_its_fonts_are_embedded(name):
    text = TEXTS[name]
    raw = pdf.render(document(text))
    with pikepdf.open(io.BytesIO(raw)) as file:
        assert pdf_ua.faults(file) == []
        told = " ".join(pdf_ua.words_in_order(file).split())
    assert told.count(text) == 16
    about = pypdf.PdfReader(io.BytesIO(raw))
    assert about.metadata.title == text
    assert [entry.title for entry in about.outline[:1] if not isinstance(entry, list)] == [text]


def test_a_text_is_set_with_the_same_bytes_whatever_was_set_before():
    alone = pdf.render(document(TEXTS["Devanagari"]))
    for text in TEXTS.values():
        pdf.render(document(text))
    assert pdf.render(document(TEXTS["Devanagari"])) == alone


def seen(line: str) -> str:
    """The characters of a line from left to right."""
    return "".join(line[at] for at, _ in scripts.order(line, scripts.base(line)))


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("plain words", "plain words"),
        ("עברית", "תירבע"),
        ("from עברית to here", "from תירבע to here"),
        ("עברית 2.0 R&D", "R&D 2.0 תירבע"),
        ("العربية", "ةيبرعلا"),
    ],
)
def test_what_runs_from_right_to_left_does(typed, stands):
    assert seen(typed) == stands


def test_letters_of_arabic_are_joined():
    Typesetter()
    clusters, _ = scripts.shaped("بيت", REGULAR, True)
    assert [cluster.text for cluster in clusters] == ["ب", "ي", "ت"]
    first, middle, last = (cluster.glyphs[0] for cluster in clusters)
    assert first.x > middle.x > last.x
    assert [glyph.character for glyph in (first, middle, last)] == ["\ufe91", "\ufef4", "\ufe96"]


def test_signs_of_devanagari_take_their_place():
    clusters, _ = scripts.shaped("कि", _held("क"), False)
    assert [cluster.text for cluster in clusters] == ["कि"]  # the vowel is drawn before the letter that it follows
    vowel, letter = clusters[0].glyphs
    assert letter.character == "क" and vowel.x < letter.x
    joined, _ = scripts.shaped("क्ष", _held("क"), False)
    assert len(joined) == 1 and len(joined[0].glyphs) == 1


def _held(character: str) -> str:
    return scripts.kind(character).font


def test_a_bracket_turns_with_the_line():
    Typesetter()
    clusters, _ = scripts.shaped("(", REGULAR, True)
    assert clusters[0].glyphs[0].character == ")"


def test_a_text_that_runs_from_right_to_left_begins_at_the_right():
    words = Typesetter().paragraph(style.BODY, TEXTS["Hebrew"])
    words.wrap(300, 0)
    assert words.base == 1
    assert Typesetter().paragraph(style.BODY, f"Note: {TEXTS['Hebrew']}").base == 0


def test_east_asian_lines_end_anywhere_but_not_before_what_closes():
    words = Typesetter().paragraph(style.BODY, "日本語。" * 40)
    words.wrap(150, 0)
    lines = ["".join(piece.text for piece in line.pieces) for line in words.lines]
    assert len(lines) > 5 and "".join(lines) == "日本語。" * 40
    assert all(line.width > 110 for line in words.lines[:-1])
    assert not any(line.startswith("。") for line in lines)


def test_no_font_is_read_that_a_report_does_not_need():
    style.register_fallback.cache_clear()
    scripts.kind.cache_clear()
    pdf.render(document("Łódź and Ελληνικά and עברית and العربية"))
    assert style.register_fallback.cache_info().currsize == 0
