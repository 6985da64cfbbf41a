"""A new entry to fill in: a commented file in which every field is explained.

Explanations begin with `## `, fields that may be left out with `# `: who takes `# ` away has the field. What has to be
filled in holds a mark, and reading the knowledge base says of each mark what is due there.
"""

from __future__ import annotations

import textwrap
import typing
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Meta, Struct

from questionnaire.answers import writing
from questionnaire.knowledge import checks, contents
from questionnaire.knowledge.base import CHOICES, KINDS, KnowledgeBase, noun
from questionnaire.knowledge.entries import Condition, Edge, Entry, Presumption, Question, Source, pairs
from questionnaire.knowledge.search import Index
from questionnaire.upkeep import editor
from questionnaire.wording import upkeep as wording

WIDTH = 118
NEW_KINDS = (*KINDS, "sources", "cases")
MOST_NEAR = 3
_FIRST = ("id", "title", "summary", "also_called", "asks", "why_we_ask", "example", "kind", "type")
_LAST = ("harmless", "mappings")
_ASKED_FOR = {"risk_factors": "ruled_out_when", "tasks": "raises", "objectives": "raises", "data_plans": "raises"}
"""By kind, a field that a file may do without and that a check of the whole asks for."""
_RISING = ("likelihoods", "severities", "levels")
_NEEDED, _SOMETIMES = 0.5, 0.05
"""From these shares of the entries of a kind on that presume a fact, a new one is asked for it, or offered it."""
_WEIGHTY = 0.1
"""It is offered as well a fact that so large a share of all conditions names, however few presume it."""


def near(knowledge: KnowledgeBase, kind: str, text: str, most: int = MOST_NEAR) -> tuple[Entry, ...]:
    """The entries of a kind that a text speaks of, the nearest first; none for sources, cases and questions."""
    if kind not in KINDS or not issubclass(KINDS[kind], Entry):
        return ()
    entries: dict[str, Entry] = getattr(knowledge, kind)
    return tuple(entries[key] for key in Index(entries).find(text, most))


def blank(knowledge: KnowledgeBase, kind: str, identity: str, about: str, command: str) -> str:
    """The text of a new file: YAML that reads, and that says of each place what is due there.

    `kind` is one of NEW_KINDS, `about` one line on the entry or empty, `command` what starts the program.
    """
    if kind == "cases":
        return _case(knowledge, command)
    return _Blank(knowledge, kind, identity, about, command).text()


def _case(knowledge: KnowledgeBase, command: str) -> str:
    meaning = "A worked case: what a team knew at kickoff, and what must follow from it."
    lines = [editor.header("cases"), *_explained(wording.new_header("case", meaning, command))]
    lines += [writing.template(knowledge), "expect:"]
    levels = ", ".join(knowledge.vocabulary.words("levels"))
    for text, field in (
        ("What the case shows, and which outcome was documented.", f"about: {wording.MARK}"),
        (f"Every level that is accepted. Words, in rising order: {levels}.", f"levels: [{wording.MARK}]"),
    ):
        lines += [*_explained([text], "  "), f"  {field}"]
    lines += _explained(["More that must hold, each only where it is needed; see knowledge_base/README.md."], "  ")
    lines += [
        "#   finds: [{risk_factor: ID, harm: ID, group: ID}]",
        "#   finds_not: [{harm_kind: WORD}]",
        "#   rules_out: [ID]",
        "#   recommends: [ID]",
    ]
    return "\n".join(lines) + "\n"


def _explained(texts: typing.Iterable[str], indent: str = "") -> list[str]:
    lines: list[str] = []
    for text in texts:
        own = indent + "## " + " " * (len(text) - len(text.lstrip()))
        lines += textwrap.wrap(text.strip(), WIDTH, initial_indent=own, subsequent_indent=f"{own}  ") or [f"{indent}##"]
    return lines


def presumed_by(knowledge: KnowledgeBase, kind: str) -> tuple[tuple[Question, bool], ...]:
    """The questions to which entries of a kind presume answers, or on which much depends, in the order of the
    interview, each with whether most presume one; none where hardly any does."""
    entries = [entry for entry in getattr(knowledge, kind).values() if not entry.replaced_by]
    presumed = [dict(pairs((entry.presumes.answers,))) if entry.presumes is not None else {} for entry in entries]
    shares = {
        key: sum(key in answers for answers in presumed) / max(1, len(entries)) for key in knowledge.interview.order()
    }
    if not any(share >= _NEEDED for share in shares.values()):
        return ()
    weighty = _weighty(knowledge)
    return tuple(
        (knowledge.questions[key], share >= _NEEDED)
        for key, share in shares.items()
        if (share >= _SOMETIMES or key in weighty) and knowledge.questions[key].options
    )


