"""A report is written without what it does not need of the libraries below it, and its fonts are read as they are."""

from __future__ import annotations

import subprocess
import sys

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from questionnaire.knowledge import loader
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.face import Face

READ = ("name", "ascent", "descent", "bbox", "defaultWidth", "charToGlyph", "charWidths", "numGlyphs")
RENDERS = """
import sys
from questionnaire.readings.blocks import Document, Paragraph, Run
from questionnaire.reports import pdf
assert pdf.render(Document("Cranes", "", "", (Paragraph((Run({said!r}),)),)), answers=b"a: b").startswith(b"%PDF")
print(*sorted({{"PIL", "uharfbuzz", "bidi", "pikepdf", "reportlab.platypus.paragraph"}} & {{*sys.modules}}))
"""


@pytest.mark.parametrize(("said", "loaded"), [("Cranes, Łódź, Αθήνα", ""), ("עברית", "bidi uharfbuzz")])
def test_a_text_loads_a_shaper_only_where_its_script_needs_one(said, loaded):
    command = [sys.executable, "-c", RENDERS.format(said=said)]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=loader.PROJECT)
    assert run.stdout.split() == loaded.split()


def test_pictures_can_be_read_after_a_report_was_written():
    command = [sys.executable, "-c", f"{RENDERS.format(said='Cranes')}\nfrom PIL import Image\nprint(Image.new)"]
    assert subprocess.run(command, check=True, capture_output=True, cwd=loader.PROJECT).stdout


@pytest.mark.parametrize("file", sorted(style.FONTS.glob("*.tt?")), ids=lambda file: file.stem)
def test_a_font_is_read_as_reportlab_reads_it(file):
    ours, theirs = Face(str(file)), TTFontFile(str(file))
    assert all(getattr(ours, name) == getattr(theirs, name) for name in READ)
    assert list(ours.glyphPos) == theirs.glyphPos
    assert [wide for wide, _ in ours.hmetrics[:100]] == [wide for wide, _ in theirs.hmetrics[:100]]
    assert [begins for _, begins in ours.hmetrics] == [begins for _, begins in theirs.hmetrics]
    known = {glyph: characters[0] for glyph, characters in ours.glyphToChar.items()}
    assert all(ours.charToGlyph[character] == glyph for glyph, character in known.items())
