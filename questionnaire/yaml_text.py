"""YAML text to plain data, strictly, with the line of every key and value. The only module that knows PyYAML.

PyYAML by itself reads a bare `no` as false, keeps the last of two equal keys without a word, expands aliases into
gigabytes, and its C composer crashes the process on deep nesting. So events come from PyYAML (its C parser for our own
files, its Python parser for what a user hands in), and nodes are put together here: duplicate keys, aliases, tags and
deep nesting are problems, and only `true` and `false` are truth values. Dates stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from questionnaire.problems import Problem, ProblemsFound

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML built without libyaml: slower, and otherwise the same
    CParser = None

MAX_DEPTH = 24
_STRING = "tag:yaml.org,2002:str"

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data, and the line (from 1) on which each path's key or list item stands."""

    data: object
    lines: dict[Path, int] = field(repr=False)

    def line(self, path: Path) -> int:
        """The line of the path, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Resolver(BaseResolver):
    """YAML 1.2's core words, without octal, sexagesimal and dates."""


_INTEGER, _FLOAT = re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), re.compile(r"^[-+]?(0|[1-9][0-9]*)\.[0-9]+$")
_Resolver.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Resolver.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])
_Resolver.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))
_Resolver.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789"))

_CONSTRUCT = {
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    _STRING: str,
}


class _Stop(Exception):
    """Composing cannot go on; the problem is already noted."""


class _GuardedComposer(Composer):
    """Composes nodes, and notes aliases, tags and deep nesting as problems."""

    def __init__(self, name: str):
        Composer.__init__(self)
        self.name, self.depth, self.problems = name, 0, []

    def note(self, mark, path: str, message: str) -> None:
        self.problems.append(Problem(self.name, mark.line + 1, path, message))

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            self.note(event.start_mark, "", f'An alias (*{event.anchor}) stands here. Aliases are not read. '
                                            "Write the text out in full.")
            raise _Stop
        if self.depth >= MAX_DEPTH:
            self.note(event.start_mark, "", f"Lists and mappings are nested more than {MAX_DEPTH} deep. "
                                            "Nothing in this format is. Check brackets and indentation.")
            raise _Stop
        if getattr(event, "tag", None) not in (None, "!"):
            self.note(event.start_mark, "", f'A tag ("{event.tag}") stands here. Tags are not read. Remove it.')
        self.depth += 1
        try:
            return Composer.compose_node(self, parent, index)
        finally:
            self.depth -= 1


class _CarefulLoader(Reader, Scanner, Parser, _GuardedComposer, _Resolver):
    """All Python: cannot crash the process, whatever it is given."""

    def __init__(self, text: str, name: str):
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        _GuardedComposer.__init__(self, name)
        _Resolver.__init__(self)


if CParser is None:
    _FastLoader = _CarefulLoader
else:
    class _FastLoader(_GuardedComposer, CParser, _Resolver):
        """libyaml's parser under the same guarded composer."""

        def __init__(self, text: str, name: str):
            CParser.__init__(self, text)
            _GuardedComposer.__init__(self, name)
            _Resolver.__init__(self)


def decode(raw: bytes, name: str, max_bytes: int) -> str:
    """The text of a file that someone handed in; raises ProblemsFound where it is not one."""
    def refuse(message: str):
        raise ProblemsFound([Problem(name, 0, "", message)])

    if len(raw) > max_bytes:
        refuse(f"The file has {len(raw):,} bytes. At most {max_bytes:,} are read. Is this the right file?")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(f"This is not text in UTF-8 (byte {error.start} cannot be read). "
               "Save the file as plain text with the encoding UTF-8.")
    if not text.strip():
        refuse("The file is empty. Start from a template: python -m questionnaire template")
    return text


def read(text: str, name: str, *, careful: bool) -> Document:
    """Plain data and lines of one YAML document.

    `careful` reads with the Python parser, for text that a user hands in. Raises ProblemsFound with every
    problem that can be told from the text alone.
    """
    loader = None
    try:
        loader = (_CarefulLoader if careful else _FastLoader)(text, name)
        node = loader.get_single_node()
    except _Stop:
        raise ProblemsFound(loader.problems) from None
    except ReaderError as error:
        raise ProblemsFound([Problem(name, text[:error.position].count("\n") + 1, "",
                                     f"A control character (code {error.character}) stands here. "
                                     "Only plain text is read. Remove it.")]) from None
    except yaml.MarkedYAMLError as error:
        found = [Problem(name, _line(error), "", _explain(error))]
        raise ProblemsFound(found + (loader.problems if loader else [])) from None
    lines: dict[Path, int] = {}
    data = _plain(node, (), lines, loader) if node is not None else None
    if loader.problems:
        raise ProblemsFound(loader.problems)
    return Document(data, lines)


def _plain(node, path: Path, lines: dict[Path, int], loader) -> object:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _CONSTRUCT.get(node.tag, str)(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), lines, loader) for index, child in enumerate(node.value)]
    result: dict[str, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            loader.note(key.start_mark, field_path(path), "A key is a list or a mapping. Keys are plain words.")
            continue
        if key.value in result:
            first = lines[(*path, key.value)]
            loader.note(key.start_mark, field_path((*path, key.value)),
                        f'"{key.value}" stands here a second time, first in line {first}. '
                        "Each key may stand once. Merge the two or remove one.")
            continue
        lines[(*path, key.value)] = key.start_mark.line + 1
        result[key.value] = _plain(value, (*path, key.value), lines, loader)
    return result


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return ("There is a colon followed by a space inside plain text, or a key is indented wrongly. "
                "Put the text in double quotes, or check the indentation.")
    if "\\t" in problem or "tab" in problem:
        return "There is a tab. YAML is indented with spaces. Replace the tab by two spaces."
    if "expected a single document" in (error.context or ""):
        return "A second document starts here (---). One file holds one document."
    said = ", ".join(filter(None, (error.context, problem)))
    return f"The YAML cannot be read here ({said}). Check indentation, quotes and brackets near this line."


def field_path(path: Path) -> str:
    """`leads_to[0].harm` for ("leads_to", 0, "harm")."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes words that another YAML reader could take for something else in quotes."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def write(data: object) -> str:
    """The data as YAML text, keys in the given order, so that `read` gives the same data back."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
