"""A base and the layers upon it, as one knowledge base; every mistake is named in the file in which it was made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest
from questionnaire.files.yaml_text import Document, field_path
from questionnaire.knowledge import layers
from questionnaire.knowledge.base import KINDS, KnowledgeBase, noun
from questionnaire.knowledge.entries import Source
from questionnaire.knowledge.folder import Folder, Kept, kind_of, parse_file, record_of, version_of
from questionnaire.knowledge.lint import Lint
from questionnaire.knowledge.triggers import Triggers
from questionnaire.knowledge.vocabulary import LevelRow
from questionnaire.wording import layers as wording

_NAME = re.compile(r"[A-Za-z0-9][\w .&-]{0,39}")
_ABOUT = ("name", "version")


class _Layer(Folder):
    """The files of one layer: entries that it adds, and files that add to an entry of the base."""

    SINGLES = ("about.yaml", "vocabulary.yaml", "triggers.yaml", "lint.yaml")
    NEEDED = ("about.yaml",)
    FOLDERS = layers.FOLDERS
    NOT_READ = MappingProxyType(
        dict.fromkeys(("questions", "interview.yaml", "renames.yaml"), f" {wording.LAYER_HAS_NONE}")
    )

    def parsed(self, name: str, raw: bytes) -> Document:
        where, kind = f"{self.above}/{name}", kind_of(name)
        if kind in ("about", "vocabulary"):
            document = yaml_text.read(yaml_text.decode(raw, where, len(raw)), where, careful=False)
            problems = (_about if kind == "about" else _table)(document, where)
        elif kind in KINDS and layers.EXTENDS.encode() in raw and _extends(document := _read(raw, where)):
            refused = layers.refused_of_extension(kind, document.data) if isinstance(document.data, dict) else []
            problems = [Problem(where, document.line(path), field_path(path), said) for path, said in refused]
        else:
            return parse_file(where, name, raw)
        if problems:
            raise ProblemsFound(problems)
        return document

    @property
    def named(self) -> str:
        """What reports call the layer: its name, its version and the beginning of its digest."""
        about = self.documents["about.yaml"].data
        return wording.layer(about["name"], about["version"], self.digest[:12])

    def table(self) -> tuple[LevelRow, ...]:
        data = self.documents["vocabulary.yaml"].data if "vocabulary.yaml" in self.documents else {}
        return tuple(msgspec.convert(row, LevelRow) for row in data.get("level_table", ()))

    def triggers(self) -> Triggers:
        if "triggers.yaml" not in self.documents:
            return Triggers()
        found: Triggers = record_of("triggers.yaml", self.documents["triggers.yaml"].data)
        return found

    def lint(self) -> Lint:
        if "lint.yaml" not in self.documents:
            return Lint()
        found: Lint = record_of("lint.yaml", self.documents["lint.yaml"].data)
        return found

    def sources(self) -> Iterator[tuple[str, int, Source]]:
        for name in sorted(self.documents):
            if kind_of(name) == "sources":
                for at, source in enumerate(record_of(name, self.documents[name].data)):
                    yield name, at, source

    def problem(self, name: str, path: tuple, message: str) -> Problem:
        return Problem(*self.line(name, path), field_path(path), message)


class Layered(Folder):
    """A base and its layers."""

    def __init__(self, base: Path, upon: Sequence[Path]):
        super().__init__(base)
        self.upon = tuple(map(_Layer, upon))
        self.own = self.digest
        self.digest = hashlib.sha256("\n".join((self.own, *(each.digest for each in self.upon))).encode()).hexdigest()
        self._stands: dict[tuple[str, str], tuple[_Layer, str, tuple]] = {}
        self._added: dict[tuple[str, str, str], list[tuple[int, _Layer, str]]] = {}

    def parse(self, kept: Kept) -> None:
        problems: list[Problem] = []
        for read in (
            lambda: super(Layered, self).parse(kept),
            *((lambda each=each: each.parse({})) for each in self.upon),
        ):
            try:
                read()
            except ProblemsFound as found:
                problems += found.problems
        if problems:
            raise ProblemsFound(problems)

    def records(self) -> KnowledgeBase:
        knowledge, problems = super().records(), []
        self._stands, self._added = {}, {}
        names = [wording.layer("", knowledge.version, self.own[:12])]
        for layer in self.upon:
            knowledge, wrong = self._with(knowledge, layer)
            problems += wrong
            names.append(layer.named)
        if problems:
            raise ProblemsFound(problems)
        return msgspec.structs.replace(knowledge, version=" + ".join(names), digest=self.digest)

    def _with(self, knowledge: KnowledgeBase, layer: _Layer) -> tuple[KnowledgeBase, list[Problem]]:
        problems: list[Problem] = []
        made: dict[str, dict[str, Struct]] = {kind: dict(getattr(knowledge, kind)) for kind in KINDS}
        extensions = []
        for name in sorted(layer.documents):
            kind, data, identity = kind_of(name), layer.documents[name].data, Path(name).stem
            if kind not in KINDS:
                continue
            if layers.EXTENDS in data:
                extensions.append((name, kind, data))
            elif identity in made[kind]:
                there = self.locate(kind, identity)[0]
                problems.append(layer.problem(name, (), wording.stands_in_both(noun(kind), identity, there)))
            else:
                made[kind][identity] = record_of(name, data)
                self._stands[kind, identity] = (layer, name, ())
        for name, kind, data in extensions:
            problems += self._extend(made[kind], layer, name, kind, data)
        sources = dict(knowledge.sources)
        for name, at, source in layer.sources():
            if source.id in sources:
                there = self.locate("sources", source.id)[0]
                problems.append(layer.problem(name, (at, "id"), wording.stands_in_both("source", source.id, there)))
            else:
                sources[source.id] = source
                self._stands["sources", source.id] = (layer, name, (at,))
        vocabulary, refused = layers.vocabulary(knowledge.vocabulary, layer.table())
        problems += [layer.problem("vocabulary.yaml", path, said) for path, said in refused]
        triggers, refused = layers.triggers(knowledge.triggers, layer.triggers())
        problems += [layer.problem("triggers.yaml", path, said) for path, said in refused]
        lint, wrong = self._lint(knowledge.lint, layer)
        problems += wrong
        entries = {kind: dict(sorted(found.items())) for kind, found in made.items()}
        together = msgspec.structs.replace(
            knowledge,
            vocabulary=vocabulary,
            triggers=triggers,
            lint=lint,
            sources=dict(sorted(sources.items())),
            **entries,
        )
        return together, problems

    def _lint(self, lint: Lint, layer: _Layer) -> tuple[Lint, list[Problem]]:
        """The rules of what stands below, and those of a layer behind them."""
        rules, known, problems = layer.lint().rules, {rule.id: at for at, rule in enumerate(lint.rules)}, []
        for at, rule in enumerate(rules):
            if rule.id in known:
                there = self.locate("lint", "lint", ("rules", known[rule.id]))[0]
                message = wording.rule_stands_already(rule.id, there)
                problems.append(layer.problem("lint.yaml", ("rules", at, "id"), message))
        if rules:
            self._added.setdefault(("lint", "lint", "rules"), []).append((len(lint.rules), layer, "lint.yaml"))
        return Lint(rules=(*lint.rules, *rules)), problems

    def _extend(self, found: dict[str, Struct], layer: _Layer, name: str, kind: str, data: dict) -> list[Problem]:
        identity = data[layers.EXTENDS]
        entry = found.get(identity) if isinstance(identity, str) else None
        if entry is None:
            hint = f"{nearest(str(identity), found)} Allowed: {listing(found)}."
            return [layer.problem(name, (layers.EXTENDS,), wording.nothing_to_extend(noun(kind), str(identity), hint))]
        before = {field: len(getattr(entry, field)) for field in layers.addable(kind)}
        try:
            found[identity] = layers.extended(entry, data, lambda plain: msgspec.convert(plain, KINDS[kind]))
        except msgspec.ValidationError:
            return self._wrong_items(entry, layer, name, kind, data)
        for field, number in before.items():
            if field in data:
                self._added.setdefault((kind, identity, field), []).append((number, layer, name))
        return []

    @staticmethod
    def _wrong_items(entry: Struct, layer: _Layer, name: str, kind: str, data: dict) -> list[Problem]:
        """What is wrong with the items that a layer adds, by the schema of the entry with them in its own's place."""
        from questionnaire.knowledge import schemas

        whole = msgspec.json.decode(msgspec.json.encode(entry))  # lists, as a file has them
        plain = {key: value for key, value in whole.items() if key != "id"}
        mixed = Document(
            {**plain, **{k: v for k, v in data.items() if k != layers.EXTENDS}}, layer.documents[name].lines
        )
        return list(schemas.problems_of(kind, mixed, f"{layer.above}/{name}"))

    def locate(self, kind: str, identity: str, path: tuple = ()) -> tuple[str, int]:
        if len(path) > 1 and isinstance(path[1], int):
            for start, layer, name in reversed(self._added.get((kind, identity, str(path[0])), [])):
                if path[1] >= start:
                    return layer.line(name, (path[0], path[1] - start, *path[2:]))
        if (kind, identity) in self._stands:
            layer, name, above = self._stands[kind, identity]
            return layer.line(name, (*above, *path))
        return super().locate(kind, identity, path)


