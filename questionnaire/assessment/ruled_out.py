"""Risk factors that a choice could raise and that lead to nothing here, and why."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from questionnaire.assessment.result import CLOSED_BY, RuledOut
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import FALSE, TRUE, in_words, negation_in_words
from questionnaire.knowledge.entries import Condition, RiskFactor, RulingOut
from questionnaire.wording import result as words


class Aside(NamedTuple):
    """Risk factors that a choice could raise and that lead to nothing, apart from one another: closed by what was
    answered, not known from such a use, and raised by the answers without a harm that is at stake."""

    ruled_out: tuple[RuledOut, ...]
    no_evidence: tuple[RuledOut, ...]
    without_harm: tuple[RuledOut, ...]


def set_aside(told: Telling) -> Aside:
    """Every risk factor that a choice could raise and that leads to nothing, with the reason."""
    closed = (_closing(told, factor, causes) for factor, causes in told.walk.closed.items())
    shown = sorted(closed, key=lambda item: (CLOSED_BY.index(item.closed_by), item.risk_factor))
    return Aside(
        tuple(item for item in shown if item.closed_by in ("answer", "circumstances", "stakes")),
        tuple(item for item in shown if item.closed_by == "evidence"),
        tuple(item for item in shown if item.closed_by == "raised"),
    )


def _closing(told: Telling, factor_id: str, causes: tuple[object, ...]) -> RuledOut:
    """Why a risk factor that a choice could raise leads to nothing here: an answer rules it out, what is known
    about it concerns other choices, or nothing that it leads to is at stake."""
    factor = told.knowledge.risk_factors[factor_id]
    rules = [rule for rule in factor.ruled_out_when if told.truths.condition(rule.when) == TRUE]
    shut = [
        told.truths.failing(cause.when)
        for cause in causes
        if not isinstance(cause, RulingOut) and told.truths.condition(cause.when) == FALSE
    ]
    if rules:
        return _closed(
            factor,
            "answer",
            [rule.because for rule in rules],
            [negation_in_words(rule.when, told.knowledge) for rule in rules],
            [rule.when for rule in rules],
            joined="; and ",
        )
    reached = told.walk.reached.get(factor_id)
    if reached and reached.likelihood.lower:
        returns = [in_words(when, told.knowledge) for when in shut] or [words.one_at_stake(_kinds(told, factor))]
        return _closed(factor, "raised", [words.RAISED_WITHOUT_HARM], returns, shut)
    others = [when for when in shut if not _folders(told, when)]
    if others:
        phrases = [in_words(when, told.knowledge) for when in others]
        by = "evidence" if _affirmed(told, causes) else "circumstances"
        return _closed(factor, by, list(map(words.known_elsewhere, phrases)), phrases, others)
    if shut:
        nouns = sorted({noun for when in shut for noun in _folders(told, when)})
        named = words.either([noun.replace("_", " ") for noun in nouns])
        return _closed(factor, "evidence", [words.evidence_elsewhere(named)], [words.other_choice(named)], shut)
    kinds = _kinds(told, factor)
    result = _closed(factor, "stakes", [words.nothing_at_stake(kinds)], [words.one_at_stake(kinds)], [])
    asked = sorted({choice[0] for choice in told.network.deployments})
    return msgspec.structs.replace(result, questions=tuple(asked))


def _closed(
    factor: RiskFactor,
    by: str,
    because: list[str],
    returns: list[str],
    conditions: list[Condition],
    joined: str = "; or ",
) -> RuledOut:
    """`joined`: whether it returns where all of these hold, since each of them closes the way by itself, or where one
    does."""
    questions = [question for condition in conditions for question, _ in condition.atoms()]
    return RuledOut(
        factor.id,
        factor.title,
        by,
        " ".join(dict.fromkeys(because)),
        joined.join(dict.fromkeys(returns)),
        tuple(dict.fromkeys(questions)),
    )


def _affirmed(told: Telling, causes: tuple[object, ...]) -> bool:
    """Whether what the team decided raises it in other circumstances, so that only what is known of it is not of here:
    that rules nothing out."""
    questions = told.knowledge.questions
    return any(
        cause in told.network.raises[key, option]
        for key, options in told.given.items()
        if questions[key].controllable and told.truths.asked(key) == TRUE
        for option in options or ()
        for cause in causes
    )


def _kinds(told: Telling, factor: RiskFactor) -> str:
    """The kinds of harm to which it leads, in words."""
    kinds = sorted({told.knowledge.harms[edge.harm].kind for edge in factor.leads_to})
    return words.quoted([told.knowledge.vocabulary.label("harm_kinds", kind) for kind in kinds])


def _folders(told: Telling, condition: Condition) -> frozenset[str]:
    """The folders whose entries a condition asks for, where it asks for nothing else."""
    asked = {told.knowledge.questions[question].options_from for question, _ in condition.atoms()}
    return frozenset() if None in asked else frozenset(asked)
