"""YAML text to plain data, strictly, with the line of every key and value. The only module that knows PyYAML.

PyYAML by itself reads a bare `no` as false, keeps the last of two equal keys without a word, expands aliases into
gigabytes, and its C composer crashes the process on deep nesting. So events come from PyYAML (its C parser for our own
files, its Python parser for what a user hands in), and nodes are put together here: duplicate keys, aliases, anchors,
tags, control characters and deep nesting are problems, and only `true` and `false` are truth values. Dates stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from questionnaire.files import mistakes
from questionnaire.files.problems import Problem, ProblemsFound, counted, shortened

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML built without libyaml: slower, and otherwise the same
    CParser = None

PARSER = f"PyYAML {yaml.__version__}"
MAX_DEPTH = 24
MAX_PROBLEMS = 100
MAX_VALUES = 20_000
"""Keys and values that are read of what a user hands in. The Python parser needs some 50 µs of work for each."""
_STRING, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
# The few that YAML forbids, not all others: those take fourteen times as long to compile, which each command pays.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\U0010ffff]")
_LINE_END = re.compile("\r\n|\n|\r")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data, and the line (from 1) on which each path's key or list item stands.

    Where the data are as they were typed, `meant` holds by path the number or truth value that a text stands for.
    """

    data: object
    lines: dict[Path, int] = field(repr=False)
    meant: dict[Path, object] = field(default_factory=dict, repr=False)

    def line(self, path: Path) -> int:
        """The line of the path, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def as_meant(self, path: Path) -> object:
        """The data at a path, or None, with numbers and truth values in the place of the texts that stand for them."""
        value = self.data
        for step in path:
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
        return self._as_meant(value, path)

    def _as_meant(self, value: object, path: Path) -> object:
        if isinstance(value, dict):
            return {key: self._as_meant(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._as_meant(inner, (*path, index)) for index, inner in enumerate(value)]
        return self.meant.get(path, value)


class _Resolver(BaseResolver):
    """YAML 1.2's core words, without octal, sexagesimal and dates."""


_INTEGER = re.compile(r"^[-+]?(0|[1-9][0-9]{0,17})$")
_FLOAT = re.compile(r"^[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}$")
_Resolver.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Resolver.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])
_Resolver.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))
_Resolver.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789"))

_RESOLVERS = _Resolver.yaml_implicit_resolvers
_CONSTRUCT = {
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    _NULL: lambda _: None,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    _STRING: str,
}


class _Stop(Exception):
    """Composing cannot go on; the problem is already noted."""


class _GuardedComposer(Composer):
    """Composes nodes, and notes aliases, anchors, tags and deep nesting as problems."""

    def __init__(self, name: str, most: int | None):
        Composer.__init__(self)
        self.name, self.most, self.depth, self.problems, self.values = name, most, 0, [], 0

    def note(self, mark, path: str, message: str) -> None:
        self.problems.append(Problem(self.name, mark.line + 1, path, message))
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(too_many(self.name, mark.line + 1))
            raise _Stop

    def compose_node(self, parent, index):
        event = self.peek_event()
        self.values += 1
        if self.most is not None and self.values > self.most:
            self.note(
                event.start_mark,
                "",
                f"The file holds more than {self.most:,} keys and values. Nothing in this format does. "
                "Is this the right file?",
            )
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self.get_event()
            self.note(
                event.start_mark,
                "",
                f"An alias (*{event.anchor}) stands here. Aliases are not read. "
                "Write it out in full, or put text that begins with * in double quotes.",
            )
            return yaml.ScalarNode(_NULL, "", event.start_mark, event.end_mark)
        if self.depth >= MAX_DEPTH:
            self.note(
                event.start_mark,
                "",
                f"Lists and mappings are nested more than {MAX_DEPTH} deep. "
                "Nothing in this format is. Check brackets and indentation.",
            )
            raise _Stop
        if event.anchor is not None:
            self.note(
                event.start_mark,
                "",
                f"An anchor (&{event.anchor}) stands here. Anchors are not read. "
                "Remove it, or put text that begins with & in double quotes.",
            )
            event.anchor = None
        if getattr(event, "tag", None) is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.note(
                event.start_mark,
                "",
                f"A tag ({tag}) stands here. Tags are not read. "
                "Remove it, or put text that begins with ! in double quotes.",
            )
            event.tag = None
        self.depth += 1
        try:
            return Composer.compose_node(self, parent, index)
        finally:
            self.depth -= 1


class _CarefulLoader(Reader, Scanner, Parser, _GuardedComposer, _Resolver):
    """All Python: cannot crash the process, whatever it is given."""

    def __init__(self, text: str, name: str, most: int | None = None):
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        _GuardedComposer.__init__(self, name, most)
        _Resolver.__init__(self)


if CParser is None:
    _FastLoader = _CarefulLoader
