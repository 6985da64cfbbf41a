"""What the team can still decide otherwise: single changes of answers, each towards more safety."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from questionnaire.answers.answers import UNKNOWN, Answer, Answers
from questionnaire.knowledge.conditions import TRUE, Given, Truths
from questionnaire.knowledge.entries import Question
from questionnaire.walk.network import Network


class Change(NamedTuple):
    """Another answer to one question. `out` and `into` name the option swapped; `into` is empty for one left out."""

    question: str
    out: str
    into: str
    answer: Answer
    trade_off: str


def together(*changes: Change) -> Given:
    """The answers that these changes put in the place of those given."""
    return {change.question: change.answer.options for change in changes}


def changes(network: Network, answers: Answers) -> Iterator[Change]:
    """Every single change of a decision that the team still controls and that is possible with the other answers.

    A choice from a folder (an objective, a data plan) is swapped for the alternatives that its entry names and that fit
    the facts, since not every entry makes sense in place of another; one is left out where such an alternative is
    chosen already. An option of a question's own is swapped for one that stands before it among `safer_first`; one that
    does not stand there is no safeguard, and nothing is changed towards it.
    """
    knowledge = network.knowledge
    truths = Truths(network.questions, network.presumed(answers.given()))
    for key in knowledge.interview.order():
        question = network.questions[key]
        answer = answers.answers.get(key, Answer(UNKNOWN))
        if question.controllable and truths.asked(key) and answer.status != "not_applicable":
            if question.options_from:
                entries = getattr(knowledge, question.options_from)
                yield from _other_entries(entries, key, answer.options, truths)
            else:
                yield from _safer_options(question, answer.options, truths)


def _other_entries(
    entries: Mapping[str, object], key: str, chosen: tuple[str, ...], truths: Truths
) -> Iterator[Change]:
    for option in chosen:
        rest = tuple(other for other in chosen if other != option)
        for alternative in getattr(entries[option], "alternatives", ()):
            if alternative.use not in chosen and truths.condition(alternative.fits) == TRUE:
                swapped = Answer("answered", tuple(sorted((*rest, alternative.use))))
                yield Change(key, option, alternative.use, swapped, alternative.trade_off)
        if any(alternative.use in rest for alternative in getattr(entries[option], "alternatives", ())):
            yield Change(key, option, "", Answer("answered", rest), "")


def _safer_options(question: Question, chosen: tuple[str, ...], truths: Truths) -> Iterator[Change]:
    options = {option.id: option for option in question.options}
    offered = [key for key in question.safer_first if truths.condition(options[key].offered_when) == TRUE]
    single = chosen if len(chosen) == 1 else (UNKNOWN,)
    for into in offered:
        if into not in chosen:
            alone = options[into].exclusive or not question.several
            for out in single if alone else chosen or single:
                if into in _before(out, question.safer_first):
                    rest = () if alone else tuple(other for other in chosen if other != out)
                    yield Change(question.id, out, into, Answer("answered", tuple(sorted((*rest, into)))), "")


def _before(option: str, safer_first: tuple[str, ...]) -> Iterable[str]:
    return safer_first[: safer_first.index(option)] if option in safer_first else safer_first
