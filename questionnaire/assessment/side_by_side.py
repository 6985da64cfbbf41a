"""Several ways of doing one project side by side: levels, findings that differ, and the answer that makes each differ.

Which answer that is, is tried: one answer of the other way at a time is put into the first one. Where none does it
alone, each is taken out of the other way, and those are named without which the finding would not differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.comparison import FindingKept, Kept, kept
from questionnaire.assessment.result import Assessment
from questionnaire.assessment.telling import finding_id, outcome
from questionnaire.walk.network import Network
from questionnaire.wording import comparison as say

ALONE, TOGETHER, ALL = "alone", "together", "all"
MOST_TRIED = 40
"""Answers that are tried one at a time; where more differ, all of them together are the cause."""
_MEASURES = ""
"""Stands for the declared measures among the questions."""


class Way(Struct, frozen=True):
    """One way: its bounds and the level after declared measures as words of the scale, and how many findings."""

    name: str
    level: str
    lower: str
    upper: str
    residual: str
    findings: int


class AnswerOfEach(Struct, frozen=True):
    """A question, and what each way says to it."""

    question: str
    asks: str
    said: tuple[str, ...]


class Cause(Struct, frozen=True):
    """The answers that make a finding differ between the first way and another: each does it ALONE, it takes them
    TOGETHER with others, or it is not known which of ALL do. They are told as questions; `measures` are among them."""

    how: str
    asks: tuple[str, ...] = ()
    measures: bool = False


class FindingOfEach(Struct, frozen=True):
    """A finding that is not alike in all ways: its level in each, in words, and empty where there is none; and for
    each but the first why it differs from there, None where it does not."""

    id: str
    title: str
    levels: tuple[str, ...]
    causes: tuple[Cause | None, ...]


class SideBySide(Struct, frozen=True):
    """`words` are those of the knowledge base, for labels; `alike` is how many findings are the same in all ways."""

    ways: tuple[Way, ...]
    answers: tuple[AnswerOfEach, ...]
    findings: tuple[FindingOfEach, ...]
    alike: int
    words: dict[str, dict[str, str]]


def side_by_side(network: Network, ways: Sequence[tuple[str, Answers]]) -> SideBySide:
    """The ways, each with its name, at least one; the others are compared with the first."""
    results = [assess(network, answers) for _, answers in ways]
    sides = [kept(result) for result in results]
    found = [{finding.id: finding for finding in side.findings} for side in sides]
    keys = dict.fromkeys(key for each in found for key in each)
    differing = [key for key in keys if len({_exact(each.get(key)) for each in found}) > 1]
    causes = [
        _causes(
            network,
            ways[0][1],
            other,
            [key for key in differing if _exact(there.get(key)) != _exact(found[0].get(key))],
        )
        for (_, other), there in zip(ways[1:], found[1:], strict=True)
    ]
    return SideBySide(
        tuple(_way(name, result) for (name, _), result in zip(ways, results, strict=True)),
        _answers(sides),
        tuple(
            FindingOfEach(
                key,
                next(each[key].title for each in found if key in each),
                tuple(each[key].moved if key in each else "" for each in found),
                tuple(each.get(key) for each in causes),
            )
            for key in differing
        ),
        len(keys) - len(differing),
        results[0].words,
    )


def _way(name: str, result: Assessment) -> Way:
    verdict = result.verdict
    return Way(name, verdict.level, verdict.lower, verdict.upper, verdict.residual, len(result.findings))


def _exact(finding: FindingKept | None) -> tuple[str, ...]:
    return finding.exact if finding else ()


def _answers(sides: list[Kept]) -> tuple[AnswerOfEach, ...]:
    said = [{answer.question: answer for answer in side.answers} for side in sides]
    rows = []
    for key in dict.fromkeys(key for side in said for key in side):
        words = tuple(side[key].said if key in side else say.NOT_ASKED for side in said)
        if len(set(words)) > 1:
            rows.append(AnswerOfEach(key, next(side[key].asks for side in said if key in side), words))
    return tuple(rows)


# --- which answer it is -----------------------------------------------------------------------------------------------

_Reached = dict[str, tuple[object, object]]
"""The level of each finding and what measures leave of it, by its id."""


def _causes(network: Network, first: Answers, other: Answers, differing: list[str]) -> dict[str, Cause]:
    """Why each of these findings is not the same in both."""
    parts = [key for key in network.questions if first.answers.get(key) != other.answers.get(key)]
    if first.declared() != other.declared():
        parts.append(_MEASURES)
    if not differing or not parts or len(parts) > MOST_TRIED:
        return dict.fromkeys(differing, Cause(ALL))
    there = _reached(network, other)
    brought = {part: _reached(network, _with(first, part, other)) for part in parts}
    without: dict[str, _Reached] = {}
    found = {}
    for key in differing:
        alone = [part for part in parts if brought[part].get(key) == there.get(key)]
        if alone:
            found[key] = _cause(network, ALONE, alone)
            continue
        if not without:
            without = {part: _reached(network, _with(other, part, first)) for part in parts}
        needed = [part for part in parts if without[part].get(key) != there.get(key)]
        found[key] = _cause(network, TOGETHER if needed else ALL, needed)
    return found


def _cause(network: Network, how: str, parts: list[str]) -> Cause:
    asks = tuple(network.questions[part].asks for part in parts if part != _MEASURES)
    return Cause(how, asks, _MEASURES in parts)


def _with(answers: Answers, part: str, other: Answers) -> Answers:
    """The answers with this part as the other has it."""
    if part == _MEASURES:
        return replace(answers, mitigations=other.mitigations)
    return answers.with_answer(part, other.answers.get(part))


def _reached(network: Network, answers: Answers) -> _Reached:
    harmed = outcome(network, answers).harmed
    return {finding_id(*pair): (each.level, each.residual) for pair, each in harmed.items()}
