"""A reading or a comparison as Markdown (CommonMark with tables), which also reads well as it stands. All text is
escaped in one place, and only where Markdown would take it for markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from questionnaire.assessment.comparison import Comparison
from questionnaire.readings.blocks import (
    Block,
    Columns,
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

_WEB = re.compile(r"https?://[^\s<>]+")
_IN_ADDRESS = re.compile(r"[\\&|\[\]`]")
# What Markdown takes for markup wherever it stands: a backslash before punctuation or at the end of a line, code,
# stress by stars but for one between spaces, tags and addresses in angles, entities.
_MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)|`|\*(?! )|(?<! )\*|<(?=[A-Za-z/!?]|[^\s<>]+@)|&(?=#?\w+;)", re.MULTILINE)
# What is markup only where there are two of them: stress by underscores, which none within a word is; struck text, and
# mathematics.
_PAIRED = tuple(map(re.compile, (r"(?<![^\W_])_|_(?![^\W_])", r"(?<!\s)~|~(?!\s)", r"\$")))
# The end of the label of a link or picture.
_LABEL_ENDS = re.compile(r"\](?=\()")
# What makes a heading, an item, a box to tick, a quotation, fenced code, a rule, the line below a heading, that below
# the head of a table, or where a note or a link leads, at the beginning of a line.
_AT_BEGIN = re.compile(
    r"^(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~~~|(?<=\n)=+ *$|(?=[|: ]*-)[-|:][-|: ]*$|\[(?=[ xX]\]\s|[^\]]*\]:)"
    r"|[0-9]{1,9}(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
# What closes a heading.
_AT_END = re.compile(r"(?:^|(?<=\s))#+$")
# Where text stands: in a block of its own or at the head of an item, in a heading, in a cell, or amid a line.
BLOCK, HEADING, CELL, INLINE = "block", "heading", "cell", "inline"

# White space between words and around a text, over the ends of runs.
_BETWEEN, _AROUND = re.compile(r"\s(?:[\s\0]*\s)?"), re.compile(r"^[\s\0]+|[\s\0]+\Z")
# The end of a line within a paragraph, and within an item.
NEW_LINE, IN_ITEM = "  \n", "  \n  "


def escape(text: str, place: str = BLOCK) -> str:
    """The text on one line so that Markdown shows it as typed in that place."""
    return _told((Run(" ".join(text.split())),), " ", place)


def link(label: str, url: str) -> str:
    """A link where the address is one of the web, else the label with the address as text."""
    if not _WEB.fullmatch(url):
        return escape(f"{label} ({url.strip()})" if url.strip() else label)
    return _told((Run(label, url=url),), " ")


def _percent(match: re.Match) -> str:
    return f"%{ord(match[0]):02X}" if match[0] != "&" else "&amp;"


def _marked(text: str, place: str) -> set[int]:
    """Where in the text a backslash is due so that it is shown as typed."""
    found = {match.start() for match in _MARKUP.finditer(text)}
    for paired in _PAIRED:
        both = [match.start() for match in paired.finditer(text)]
        found.update(both if len(both) > 1 else ())
    if "[" in text:
        found.update(match.start() for match in _LABEL_ENDS.finditer(text, text.index("[")))
    if place == CELL:
        found.update(at for at, character in enumerate(text) if character == "|")
    elif place == HEADING:
        found.update(match.start() for match in _AT_END.finditer(text))
    else:
        for match in _AT_BEGIN.finditer(text):
            if place == BLOCK or match.start():
                found.add(match.end() if match[0].isdecimal() else match.start())
    return found


def render(document: Document) -> str:
    """The document; the same one gives the same text."""
    told = ("\n".join(_lines(block)) for block in document.blocks)
    parts = [f"# {escape(document.title, HEADING)}", *filter(None, told), f"---\n\n{escape(document.imprint)}"]
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.depth + 1)} {_told(block.text, ' ', HEADING)}"
        case Paragraph():
            yield _told(block.text, NEW_LINE)
        case Listing():
            for number, item in enumerate(block.items, 1):
                label, place = (f"**{escape(item.label, INLINE)}** ", INLINE) if item.label else ("", BLOCK)
                bullet = f"{number}." if block.numbered else "-"
                yield f"{bullet} {label}{_told(item.text, IN_ITEM, place)}"
        case Facts():
            yield from (f"- **{escape(label, INLINE)}**: {_told(text, IN_ITEM, INLINE)}" for label, text in block.rows)
        case Table():
            yield _row(escape(title, CELL) for title in block.head)
            yield "|---" * len(block.head) + "|"
            yield from (_row(_told(cell, " · ", CELL) for cell in row.cells) for row in block.rows)
        case Trail():
            for stop in block.stops:
                arrow = f" → *{escape(stop.arrow, INLINE)}*" if stop.arrow else ""
                maybe = say.MAYBE if not stop.certain else ""
                yield f"- {escape(stop.kind)}{maybe}: **{escape(stop.title, INLINE)}**{arrow}"
        case Grid():
            yield escape(block.text)
        case Verdict():
            yield f"**{escape(block.label, INLINE)}.** {escape(block.below, INLINE)}"
            yield ""
            yield from (f"- {escape(label)}: {_told(text, ' ', INLINE)}" for label, text in block.bounds)
        case Form():
            yield from (f"- [ ] {escape(box, INLINE)}" for box in block.boxes)
            yield from (
                f"- {escape(label)}: {escape(filled, INLINE) or say.TO_FILL_IN}" for label, filled in block.fields
            )
        case NewPage() | Columns():
            return


class _Part(NamedTuple):
    """Words of a run on one line, from where to where they stand in the whole text; `mark` sets them off or links
    them."""

    run: Run
    words: str
    begin: int
    mark: str

    @property
    def end(self) -> int:
        return self.begin + len(self.words)


def _told(text: Text, line_break: str, place: str = BLOCK) -> str:
    """Runs put together; `line_break` is what stands for the end of a line within them. What is markup is decided on
    the words of all runs together, since they may make it only side by side."""
    spaced = _spaced(text)
    whole = "".join(words for _, words in spaced)
    parts = list(_parts(spaced, whole))
    marked = _marked(whole, INLINE if place == BLOCK and parts and parts[0].mark else place)
    return "".join(line_break if part.words == "\n" else _shown(part, marked) for part in parts)


def _spaced(text: Text) -> list[tuple[Run, str]]:
    """The runs with their words: one space or end of a line between words, whichever run it stands in, and none around
    the whole."""
    joined = _BETWEEN.sub(_one_space, "\0".join(run.text.replace("\0", "\ufffd") for run in text))
    joined = _AROUND.sub(lambda around: "\0" * around[0].count("\0"), joined)
    return [pair for pair in zip(text, joined.split("\0"), strict=True) if pair[1]] if text else []


def _one_space(between: re.Match[str]) -> str:
    return ("\n" if "\n" in between[0] else " ") + "\0" * between[0].count("\0")


def _parts(spaced: list[tuple[Run, str]], whole: str) -> Iterator[_Part]:
    at = 0
    for number, (run, words) in enumerate(spaced):
        beside = [other for other, _ in spaced[max(0, number - 1) : number + 2] if other is not run]
        bold = any(other.strong or other.url for other in beside)
        for line in re.split(r"(\n)", words):
            if _WEB.fullmatch(run.url):
                mark = run.url
            elif run.strong and _apart(line, whole[at - 1 : at] if at else "", whole[at + len(line) :][:1], bold):
                mark = "**"
            else:
                mark = ""
            if line:
                yield _Part(run, line, at, mark if line.strip() else "")
            at += len(line)


def _apart(line: str, before: str, after: str, bold: bool) -> bool:
    """Whether stars around the line are taken for stress: amid a word, or beside other stars, they may not be."""
    return all(
        not beside or beside.isspace() or not bold and unicodedata.category(beside).startswith("P")
        for beside in (before if line[:1] != " " else " ", after if line[-1:] != " " else " ")
    )


def _shown(part: _Part, marked: set[int]) -> str:
    """The words with a backslash where one is due, and what sets them off or links them; spaces stay outside."""
    linked, last = part.mark not in ("", "**"), part.begin + len(part.words.rstrip(" ")) - 1
    first = part.begin + len(part.words) - len(part.words.lstrip(" "))
    within = "[]" if linked else "*" if part.mark else ""
    # Stars or a bracket may follow; where they do, a word ends there of which the whole knows nothing.
    at_begin, at_end = ("_", "_\\") if part.mark else ("", "\\!")
    said = "".join(
        f"\\{character}"
        if at in marked
        or character in within
        or at == first
        and character in at_begin
        or at == last
        and character in at_end
        else character
        for at, character in enumerate(part.words, part.begin)
    )
    if not part.mark:
        return said
    before, after = said[: len(said) - len(said.lstrip(" "))], said[len(said.rstrip(" ")) :]
    core = said.strip(" ")
    core = f"[{core}](<{_IN_ADDRESS.sub(_percent, part.mark)}>)" if linked else f"**{core}**"
    return f"{before}{core}{after}"


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
