"""What a knowledge base says and cannot mean: conditions that never or always hold, sources that stand twice, claims
that rest on what nobody opened. Advice, found without walking anything.

A condition is looked at as what it asks of each question: which options, each group of which has to hold one that was
chosen, and which may not be chosen. A question's own condition is asked with it, for an answer to a question that is
not on the path counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from questionnaire.files.problems import listing
from questionnaire.knowledge import contents
from questionnaire.knowledge.base import CHOICES, KnowledgeBase
from questionnaire.knowledge.entries import ALWAYS, Condition, Edge, Option, Pair, Question, Source
from questionnaire.wording import doubts as wording

MOST_DEEP = 6
"""Conditions of questions are followed so far; beyond that one is taken to hold."""


ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.)(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v(\d+))?", re.IGNORECASE
)
"""The number by which arXiv knows a work, and its version, in an address or a DOI."""


class Advice(NamedTuple):
    """Something to consider: where it stands, and a sentence."""

    kind: str
    id: str
    path: tuple
    message: str


def doubts(knowledge: KnowledgeBase) -> Iterator[Advice]:
    """Everything to consider, in the order of the entries."""
    unopened = _Unopened(knowledge)
    for kind, identity, record in contents.records(knowledge):
        context = _own(knowledge, kind, identity)
        for path, value, owner in contents.edges_and_conditions(record):
            if isinstance(value, Condition) and value is not ALWAYS and value.atoms():
                yield from _condition(knowledge, (kind, identity, path), record, owner, value, context)
            elif isinstance(value, Edge):
                yield from unopened.claim((kind, identity, path), value)
    yield from _sources(knowledge)


# --- conditions -------------------------------------------------------------------------------------------------------


class _Asked(NamedTuple):
    """What is asked of one question: of each group of options one has to be chosen, and none of `none`."""

    groups: tuple[tuple[str, ...], ...] = ()
    none: frozenset[str] = frozenset()

    def met(self, question: Question, offered: frozenset[str]) -> bool:
        """Whether some answer meets it."""
        left = [frozenset(group) - self.none for group in self.groups]
        if not all(left):
            return False
        if not question.several:
            return not left or bool(frozenset.intersection(*left) & offered)
        alone = frozenset(option.id for option in question.options if option.exclusive)
        if all(group - alone for group in left):
            return True
        return bool(frozenset.intersection(*left) & alone)


def _condition(
    knowledge: KnowledgeBase,
    place: tuple[str, str, tuple],
    record: object,
    owner: object,
    condition: Condition,
    context: list[Pair],
) -> Iterator[Advice]:
    kind, identity, path = place
    option = _option(record, path)
    here = [*context, (identity, (option.id,))] if option is not None and path[-1] != "ask_when" else context
    if not holds_somewhere(knowledge, condition, here):
        yield Advice(*place, wording.NEVER)
    elif _always(knowledge, condition, here):
        yield Advice(*place, wording.ALWAYS_SO)
    elif isinstance(owner, Edge) and kind == "risk_factors" and _ruled_out(record, condition):
        yield Advice(*place, wording.ONLY_WHERE_RULED_OUT)


def _own(knowledge: KnowledgeBase, kind: str, identity: str) -> list[Pair]:
    """What is chosen wherever an entry counts: the entry itself, where a team chooses it."""
    if kind not in CHOICES:
        return []
    return [(each.id, (identity,)) for each in knowledge.questions.values() if each.options_from == kind]


def _option(record: object, path: tuple) -> Option | None:
    if isinstance(record, Question) and len(path) > 1 and path[0] == "options":
        option: Option = record.options[path[1]]
        return option
    return None


def holds_somewhere(knowledge: KnowledgeBase, condition: Condition, context: Iterable[Pair] = ()) -> bool:
    """Whether some answers let a condition hold, where each pair of the context holds too."""
    all_of, any_of, none_of = condition.parts
    needed = (*context, *all_of)
    return any(_together(knowledge, (*needed, *one), none_of) for one in _ways(any_of))


def _ways(any_of: Iterable[Pair]) -> list[tuple[Pair, ...]]:
    """The ways in which at least one of the pairs can hold; where there is none, nothing has to."""
    ways: list[tuple[Pair, ...]] = [(pair,) for pair in any_of]
    return ways or [()]


def _together(knowledge: KnowledgeBase, holding: Iterable[Pair], failing: Iterable[Pair], depth: int = 0) -> bool:
    """Whether some answers let all of the pairs hold and none of the others."""
    asked: dict[str, _Asked] = {}
    for question, options in holding:
        groups, none = asked.get(question, _Asked())
        asked[question] = _Asked((*groups, options), none)
    for question, options in failing:
        if question in asked:
            groups, none = asked[question]
            asked[question] = _Asked(groups, none | frozenset(options))
    for key, each in asked.items():
        record = knowledge.questions.get(key)
        if record is None:
            continue
        if each.groups and not each.met(record, knowledge.offered[key]):
            return False
    if depth >= MOST_DEEP:
        return True
    return all(
        _asked_beside(knowledge, knowledge.questions[key].ask_when, tuple(holding), tuple(failing), depth)
        for key, each in asked.items()
        if each.groups and key in knowledge.questions and knowledge.questions[key].ask_when is not ALWAYS
    )


def _asked_beside(
    knowledge: KnowledgeBase, ask_when: Condition, holding: tuple[Pair, ...], failing: tuple[Pair, ...], depth: int
) -> bool:
    all_of, any_of, none_of = ask_when.parts
    more = tuple(pair for pair in none_of if pair not in failing)
    for one in _ways(any_of):
        beside = tuple(pair for pair in (*all_of, *one) if pair not in holding)
        if not beside and not more:
            return True
        if _together(knowledge, (*holding, *beside), (*failing, *more), depth + 1):
            return True
    return False


def _always(knowledge: KnowledgeBase, condition: Condition, context: list[Pair]) -> bool:
    """Whether a condition holds under all answers where the context does."""
    all_of, any_of, none_of = condition.parts
    if not all(_sure(knowledge, pair, context) for pair in all_of):
        return False
    if any_of and not any(_sure(knowledge, pair, context) for pair in any_of) and not _covers(knowledge, any_of):
        return False
    return not any(_together(knowledge, (*context, pair), ()) for pair in none_of)


def _sure(knowledge: KnowledgeBase, pair: Pair, context: list[Pair]) -> bool:
    """Whether the context already says what a pair asks for, or every answer does."""
    said = any(question == pair[0] and set(options) <= set(pair[1]) for question, options in context)
    return said or _covers(knowledge, (pair,))


def _covers(knowledge: KnowledgeBase, any_of: Iterable[Pair]) -> bool:
    """Whether the pairs name every option of a question that is always asked."""
    named: dict[str, set[str]] = {}
    for question, options in any_of:
        named.setdefault(question, set()).update(options)
    return any(
        (record := knowledge.questions.get(question)) is not None
        and record.ask_when is ALWAYS
        and not record.may_not_apply
        and options >= knowledge.offered[question]
        for question, options in named.items()
    )


def _ruled_out(record: object, condition: Condition) -> bool:
    """Whether a risk factor is ruled out wherever an edge of its own holds: a rule asks no more than the edge does."""
    holding = set(_single(condition.parts[0]))
    for rule in getattr(record, "ruled_out_when", ()):
        all_of, any_of, none_of = rule.when.parts
        if none_of or not (all_of or any_of):
            continue
        if all(_within(pair, holding) for pair in all_of) and (
            not any_of or any(_within(pair, holding) for pair in any_of)
        ):
            return True
    return False


def _single(pairs: Iterable[Pair]) -> Iterator[Pair]:
    return ((question, tuple(sorted(options))) for question, options in pairs)


def _within(pair: Pair, holding: set[Pair]) -> bool:
    return any(question == pair[0] and set(options) <= set(pair[1]) for question, options in holding)


# --- sources ----------------------------------------------------------------------------------------------------------


def _sources(knowledge: KnowledgeBase) -> Iterator[Advice]:
    """Sources with the same DOI or page under two ids."""
    first: dict[str, str] = {}
    for identity, source in knowledge.sources.items():
        told: set[str] = set()
        for field, mark in _marks(source).items():
            other = first.setdefault(mark, identity)
            if other != identity and other not in told:
                told.add(other)
                yield Advice("sources", identity, (field,), wording.same_source(other, field))


def known(knowledge: KnowledgeBase, source: Source) -> str | None:
    """The id under which a source with the same DOI or page stands; None where there is none."""
    marks = set(_marks(source).values())
    return next((key for key, other in knowledge.sources.items() if not marks.isdisjoint(_marks(other).values())), None)


def _marks(source: Source) -> Mapping[str, str]:
    """What tells a source from others, however it is written; a page of arXiv by the DOI that arXiv gives it."""
    marks = {}
    if source.DOI:
        marks["DOI"] = _doi(source.DOI)
    if source.URL:
        page = re.sub(r"(?i)^https?://(www\.)?", "", source.URL).rstrip("/")
        if doi := re.match(r"(?i)(?:dx\.)?doi\.org/(.+)", page):
            marks["URL"] = _doi(doi[1])
        elif number := ARXIV.match(page):
            marks["URL"] = _doi(f"10.48550/arXiv.{number[1]}")
        else:
            host, _, rest = page.partition("/")
            marks["URL"] = f"{host.casefold()}/{rest}"
    return marks


def _doi(text: str) -> str:
    return f"doi:{text.strip().casefold()}"


class _Unopened:
    """Claims all of whose published sources nobody opened: the last word of how far a source was checked."""

    def __init__(self, knowledge: KnowledgeBase):
        least = knowledge.vocabulary.words("verifications")[-1]
        judgement = knowledge.vocabulary.kinds_counting_as("judgement")
        self.published = {key for key, source in knowledge.sources.items() if source.kind not in judgement}
        self.closed = {key for key in self.published if knowledge.sources[key].verified == least}

    def claim(self, place: tuple[str, str, tuple], edge: Edge) -> Iterator[Advice]:
        """Advice where an edge rests on such sources alone."""
        cited = self.published.intersection(edge.sources)
        if cited and cited <= self.closed:
            kind, identity, path = place
            yield Advice(kind, identity, (*path, "sources"), wording.unopened(listing(cited), len(cited)))
