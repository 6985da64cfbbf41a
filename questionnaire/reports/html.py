"""A reading as one HTML file that needs nothing else: no script, no font and no picture from elsewhere.

All text goes through one function that escapes it, and only addresses of the web become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from questionnaire.presentation import looks
from questionnaire.readings.blocks import (
    Block,
    Columns,
    Document,
    Facts,
    Field,
    Form,
    Grid,
    Heading,
    Item,
    Listing,
    NewPage,
    Paragraph,
    Run,
    Table,
    Text,
    Trail,
    Verdict,
    plain,
)
from questionnaire.reports import spans
from questionnaire.wording import grid as in_grid
from questionnaire.wording import html as say

_WEB = re.compile(r"https?://[^\s<>]+")


def render(document: Document) -> str:
    """The document; the same one gives the same text."""
    levels = next((block.levels for block in document.blocks if isinstance(block, Verdict)), ())
    page = Markup(
        '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="description" content="{subject}">\n<title>{title}</title>\n<style>\n{style}\n</style>\n</head>\n'
        "<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n<footer><p>{imprint}</p></footer>\n</body>\n</html>\n"
    )
    body = Markup("\n").join(part for block in document.blocks for part in _block(block))
    return str(
        page.format(
            language=document.language,
            subject=document.subject,
            title=document.title,
            style=Markup(_style(levels)),  # noqa: S704 -- our own style, with words of the scale
            body=Markup("\n").join(filter(None, (_contents(document), body))),
            imprint=document.imprint,
        )
    )


def _contents(document: Document) -> Markup:
    """Links to the sections, where the document wants them."""
    sections = [block for block in document.blocks if isinstance(block, Heading) and block.depth == 1 and block.anchor]
    if not document.contents or not sections:
        return Markup()
    items = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(block.anchor, plain(block.text)) for block in sections
    )
    return Markup('<nav aria-label="{}"><ul class="contents">{}</ul></nav>').format(say.CONTENTS, items)


def _block(block: Block) -> Iterator[Markup]:
    match block:
        case Heading():
            depth = block.depth + 1
            yield Markup("<h{0}{1}>{2}</h{0}>").format(depth, _anchor(block.anchor), _text(block.text))
        case Paragraph():
            yield Markup('<p class="{}">{}</p>').format(block.look, _text(block.text))
        case Listing():
            yield from _listing(block)
        case Facts():
            rows = Markup("\n").join(
                Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, _text(text)) for label, text in block.rows
            )
            yield Markup("<dl>\n{}\n</dl>").format(rows)
        case Table():
            yield from _table(block)
        case Trail():
            stops = Markup("\n").join(
                Markup('<li class="{}"><span class="kind">{}</span> {}{}</li>').format(
                    "certain" if stop.certain else "maybe",
                    stop.kind if stop.certain else say.if_so(stop.kind),
                    stop.title,
                    Markup(' <span class="arrow">→ {}</span>').format(stop.arrow) if stop.arrow else "",
                )
                for stop in block.stops
            )
            yield Markup('<ol class="trail" aria-label="{}">\n{}\n</ol>').format(plain((Run(block.text),)), stops)
        case Grid():
            yield from _grid(block)
        case Verdict():
            bounds = Markup("").join(
                Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, _text(text)) for label, text in block.bounds
            )
            yield Markup(
                '<div class="verdict"><p class="level {}">{}</p><p>{}</p><dl class="bounds">{}</dl></div>'
            ).format(f"l-{block.level}", block.label, block.below, bounds)
        case Form():
            yield from _form(block)
        case NewPage():
            yield Markup('<hr class="page">')
        case Columns():  # a screen has no room beside the text
            return


def _listing(block: Listing) -> Iterator[Markup]:
    tag = "ol" if block.numbered else "ul"
    labelled = any(item.label for item in block.items)
    items = Markup("\n").join(map(_item, block.items))
    yield Markup("<{0}{1}>\n{2}\n</{0}>").format(tag, Markup(' class="labelled"') if labelled else "", items)


def _item(item: Item) -> Markup:
    label = Markup('<span class="label">{}</span> ').format(item.label) if item.label else ""
    return Markup("<li{}>{}{}</li>").format(_anchor(item.anchor), label, _text(item.text))


def _table(block: Table) -> Iterator[Markup]:
    widths = Markup("").join(
        Markup('<col style="width:{:.1f}%">').format(100 * share / sum(block.shares)) for share in block.shares
    )
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(title) for title in block.head)
    rows = []
    for row in block.rows:
        cells = [Markup("<td>{}</td>").format(_text(cell)) for cell in row.cells]
        if block.row_heads:
            cells[0] = Markup('<th scope="row">{}</th>').format(_text(row.cells[0]))
        rows.append(Markup("<tr{}>{}</tr>").format(_anchor(row.anchor), Markup("").join(cells)))
    yield Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table{}><caption class="aside">{}</caption>'
        "<colgroup>{}</colgroup>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>"
    ).format(
        block.caption,
        Markup(' class="small"') if block.small else "",
        block.caption,
        widths,
        head,
        Markup("\n").join(rows),
    )


_GRID_WIDE = 520.0


def _grid(block: Grid) -> Iterator[Markup]:
    """Where each finding stands, drawn, and below it the same as a table."""
    yield Markup(
        '<figure class="grid">{}<figcaption>{}</figcaption><details><summary tabindex="0">{}</summary>{}</details>'
        "</figure>"
    ).format(_drawn(block), block.caption, say.AS_TABLE, Markup("\n").join(_grid_table(block)))


def _drawn(block: Grid) -> Markup:
    """The grid as a drawing that is as wide as it needs; a text that says the same goes with it."""
    made = spans.drawing(block, _GRID_WIDE, lambda text, size: 0.6 * size * len(text))
    high = made.height
    parts = [_box("band" if made.band.certain else "band open", made.band, high)] if made.band else []
    for field in made.fields:
        bar = field._replace(width=3.0)
        parts += [_box(f"l-{field.level} ground", field, high), _box(f"l-{field.level}", bar, high)]
    for line in made.strokes:
        kind = "open" if line.open else "fine"
        parts.append(_line(kind, line.x, high - line.y, line.to_x, high - line.to_y))
        if line.open:
            corners = " ".join(f"{x:.1f},{high - y:.1f}" for x, y in spans.tip(line))
            parts.append(Markup('<polygon points="{}"/>').format(corners))
        else:
            parts.append(_line("fine", line.x, high - line.y - 2, line.x, high - line.y + 2))
    for dot in made.dots:
        kind = "" if dot.filled else "ring"
        parts.append(
            Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(kind, dot.x, high - dot.y, spans.DOT)
        )
    for said in made.said:
        kind = " ".join(filter(None, ("grey" if said.quiet else "", "strong" if said.bold else "")))
        place = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" font-size="{:.1f}">{}</text>')
        parts.append(place.format(kind, said.x, high - said.y, said.size, said.text))
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{0}"><svg viewBox="0 0 {1:.0f} {2:.1f}" role="img" '
        'aria-label="{3}">{4}</svg></div>'
    ).format(say.SPANS, made.width, high, block.text, Markup("").join(parts))


def _box(kind: str, box: spans.Field | spans.Band, high: float) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, box.x, high - box.y - box.height, box.width, box.height
    )


def _line(kind: str, x: float, y: float, to_x: float, to_y: float) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(kind, x, y, to_x, to_y)


def _grid_table(block: Grid) -> Iterator[Markup]:
    """Where each finding stands, as a table: a row for each severity, the most severe first."""
    held = block.fields()
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(label) for label in block.likelihoods)
    rows = []
    for row in reversed(range(len(block.severities))):
        cells = []
        for column, level in enumerate(block.levels[row]):
            field = held.get((column, row), Field())
            planned, upper = map(spans.numbers, (field.planned, field.at_most))
            more = Markup(' <span class="quiet">({})</span>').format(upper) if upper else Markup("")
            bounds = in_grid.bounds(*map(spans.numbers, (field.at_least, field.may_not_arise)))
            more += Markup("").join(Markup('<br><span class="quiet">{}</span>').format(line) for line in bounds)
            cells.append(
                Markup('<td class="l-{}"><span class="kind">{}</span> {}{}</td>').format(
                    level, block.level_labels[level], planned, more
                )
            )
        rows.append(Markup('<tr><th scope="row">{}</th>{}</tr>').format(block.severities[row], Markup("").join(cells)))
    yield Markup(
        '<div class="wide"><table><caption>{0}</caption>'
        '<thead><tr><th scope="col">{1}</th>{2}</tr></thead><tbody>{3}</tbody></table></div>'
    ).format(in_grid.TABLE, in_grid.axes(block.severity, block.likelihood), head, Markup("\n").join(rows))


def _form(block: Form) -> Iterator[Markup]:
    if block.boxes:
        boxes = Markup("").join(
            Markup('<li><span aria-hidden="true">☐</span> {}</li>').format(box) for box in block.boxes
        )
        yield Markup('<ul class="boxes">{}</ul>').format(boxes)
    if block.fields:
        rows = Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, filled or Markup("&nbsp;"))
            for label, filled in block.fields
        )
        yield Markup('<dl class="form">{}</dl>').format(rows)


def _anchor(anchor: str) -> Markup:
    return Markup(' id="{}"').format(anchor) if anchor else Markup()


def _text(text: Text) -> Markup:
    return Markup("").join(map(_run, text))


def _run(run: Run) -> Markup:
    said = Markup("<br>").join(Markup.escape(line) for line in run.text.split("\n"))
    if run.to:
        said = Markup('<a href="#{}">{}</a>').format(run.to, said)
    elif _WEB.fullmatch(run.url):
        said = Markup('<a href="{}" rel="noreferrer">{}</a>').format(run.url, said)
    if run.strong:
        said = Markup("<strong{}>{}</strong>").format(
            Markup(' class="t-{}"').format(run.level) if run.level else "", said
        )
    return Markup('<span class="quiet">{}</span>').format(said) if run.quiet else said


_STYLE = """\
:root { color-scheme: light dark; --ink: #1d2329; --quiet: #545e68; --line: #cfd6dc; --soft: #f3f5f7; --page: #fff;
  --accent: #1f5fa8; --warning: #b3401a; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--page); }
body { font: 1rem/1.5 "DejaVu Sans", Verdana, system-ui, sans-serif; }
main, footer { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-top: .8rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .4rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
a:focus-visible, .wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.lead { font-size: 1.1rem; }
.warning { border-left: .3rem solid var(--warning); padding-left: .8rem; }
.quiet, .small, footer { color: var(--quiet); font-size: .92em; }
ul, ol { padding-left: 1.5rem; margin: .5rem 0; }
li { margin: .35rem 0; }
.labelled, .boxes, .trail, .contents { list-style: none; padding-left: 0; }
.labelled > li { position: relative; padding-left: 3rem; }
.label { position: absolute; left: 0; font-weight: 700; }
.contents { columns: 18rem; }
dl { margin: .6rem 0; }
dl > div { display: grid; grid-template-columns: minmax(7rem, 13rem) 1fr; gap: .2rem 1rem; padding: .25rem 0; }
dt { font-weight: 700; }
dd { margin: 0; }
.form dd { border-bottom: 1px solid var(--ink); min-height: 1.8rem; }
.verdict { border: 1px solid var(--line); background: var(--soft); padding: 1rem 1.2rem; margin: 1rem 0; }
.verdict .level { font-size: 1.9rem; font-weight: 700; margin: 0; line-height: 1.2; }
.bounds { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin-bottom: 0; }
.bounds > div { display: block; }
.trail { display: flex; flex-wrap: wrap; gap: .6rem; }
.trail li { border: 1px solid var(--line); background: var(--soft); padding: .5rem .7rem; max-width: 18rem; margin: 0; }
.trail .maybe { border-style: dashed; }
.kind, .arrow { display: block; color: var(--quiet); font-size: .85em; }
.wide { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; width: 100%; min-width: 34rem; }
caption.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
caption { text-align: left; color: var(--quiet); font-size: .92em; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line); }
td { min-width: 2.5rem; }
figure { margin: 1rem 0; } figcaption { color: var(--quiet); font-size: .92em; }
.grid svg { width: 100%; min-width: 40rem; height: auto; display: block; }
.grid text { fill: var(--ink); stroke: var(--page); stroke-width: 2px; paint-order: stroke; }
.grid text.grey { fill: var(--quiet); } .grid text.strong { font-weight: 700; }
.grid line { stroke: var(--quiet); stroke-width: .7; } .grid line.open { stroke-dasharray: 2.5 2; }
.grid polygon, .grid circle { fill: var(--ink); stroke: var(--ink); } .grid circle.ring { fill: var(--page); }
.grid .ground { fill-opacity: .1; } .grid .band { fill: var(--soft); stroke: var(--ink); stroke-width: 1.4; }
.grid .band.open { stroke-width: .8; stroke-dasharray: 4 3; }
.grid td { border: 1px solid var(--line); padding: .4rem; }
:target { outline: 2px solid var(--accent); outline-offset: 3px; }
.page { border: 0; }
@media (max-width: 40rem) { dl > div { display: block; } .labelled > li { padding-left: 2.4rem; } }
@media print {
  body { font-size: 9.5pt; } main { max-width: none; } a { color: inherit; text-decoration: none; }
  .page { break-after: page; } h2, h3, thead { break-after: avoid; } tr, .verdict { break-inside: avoid; }
}"""


# On a dark screen; paper is always light.
_DARK = (
    ":root { --ink: #e6eaee; --quiet: #aab4bd; --line: #46515b; --soft: #222a31; --page: #161c21; --accent: #8fc1ff;"
    " --warning: #ff9d73; }"
)


def _style(levels: tuple[str, ...]) -> str:
    """The look of the page, with the colour of each level as on every other surface."""
    dark = "\n".join((_DARK, *_of_levels(levels, dark=True)))
    return "\n".join((_STYLE, *_of_levels(levels), f"@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"))


def _of_levels(levels: tuple[str, ...], *, dark: bool = False) -> Iterator[str]:
    for rank, level in enumerate(levels):
        color = looks.color(rank, len(levels), dark=dark)
        yield f".t-{level}, .verdict .l-{level} {{ color: {color}; }}"
        yield f".grid .l-{level} {{ border-left: .35rem solid {color}; fill: {color}; }}"
