"""Answers that choices bring along: what is taken to be so as long as the team has not said otherwise.

A deployment is a name for a bundle of facts. The walk sees only answers, never who gave them, so a use that no entry
names is walked the same way once a team states its facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.knowledge.base import CHOICES, KnowledgeBase
from questionnaire.knowledge.conditions import Given
from questionnaire.knowledge.entries import Choice, Presumption


def presuming(knowledge: KnowledgeBase, given: Given) -> Iterator[tuple[str, Choice, Presumption]]:
    """The chosen entries that presume answers, each with the question that it was chosen for."""
    for question in knowledge.questions.values():
        if question.options_from in CHOICES:
            entries = getattr(knowledge, question.options_from)
            for option in given.get(question.id) or ():
                entry = entries.get(option)
                if entry is not None and entry.presumes:
                    yield question.id, entry, entry.presumes


def presumed(knowledge: KnowledgeBase, given: Given) -> Given:
    """The answers given, and with them those that the chosen entries presume to questions that are not among them.

    Where several entries presume, a question that takes several options gets all of theirs; one that takes a single
    option stays open where they differ. An option that excludes others gives way to them.
    """
    brought: dict[str, set[str]] = {}
    for _, _, presumption in presuming(knowledge, given):
        for question, options in presumption.answers.items():
            if question not in given:
                brought.setdefault(question, set()).update((options,) if isinstance(options, str) else options)
    result = dict(given)
    for key, options in brought.items():
        question = knowledge.questions[key]
        alone = {option.id for option in question.options if option.exclusive}
        kept = tuple(sorted(options - alone or options))
        if question.several or len(kept) == 1:
            result[key] = kept
    return result
