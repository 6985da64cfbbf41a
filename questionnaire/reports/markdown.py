"""A reading or a comparison as Markdown (CommonMark with tables), which also reads well as it stands. All text is
escaped in one place, and only where Markdown would take it for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questionnaire.assessment.comparison import Comparison
from questionnaire.readings.blocks import (
    Block,
    Document,
    Facts,
    Form,
    Grid,
    Heading,
    Listing,
    NewPage,
    Paragraph,
    Run,
    Table,
    Text,
    Trail,
    Verdict,
)
from questionnaire.wording import markdown as say

_IN_ADDRESS = re.compile(r"[\\&|\[\]`]")
# What Markdown would take for markup wherever it stands: a backslash before punctuation or at the end, code, stress,
# tables, tags, entities, links, pictures and footnotes, struck text, mathematics.
_MARKUP = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[`*|]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\[(?=\^)|\](?=[(\[:])|~(?=~)|(?<=~)~|\$"
)
# What it would take for a heading, an item, a rule, a quotation or a number at the beginning of a line.
_AT_BEGIN = re.compile(r"^(?:#{1,6}(?=\s|$)|[-+=>]|~|(\d{1,9})(?=[.)](?:\s|$)))")


# The end of a line within a paragraph, and within an item.
NEW_LINE, IN_ITEM = "  \n", "  \n  "


def escape(text: str) -> str:
    """The text so that Markdown shows it as typed, on one line, wherever on the line it stands."""
    told = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return _AT_BEGIN.sub(lambda match: f"{match[1]}\\" if match[1] else f"\\{match[0]}", told)


def link(label: str, url: str) -> str:
    """A link where the address is one of the web, else the label with the address as text."""
    if not re.fullmatch(r"https?://[^\s<>]+", url):
        return escape(f"{label} ({url.strip()})" if url.strip() else label)
    return f"[{escape(label)}](<{_IN_ADDRESS.sub(_percent, url)}>)"


def _percent(match: re.Match) -> str:
    return f"%{ord(match[0]):02X}" if match[0] != "&" else "&amp;"


def render(document: Document) -> str:
    """The document; the same one gives the same text."""
    told = ("\n".join(_lines(block)) for block in document.blocks)
    parts = [f"# {escape(document.title)}", *filter(None, told), f"---\n\n{escape(document.imprint)}"]
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.depth + 1)} {_told(block.text, ' ')}"
        case Paragraph():
            yield _told(block.text, NEW_LINE)
        case Listing():
            for number, item in enumerate(block.items, 1):
                label = f"**{escape(item.label)}** " if item.label else ""
                bullet = f"{number}." if block.numbered else "-"
                yield f"{bullet} {label}{_told(item.text, IN_ITEM)}"
        case Facts():
            yield from (f"- **{escape(label)}**: {_told(text, IN_ITEM)}" for label, text in block.rows)
        case Table():
            yield _row(map(escape, block.head))
            yield "|---" * len(block.head) + "|"
            yield from (_row(_told(cell, " · ") for cell in row.cells) for row in block.rows)
        case Trail():
            for stop in block.stops:
                arrow = f" → *{escape(stop.arrow)}*" if stop.arrow else ""
                yield f"- {escape(stop.kind)}: **{escape(stop.title)}**{say.MAYBE if not stop.certain else ''}{arrow}"
        case Grid():
            yield escape(block.text)
        case Verdict():
            yield f"**{escape(block.label)}.** {escape(block.below)}"
            yield ""
            yield from (f"- {escape(label)}: {_told(text, ' ')}" for label, text in block.bounds)
        case Form():
            yield from (f"- [ ] {escape(box)}" for box in block.boxes)
            yield from (f"- {escape(label)}: {escape(filled) or say.TO_FILL_IN}" for label, filled in block.fields)
        case NewPage():
            return


def _told(text: Text, line_break: str) -> str:
    """Runs put together; `line_break` is what stands for the end of a line within them."""
    lines: list[list[tuple[Run, str]]] = [[]]
    for run in text:
        first, *rest = run.text.split("\n")
        lines[-1].append((run, first))
        lines += [[(run, more)] for more in rest]
    return line_break.join("".join(_run(run, words) for run, words in line).strip() for line in lines)


def _run(run: Run, words: str) -> str:
    told = " ".join(words.split())
    if not told:
        return " " if words else ""
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    if run.url:
        made = link(told, run.url)
    elif run.strong:
        made = f"**{escape(told)}**"
    else:
        made = escape(told)
    return f"{' ' if before else ''}{made}{' ' if after else ''}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def render_comparison(result: Comparison) -> str:
    """The comparison as Markdown."""
    a, b = result.a, result.b
    lines = [
        f"# {say.beside(escape(a.name), escape(b.name))}",
        "",
        f"| | {escape(a.name)} | {escape(b.name)} |",
        "|---|---|---|",
        *(_row([label, *(escape(str(getattr(side, field))) for side in (a, b))]) for field, label in say.SIDES.items()),
    ]
    if not result.same_knowledge:
        lines += ["", say.OTHER_KNOWLEDGE]
    lines += _listed(
        say.ANSWERS_DIFFER, [say.answer_differs(*map(escape, (item.asks, item.a, item.b))) for item in result.answers]
    )
    for title, shown in ((say.appear, result.appear), (say.disappear, result.disappear)):
        rows = [say.finding_shown(*map(escape, (item.level, item.title, item.because))) for item in shown]
        lines += _listed(title(len(shown)), rows)
    moves = [say.finding_moves(*map(escape, (item.title, item.a, item.b))) for item in result.move]
    lines += _listed(say.move(len(moves)), moves)
    return "\n".join([*lines, "", say.same(result.unchanged), ""])


def _listed(title: str, rows: list[str]) -> list[str]:
    return ["", f"## {title}", "", *([f"- {row}" for row in rows] or [say.NONE])]
