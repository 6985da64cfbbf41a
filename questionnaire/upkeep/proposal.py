"""What somebody says is missing or wrong, as files to put in place and a text for a pull request.

Nothing is written into the knowledge base here. A file that exists is changed where the change is, and stays as it is
elsewhere; where its layout does not allow that, it is written anew.
"""

from __future__ import annotations

import copy
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import msgspec
from msgspec import Struct

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem
from questionnaire.knowledge import checks, contents, loader
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Bearing, Edge, Exposure, Lead, Lowering, Raise, Source, Stake
from questionnaire.upkeep import doubts, editor
from questionnaire.upkeep.browse import Ref
from questionnaire.wording import proposal as wording

DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_FOLDED = 90
_SEVERAL = ("harms", "pathways")
_STEP = {"moves": "likelihood", "by": 1}
"""What a new claim that a recommendation works on a risk factor says of how far: the least."""


class Evidence(NamedTuple):
    """What shows it: as somebody typed it. `address` is a link or a DOI; `kind` and `verified` are closed words."""

    title: str
    address: str
    year: str
    shows: str
    who: str = ""
    kind: str = ""
    verified: str = ""


class Wrong(NamedTuple):
    """A sentence of an entry that is wrong: where its claim stands in the file, and how it should read."""

    path: tuple[str | int, ...]
    reads: str


class Missing(NamedTuple):
    """A claim that is missing at an entry: the field in which it belongs, and its values but sentence and sources."""

    field: str
    values: Mapping[str, object]
    because: str


class Proposal(NamedTuple):
    """Files by their place below the folder of the knowledge base, and title and text of a pull request."""

    files: dict[str, str]
    title: str
    text: str


CLAIMS: dict[str, dict[str, type[Edge]]] = {
    "tasks": {"raises": Raise},
    "objectives": {"raises": Raise},
    "data_plans": {"raises": Raise},
    "deployments": {"stakes": Stake, "exposes": Exposure, "raises": Raise},
    "affected_groups": {"bears": Bearing},
    "risk_factors": {"leads_to": Lead},
    "recommendations": {"works_on": Lowering},
}
"""By kind of entry, the claims that can be proposed there: the field, and what stands in it."""


def proposed(
    knowledge: KnowledgeBase, ref: Ref, said: str, evidence: Evidence, change: Wrong | Missing | None, text: str
) -> tuple[Proposal | None, tuple[Problem, ...]]:
    """The files and the text, or what is wrong with what was typed, all at once.

    `said` is what is wrong or missing in the person's own words, `text` the entry's file as it is, empty for a source
    or where no change of the entry is proposed.
    """
    if lack := [*_lacking(said), *lacking(evidence), *_lacking_change(change)]:
        return None, tuple(lack)
    cited, source = source_of(knowledge, evidence)
    files = {f"sources/{cited}.yaml": file_of_source(source)} if source is not None else {}
    name = f"{ref.kind}/{ref.id}.yaml"
    if change is not None:
        files[name] = _changed(text, change, cited)
    problems = problems_of(knowledge, ref, source, files.get(name))
    if problems:
        return None, tuple(replace(each, field=_on_the_form(change, each)) for each in problems)
    return Proposal(
        files,
        wording.title(ref.title, missing=not isinstance(change, Wrong)),
        text_of(ref, said, evidence, cited, files),
    ), ()


def sentences(entry: Struct, text: str | None = None) -> dict[tuple[str | int, ...], str]:
    """The sentences of an entry's claims, by where they stand: of its file alone where that is given, for a layer may
    have added others."""
    found = {path: value.because for path, value, _ in contents.values(entry) if isinstance(value, Edge)}
    if text is None:
        return found
    lines = yaml_text.read(text, "", careful=False).lines
    return {path: said for path, said in found.items() if (*path, "because") in lines}


# --- what is lacking --------------------------------------------------------------------------------------------------


def _lacking(said: str) -> Iterator[Problem]:
    if len(said) < 10:
        yield _problem("said", wording.SAY_WHAT)


def lacking(evidence: Evidence) -> Iterator[Problem]:
    """What is missing from, or wrong with, the evidence."""
    for field, message in (("title", wording.SAY_TITLE), ("shows", wording.SAY_SHOWS)):
        if len(getattr(evidence, field)) < 3:
            yield _problem(field, message)
    if not DOI.fullmatch(evidence.address) and not re.fullmatch(r"https?://[^\s/]+\.\S+", evidence.address):
        yield _problem("address", wording.SAY_ADDRESS)
    if not re.fullmatch(r"1[5-9]\d\d|20\d\d", evidence.year):
        yield _problem("year", wording.SAY_YEAR)


