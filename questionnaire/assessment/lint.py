"""What to look at in the answers before a review: remarks of the knowledge base's rules on one walk."""

from __future__ import annotations

from questionnaire.answers.answers import Mitigation
from questionnaire.assessment.result import Remark
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import TRUE
from questionnaire.knowledge.lint import LintRule
from questionnaire.knowledge.presumptions import presuming


def remarks(told: Telling, level: str) -> tuple[Remark, ...]:
    """The remarks that these answers call for, in the order of the rules. `level` is the one to plan for, empty
    where nothing was answered: then no rule on a level holds."""
    return tuple(_remark(told, rule) for rule in told.knowledge.lint.rules if _holds(told, rule, level))


def holding(told: Telling, level: str) -> tuple[str, ...]:
    """The ids of the rules that make a remark."""
    return tuple(rule.id for rule in told.knowledge.lint.rules if _holds(told, rule, level))


def _remark(told: Telling, rule: LintRule) -> Remark:
    questions = (*_presumed(told, rule), *(key for key in rule.settled_by if told.truths.asked(key)))
    about = sorted(told.knowledge.recommendations[each.id].title for each in _incomplete(told, rule))
    return Remark(rule.id, rule.kind, rule.because, rule.do, tuple(dict.fromkeys(questions)), tuple(about))


def _holds(told: Telling, rule: LintRule, level: str) -> bool:
    return (
        told.truths.condition(rule.when) == TRUE
        and (rule.level is None or (level != "" and told.levels.index(level) >= told.levels.index(rule.level)))
        and all(_open(told, key) for key in rule.open)
        and (not rule.presumed or bool(_presumed(told, rule)))
        and all(_lacks(told, rule, what) for what in rule.lacks)
    )


def _open(told: Telling, question: str) -> bool:
    """Whether the question is asked, and nothing is known of its answer."""
    return told.truths.asked(question) == TRUE and told.given.get(question) is None


def _presumed(told: Telling, rule: LintRule) -> tuple[str, ...]:
    """Those questions that are asked and answered only by what a choice presumes, where it could also be otherwise."""
    if not rule.presumed:
        return ()
    firm = {key for _, _, each in presuming(told.knowledge, told.answers.given()) for key in each.firm}
    return tuple(
        key
        for key in rule.presumed
        if key not in told.answers.answers
        and key not in firm
        and told.given.get(key)
        and told.truths.asked(key) == TRUE
    )


def _incomplete(told: Telling, rule: LintRule) -> tuple[Mitigation, ...]:
    """The declared measures without what the rule misses in them."""
    return tuple(
        each
        for each in told.answers.mitigations
        if ("owner" in rule.lacks and not each.owner) or ("day" in rule.lacks and not each.due)
    )


def _lacks(told: Telling, rule: LintRule, what: str) -> bool:
    answers = told.answers
    match what:
        case "note":
            return not any(answers.notes.get(key, "").strip() for key in rule.settled_by)
        case "evidence":
            return not answers.evidence
        case "measure":
            return not answers.mitigations
        case "owner":
            return any(not each.owner for each in answers.mitigations)
        case "day":
            return any(not each.due for each in answers.mitigations)
        case _:
            return not answers.project.get(what, "").strip()