def _weighty(knowledge: KnowledgeBase) -> set[str]:
    """The questions that many conditions name."""
    named = [{question for question, _ in each.atoms()} for each in contents.conditions(knowledge)]
    asking = sum(map(bool, named))
    counted = Counter(chain.from_iterable(named))
    return {question for question, number in counted.items() if number >= _WEIGHTY * asking}


class _Blank:
    """One new file under way: what was explained before is not explained again."""

    def __init__(self, knowledge: KnowledgeBase, kind: str, identity: str, about: str, command: str):
        self.knowledge, self.kind, self.identity, self.about, self.command = knowledge, kind, identity, about, command
        self.record: type[Struct] = KINDS.get(kind, Source)
        self.words: set[str] = set()
        self.told: set[tuple[type[Struct], str]] = set()
        self.seek = " ".join((about, identity.replace("-", " ")))

    def text(self) -> str:
        meaning = (self.record.__doc__ or "").split("\n\n")[0]
        lines = [editor.header(self.kind)]
        lines += _explained(wording.new_header(noun(self.kind), " ".join(meaning.split()), self.command))
        if found := near(self.knowledge, self.kind, self.seek):
            lines += _explained(
                ["", wording.NEAR, *(wording.near(each.id, each.title, each.summary) for each in found)]
            )
        body = [line for field in ordered(self.record, self.kind) for line in ("", *self.field(field))]
        if self.kind == "sources":
            at = next(index for index, line in enumerate(body) if line.startswith("id: "))
            body = [_below(line) for line in body]
            body[at] = f"- id: {self.identity}"
        return "\n".join([*lines, *body]) + "\n"

    def field(self, field: msgspec.structs.FieldInfo) -> Iterator[str]:
        """The explanation of one field of the entry, and the field."""
        facts = self.facts() if field.name == "presumes" else []
        if facts:
            yield from _explained([wording.PRESUMED])
            yield from facts
            return
        optional = not field.required and field.name != _ASKED_FOR.get(self.kind)
        yield from _explained(self.explanation(self.record, field, 0, optional=optional))
        for line in self.skeleton(self.record, field):
            yield f"# {line}" if optional else line

    def explanation(
        self, owner: type[Struct], field: msgspec.structs.FieldInfo, depth: int, *, optional: bool
    ) -> Iterator[str]:
        """What a field means, which words or ids it takes, and the same of the fields below it."""
        indent, name = "  " * depth, field.encode_name
        left = f" ({wording.OPTIONAL})" if optional else ""
        told = (_declaring(owner, field.name), field.name)
        if depth and told in self.told:
            yield f"{indent}{name}{left}: {wording.SAME}"
            return
        self.told.add(told)
        inner = record_in(field.type)
        meaning = description(owner, field.name) or wording.CONDITION
        yield f"{indent}{name}{left}: {meaning}"
        if inner is Condition and field.name == "when":
            yield f"{indent}  {wording.CONDITION}"
        yield from self.allowed(owner, field, f"{indent}  ")
        if inner is not None and inner is not Condition:
            for below in ordered(inner, self.kind):
                yield from self.explanation(inner, below, depth + 1, optional=not below.required)

    def allowed(self, owner: type[Struct], field: msgspec.structs.FieldInfo, indent: str) -> Iterator[str]:
        """The closed words of a field, each with its definition, or the ids that come near."""
        name = field.encode_name
        words = checks.KIND_WORDS.get(self.kind) if name == "kind" and owner is self.record else checks.WORDS.get(name)
        if words and typing.get_origin(plain_type(field.type)) is not typing.Literal and record_in(field.type) is None:
            if words in self.words:
                yield f"{indent}{wording.words_above(words)}"
                return
            self.words.add(words)
            yield f"{indent}{wording.words_of(words, words in _RISING)}"
            for word in getattr(self.knowledge.vocabulary, words):
                yield f"{indent}  {word.id}: {word.definition}"
        elif name in checks.REFERENCES:
            kind = checks.REFERENCES[name]
            found = near(self.knowledge, kind, self.seek)
            perhaps = f" {wording.nearest_ids([each.id for each in found])}" if found else ""
            yield f"{indent}{wording.REFERS_TO_SOURCES if kind == 'sources' else wording.refers_to(kind)}{perhaps}"
        elif typing.get_origin(plain_type(field.type)) is typing.Literal:
            yield f"{indent}Words: {', '.join(str(word) for word in typing.get_args(plain_type(field.type)))}."

    def skeleton(self, owner: type[Struct], field: msgspec.structs.FieldInfo) -> list[str]:
        """The field as YAML, with a mark in each place that has to be filled in."""
        name, bare = field.encode_name, plain_type(field.type)
        inner = record_in(field.type)
        if self.about and owner is self.record and name in ("summary", "supports"):
            return [f"{name}: >-", *textwrap.wrap(self.about, WIDTH, initial_indent="  ", subsequent_indent="  ")]
        if inner is None or inner is Condition:
            several = typing.get_origin(bare) is tuple
            return [f"{name}: [{wording.MARK}]" if several else f"{name}: {wording.MARK}"]
        below = [line for each in ordered(inner, self.kind) if each.required for line in self.skeleton(inner, each)]
        below = below or [f"{each.encode_name}: {wording.MARK}" for each in msgspec.structs.fields(inner)[:2]]
        if typing.get_origin(bare) is tuple:
            return [f"{name}:", f"  - {below[0]}", *(f"    {line}" for line in below[1:])]
        return [f"{name}:", *(f"  {line}" for line in below)]

    def facts(self) -> list[str]:
        """The facts that entries of this kind presume, one question after the other, each with its options."""
        if self.kind not in CHOICES:
            return []
        presumed = presumed_by(self.knowledge, self.kind)
        if not presumed:
            return []
        lines = ["presumes:", "  answers:"]
        for question, needed in presumed:
            lines += _explained(self.asked(question), "    ")
            value = f"[{wording.MARK}]" if question.several else wording.MARK
            lines.append(f"    {question.id}: {value}" if needed else f"#     {question.id}: {value}")
        fields = {field.name: field for field in msgspec.structs.fields(Presumption)}
        for name in ("because", "firm"):
            optional = not fields[name].required
            lines += _explained(self.explanation(Presumption, fields[name], 0, optional=optional), "  ")
            start = "#   " if optional else "  "
            lines += [f"{start}{line}" for line in self.skeleton(Presumption, fields[name])]
        return lines

    def asked(self, question: Question) -> Iterator[str]:
        yield question.asks
        yield f"  {wording.SOME_OF if question.several else wording.ONE_OF}"
        for option in question.options:
            yield f"    {option.id}: {option.label}"