def _lacking_change(change: Wrong | Missing | None) -> Iterator[Problem]:
    if isinstance(change, Wrong) and len(change.reads) < 10:
        yield _problem("reads", wording.SAY_HOW_IT_READS)
    if isinstance(change, Missing):
        if len(change.because) < 10:
            yield _problem("because", wording.SAY_SENTENCE)
        if any(not value for value in change.values.values()):
            yield _problem("values", wording.CHOOSE_ALL)


def _on_the_form(change: Wrong | Missing | None, problem: Problem) -> str:
    """What the form calls a place in a file; the file's own name for what the form does not ask for."""
    if problem.file.startswith("sources/"):
        return wording.of_source(problem.field)
    if problem.field.endswith("because"):
        return wording.FIELDS["because" if isinstance(change, Missing) else "reads"]
    return problem.field


def _problem(field: str, message: str) -> Problem:
    return Problem("", 0, wording.FIELDS[field], message)


# --- the source -------------------------------------------------------------------------------------------------------


def source_of(knowledge: KnowledgeBase, evidence: Evidence) -> tuple[str, dict[str, object] | None]:
    """The id of the source, and the source as its file holds it; None where it stands already."""
    source = _written(knowledge, evidence)
    known = doubts.known(knowledge, msgspec.convert(source, Source))
    return (known, None) if known else (str(source["id"]), source)


def _written(knowledge: KnowledgeBase, evidence: Evidence) -> dict[str, object]:
    """The source as its file holds it, under an id that no other has."""
    vocabulary, doi = knowledge.vocabulary, DOI.fullmatch(evidence.address)
    words = loader.id_words(evidence.who) or loader.id_words(evidence.title)
    ours = "-".join([*words[:2], evidence.year]) if words else f"source-{evidence.year}"
    identity, number = ours, 1
    while identity in knowledge.sources:
        number += 1
        identity = f"{ours}-{number}"
    source: dict[str, object] = {
        "id": identity,
        "type": "article-journal" if doi else "webpage",
        "kind": evidence.kind or vocabulary.words("source_kinds")[0],
        "title": evidence.title,
    }
    if evidence.who:
        source["author"] = [{"literal": evidence.who}]
    source["issued"] = {"date-parts": [[int(evidence.year)]]}
    source |= {"DOI": doi[1]} if doi else {"URL": evidence.address}
    return source | {
        "supports": evidence.shows,
        "verified": evidence.verified or vocabulary.words("verifications")[-1],
    }


def file_of_source(source: dict[str, object]) -> str:
    """The file of a source, as text."""
    return file_of("sources", [source])


def file_of(kind: str, data: object) -> str:
    """A file of this kind, with the line at the top by which an editor knows its schema."""
    return f"{editor.header(kind)}\n{yaml_text.write(data)}"


# --- the entry --------------------------------------------------------------------------------------------------------


def _changed(text: str, change: Wrong | Missing, source: str) -> str:
    """The entry's file with the change in it."""
    data = yaml_text.read(text, "", careful=False).data
    due = copy.deepcopy(data)
    if not isinstance(due, dict):
        raise TypeError("an entry is a mapping")
    if isinstance(change, Missing):
        item = {**change.values, "because": change.because, "sources": [source]}
        due.setdefault(change.field, []).append(item)
        edited = _appended(text, change.field, item)
    else:
        claim = due
        for step in change.path:
            claim = claim[step]
        claim["because"], claim["sources"] = change.reads, [*claim["sources"], source]
        edited = _replaced(text, change.path, {key: claim[key] for key in ("because", "sources")})
    if edited and yaml_text.read(edited, "", careful=False).data == due:
        return edited
    return f"{_header_of(text)}{yaml_text.write(due)}"


def _header_of(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True)[:1] if line.startswith("#"))


def _appended(text: str, field: str, item: Mapping[str, object]) -> str:
    """The text with one item more in a list at its top, which is begun at the end where there is none; empty where the
    list is written on one line."""
    lines = (text if text.endswith("\n") else f"{text}\n").splitlines(keepends=True)
    block = textwrap.indent(_laid_out(item), "    ").replace("    ", "  - ", 1)
    at = next((at for at, line in enumerate(lines) if line.startswith(f"{field}:")), None)
    if at is None:
        return "".join([*lines, f"{field}:\n", block])
    if lines[at].partition("#")[0].strip() != f"{field}:":
        return ""
    end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() and lines[n][0] not in " #"), len(lines))
    while not lines[end - 1].strip():
        end -= 1
    return "".join([*lines[:end], block, *lines[end:]])


