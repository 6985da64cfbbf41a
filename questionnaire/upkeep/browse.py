"""The knowledge base as pages to read: each entry with its claims and sources, what leads to it and where it leads.

All is laid out once, so that a page is put together without another look at the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
from msgspec import Struct

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase, address_of
from questionnaire.knowledge.conditions import in_words
from questionnaire.knowledge.contents import Tail
from questionnaire.knowledge.entries import (
    Alternative,
    Condition,
    Edge,
    Option,
    Presumption,
    Question,
    RulingOut,
    Source,
    pairs,
)
from questionnaire.knowledge.forms import Form
from questionnaire.knowledge.search import Text, Texts
from questionnaire.upkeep.reach import Uses

SHOWN_KINDS = (*KINDS, "sources")
"""The kinds of entry that have a page, in the order in which they are listed."""
_APART = ("id", "title", "asks", "summary", "supports", "also_called", "options", "author", "issued", "because")
"""Fields that a page shows in a place of their own, or that a reader has no use for."""

_NAMED_BY = {
    "part_of": "affected_groups",
    "spares": "affected_groups",
    "incidents": "sources",
    "answered_by": "questions",
    "regulations": "regulations",
}
"""The fields outside of edges that name entries, and of which kind."""
_CITING = ("regulations", "forms", "metrics")
"""The kinds of entry that rest on their sources as a whole."""


class Ref(NamedTuple):
    """An entry, a source, or an option of a question, as a page names it; `option` is empty but for an option."""

    kind: str
    id: str
    title: str
    option: str = ""

    @property
    def address(self) -> str:
        """What names the entry in an address, such as risk-factor.few-voices."""
        return address_of(self.kind, self.id)


class Fact(NamedTuple):
    """One field of an entry: its name in the file, and what it says, in words or as other entries."""

    field: str
    words: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()


class Claim(NamedTuple):
    """A sentence of the knowledge base, with where it starts, where it leads, when it holds and who says so.

    `how` is the name of the kind of edge in lowercase, `words` are its closed words by field, `when` is empty where it
    always holds.
    """

    how: str
    by: Ref
    to: tuple[Ref, ...]
    because: str
    when: str
    words: tuple[tuple[str, str], ...]
    groups: tuple[Ref, ...]
    sources: tuple[Ref, ...]


class Presumed(NamedTuple):
    """What a choice brings along: the sentence, and the answers by what is asked."""

    because: str
    answers: tuple[tuple[Ref, tuple[str, ...]], ...]


class Page(NamedTuple):
    """One entry to read. `uses` are deployments in which it is met under some answers; None where that says nothing."""

    ref: Ref
    summary: str
    called: tuple[str, ...]
    facts: tuple[Fact, ...]
    presumed: Presumed | None
    options: tuple[tuple[str, str], ...]
    """What a question offers, or the fields of a form, each by its id or key and as a reader sees it."""
    offered: tuple[tuple[Ref, str], ...]
    """The questions that offer it, each with the condition under which it is asked."""
    ruled_out: tuple[tuple[str, str], ...]
    """Conditions under which it cannot arise, each with the reason."""
    alternatives: tuple[tuple[Ref, str, str], ...]
    into: tuple[Claim, ...]
    out: tuple[Claim, ...]
    broader: tuple[Ref, ...]
    """Of a form of a harm, the risk factors that lead to it because they lead to any of its forms."""
    cited: tuple[Claim, ...]
    named: tuple[Ref, ...]
    uses: tuple[Ref, ...] | None
    reaches: tuple[tuple[Ref, str, tuple[Ref, ...]], ...]
    """Of a use, the harms at stake with their severity and the risk factors that lead to them under some answers."""
    file: str
    link: str
    """The address of a source; else empty."""


class Library:
    """All pages of a knowledge base."""

    def __init__(self, uses: Uses):
        self.uses, self.knowledge = uses, uses.knowledge
        self._out: dict[tuple[str, str], list[Claim]] = {}
        self._into: dict[tuple[str, str], list[Claim]] = {}
        self._cited: dict[str, list[Claim]] = {}
        self._named: dict[tuple[str, str], dict[Ref, None]] = {}
        for tail, edge in contents.edges(self.knowledge):
            self._add(tail, edge)
        self._name()
        self._kinds = {address_of(kind, ""): kind for kind in SHOWN_KINDS}
        self._index = Texts({ref: _text(self._record(ref)) for kind in SHOWN_KINDS for ref in self.all(kind)})

    def all(self, kind: str) -> tuple[Ref, ...]:
        """Every entry of a kind that is not retired, by title."""
        entries = getattr(self.knowledge, kind).values()
        refs = [self.ref(kind, each.id) for each in entries if not getattr(each, "replaced_by", None)]
        return tuple(sorted(refs, key=lambda ref: (ref.title.casefold(), ref.id)))

    def ref(self, kind: str, identity: str, option: str = "") -> Ref:
        """An entry as pages name it; raises KeyError where there is none."""
        return Ref(kind, identity, _title(getattr(self.knowledge, kind)[identity], option), option)

    def find(self, text: str, most: int) -> tuple[Ref, ...]:
        """The entries of all kinds that a text speaks of, the best first; an id finds its entry."""
        word = text.strip()
        exact = [self.ref(kind, word) for kind in SHOWN_KINDS if word in getattr(self.knowledge, kind)]
        return tuple(dict.fromkeys((*exact, *self._index.find(text, most))))[:most]

    def summary(self, ref: Ref) -> str:
        """What an entry is, in a sentence or two."""
        return _summary(self._record(ref))

    def at(self, address: str) -> Ref | None:
        """The entry that an address names; None where there is none."""
        name, _, identity = address.partition(".")
        kind = self._kinds.get(f"{name}.")
        known = kind is not None and identity in getattr(self.knowledge, kind)
        return self.ref(kind, identity) if kind and known else None

    def page(self, ref: Ref) -> Page:
        """All there is to read of an entry."""
        record, node = self._record(ref), (ref.kind, ref.id)
        options = [(each.id, each.label) for each in record.options] if isinstance(record, Question) else []
        fields = [(each.key, each.title) for each in record.elements] if isinstance(record, Form) else []
        offering = [each for each in self.knowledge.questions.values() if each.options_from == ref.kind]
        alternatives: tuple[Alternative, ...] = getattr(record, "alternatives", ())
        ruled_out: tuple[RulingOut, ...] = getattr(record, "ruled_out_when", ())
        kind = ref.kind
        return Page(
            ref,
            _summary(record),
            getattr(record, "also_called", ()),
            tuple(self._facts(kind, record)),
            self._presumed(getattr(record, "presumes", None)),
            (*options, *fields),
            tuple((self.ref("questions", each.id), in_words(each.ask_when, self.knowledge)) for each in offering),
            tuple((in_words(each.when, self.knowledge), each.because) for each in ruled_out),
            tuple(
                (self.ref(kind, each.use), each.trade_off, in_words(each.fits, self.knowledge)) for each in alternatives
            ),
            tuple(self._into.get(node, ())),
            tuple(self._out.get(node, ())),
            tuple(self._broader(ref)),
            tuple(self._cited.get(ref.id, ())) if kind == "sources" else (),
            tuple(self._named.get(node, {})),
            self._met(ref),
            tuple(self._reaches(ref)),
            "" if kind == "sources" else f"{kind}/{ref.id}.yaml",
            record.address if isinstance(record, Source) else "",
        )

    def _record(self, ref: Ref) -> Struct:
        record: Struct = getattr(self.knowledge, ref.kind)[ref.id]
        return record

    def _add(self, tail: Tail, edge: Edge) -> None:
        heads = tuple(self._heads(edge))
        claim = Claim(
            type(edge).__name__.lower(),
            self.ref(tail.kind, tail.id, tail.option),
            heads,
            edge.because,
            in_words(edge.when, self.knowledge),
            tuple(self._words(edge)),
            tuple(self.ref("affected_groups", key) for key in getattr(edge, "groups", ())),
            tuple(self.ref("sources", key) for key in edge.sources),
        )
        self._out.setdefault((tail.kind, tail.id), []).append(claim)
        for head in {(ref.kind, ref.id) for ref in (*heads, *claim.groups)}:
            self._into.setdefault(head, []).append(claim)
        for key in edge.sources:
            self._cited.setdefault(key, []).append(claim)

    def _heads(self, edge: Edge) -> Iterator[Ref]:
        for field, kind in (("risk_factor", "risk_factors"), ("harm", "harms"), ("group", "affected_groups")):
            if hasattr(edge, field):
                yield self.ref(kind, getattr(edge, field))
        for harm in getattr(edge, "harms", ()):
            yield self.ref("harms", harm)

    def _words(self, record: Struct) -> Iterator[tuple[str, str]]:
        """The closed words of a record as a reader sees them, by field."""
        from questionnaire.knowledge.checks import WORDS

        for name, written in zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True):
            value = getattr(record, name)
            if written in WORDS and value:
                label = self.knowledge.vocabulary.label
                words = (value,) if isinstance(value, str) else value
                yield written, ", ".join(label(WORDS[written], word) for word in words)

    def _facts(self, kind: str, record: Struct) -> Iterator[Fact]:
        from questionnaire.knowledge.checks import KIND_WORDS, REFERENCES

        closed = dict(self._words(record))
        for name, field in zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True):
            value = getattr(record, name)
            if name in _APART or not value:
                continue
            there = kind if field in ("replaced_by", "form_of") else REFERENCES.get(field)
            if field in closed:
                yield Fact(field, (closed[field],))
            elif field == "kind" and kind in KIND_WORDS:
                yield Fact(field, (self.knowledge.vocabulary.label(KIND_WORDS[kind], value),))
            elif there:
                keys = (value,) if isinstance(value, str) else value
                yield Fact(field, refs=tuple(self.ref(there, key) for key in keys))
            elif isinstance(value, Condition):
                if phrase := in_words(value, self.knowledge):
                    yield Fact(field, (phrase,))
            elif isinstance(value, str):
                yield Fact(field, (value,))
            elif isinstance(value, tuple) and all(isinstance(each, str) for each in value):
                yield Fact(field, value)

    def _presumed(self, presumption: Presumption | None) -> Presumed | None:
        if presumption is None:
            return None
        rows = []
        for key, options in pairs((presumption.answers,)):
            labels = dict(self.knowledge.options(self.knowledge.questions[key]))
            rows.append((self.ref("questions", key), tuple(labels.get(option, option) for option in options)))
        return Presumed(presumption.because, tuple(rows))

    def _name(self) -> None:
        """Every entry by what names it outside of edges: a part of a wider group, an alternative, a form of a harm,
        conditions."""
        offering = {each.id: each.options_from for each in self.knowledge.questions.values() if each.options_from}
        for kind, identity, record in contents.records(self.knowledge):
            if kind not in SHOWN_KINDS:  # what stands in a file of its own, such as the vocabulary
                continue
            by = self.ref(kind, identity)
            for path, value, _ in contents.values(record):
                for named in self._names(kind, path[-1], value, offering):
                    if named != (kind, identity):
                        self._named.setdefault(named, {})[by] = None

    def _names(self, kind: str, field: object, value: object, offering: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        if isinstance(value, Condition):
            for question, options in value.atoms():
                yield "questions", question
                if question in offering:
                    yield from ((offering[question], option) for option in options)
        elif field == "presumes" and isinstance(value, Presumption):
            yield from (("questions", question) for question, _ in pairs((value.answers,)))
        elif isinstance(value, str | tuple):
            there = _NAMED_BY.get(str(field))
            there = kind if field in ("use", "form_of", "replaced_by") else there
            if field == "sources" and kind in _CITING:
                there = "sources"
            for key in ((value,) if isinstance(value, str) else value) if there else ():
                if isinstance(key, str) and there:
                    yield there, key

    def _met(self, ref: Ref) -> tuple[Ref, ...] | None:
        match ref.kind:
            case "risk_factors":
                found = self.uses.reaching(factor=ref.id)
            case "harms":
                found = self.uses.reaching(harm=ref.id)
            case "affected_groups":
                found = self.uses.exposing(ref.id)
            case _:
                return None
        return tuple(self.ref("deployments", key) for key in found)

    def _broader(self, ref: Ref) -> Iterator[Ref]:
        found = (
            self.ref("risk_factors", factor)
            for factor, leading in self.uses.network.leads.items()
            for harm, _, leads in leading
            if ref.kind == "harms" and harm == ref.id and all(lead.harm != harm for lead in leads)
        )
        yield from sorted(found, key=lambda each: (each.title.casefold(), each.id))

    def _reaches(self, ref: Ref) -> Iterator[tuple[Ref, str, tuple[Ref, ...]]]:
        if ref.kind != "deployments" or ref.id not in self.uses.ids:
            return
        for staked in self.uses.use(ref.id).staked:
            factors = tuple(self.ref("risk_factors", key) for key in staked.factors)
            yield (
                self.ref("harms", staked.harm),
                self.knowledge.vocabulary.label("severities", staked.severity),
                factors,
            )


def _title(record: Struct, option: str = "") -> str:
    if isinstance(record, Question):
        label = next((each.label for each in record.options if each.id == option), "")
        return f"{record.asks} {label}" if label else record.asks
    title: str = record.title
    return title


def _summary(record: Struct) -> str:
    for name in ("summary", "supports", "why_we_ask"):
        if said := getattr(record, name, ""):
            return str(said)
    return ""


def _text(record: Struct) -> Text:
    """What search looks at: titles and names weigh most. Of a source also who wrote it; of a question its options."""
    called: Iterable[str] = getattr(record, "also_called", ())
    more = [_summary(record)]
    if isinstance(record, Source):
        called = (record.authors, record.year)
    if isinstance(record, Question):
        more += [option.label for option in record.options if isinstance(option, Option)]
    return Text(_title(record), " ".join((str(getattr(record, "id", "")), *called)), " ".join(more))


def as_file(knowledge: KnowledgeBase, ref: Ref) -> object:
    """An entry as plain data, as its file holds it."""
    plain = msgspec.to_builtins(getattr(knowledge, ref.kind)[ref.id])
    return {key: value for key, value in plain.items() if key != "id" or ref.kind == "sources"}
