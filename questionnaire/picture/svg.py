"""The picture as SVG for the screen; every text is escaped."""

from __future__ import annotations

import html
import re
import zlib
from typing import NamedTuple

from questionnaire.picture.picture import (
    FOOT,
    HEAD,
    LEADING,
    MARGIN,
    PAD,
    SIZE,
    SMALL_SIZE,
    Line,
    Node,
    Picture,
    in_lines,
    text_width,
)
from questionnaire.presentation import looks
from questionnaire.wording import picture as say


class _Colours(NamedTuple):
    ground: str
    text: str
    faint: str
    line: str
    border: str
    answer: str
    open_question: str
    risk_factor: str
    pathway: str
    harm: str


_LIGHT = _Colours(
    "#fbfcfd",
    "#1d2733",
    "#56616e",
    "#8d9bab",
    "#b4bfcb",
    "#e9f1f8",
    "#fbfcfd",
    "#ffffff",
    "#f0edf7",
    "#ffffff",
)
_DARK = _Colours(
    "#12171e",
    "#e8edf2",
    "#a3afbc",
    "#76859a",
    "#4b5868",
    "#1d2c3b",
    "#12171e",
    "#1b222b",
    "#2a2640",
    looks.DARK_GROUND,
)
_NAMED = _Colours(*(f"var(--{name.replace('_', '-')})" for name in _Colours._fields))
"""The colours by the names that the picture's own rules give them, so that it changes with the reader's theme."""


def svg(picture: Picture) -> str:
    """The picture as one self-contained SVG document, in the colours of the theme of who looks; every text is escaped,
    and `<desc>` says it in words."""
    mark = f"p{zlib.crc32(repr(picture).encode()):08x}"
    width, height = _n(picture.width), _n(picture.height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{mark}-t {mark}-d" font-family="sans-serif" '
        f'style="max-width:100%;height:auto">'
    )
    parts = [
        opening,
        f'<title id="{mark}-t">{_escaped(say.TITLE)}</title>',
        f"<style>{_rules(picture.ranks + 1)}</style>",
        f'<desc id="{mark}-d">{_escaped(picture.words)}</desc>',
        f'<rect width="{width}" height="{height}" rx="10" fill="{_NAMED.ground}"/>',
    ]
    if not picture.nodes:
        parts += [
            _text(picture.width / 2, 44 + 20 * at, line, SIZE, _NAMED.text, 'text-anchor="middle"')
            for at, line in enumerate(in_lines(picture.words, picture.width - 4 * MARGIN, SIZE))
        ]
    for column in picture.columns:
        parts.append(_text(column.x, 28, column.title, 15, _NAMED.text, 'font-weight="600"'))
        parts.append(_text(column.x, 45, column.explains, SMALL_SIZE, _NAMED.faint))
    parts += [_drawn_line(line) for line in picture.edges]
    parts += [_drawn_node(node, picture.ranks) for node in picture.nodes]
    if picture.nodes:
        parts.append(_legend(picture))
    return "".join((*parts, "</svg>"))


def miniature(picture: Picture) -> str:
    """The boxes and lines of the picture alone, as an SVG document, for where its words would be too small to be read:
    how much hangs together, how sure it is, and how bad its harms are."""
    top, bottom = (HEAD - MARGIN, picture.height - FOOT + MARGIN) if picture.nodes else (0, picture.height)
    height = _n(bottom - top)
    paths: dict[bool, list[str]] = {True: [], False: []}
    for line in picture.edges:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.points
        paths[line.certain].append(f"M{x0:.0f} {y0:.0f}C{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f} {x3:.0f} {y3:.0f}")
    drawn = [
        f'<path d="{"".join(paths[certain])}" fill="none" stroke="{_NAMED.line}" stroke-width="3"{dashes}/>'
        for certain, dashes in ((True, ""), (False, ' stroke-dasharray="9 9"'))
        if paths[certain]
    ]
    for node in picture.nodes:
        colour = _of_rank(node.rank) if node.kind == "harm" else getattr(_NAMED, node.kind)
        dashes = "" if node.certain else ' stroke-dasharray="9 9"'
        radius = min(18.0, node.height / 2) if node.kind == "pathway" else 7
        drawn.append(
            f'<rect x="{node.x:.0f}" y="{node.y:.0f}" width="{node.width:.0f}" height="{node.height:.0f}" '
            f'rx="{radius:.0f}" fill="{colour}" stroke="{_NAMED.faint}" stroke-width="3"{dashes}/>'
        )
    width, rules = _n(picture.width), f"<style>{_rules(picture.ranks + 1)}</style>"
    size = f'viewBox="0 {_n(top)} {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{rules}{"".join(drawn)}</svg>'


