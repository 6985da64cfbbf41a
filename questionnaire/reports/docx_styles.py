"""How the Word file looks: paper, margins and styles, all in points and twentieths of one."""

from __future__ import annotations

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

INK, GREY, ACCENT, LINE = "1D2329", "545E68", "1F5FA8", "CFD6DC"
FONT = "Calibri"
_SIDE, _TOP = 22, 20
# Of the text on A4, in twentieths of a point.
WIDTH = round((210 - 2 * _SIDE) / 25.4 * 1440)
_LABEL = Mm(38)

# Name, id, size, colour, bold, and the room before and after, in points.
_PARAGRAPHS = (
    ("Lead", "Lead", 11.5, INK, False, 2, 6),
    ("Small", "Small", 9, GREY, False, 2, 4),
    ("Warning", "Warning", 10, INK, False, 6, 3),
    ("Fact", "Fact", 10, INK, False, 1, 2),
    ("Labelled", "Labelled", 10, INK, False, 1, 3),
    ("Box", "Box", 10, INK, False, 1, 2),
    ("Cell", "Cell", 9.5, INK, False, 1, 1),
    ("After", "After", 4, INK, False, 0, 0),
    ("Verdict", "Verdict", 24, INK, True, 6, 0),
    ("toc 1", "TOC1", 10, INK, False, 0, 1),
)
_HEADINGS = (("Title", 20, 0, 8), ("Heading 1", 15, 16, 4), ("Heading 2", 11.5, 10, 3))


def give_styles(word: Document, language: str) -> None:
    """Sets paper and styles of a new file."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin = section.bottom_margin = Mm(_TOP)
    section.footer_distance = Mm(10)
    normal = _paragraph(word, "Normal")
    _font(normal, 10, INK)
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(2), Pt(4)
    for name, size, before, after in _HEADINGS:
        heading = _paragraph(word, name)
        _font(heading, size, INK, bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(after)
    for name, identity, size, color, bold, before, after in _PARAGRAPHS:
        style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
        style.base_style = normal
        style.element.set(qn("w:styleId"), identity)
        _font(style, size, color, bold=bold)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    _indent(word, "Fact", _LABEL)
    _indent(word, "Labelled", Mm(11))
    caption = _paragraph(word, "Caption")
    _font(caption, 9, GREY)
    caption.paragraph_format.keep_with_next = True
    for name, color in (("Quiet", GREY), ("Hyperlink", ACCENT), ("Placeholder Text", GREY)):
        look = cast("CharacterStyle", word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER))
        look.font.color.rgb = RGBColor.from_string(color)
    for name, inside in (("Ruled", False), ("Boxed", True)):
        word.styles.element.append(_table_style(name, inside=inside))
    _language(word, language)


def _paragraph(word: Document, name: str) -> ParagraphStyle:
    return cast("ParagraphStyle", word.styles[name])


def _font(style: ParagraphStyle, size: float, color: str, *, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _indent(word: Document, name: str, by: int) -> None:
    """A label hangs before its text."""
    style = _paragraph(word, name)
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = by, -by
    style.paragraph_format.tab_stops.add_tab_stop(by)


def _table_style(name: str, *, inside: bool) -> object:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if inside else ("top", "bottom", "insideH")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in sides)
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>'
        '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _language(word: Document, language: str) -> None:
    for found in word.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
