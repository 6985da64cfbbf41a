"""Three-valued truth of conditions on answers, after Kleene's strong logic: false < maybe < true.

`and` is the minimum, `or` the maximum, `not` swaps false and true. So an unknown answer makes a condition *maybe*,
and learning the answer only ever turns *maybe* into one of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NewType

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import ALWAYS, Condition, Pair, Question
from questionnaire.wording import conditions as words

Truth = NewType("Truth", int)
"""How far something holds. Ordered, and never a position on a scale."""

FALSE, MAYBE, TRUE = Truth(0), Truth(1), Truth(2)
NOT = (TRUE, MAYBE, FALSE)
"""The opposite of a truth, at its place."""

UNKNOWN: None = None

Given = Mapping[str, tuple[str, ...] | None]
"""Answers as the walk sees them: question id to chosen options. `()` stands for "does not apply";
`None`, like a question that is missing, for "we do not know yet"."""


class Truths:
    """Truth of atoms, conditions and questions under one set of answers, each worked out once."""

    def __init__(self, questions: Mapping[str, Question], given: Given):
        self._questions, self.given = questions, given
        self._asked: dict[str, Truth] = {}
        self._conditions: dict[Condition, Truth] = {}

    def asked(self, question: str) -> Truth:
        """Whether the question is on the path. An answer to a question that is not on it counts for nothing.

        A question that does not exist is never asked.
        """
        known = self._asked.get(question)
        if known is None:
            record = self._questions.get(question)
            known = self._asked[question] = FALSE if record is None else self.condition(record.ask_when)
        return known

    def atom(self, question: str, options: tuple[str, ...]) -> Truth:
        """Whether one of the options was chosen."""
        chosen = self.given.get(question, UNKNOWN)
        if chosen is UNKNOWN:
            truth = MAYBE
        elif any(option in chosen for option in options):
            truth = TRUE
        else:
            return FALSE
        return min(truth, self.asked(question))

    def condition(self, condition: Condition) -> Truth:
        """Whether all of `all_of`, at least one of `any_of` and none of `none_of` hold."""
        if condition is ALWAYS:
            return TRUE
        known = self._conditions.get(condition)
        if known is not None:
            return known
        truth, (all_of, any_of, none_of) = TRUE, condition.parts
        for question, options in all_of:
            truth = min(truth, self.atom(question, options))
        if any_of and truth:
            truth = min(truth, max(self.atom(question, options) for question, options in any_of))
        for question, options in none_of:
            if not truth:
                break
            truth = min(truth, NOT[self.atom(question, options)])
        self._conditions[condition] = truth
        return truth

    def failing(self, condition: Condition) -> Condition:
        """Of a condition that is false, only what makes it so."""
        all_of = tuple(
            atom for atom, pair in zip(condition.all_of, condition.parts[0], strict=True) if self.atom(*pair) == FALSE
        )
        none_of = tuple(
            atom for atom, pair in zip(condition.none_of, condition.parts[2], strict=True) if self.atom(*pair) == TRUE
        )
        any_fails = all(self.atom(*pair) == FALSE for pair in condition.parts[1])
        return Condition(all_of=all_of, any_of=condition.any_of if any_fails else (), none_of=none_of)


def in_words(condition: Condition, knowledge: KnowledgeBase) -> str:
    """The condition as a phrase: `‘What happens with the output?’ is ‘It takes effect by itself’`. Empty where the
    condition always holds."""
    all_of, any_of, none_of = condition.parts
    phrases = [words.is_chosen(*_shown(pair, knowledge)) for pair in all_of]
    if any_of:
        phrases.append(words.either([words.is_chosen(*_shown(pair, knowledge)) for pair in any_of]))
    phrases += [words.is_not_chosen(*_shown(pair, knowledge)) for pair in none_of]
    return words.every(phrases)


def negation_in_words(condition: Condition, knowledge: KnowledgeBase) -> str:
    """What would make the condition false, as a phrase. Empty where it always holds."""
    all_of, any_of, none_of = condition.parts
    phrases = [words.is_not_chosen(*_shown(pair, knowledge)) for pair in all_of]
    if any_of:
        phrases.append(words.both([words.is_not_chosen(*_shown(pair, knowledge)) for pair in any_of]))
    phrases += [words.is_chosen(*_shown(pair, knowledge)) for pair in none_of]
    return words.some(phrases)


def _shown(pair: Pair, knowledge: KnowledgeBase) -> tuple[str, list[str]]:
    """What a pair's question asks, and its options as they are labelled; a retired option by its id."""
    question = knowledge.questions[pair[0]]
    labels = dict(knowledge.options(question))
    return question.asks, [labels.get(option, option) for option in pair[1]]
