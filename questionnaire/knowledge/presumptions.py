"""Answers that choices bring along, and answers that cannot be true together.

A deployment is a name for a bundle of facts. The walk sees only answers, never who gave them, so a use that no entry
names is walked the same way once a team states its facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import UNKNOWN, Given, Truths
from questionnaire.knowledge.entries import Choice, Presumption, Question, pairs
from questionnaire.knowledge.vocabulary import Clash


class Contradiction(NamedTuple):
    """Two answers of which only one can be true: of a choice and to what it presumes, or those of a clash."""

    questions: tuple[str, ...]
    entry: Choice | None = None
    clash: Clash | None = None


def presuming(knowledge: KnowledgeBase, given: Given) -> Iterator[tuple[str, Choice, Presumption]]:
    """The chosen entries that presume answers, each with the question that it was chosen for."""
    for question in knowledge.choosing:
        entries = getattr(knowledge, question.options_from)
        for option in given.get(question.id) or ():
            entry = entries.get(option)
            if entry is not None and entry.presumes:
                yield question.id, entry, entry.presumes


def presumed(knowledge: KnowledgeBase, given: Given) -> Given:
    """The answers that count: those given, and with them what the chosen entries presume where nothing was answered.

    Where several entries presume, a question that takes several options gets all of theirs; one that takes a single
    option stays open where they differ. An option that excludes others gives way to them. Of answers that contradict
    one another the worse reading counts: against an option that excludes all others, what it would exclude; and of a
    clash the answer that would close most is taken to be unknown.
    """
    result, against = _taken(knowledge, given)
    settled = {found.questions[1] for found in against}
    for clash in _clashing(knowledge, given, result):
        if clash.unsettled not in settled:
            result[clash.unsettled] = UNKNOWN
    return result


def contradictions(knowledge: KnowledgeBase, given: Given) -> tuple[Contradiction, ...]:
    """Every contradiction in the answers given, those with what a choice presumes first."""
    result, against = _taken(knowledge, given)
    clashes = (
        Contradiction(tuple(question for atom in clash.answers for question in atom), clash=clash)
        for clash in _clashing(knowledge, given, result)
    )
    return (*against, *clashes)


def _taken(
    knowledge: KnowledgeBase, given: Given
) -> tuple[dict[str, tuple[str, ...] | None], tuple[Contradiction, ...]]:
    """The answers with what is presumed, clashes aside, and the contradictions between the two."""
    brought: dict[str, set[str]] = {}
    for _, _, presumption in presuming(knowledge, given):
        for key, options in pairs((presumption.answers,)):
            if key not in given:
                brought.setdefault(key, set()).update(options)
    result = dict(given)
    for key, options in brought.items():
        question = knowledge.questions[key]
        kept = _without_exclusive(question, options)
        if question.several or len(kept) == 1:
            result[key] = kept
    against = tuple(_against_presumed(knowledge, given))
    for found in against:
        key = found.questions[1]
        result[key] = _without_exclusive(knowledge.questions[key], {*(given[key] or ()), *_presumed(found.entry, key)})
    return result, against


def _against_presumed(knowledge: KnowledgeBase, given: Given) -> Iterator[Contradiction]:
    """Of a firm presumption and the team's answer, one excludes all that the other says."""
    for chosen, entry, presumption in presuming(knowledge, given):
        for key in presumption.firm:
            said, taken = given.get(key), _presumed(entry, key)
            alone = {option.id for option in knowledge.questions[key].options if option.exclusive}
            if said and alone.issuperset(said) != alone.issuperset(taken):
                yield Contradiction((chosen, key), entry=entry)


def _presumed(entry: Choice | None, key: str) -> tuple[str, ...]:
    return dict(pairs((entry.presumes.answers,)))[key] if entry and entry.presumes else ()


def _clashing(knowledge: KnowledgeBase, given: Given, counted: Given) -> Iterator[Clash]:
    """The clashes among the answers given, of those whose questions all are or may be on the path."""
    said = [clash for clash in knowledge.interview.clashes if _said(clash, given)]
    if said:
        truths = Truths(knowledge.questions, counted)
        yield from (clash for clash in said if all(truths.asked(question) for question, _ in clash.pairs))


def _said(clash: Clash, given: Given) -> bool:
    return all(not options.isdisjoint(given.get(question) or ()) for question, options in clash.pairs)


def _without_exclusive(question: Question, options: set[str]) -> tuple[str, ...]:
    alone = {option.id for option in question.options if option.exclusive}
    return tuple(sorted(options - alone or options))