else:

    class _FastLoader(_GuardedComposer, CParser, _Resolver):
        """libyaml's parser under the same guarded composer."""

        def __init__(self, text: str, name: str):
            CParser.__init__(self, text)
            _GuardedComposer.__init__(self, name, None)
            _Resolver.__init__(self)


def decode(raw: bytes, name: str, max_bytes: int) -> str:
    """The text of a file that someone handed in; raises ProblemsFound where it is not one."""
    if len(raw) > max_bytes:
        raise ProblemsFound(
            [
                Problem(
                    name,
                    0,
                    "",
                    f"The file is larger than {max_bytes:,} bytes, which is the most "
                    "that is read. Is this the right file?",
                )
            ]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        at = text.find("\0")
        if at < 0:
            return text
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(0) * 4 > len(raw):
        raise ProblemsFound(
            [
                Problem(
                    name,
                    0,
                    "",
                    "This is text in UTF-16, or no text at all. Save the file as plain text with the encoding UTF-8.",
                )
            ]
        )
    raise ProblemsFound(
        [
            Problem(
                name,
                raw.count(b"\n", 0, at) + 1,
                "",
                "This is not text in UTF-8: a byte in this "
                "line cannot be read. Save the file as plain text with the encoding UTF-8.",
            )
        ]
    )


def without_controls(text: str) -> str:
    """The text as a file can hold it: control characters, which nobody sees, become spaces."""
    return _CONTROL.sub(" ", text)


def too_many(name: str, line: int) -> Problem:
    """Says that problems after this line are not listed."""
    return Problem(
        name, line, "", f"More than {MAX_PROBLEMS} problems. Those that follow are not listed. Is this the right file?"
    )


def read(text: str, name: str, *, careful: bool) -> Document:
    """Plain data and lines of one YAML document.

    `careful` reads with the Python parser, for text that a user hands in. Raises ProblemsFound with every
    problem that can be told from the text alone.
    """
    document, problems = gather(text, name, careful=careful)
    if problems:
        raise ProblemsFound(problems)
    return document


def gather(
    text: str, name: str, *, careful: bool, as_typed: bool = False, most: int | None = MAX_VALUES
) -> tuple[Document, tuple[Problem, ...]]:
    """Plain data and lines of one YAML document, and the problems beside which it can still be read.

    So a caller can add its own and report all at once. `as_typed` leaves numbers and truth values as the text that was
    typed; `most` keys and values are read where the reading is careful. Raises ProblemsFound where the text is no YAML.
    """
    controls = _controls(text, name)
    if controls:
        raise ProblemsFound(controls)
    if not careful and not as_typed and (plain := _plainly(text)) is not None:
        return plain, ()
    loader = _CarefulLoader(text, name, most) if careful else _FastLoader(text, name)
    builder = _Builder(loader, as_typed)
    try:
        node = loader.get_single_node()
        data = builder.data(node, ()) if node is not None else None
    except _Stop:
        raise ProblemsFound(loader.problems) from None
    except yaml.MarkedYAMLError as error:
        if not careful:  # the Python parser says better what is wrong
            gather(text, name, careful=True, most=None)
        raise ProblemsFound(
            [Problem(name, mistakes.line(error, text), "", mistakes.explain(error, text)), *loader.problems]
        ) from None
    except ValueError:  # from the Python parser, which turns every escape into a character
        raise ProblemsFound(
            [
                Problem(
                    name,
                    loader.line + 1,
                    "",
                    "An escape (\\U…) stands for a character that does not exist. Write the character itself.",
                )
            ]
        ) from None
    return Document(data, builder.lines, builder.meant), tuple(loader.problems)


class _NotPlain(Exception):
    """The text is not plain lists, mappings and words; the guarded composer says what it is."""


def _plainly(text: str) -> Document | None:
    """The document read straight from the parser's events, in half the time; nothing where any of it is unusual."""
    if CParser is None:
        return None
    events: Iterator[Any] = iter(CParser(text).get_event, None)
    lines: dict[Path, int] = {}
    try:
        _due(next(events), yaml.StreamStartEvent)
        _due(next(events), yaml.DocumentStartEvent)
        event = next(events)
        lines[()] = event.start_mark.line + 1
        data = _plain(event, (), events, lines)
        _due(next(events), yaml.DocumentEndEvent)
        _due(next(events), yaml.StreamEndEvent)
    except (_NotPlain, StopIteration, yaml.YAMLError, ValueError):
        return None
    return Document(data, lines)


def _due(event: yaml.Event, kind: type[yaml.Event]) -> None:
    if type(event) is not kind:
        raise _NotPlain


def _plain(event: Any, path: Path, following: Iterator[Any], lines: dict[Path, int]) -> object:
    """The value that begins with an event; `lines` gets the line of every place below."""
    if event.anchor is not None or event.tag is not None or len(path) >= MAX_DEPTH:  # an alias has an anchor too
        raise _NotPlain
    kind = type(event)
    if kind is ScalarEvent:
        return _word(event)
    if kind is SequenceStartEvent:
        items: list[object] = []
        while type(inner := next(following)) is not SequenceEndEvent:
            below = (*path, len(items))
            lines[below] = inner.start_mark.line + 1
            items.append(_plain(inner, below, following, lines))
        return items
    result: dict[str, object] = {}
    while type(key := next(following)) is not MappingEndEvent:
        line = key.start_mark.line + 1
        if type(key) is not ScalarEvent or key.anchor is not None or key.tag is not None:
            raise _NotPlain
        name = key.value
        if name in result or key.style == '"' and _CONTROL.search(name):
            raise _NotPlain
        below = (*path, name)
        lines[below] = line
        result[name] = _plain(next(following), below, following, lines)
    return result


def _word(event: ScalarEvent) -> object:
    """What a scalar means; an escape can make a control character, which nothing else can that was looked through."""
    value = event.value
    if not event.implicit[0]:
        if event.style == '"' and _CONTROL.search(value):
            raise _NotPlain
        return value
    for tag, pattern in _RESOLVERS.get(value[:1], ()):
        if pattern.match(value):
            return _CONSTRUCT[tag](value)
    return value


def _controls(text: str, name: str) -> list[Problem]:
    """The first control character of each line that has one. The text is looked through once."""
    found: list[Problem] = []
    line, at = 1, 0
    match = _CONTROL.search(text)
    while match:
        line += len(_LINE_END.findall(text, at, match.start()))
        found.append(Problem(name, line, "", _control_message(match)))
        if len(found) >= MAX_PROBLEMS:
            return [*found, too_many(name, line)]
        end = _LINE_END.search(text, match.end())
        at = end.start() if end else len(text)
        match = _CONTROL.search(text, at)
    return found


def _control_message(match: re.Match) -> str:
    return (
        f"A control character (U+{ord(match[0]):04X}) stands here, which nobody sees. "
        "Only plain text is read. Remove it."
    )


class _Builder:
    """Builds plain data from nodes; keeps the line of every path, and what a text means where it is left as typed."""

    def __init__(self, loader: _GuardedComposer, as_typed: bool):
        self.loader, self.as_typed = loader, as_typed
        self.lines: dict[Path, int] = {}
        self.meant: dict[Path, object] = {}

    def data(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            self.visible(node, path)
            value = _CONSTRUCT.get(node.tag, str)(node.value)
            if not self.as_typed or isinstance(value, str | None):
                return value
            self.meant[path] = value
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.data(child, (*path, index)) for index, child in enumerate(node.value)]
        result: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.loader.note(
                    key.start_mark, field_path(path), "A key is a list or a mapping. Keys are plain words."
                )
            elif self.visible(key, path):
                below = (*path, key.value)
                if key.value in result:
                    self.loader.note(
                        key.start_mark,
                        field_path(below),
                        f'"{shortened(key.value)}" stands here a second time, first in line {self.lines[below]}. '
                        "Each key may stand once. Merge the two or remove one.",
                    )
                else:
                    self.lines[below] = key.start_mark.line + 1
                    result[key.value] = self.data(value, below)
        return result

    def visible(self, node: yaml.ScalarNode, path: Path) -> bool:
        """Whether nothing in the text is a control character; one that is there is noted."""
        control = _CONTROL.search(node.value)
        if control:
            self.loader.note(node.start_mark, field_path(path), _control_message(control))
        return control is None


def places_of(data: object, text: str, above: Path = ()) -> Iterator[Path]:
    """Every path at which exactly this text stands."""
    if data == text:
        yield above
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from places_of(value, text, (*above, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places_of(value, text, (*above, index))


def field_path(path: Path) -> str:
    """`leads_to[0].harm` for ("leads_to", 0, "harm"): a path as programs count, a key with a bracket in quotes."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{_key(step)}" if text else _key(step))
    return text


def _key(step: str) -> str:
    key = shortened(step)
    return '"{}"'.format(key.replace('"', "'")) if "[" in key else key


def counted_path(path: Path) -> str:
    """`first of leads_to, harm` for ("leads_to", 0, "harm"): a path as a person counts."""
    return counted(field_path(path))


class _Dumper(yaml.SafeDumper):
    """Writes words that another YAML reader could take for something else in quotes."""

    def increase_indent(self, flow=False, indentless=False):  # noqa: ARG002 - PyYAML passes it by this name
        return super().increase_indent(flow, False)


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Text in the style that reads back the same: PyYAML writes rare line ends so that they come back as spaces."""
    style = '"' if _RARE_LINE_END.search(text) else "|" if "\n" in text.strip("\n") else None
    return dumper.represent_scalar(_STRING, text, style=style)


_RARE_LINE_END = re.compile("[\r\x85\u2028\u2029]")
_Dumper.add_representer(str, _represent_text)


def write(data: object) -> str:
    """The data as YAML text, keys in the given order, so that `read` gives the same data back."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
