"""The outlook: what is still unknown and what could be decided otherwise, each by walking again with another answer."""

from __future__ import annotations

from questionnaire.answers.answers import UNKNOWN, Answers
from questionnaire.assessment.result import (
    ChangeShown,
    CombinationShown,
    LeverShown,
    MeasureShown,
    Moves,
    Outlook,
    TripWireShown,
    UnknownShown,
)
from questionnaire.assessment.telling import Telling, finding_id, fitting, telling
from questionnaire.knowledge.conditions import TRUE, negations
from questionnaire.walk.combinations import MOST_STEPS, Combination, combinations
from questionnaire.walk.decisions import Change
from questionnaire.walk.levers import Lever, helpful, single_levers
from questionnaire.walk.network import Network
from questionnaire.walk.removals import smallest_removals
from questionnaire.walk.trip_wires import TripWire, trip_wires
from questionnaire.walk.unknowns import Unknown, unknowns
from questionnaire.wording import result as words


def outlook(network: Network, answers: Answers) -> Outlook:
    """Open questions ranked, changes tried, and for each finding the smallest set of changes that removes it."""
    return outlook_of(telling(network, answers))


def outlook_of(told: Telling) -> Outlook:
    """The same of what was walked already."""
    open_, wires = (look(told.network, told.answers, told.walk) for look in (unknowns, trip_wires))
    return look_out(told, open_, wires)


def look_out(told: Telling, ranked: tuple[Unknown, ...], wires: tuple[TripWire, ...]) -> Outlook:
    """The same, with its open questions as they were ranked, and its trip-wires."""
    network, answers = told.network, told.answers
    singles = single_levers(network, answers, told.walk)
    removals = smallest_removals(network, answers, told.walk, singles)
    combined = combinations(network, answers, told.walk, _measures(told))
    return Outlook(
        unknowns=open_questions(told, ranked),
        trip_wires=holding(told, wires),
        combinations=tuple(_combination(told, combination) for combination in combined),
        most_steps=MOST_STEPS,
        another_project=() if combined else _another_project(told),
        levers=tuple(_lever(told, lever) for lever in helpful(network, singles, told.walk)),
        smallest_changes={
            finding_id(*pair): tuple(_change(told, change) for change in changes)
            for pair, changes in sorted(removals.items())
        },
    )


def open_questions(told: Telling, ranked: tuple[Unknown, ...]) -> tuple[UnknownShown, ...]:
    """The open questions in words, in the order in which they were ranked."""
    shown = []
    for unknown in ranked:
        question = told.knowledge.questions[unknown.question]
        shown.append(
            UnknownShown(
                unknown.question,
                question.asks,
                question.why_we_ask,
                question.role,
                Moves(told.levels[unknown.lowest], told.levels[unknown.highest]),
                unknown.settles_stop,
                unknown.moves,
                told.answers.notes.get(unknown.question, ""),
            )
        )
    return tuple(shown)


def holding(told: Telling, wires: tuple[TripWire, ...]) -> tuple[TripWireShown, ...]:
    """The answers that hold the level down, in words, in the order in which they were found."""
    shown = []
    for wire in wires:
        grounds = told.answers.grounds.get(wire.question)
        shown.append(
            TripWireShown(
                wire.question,
                told.knowledge.questions[wire.question].asks,
                wire.counts,
                tuple(told.labels[wire.question, option] for option in wire.counts),
                wire.question not in told.answers.answers,
                told.levels[wire.level],
                told.levels[wire.unknown],
                wire.options,
                tuple(told.labels[wire.question, option] for option in wire.options),
                grounds.confidence if grounds else "",
            )
        )
    return tuple(shown)


def _measures(told: Telling) -> list[str]:
    """The recommendations that change something, make sense here and are not declared yet."""
    remedies = told.knowledge.vocabulary.remedies()
    factors = {factor for factor, _ in told.walk.harmed}
    declared = told.answers.declared()
    return [
        key
        for key, entry in sorted(told.knowledge.recommendations.items())
        if entry.kind in remedies and key not in declared and factors.intersection(fitting(told, entry))
    ]


def _combination(told: Telling, combination: Combination) -> CombinationShown:
    entries = [told.knowledge.recommendations[key] for key in combination.measures]
    return CombinationShown(
        tuple(_change(told, change) for change in combination.changes),
        tuple(MeasureShown(entry.id, entry.title, entry.role) for entry in entries),
        told.levels[combination.residual],
        told.levels[told.walk.residual],
        *(tuple(sorted(finding_id(*pair) for pair in pairs)) for pairs in (combination.removes, combination.lowers)),
        combination.smallest,
    )


def _another_project(told: Telling) -> tuple[tuple[str, ...], ...]:
    """For each stop that holds, what would have to be otherwise: one of these would do."""
    stops = sorted(
        (open_ for open_ in told.walk.stops if open_.truth == TRUE), key=lambda open_: (open_.tail, open_.edge.because)
    )
    return tuple(
        dict.fromkeys(
            (
                words.not_answered(told.knowledge.questions[open_.tail[0]].asks, told.labels[open_.tail]),
                *negations(open_.edge.when, told.knowledge),
            )
            for open_ in stops
        )
    )


def _lever(told: Telling, lever: Lever) -> LeverShown:
    change = lever.change
    shown = _change(told, change)
    return LeverShown(
        change.question,
        shown.asks,
        change.out,
        change.into,
        shown.words,
        change.trade_off,
        told.levels[lever.after.level],
        told.levels[lever.after.upper],
        told.levels[told.walk.level],
        *(tuple(sorted(finding_id(*pair) for pair in pairs)) for pairs in (lever.removes, lever.lowers, lever.adds)),
        change.answer.options,
    )


def _change(told: Telling, change: Change) -> ChangeShown:
    out = told.labels.get((change.question, change.out), words.UNKNOWN_ANSWER)
    into = told.labels.get((change.question, change.into), "")
    if not into:
        said = words.leave_out(out)
    else:
        said = words.decide_for(into) if change.out == UNKNOWN else words.swap(out, into)
    return ChangeShown(
        change.question,
        told.knowledge.questions[change.question].asks,
        change.out,
        change.into,
        said,
        change.answer.options,
        change.trade_off,
    )
