"""The answers at a glance: what a page shows of them while they are being given."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.assessment.assess import answers_shown, contradictions_shown, words_shown
from questionnaire.assessment.findings import findings
from questionnaire.assessment.ranking import ranking
from questionnaire.assessment.result import AnswerShown, ContradictionShown, Finding, Verdict
from questionnaire.assessment.telling import Telling
from questionnaire.assessment.verdict import verdict


class Glance(Struct, frozen=True):
    """What the answers reach, of which only the worst findings are told.

    Not an assessment: what is not told here was reached all the same. `findings` is how many were reached, `confirmed`
    and `possible` together; `worst` are the first of them, `matter_most` those that an assessment says to matter most.
    `verdict`, `contradictions`, `answers` and `words` are as in an assessment; what to do about a finding is not among
    what is told of it.
    """

    verdict: Verdict
    contradictions: tuple[ContradictionShown, ...]
    findings: int
    confirmed: int
    possible: int
    worst: tuple[Finding, ...]
    matter_most: tuple[Finding, ...]
    answers: tuple[AnswerShown, ...]
    words: dict[str, dict[str, str]]


def glance(told: Telling, most: int) -> Glance:
    """The answers at a glance, with the worst `most` findings told, one or more, and those that matter most."""
    ranked = ranking(told)
    first, matter = ranked.pairs[:most], ranked.matter_most(told)
    pairs = tuple(dict.fromkeys((*first, *matter)))
    told_of = {
        pair: replace(finding, recommendations=())
        for pair, finding in zip(pairs, findings(told, ranked, pairs), strict=True)
    }
    confirmed = sum(bool(harmed.level.lower) for harmed in told.walk.harmed.values())
    return Glance(
        verdict(told, told_of[first[0]] if first else None, ranked.first_by),
        contradictions_shown(told),
        len(ranked.pairs),
        confirmed,
        len(ranked.pairs) - confirmed,
        tuple(told_of[pair] for pair in first),
        tuple(told_of[pair] for pair in matter),
        answers_shown(told),
        words_shown(told),
    )
