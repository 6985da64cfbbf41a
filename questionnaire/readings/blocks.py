"""The blocks of a document: all that a renderer has to be able to show. A leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace


class Run(Struct, frozen=True):
    """Words in one look, as typed: a renderer escapes what its format needs.

    `strong` is set off, `quiet` stands back. `level` is a word of the scale of levels, in whose colour the words stand;
    they name it too. `to` is the anchor of a place in the same document, `url` an address on the web.
    """

    text: str
    strong: bool = False
    quiet: bool = False
    level: str = ""
    to: str = ""
    url: str = ""


Text = tuple[Run, ...]


class Heading(Struct, frozen=True, tag=True):
    """`depth` is 1 for a section and 2 for a part of one; the document's title is none of them. `anchor` is unique in
    a document, or empty."""

    text: Text
    depth: int
    anchor: str = ""


class Paragraph(Struct, frozen=True, tag=True):
    """`look` is `body`, `lead` (what is read first), `small` (what only some will read), or `warning`."""

    text: Text
    look: str = "body"


class Item(Struct, frozen=True):
    """An item of a list; `anchor` as in Heading. `label` stands in place of the bullet or number, if there is one."""

    text: Text
    anchor: str = ""
    label: str = ""


class Listing(Struct, frozen=True, tag=True):
    """A list; `numbered` where the order tells something and the items have no labels of their own."""

    items: tuple[Item, ...]
    numbered: bool = False


class Facts(Struct, frozen=True, tag=True):
    """Labels, each with what is said of it."""

    rows: tuple[tuple[str, Text], ...]


class Row(Struct, frozen=True):
    """A row of a table; `anchor` as in Heading."""

    cells: tuple[Text, ...]
    anchor: str = ""


class Table(Struct, frozen=True, tag=True):
    """A table: `head` names the columns, `shares` how wide each is in parts of their sum, `caption` says what it shows.
    The first cell of a row is its head where `row_heads` says so."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[int, ...]
    row_heads: bool = False
    small: bool = False


class Stop(Struct, frozen=True):
    """A box of a trail: `kind` is the word over it, `arrow` what stands at the arrow that leads on."""

    kind: str
    title: str
    arrow: str = ""
    certain: bool = True


class Trail(Struct, frozen=True, tag=True):
    """A path as boxes with arrows; `text` says the same in one sentence."""

    stops: tuple[Stop, ...]
    text: str


class Mark(Struct, frozen=True):
    """A finding in a grid, by its number: the places, on likelihood and severity from 0 for the lowest, where to plan
    for it, where open questions could take it, and where it certainly is; None where it is on neither scale."""

    number: int
    planned: tuple[int, int] | None
    upper: tuple[int, int] | None
    lower: tuple[int, int] | None = None


class Field(Struct, frozen=True):
    """The numbers of findings in a field of a grid: of those to plan for here, of those that could come here at most
    and of those that are here at least where they are planned for elsewhere, and which to plan for may not arise."""

    planned: tuple[int, ...] = ()
    at_most: tuple[int, ...] = ()
    at_least: tuple[int, ...] = ()
    may_not_arise: tuple[int, ...] = ()


class Grid(Struct, frozen=True, tag=True):
    """Likelihood against severity. `likelihoods` and `severities` are labels in rising order, `levels` the word of the
    level in each field, a row for each severity; `level_labels` says them. `caption` says what it shows, `text` the
    same in words. `beyond` says what is beyond both scales, and `beyond_certain` whether it is so already."""

    likelihoods: tuple[str, ...]
    severities: tuple[str, ...]
    likelihood: str
    severity: str
    levels: tuple[tuple[str, ...], ...]
    level_labels: dict[str, str]
    marks: tuple[Mark, ...]
    caption: str
    text: str
    beyond: str = ""
    beyond_certain: bool = False

    def fields(self) -> dict[tuple[int, int], Field]:
        """What stands in each field (likelihood, severity) in which anything does."""
        held: dict[tuple[int, int], tuple[list[int], ...]] = {}
        for mark in self.marks:
            at_least, at_most = mark.lower or mark.planned, mark.upper or mark.planned
            places = (
                mark.planned,
                at_most if at_most != mark.planned else None,
                at_least if at_least != mark.planned else None,
                mark.planned if mark.lower is None else None,
            )
            for kind, place in enumerate(places):
                if place:
                    held.setdefault(place, ([], [], [], []))[kind].append(mark.number)
        return {place: Field(*map(tuple, numbers)) for place, numbers in held.items()}


