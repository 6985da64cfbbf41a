"""Three-valued truth of conditions on answers, after Kleene's strong logic: false < maybe < true.

`and` is the minimum, `or` the maximum, `not` swaps false and true. So an unknown answer makes a condition *maybe*,
and learning the answer only ever turns *maybe* into one of the others.
"""

from __future__ import annotations

from collections.abc import Mapping

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import ALWAYS, Condition, Question

FALSE, MAYBE, TRUE = 0, 1, 2
MOST_NAMED = 4
UNKNOWN: None = None

Given = Mapping[str, tuple[str, ...] | None]
"""Answers as the walk sees them: question id to chosen options. `()` stands for "does not apply";
`None`, like a question that is missing, for "we do not know yet"."""


class Truths:
    """Truth of atoms, conditions and questions under one set of answers, each worked out once."""

    def __init__(self, questions: Mapping[str, Question], given: Given):
        self._questions, self.given = questions, given
        self._asked: dict[str, int] = {}
        self._conditions: dict[int, int] = {id(ALWAYS): TRUE}

    def asked(self, question: str) -> int:
        """Whether the question is on the path. An answer to a question that is not on it counts for nothing."""
        known = self._asked.get(question)
        if known is None:
            record = self._questions.get(question)
            known = self._asked[question] = FALSE if record is None else self.condition(record.ask_when)
        return known

    def atom(self, question: str, options: tuple[str, ...]) -> int:
        """Whether one of the options was chosen."""
        chosen = self.given.get(question, UNKNOWN)
        if chosen is UNKNOWN:
            truth = MAYBE
        elif any(option in chosen for option in options):
            truth = TRUE
        else:
            return FALSE
        return min(truth, self.asked(question))

    def condition(self, condition: Condition) -> int:
        """Whether all of `all_of`, at least one of `any_of` and none of `none_of` hold."""
        key = id(condition)
        known = self._conditions.get(key)
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
            truth = min(truth, TRUE - self.atom(question, options))
        self._conditions[key] = truth
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
    """The condition as a phrase: `‘What happens with the output?’ is ‘It takes effect by itself’`."""
    return _phrase(condition, knowledge, ("is", "is not"), (", and ", " or "))


def negation_in_words(condition: Condition, knowledge: KnowledgeBase) -> str:
    """What would make a condition false, as a phrase."""
    return _phrase(condition, knowledge, ("is not", "is"), (", or ", " and "))


def _phrase(condition: Condition, knowledge: KnowledgeBase, verbs: tuple[str, str], joints: tuple[str, str]) -> str:
    all_of, any_of, none_of = condition.parts
    phrases = [_atom(pair, knowledge, verbs[0]) for pair in all_of]
    if any_of:
        phrases.append(joints[1].join(_atom(pair, knowledge, verbs[0]) for pair in any_of))
    phrases += [_atom(pair, knowledge, verbs[1]) for pair in none_of]
    return joints[0].join(phrases)


def _atom(pair: tuple[str, tuple[str, ...]], knowledge: KnowledgeBase, verb: str) -> str:
    question, options = knowledge.questions[pair[0]], dict(knowledge.options(knowledge.questions[pair[0]]))
    names = [f"‘{options.get(option, option)}’" for option in pair[1]]
    if len(names) == 1:
        return f"‘{question.asks}’ {verb} {names[0]}"
    if len(names) > MOST_NAMED:
        names[MOST_NAMED - 1 :] = [f"{len(names) - MOST_NAMED + 1} more"]
    row = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"‘{question.asks}’ {verb} {'one' if verb == 'is' else 'any'} of {row}"
