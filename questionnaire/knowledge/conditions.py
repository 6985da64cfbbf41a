"""Three-valued truth of conditions on answers, after Kleene's strong logic: false < maybe < true.

`and` is the minimum, `or` the maximum, `not` swaps false and true. So an unknown answer makes a condition *maybe*,
and learning the answer only ever turns *maybe* into one of the others.

What other answers would do is asked for some hundred sets of answers that differ in one. They are worked out together:
a *world* is one set of answers, and a set of worlds is a whole number with one bit for each, so that one `&`, `|` or
`~` serves all worlds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NewType

from msgspec import Struct

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import ALWAYS, Condition, Pair, Question
from questionnaire.wording import conditions as words

Truth = NewType("Truth", int)
"""How far something holds in one world. Ordered, and never a position on a scale."""

FALSE, MAYBE, TRUE = Truth(0), Truth(1), Truth(2)
UNKNOWN: None = None

Given = Mapping[str, tuple[str, ...] | None]
"""Answers as the walk sees them: question id to chosen options. `()` stands for "does not apply";
`None`, like a question that is missing, for "we do not know yet"."""

Some = int
"""A set of worlds: the bit of the first world is the lowest."""


class Where(Struct, frozen=True, gc=False):
    """The worlds in which something is true, and those in which it is true or maybe, the former among them."""

    certain: Some
    possible: Some

    def also(self, other: Where) -> Where:
        """Where both hold."""
        return Where(self.certain & other.certain, self.possible & other.possible)

    def truth(self, world: int) -> Truth:
        """The truth in one world, the first being 0."""
        return Truth((self.certain >> world & 1) + (self.possible >> world & 1))


NOWHERE = Where(0, 0)
AS_GIVEN: tuple[Given, ...] = ({},)
"""One world: the answers as they are."""


class Worlds:
    """In which worlds atoms, conditions and questions hold, each worked out once.

    There is a world for each of `changed`: the answers given, with those in their place. `every` is the set of all
    worlds, `open` maps a question to the worlds that do not know its answer, `chosen` to the worlds of each option
    that some world chose. Where nobody has looked, an answer is both: what it says is so, and anything else may be.
    """

    def __init__(self, questions: Mapping[str, Question], given: Given, changed: Sequence[Given] = AS_GIVEN):
        self._questions = questions
        self._asked: dict[str, Where] = {}
        self._conditions: dict[Condition, Where] = {}
        self.count = len(changed)
        self.every: Some = (1 << self.count) - 1
        self.everywhere = Where(self.every, self.every)
        self.open: dict[str, Some] = {}
        self.chosen: dict[str, dict[str, Some]] = {}
        said: dict[str, dict[tuple[str, ...] | None, Some]] = {question: {} for question in questions}
        for world, change in enumerate(changed):
            for question, options in change.items():
                said[question][options] = said[question].get(options, 0) | 1 << world
        for question, worlds in said.items():
            unchanged = self.every & ~union(worlds.values())
            worlds[given.get(question)] = worlds.get(given.get(question), 0) | unchanged
            self.open[question] = worlds.pop(UNKNOWN, 0)
            chosen = self.chosen[question] = {}
            for options, some in worlds.items():
                for option in options:
                    chosen[option] = chosen.get(option, 0) | some
            for option in self._questions[question].ignorance if chosen else ():
                self.open[question] |= chosen.get(option, 0)

    def asked(self, question: str) -> Where:
        """Where the question is on the path. An answer to a question that is not on it counts for nothing.

        A question that does not exist is never asked.
        """
        known = self._asked.get(question)
        if known is None:
            record = self._questions.get(question)
            known = self._asked[question] = NOWHERE if record is None else self.condition(record.ask_when)
        return known

    def atom(self, question: str, options: tuple[str, ...]) -> Where:
        """Where one of the options was chosen."""
        asked = self.asked(question)
        if not asked.possible:
            return NOWHERE
        chosen, some = self.chosen[question], 0
        for option in options if chosen else ():
            some |= chosen.get(option, 0)
        return Where(some & asked.certain, (some | self.open[question]) & asked.possible)

    def condition(self, condition: Condition) -> Where:
        """Where all of `all_of`, at least one of `any_of` and none of `none_of` hold."""
        if condition is ALWAYS:
            return self.everywhere
        known = self._conditions.get(condition)
        if known is not None:
            return known
        (all_of, any_of, none_of), certain, possible = condition.parts, self.every, self.every
        for question, options in all_of:
            where = self.atom(question, options)
            certain, possible = certain & where.certain, possible & where.possible
        if any_of and possible:
            one_certain = one_possible = 0
            for question, options in any_of:
                where = self.atom(question, options)
                one_certain, one_possible = one_certain | where.certain, one_possible | where.possible
            certain, possible = certain & one_certain, possible & one_possible
        for question, options in none_of if possible else ():
            where = self.atom(question, options)
            certain, possible = certain & ~where.possible, possible & ~where.certain
        known = self._conditions[condition] = Where(certain, possible)
        return known


def union(sets: Iterable[Some]) -> Some:
    """The worlds that are in one of the sets."""
    together = 0
    for some in sets:
        together |= some
    return together


class Truths:
    """Truth of atoms, conditions and questions under one set of answers, each worked out once. `worlds` is what they
    are worked out in: one world."""

    def __init__(self, questions: Mapping[str, Question], given: Given):
        self.given = given
        self.worlds = Worlds(questions, given)

    def asked(self, question: str) -> Truth:
        """Whether the question is on the path. An answer to a question that is not on it counts for nothing."""
        return self.worlds.asked(question).truth(0)

    def atom(self, question: str, options: tuple[str, ...]) -> Truth:
        """Whether one of the options was chosen."""
        return self.worlds.atom(question, options).truth(0)

    def condition(self, condition: Condition) -> Truth:
        """Whether all of `all_of`, at least one of `any_of` and none of `none_of` hold."""
        return self.worlds.condition(condition).truth(0)

    def failing(self, condition: Condition) -> Condition:
        """Of a condition that is false, only what makes it so."""
        all_of, any_of, none_of = condition.parts
        return Condition(
            all_of=tuple(dict([pair]) for pair in all_of if self.atom(*pair) == FALSE),
            any_of=condition.any_of if all(self.atom(*pair) == FALSE for pair in any_of) else (),
            none_of=tuple(dict([pair]) for pair in none_of if self.atom(*pair) == TRUE),
        )

    def undecided(self, condition: Condition) -> Condition:
        """Of a condition that is maybe, only what open questions decide."""
        all_of, any_of, none_of = condition.parts
        return Condition(
            all_of=tuple(dict([pair]) for pair in all_of if self.atom(*pair) == MAYBE),
            any_of=() if any(self.atom(*pair) == TRUE for pair in any_of) else condition.any_of,
            none_of=tuple(dict([pair]) for pair in none_of if self.atom(*pair) == MAYBE),
        )


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
    return words.some(negations(condition, knowledge))


def negations(condition: Condition, knowledge: KnowledgeBase) -> list[str]:
    """What would make the condition false, each by itself, as phrases. None where it always holds."""
    all_of, any_of, none_of = condition.parts
    phrases = [words.is_not_chosen(*_shown(pair, knowledge)) for pair in all_of]
    if any_of:
        phrases.append(words.both([words.is_not_chosen(*_shown(pair, knowledge)) for pair in any_of]))
    return phrases + [words.is_chosen(*_shown(pair, knowledge)) for pair in none_of]


def _shown(pair: Pair, knowledge: KnowledgeBase) -> tuple[str, list[str]]:
    """What a pair's question asks, and its options as they are labelled; a retired option by its id."""
    question = knowledge.questions[pair[0]]
    labels = dict(knowledge.options(question))
    return question.asks, [labels.get(option, option) for option in pair[1]]