def _read(raw: bytes, where: str) -> Document:
    return yaml_text.read(yaml_text.decode(raw, where, len(raw)), where, careful=False)


def _extends(document: Document) -> bool:
    return isinstance(document.data, dict) and layers.EXTENDS in document.data


def _about(document: Document, where: str) -> list[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    problems = [
        Problem(where, document.line((key,)), key, wording.layer_has_no_field(listing(_ABOUT)))
        for key in data
        if key not in _ABOUT
    ]
    if not isinstance(data.get("name"), str) or not _NAME.fullmatch(data["name"]):
        problems.append(Problem(where, document.line(("name",)), "name", wording.LAYER_NEEDS_A_NAME))
    return [*problems, *version_of(document, where)]


def _table(document: Document, where: str) -> list[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    problems = [
        Problem(where, document.line((key,)), key, wording.ONLY_THE_TABLE) for key in data if key != "level_table"
    ]
    rows = data.get("level_table")
    if not isinstance(rows, list):
        return [*problems, Problem(where, document.line(("level_table",)), "level_table", wording.ROWS_ARE_DUE)]
    for at, row in enumerate(rows):
        try:
            msgspec.convert(row, LevelRow)
        except msgspec.ValidationError as error:
            from questionnaire.knowledge import schemas  # needed only where something is wrong

            path = ("level_table", at)
            said = schemas.problems_below(LevelRow, row, path, document, where)
            problems += said or [Problem(where, document.line(path), field_path(path), f"{error}.")]
    return problems