class Verdict(Struct, frozen=True, tag=True):
    """The level of the whole, to be seen first: its word, its label, what stands below it and its bounds. `levels` are
    the words of the scale in rising order, so that a renderer can give each the look of its place."""

    level: str
    label: str
    below: str
    bounds: tuple[tuple[str, Text], ...]
    levels: tuple[str, ...]


class Form(Struct, frozen=True, tag=True):
    """What people fill in by hand: boxes to tick, and fields. `fields` are labels with what is filled in already."""

    boxes: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


class NewPage(Struct, frozen=True, tag=True):
    """What follows begins on a page of its own, where there are pages."""


class Columns(Struct, frozen=True, tag=True):
    """What follows, up to the next of these, is for looking up: on paper it stands in so many columns, in small type
    where there is more than one."""

    number: int


Block = Heading | Paragraph | Listing | Facts | Table | Trail | Grid | Verdict | Form | NewPage | Columns


class Document(Struct, frozen=True):
    """A reading. `title` is that of the whole, `subject` one sentence on what it says, `imprint` stands on every page.
    `contents`: whether a list of its sections belongs at the front. What stands before the first NewPage, or all where
    there is none and `one_page` says so, belongs on one page. `dated` is the day in ISO form, or empty."""

    title: str
    subject: str
    imprint: str
    blocks: tuple[Block, ...]
    contents: bool = False
    one_page: bool = False
    dated: str = ""
    language: str = "en"


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


def runs(*parts: str | Run | Iterable[Run]) -> Text:
    """Parts put together: a bare string is a run of its own, empty ones are left out, and neighbours of the same look
    are one."""
    joined: list[Run] = []
    for run in (run for part in parts for run in _runs(part) if run.text):
        if joined and not run.to and not run.url and replace(joined[-1], text=run.text) == run:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _runs(part: str | Run | Iterable[Run]) -> Iterable[Run]:
    if isinstance(part, str):
        return (Run(part),)
    return (part,) if isinstance(part, Run) else part


def strong(text: str, level: str = "") -> Run:
    """Words that are set off, in the colour of a level where one is given."""
    return Run(text, strong=True, level=level)


def quiet(text: str) -> Run:
    """Words that stand back."""
    return Run(text, quiet=True)


def texts(block: Block) -> Iterator[Text]:
    """Every text of a block, in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Listing():
            for item in block.items:
                yield runs(f"{item.label} " if item.label else "", item.text)
        case Facts():
            for label, said in block.rows:
                yield runs(f"{label} ", said)
        case Table():
            yield runs(block.caption)
            yield from ((Run(head),) for head in block.head if head)
            for row in block.rows:
                yield from row.cells
        case Trail() | Grid():
            yield runs(block.text)
        case Verdict():
            yield runs(block.label)
            yield runs(block.below)
            for label, said in block.bounds:
                yield runs(f"{label} ", said)
        case Form():
            yield from ((Run(box),) for box in block.boxes)
            yield from ((Run(f"{label} {filled}".strip()),) for label, filled in block.fields)
        case NewPage() | Columns():
            return


def anchors(blocks: Iterable[Block]) -> frozenset[str]:
    """The places to which links in these blocks can lead."""
    found: set[str] = set()
    for block in blocks:
        match block:
            case Heading():
                found.add(block.anchor)
            case Listing():
                found.update(item.anchor for item in block.items)
            case Table():
                found.update(row.anchor for row in block.rows)
    return frozenset(found - {""})


def without_dead_ends(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks, in which a reference to a place that this document does not have is no link."""
    known = anchors(blocks)

    def living(text: Text) -> Text:
        return tuple(run if not run.to or run.to in known else replace(run, to="") for run in text)

    def mended(block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, text=living(block.text))
            case Listing():
                return replace(block, items=tuple(replace(item, text=living(item.text)) for item in block.items))
            case Facts():
                return replace(block, rows=tuple((label, living(text)) for label, text in block.rows))
            case Table():
                rows = (replace(row, cells=tuple(map(living, row.cells))) for row in block.rows)
                return replace(block, rows=tuple(rows))
        return block

    return tuple(map(mended, blocks))