def _replaced(text: str, path: tuple[str | int, ...], values: Mapping[str, object]) -> str:
    """The text with other values in one record of it; empty where a value does not stand on lines of its own."""
    for key, value in values.items():
        lines = text.splitlines(keepends=True)
        document = yaml_text.read(text, "", careful=False)
        at = document.line((*path, key)) - 1
        found = re.match(rf"( *(?:- )?){re.escape(key)}:", lines[at])
        if not found:
            return ""
        indent = len(found[1])
        end = at + 1
        while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) > indent):
            end += 1
        new = textwrap.indent(_laid_out({key: value}), " " * indent)
        text = "".join([*lines[:at], found[1] + new[indent:], *lines[end:]])
    return text


def _laid_out(item: Mapping[str, object]) -> str:
    """A record as the files of the knowledge base lay it out: long sentences folded, ids in a row."""
    laid = []
    for key, value in item.items():
        if isinstance(value, list | tuple):
            laid.append(f"{key}: [{', '.join(map(str, value))}]\n")
        elif isinstance(value, str) and len(value) > _FOLDED and "  " not in value:
            laid.append(f"{key}: >-\n{textwrap.indent(textwrap.fill(value, 112), '  ')}\n")
        else:
            laid.append(yaml_text.write({key: value}))
    return "".join(laid)


# --- what the checks say ----------------------------------------------------------------------------------------------


def problems_of(
    knowledge: KnowledgeBase, ref: Ref, source: dict[str, object] | None, entry: str | None
) -> tuple[Problem, ...]:
    """What `kb check` would find wrong with the files, once in place: of a new source, and of an entry."""
    try:
        changed = knowledge
        if source is not None:
            record = msgspec.convert(source, Source)
            sources = {**knowledge.sources, record.id: record}
            changed = msgspec.structs.replace(knowledge, sources=dict(sorted(sources.items())))
        if entry is not None:
            data = yaml_text.read(entry, "", careful=False).data
            made: Struct = msgspec.convert({**data, "id": ref.id}, KINDS[ref.kind])  # type: ignore[dict-item]
            entries = {**getattr(knowledge, ref.kind), ref.id: made}
            changed = msgspec.structs.replace(changed, **{ref.kind: entries})
    except msgspec.ValidationError as error:
        return (Problem("", 0, "", f"{error}."),)
    found = checks.problems_of(changed, lambda kind, identity, _=(): (f"{kind}/{identity}", 0), "")
    touched = {f"sources/{source['id']}" if source else "", f"{ref.kind}/{ref.id}"}
    return tuple(each for each in found if not each.advice and each.file in touched)


# --- the pull request -------------------------------------------------------------------------------------------------


def text_of(ref: Ref, said: str, evidence: Evidence, cited: str, files: Mapping[str, str]) -> str:
    """The text of the pull request; `cited` is the id of the source that it rests on."""
    rests_on = wording.rests_on(evidence.title, evidence.address, evidence.shows)
    if f"sources/{cited}.yaml" not in files:
        rests_on = f"{rests_on} {wording.stands_as(cited)}"
    return wording.pull_request(f"{ref.kind}/{ref.id}", ref.title, said, rests_on, files)


def values_of(edge: type[Edge]) -> tuple[tuple[str, str, bool], ...]:
    """What has to be chosen for a claim of a kind: the field, the kind of entry or the list of words it is chosen from,
    and whether the file holds a list there."""
    names = [
        field.encode_name
        for field in msgspec.structs.fields(edge)
        if field.required and field.name not in ("because", "sources", *_STEP)
    ]
    return tuple((name, checks.REFERENCES.get(name) or checks.WORDS[name], name in _SEVERAL) for name in names)


def given(edge: type[Edge], chosen: Mapping[str, str]) -> dict[str, object]:
    """The values of a claim as its file holds them, from what was chosen for each field."""
    values: dict[str, object] = {
        name: ([chosen[name]] if several and chosen.get(name) else chosen.get(name, ""))
        for name, _, several in values_of(edge)
    }
    return values | (_STEP if edge is Lowering else {})