def _rules(levels: int) -> str:
    """What the names of the colours stand for, in the light theme and in the dark one."""

    def named(colours: _Colours, *, dark: bool) -> str:
        pairs = zip(_NAMED, colours, strict=True)
        of_levels = ((_of_rank(rank), looks.color(rank, levels, dark=dark)) for rank in range(levels))
        return ";".join(f"{name[4:-1]}:{colour}" for name, colour in (*pairs, *of_levels))

    dark = f"@media (prefers-color-scheme:dark){{:root{{{named(_DARK, dark=True)}}}}}"
    return f":root{{{named(_LIGHT, dark=False)}}}{dark}"


def _of_rank(rank: int) -> str:
    return f"var(--level-{rank})"


def _drawn_line(line: Line) -> str:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.points
    dashes = "" if line.certain else ' stroke-dasharray="5 4"'
    drawn = (
        f'<path d="M{_n(x0)} {_n(y0)}C{_n(x1)} {_n(y1)} {_n(x2)} {_n(y2)} {_n(x3)} {_n(y3)}" fill="none" '
        f'stroke="{_NAMED.line}" stroke-width="1.5"{dashes}/>'
    )
    if line.arrow:
        across = x2 < x3
        tip = "l-8 -4v8z" if across else "l-4 -8h8z"
        drawn += f'<path d="M{_n(x3)} {_n(y3)}{tip}" fill="{_NAMED.line}"/>'
    return drawn


def _drawn_node(node: Node, ranks: int) -> str:
    dashes = "" if node.certain else ' stroke-dasharray="5 4"'
    radius = min(18.0, node.height / 2) if node.kind == "pathway" else 7
    box = (
        f'<rect x="{_n(node.x)}" y="{_n(node.y)}" width="{_n(node.width)}" height="{_n(node.height)}" '
        f'rx="{_n(radius)}" fill="{getattr(_NAMED, node.kind)}" stroke="{_NAMED.border}" '
        f'stroke-width="1.2"{dashes}/>'
    )
    parts = [f"<g><title>{_escaped(node.title)}</title>", box]
    if node.kind == "pathway":
        middle = node.y + node.height / 2 - (len(node.lines) - 1) * LEADING / 2 + SIZE * 0.36
        centre = node.x + node.width / 2
        parts += [
            _text(centre, middle + at * LEADING, line, SIZE, _NAMED.text, 'text-anchor="middle"')
            for at, line in enumerate(node.lines)
        ]
        return "".join((*parts, "</g>"))
    indent = PAD
    if node.kind == "harm":
        indent += 6
        parts.append(
            f'<path d="M{_n(node.x + 7)} {_n(node.y)}a7 7 0 0 0 -7 7v{_n(node.height - 14)}a7 7 0 0 0 7 7z" '
            f'fill="{_of_rank(node.rank)}"/>'
        )
    for text, base, size in node.rows():
        parts.append(_text(node.x + indent, base, text, size, _NAMED.faint if size == SMALL_SIZE else _NAMED.text))
    if node.kind == "harm":
        parts.append(_level(node, ranks, node.x + indent))
    return "".join((*parts, "</g>"))


def _level(node: Node, ranks: int, x: float) -> str:
    """As many filled squares as the level's position, and its word."""
    base, colour = node.y + node.height - PAD - 3, _of_rank(node.rank)
    squares = "".join(
        f'<rect x="{_n(x + at * 11)}" y="{_n(base - 8)}" width="8" height="8" rx="1.5" '
        f'fill="{colour if at < node.rank else "none"}" stroke="{colour}"/>'
        for at in range(ranks)
    )
    word = node.level_label if node.certain else say.possible(node.level_label)
    return squares + _text(x + ranks * 11 + 4, base, word, 12, _NAMED.text, 'font-weight="600"')


def _legend(picture: Picture) -> str:
    y, x = picture.height - 15, MARGIN
    parts = []
    for dashes, words in (
        ("", say.FOLLOWS),
        (' stroke-dasharray="5 4"', say.DEPENDS_STILL),
    ):
        parts.append(f'<path d="M{_n(x)} {_n(y - 4)}h30" stroke="{_NAMED.line}" stroke-width="1.5"{dashes}/>')
        parts.append(_text(x + 37, y, words, SMALL_SIZE, _NAMED.faint))
        x += 37 + text_width(words, SMALL_SIZE) + 18
    if picture.left_out:
        words = say.worst_only(picture.left_out)
        parts.append(_text(picture.width - MARGIN, y, words, SMALL_SIZE, _NAMED.faint, 'text-anchor="end"'))
    return "".join(parts)


def _text(x: float, y: float, text: str, size: float, colour: str, more: str = "") -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}" {more}>{_escaped(text)}</text>'


def _escaped(text: str) -> str:
    return html.escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text))


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