def _below(line: str) -> str:
    """A line of an entry that stands in a list."""
    if not line or line.startswith("##"):
        return line
    return f"#   {line[2:]}" if line.startswith("# ") else f"  {line}"


def ordered(record: type[Struct], kind: str) -> list[msgspec.structs.FieldInfo]:
    """The fields of a record as they are filled in: what it is, what it needs, then what may be left out."""
    fields = [
        field
        for field in msgspec.structs.fields(record)
        if field.name != "replaced_by" and not (field.name == "id" and kind != "sources" and record is KINDS.get(kind))
    ]

    def place(field: msgspec.structs.FieldInfo) -> tuple[int, int]:
        if field.encode_name in _FIRST:
            return 0, _FIRST.index(field.encode_name)
        needed = field.required or field.name in ("presumes", _ASKED_FOR.get(kind))
        return (3 if field.name in _LAST else 1 if needed else 2), field.name in Edge.__struct_fields__

    return sorted(fields, key=place)


def _declaring(record: type[Struct], name: str) -> type[Struct]:
    """The record in which a field is declared first: edges of all kinds share some fields."""
    records = [each for each in record.__mro__ if issubclass(each, Struct) and each is not Struct]
    return next(each for each in reversed(records) if name in each.__struct_fields__)


def description(record: type[Struct], name: str) -> str:
    """What a field means, as its record says it; empty where it says nothing."""
    hint = typing.get_type_hints(record, include_extras=True)[name]
    metas = [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Meta)]
    return next((meta.description for meta in reversed(metas) if meta.description), "")


def plain_type(hint: object) -> object:
    """A type without what is said about it, and without None."""
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    inner = [each for each in typing.get_args(hint) if each is not type(None)]
    if type(None) in typing.get_args(hint) and len(inner) == 1:
        return plain_type(inner[0])
    return hint


def record_in(hint: object) -> type[Struct] | None:
    """The record that a field holds, or a list of which it holds."""
    bare = plain_type(hint)
    if isinstance(bare, type) and issubclass(bare, Struct):
        return bare
    if typing.get_origin(bare) is tuple:
        return record_in(typing.get_args(bare)[0])
    return None


def file_of(kind: str, identity: str) -> Path:
    """Where a new entry stands below the folder of the knowledge base."""
    return Path(kind) / f"{identity}.yaml"


def left_in(text: str) -> int:
    """How many places of a new file are left to fill in."""
    lines = [line.partition("#")[0] for line in text.splitlines()]
    return sum(line.count(wording.MARK) for line in lines)
