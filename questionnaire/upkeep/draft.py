"""A whole new entry, asked for field by field: what there is to ask, and the files that come of what was given.

What is asked, and how it is explained, follows from the records. A new question or risk factor is not asked for: it
touches many files, and is begun with `kb new`.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
from msgspec import Struct

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound
from questionnaire.knowledge import checks, loader, schemas
from questionnaire.knowledge.base import CHOICES, KINDS, KnowledgeBase, noun
from questionnaire.knowledge.entries import Condition, Edge, Question
from questionnaire.upkeep import blank, proposal
from questionnaire.upkeep.browse import Ref
from questionnaire.upkeep.proposal import CLAIMS, Evidence, Proposal
from questionnaire.wording import proposal as wording

NEW = ("deployments", "tasks", "objectives", "data_plans", "affected_groups", "harms", "recommendations", "regulations")
"""The kinds of entry that can be asked for as a whole."""
Takes = typing.Literal["line", "text", "names", "word", "words", "entry", "entries", "condition"]
_LINES = ("title", "jurisdiction", "point", "as_of", "review_by")
HARMLESS = "harmless"
"""The field in which an entry that leads nowhere says why."""
_ALSO = ("also_called", "also", "part_of", "form_of", HARMLESS)
"""Fields that may be left out and are asked for all the same."""


class Asked(NamedTuple):
    """A field to be filled in: what it means, what it takes, and from which list of words or kind of entry."""

    field: str
    meaning: str
    takes: Takes
    of: str
    needed: bool


class Claimed(NamedTuple):
    """A claim of the new entry: the field in which it stands, what was chosen in it, and its sentence."""

    field: str
    chosen: Mapping[str, str]
    because: str


class Given(NamedTuple):
    """What was filled in. `facts` are presumed answers by question, `presumed` says in a sentence what is presumed."""

    values: Mapping[str, str | Sequence[str]]
    claims: tuple[Claimed, ...] = ()
    facts: Mapping[str, Sequence[str]] = {}
    presumed: str = ""


@functools.cache
def asked(kind: str) -> tuple[Asked, ...]:
    """The fields of a kind of entry, in the order in which they are filled in. Claims and facts stand apart."""
    record = KINDS[kind]
    return tuple(
        found
        for field in blank.ordered(record, kind)
        if (field.required or field.name in _ALSO) and (found := _asked(record, kind, field)) is not None
    )


def _asked(record: type[Struct], kind: str, field: msgspec.structs.FieldInfo) -> Asked | None:
    name = field.encode_name
    meaning = blank.description(record, field.name) or wording.WHERE_IT_APPLIES
    several = typing.get_origin(blank.plain_type(field.type)) is tuple
    words = checks.KIND_WORDS.get(kind) if name == "kind" else checks.WORDS.get(name)
    inner = blank.record_in(field.type)
    takes: Takes
    if inner is Condition:
        takes, of = "condition", ""
    elif inner is not None or name == "sources":
        return None
    elif words:
        takes, of = ("words" if several else "word"), words
    elif name in checks.REFERENCES or name == "form_of":
        takes, of = ("entries" if several else "entry"), checks.REFERENCES.get(name, kind)
    else:
        takes, of = ("names" if several else "line" if name in _LINES else "text"), ""
    return Asked(name, meaning, takes, of, field.required)


def facts(knowledge: KnowledgeBase, kind: str) -> tuple[Question, ...]:
    """The fact questions that entries of a kind presume answers to: a new one is asked for them."""
    return tuple(question for question, _ in blank.presumed_by(knowledge, kind)) if kind in CHOICES else ()


def claims(kind: str) -> Mapping[str, type[Edge]]:
    """By field, the claims that an entry of a kind can make."""
    return CLAIMS.get(kind, {})


def drafted(
    knowledge: KnowledgeBase, kind: str, given: Given, evidence: Evidence
) -> tuple[Proposal | None, tuple[Problem, ...]]:
    """The files of the new entry and the text to hand them in with, or all that is wrong with what was given."""
    identity = loader.as_id(str(given.values.get("title", "")))
    lacking = [*_lacking(knowledge, kind, identity, given), *proposal.lacking(evidence)]
    if lacking:
        return None, tuple(lacking)
    cited, source = proposal.source_of(knowledge, evidence)
    data = _data(kind, given, cited)
    if not ("sources" in data or any(field in data for field in claims(kind))):
        source = None  # nothing cites it
    files = {f"{kind}/{identity}.yaml": proposal.file_of(kind, data)}
    if source is not None:
        files[f"sources/{cited}.yaml"] = proposal.file_of_source(source)
    ref = Ref(kind, identity, str(given.values["title"]))
    problems = _problems(knowledge, ref, source, files[f"{kind}/{identity}.yaml"])
    if problems:
        return None, tuple(replace(each, field=_on_the_form(given, each)) for each in problems)
    said = wording.a_new(noun(kind), str(given.values.get("summary", "")))
    return Proposal(
        files, wording.title(ref.title, missing=True), proposal.text_of(ref, said, evidence, cited, files)
    ), ()


def _lacking(knowledge: KnowledgeBase, kind: str, identity: str, given: Given) -> Iterator[Problem]:
    for each in asked(kind):
        value = given.values.get(each.field)
        if each.needed and not value:
            due = wording.CHOOSE_ONE if each.takes in ("word", "entry") else wording.DUE
            yield Problem("", 0, wording.label(each.field), f"{due} {each.meaning}")
    title = str(given.values.get("title", ""))
    if title and not loader.id_words(title):
        yield Problem("", 0, wording.label("title"), wording.NAME_IN_LATIN)
    if identity in getattr(knowledge, kind):
        yield Problem("", 0, wording.label("title"), wording.stands_already(getattr(knowledge, kind)[identity].title))
    elif kind in CHOICES and not (given.claims or given.facts or given.values.get(HARMLESS)):
        yield Problem("", 0, wording.CLAIMS_HEADING, wording.LEADS_NOWHERE)
    for number, claim in enumerate(given.claims, start=1):
        values = proposal.values_of(claims(kind)[claim.field])
        if any(not claim.chosen.get(name) for name, _, _ in values):
            yield Problem("", 0, wording.claim_number(number), wording.CHOOSE_ALL)
        if len(claim.because) < 10:
            yield Problem("", 0, wording.claim_number(number), wording.SAY_SENTENCE)
    if given.facts and len(given.presumed) < 10:
        yield Problem("", 0, wording.PRESUMED, wording.SAY_PRESUMED)


def _data(kind: str, given: Given, source: str) -> dict[str, object]:
    """The entry as its file holds it: what it is, what it presumes, what it claims."""
    data: dict[str, object] = {}
    for each in asked(kind):
        value = given.values.get(each.field)
        if value and each.takes == "condition":
            data[each.field] = {"all_of": [{question: options} for question, options in _by_question(value).items()]}
        elif value:
            data[each.field] = value if isinstance(value, str) else list(value)
    if given.facts:
        answers = {key: options[0] if len(options) == 1 else list(options) for key, options in given.facts.items()}
        data["presumes"] = {"answers": answers, "because": given.presumed}
    for claim in given.claims:
        item = {
            **proposal.given(claims(kind)[claim.field], claim.chosen),
            "because": claim.because,
            "sources": [source],
        }
        listed = data.setdefault(claim.field, [])
        if isinstance(listed, list):
            listed.append(item)
    if "sources" in KINDS[kind].__struct_fields__:
        data["sources"] = [source]
    return data


def _on_the_form(given: Given, problem: Problem) -> str:
    """What the form calls a place in a file: a claim by its number, else the field."""
    if problem.file.startswith("sources/"):
        return wording.of_source(problem.field)
    name, _, rest = problem.field.partition("[")
    within = [number for number, claim in enumerate(given.claims, start=1) if claim.field == name]
    if rest and within:
        return wording.claim_number(within[int(rest.partition("]")[0])])
    return wording.label(name)


def _by_question(atoms: str | Sequence[str]) -> dict[str, list[str]]:
    """Options by question, of atoms as question=option."""
    found: dict[str, list[str]] = {}
    for atom in (atoms,) if isinstance(atoms, str) else atoms:
        question, _, option = atom.partition("=")
        found.setdefault(question, []).append(option)
    return found


def _problems(knowledge: KnowledgeBase, ref: Ref, source: dict[str, object] | None, text: str) -> tuple[Problem, ...]:
    """What `kb check` would say of the files, once in place."""
    try:
        document = yaml_text.read(text, "", careful=False)
    except ProblemsFound as found:
        return tuple(found.problems)
    by_itself = tuple(schemas.problems_of(ref.kind, document, ""))
    return by_itself or proposal.problems_of(knowledge, ref, source, text)
