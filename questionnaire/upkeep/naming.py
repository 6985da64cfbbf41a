"""Where an entry is named: by conditions, and by conditions on questions that are asked only where it is chosen."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.conditions import in_words
from questionnaire.knowledge.entries import Condition


class Named(NamedTuple):
    """A condition that names an entry: where it stands, as kind/id and path, and the condition in words."""

    at: str
    path: tuple
    words: str


def conditions_on(knowledge: KnowledgeBase, kind: str, identity: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """The conditions that name an entry or a question, and those that depend on it: what they name is asked only where
    it, or an answer to it, was chosen. The id of an option is written question=option."""
    key, _, option = identity.partition("=")
    if kind == "questions":
        sought = {key: option}
    else:
        sought = {each.id: identity for each in knowledge.questions.values() if each.options_from == kind}
    if not sought:
        return (), ()
    hanging: set[str] = set()
    while True:
        more = {
            each.id
            for each in knowledge.questions.values()
            if each.id not in hanging and (_names(each.ask_when, sought) or _hangs(each.ask_when, hanging))
        }
        if not more:
            break
        hanging |= more
    naming, depending = [], []
    for at, owner, record in contents.records(knowledge):
        for path, value, _ in contents.values(record):
            if isinstance(value, Condition):
                named = Named(at if at == owner else f"{at}/{owner}", path, in_words(value, knowledge))
                if _names(value, sought):
                    naming.append(named)
                elif _hangs(value, hanging):
                    depending.append(named)
    return tuple(naming), tuple(depending)


def options_of(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Every option of a question that has its own, as question=option."""
    return tuple(f"{each.id}={option.id}" for each in knowledge.questions.values() for option in each.options)


def places(knowledge: KnowledgeBase, kind: str, identity: str) -> tuple[tuple[str, tuple], ...]:
    """Every place that names an entry outside of conditions, as kind/id and path."""
    from questionnaire.knowledge.checks import REFERENCES

    found = []
    for at, owner, record in contents.records(knowledge):
        for path, value, _ in contents.values(record):
            field = path[-1]
            there = REFERENCES.get(field) if field != "use" else at
            if there == kind and (value == identity or (isinstance(value, tuple) and identity in value)):
                found.append((at if at == owner else f"{at}/{owner}", path))
    return tuple(found)


def kinds_of(knowledge: KnowledgeBase, identity: str) -> tuple[str, ...]:
    """The kinds of entry in which an id stands; of question=option, questions."""
    if "=" in identity:
        return ("questions",) if identity in options_of(knowledge) else ()
    return tuple(kind for kind in (*KINDS, "sources") if identity in getattr(knowledge, kind))


def _names(condition: Condition, sought: dict[str, str]) -> bool:
    return any(
        question in sought and (not sought[question] or sought[question] in options)
        for question, options in condition.atoms()
    )


def _hangs(condition: Condition, questions: set[str]) -> bool:
    return any(question in questions for question, _ in condition.atoms())
