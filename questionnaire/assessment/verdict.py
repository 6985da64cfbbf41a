"""The verdict: the level to plan for, why, and the stop conditions."""

from __future__ import annotations

from questionnaire.assessment.result import Finding, StopShown, Verdict
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import MAYBE, TRUE, in_words
from questionnaire.knowledge.entries import Stop
from questionnaire.walk.trip_wires import to_plan_for
from questionnaire.walk.walk import Open
from questionnaire.wording import result as words


def verdict(told: Telling, worst: Finding | None, first_by: str) -> Verdict:
    """The verdict with its reason.

    `worst` is the worst finding, None where no harm is reached, and `first_by` what puts it before the next.
    """
    stops = sorted(told.walk.stops, key=lambda open_: (open_.tail, open_.edge.because))
    certain = tuple(_stop(told, open_) for open_ in stops if open_.truth == TRUE)
    possible = tuple(_stop(told, open_) for open_ in stops if open_.truth == MAYBE)
    nothing = all(options is None for options in told.answers.given().values())
    return Verdict(
        *levels(told),
        _reason(told, worst, first_by, certain, possible, nothing),
        nothing,
        certain,
        possible,
    )


def levels(told: Telling) -> tuple[str, str, str, str]:
    """The levels of the verdict: the one to plan for, the lower and the upper one, and what measures leave."""
    least = 1 if told.contradictions else 0  # whoever says two things that exclude one another has not shown safety
    return (
        told.levels[to_plan_for(told.network, told.answers.given(), told.walk, told.contradictions)],
        told.levels[told.walk.lower],
        told.levels[max(told.walk.upper, least)],
        told.levels[told.walk.residual],
    )


def _reason(
    told: Telling,
    worst: Finding | None,
    first_by: str,
    certain: tuple[StopShown, ...],
    possible: tuple[StopShown, ...],
    nothing: bool,
) -> str:
    if certain:
        return words.not_acceptable(certain[0].because)
    if nothing:
        return words.NOTHING_ANSWERED
    if worst is None:
        return words.CONTRADICTIONS_COUNT_WORSE if told.contradictions else words.NO_HARM_REACHED
    level = told.knowledge.vocabulary.inline("levels", worst.level.planned)
    sure = any(harmed.level.lower for harmed in told.walk.harmed.values())
    sentences = [words.worst_path(level, worst.risk_factor_title, worst.harm_title)]
    if first_by:
        sentences.append(words.FIRST_BY[first_by])
    if told.contradictions:
        sentences.append(words.CONTRADICTIONS_COUNT_WORSE)
    if told.walk.upper > told.walk.level and not possible:
        upper = told.knowledge.vocabulary.inline("levels", told.levels[told.walk.upper])
        sentences.append(words.may_rise(level, upper))
    if possible:
        sentences.append(words.STOP_POSSIBLE)
    elif not sure:
        sentences.append(words.ALL_HANGS_ON_OPEN_QUESTIONS)
    return " ".join(sentences)


def _stop(told: Telling, open_: Open[Stop]) -> StopShown:
    edge: Stop = open_.edge
    asks, label = told.knowledge.questions[open_.tail[0]].asks, told.labels[open_.tail]
    whole, only_if = words.settled_by(asks, label, in_words(edge.when, told.knowledge)), ""
    if open_.truth == TRUE:
        settled = whole
    else:  # what is known already need not be said again
        rest = in_words(told.truths.undecided(edge.when), told.knowledge)
        chosen = open_.tail[1] in (told.given.get(open_.tail[0]) or ())
        settled = (rest or whole) if chosen else words.settled_by(asks, label, rest)
        only_if = words.only_if(rest) if rest else ""
    title, instead = told.labels[open_.tail], edge.instead or ""
    return StopShown(open_.tail[1], title, edge.because, instead, settled, only_if, edge.sources)
