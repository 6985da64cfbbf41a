"""Two assessments side by side: which findings appear, disappear and move, and the answers that differ."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.result import Assessment, Finding, Range
from questionnaire.wording import comparison as say
from questionnaire.wording.report import between

FORMAT = "riskwalk-comparison/1"


class Side(Struct, frozen=True):
    name: str
    level: str
    lower: str
    upper: str
    residual: str
    findings: int
    knowledge_base: str


class AnswerDiffers(Struct, frozen=True):
    question: str
    asks: str
    a: str
    b: str


class FindingShown(Struct, frozen=True):
    id: str
    title: str
    level: str
    because: str


class FindingMoves(Struct, frozen=True):
    id: str
    title: str
    a: str
    b: str


class Comparison(Struct, frozen=True):
    """`appear` are findings of b that a does not have, `disappear` those of a that b does not have."""

    format: str
    a: Side
    b: Side
    same_knowledge: bool
    answers: tuple[AnswerDiffers, ...]
    appear: tuple[FindingShown, ...]
    disappear: tuple[FindingShown, ...]
    move: tuple[FindingMoves, ...]
    unchanged: int


def compare(a: Assessment, b: Assessment) -> Comparison:
    """What differs between two assessments, findings in their order of weight."""
    before, after = ({finding.id: finding for finding in result.findings} for result in (a, b))
    both = [(before[key], after[key]) for key in before if key in after]
    moving = [(x, y) for x, y in both if (x.level, x.residual) != (y.level, y.residual)]
    names = [result.project.get("name") or side for result, side in zip((a, b), say.SIDES, strict=True)]
    if names[0] == names[1]:
        names = [say.side_named(name, side) for name, side in zip(names, say.SIDES, strict=True)]
    return Comparison(
        FORMAT,
        _side(a, names[0]),
        _side(b, names[1]),
        a.knowledge_base == b.knowledge_base,
        _answers(a, b),
        tuple(_shown(finding, b) for key, finding in after.items() if key not in before),
        tuple(_shown(finding, a) for key, finding in before.items() if key not in after),
        tuple(FindingMoves(x.id, x.title, _moved(x, a), _moved(y, b)) for x, y in moving),
        len(both) - len(moving),
    )


def _side(result: Assessment, name: str) -> Side:
    verdict = result.verdict
    return Side(
        name,
        verdict.level,
        verdict.lower,
        verdict.upper,
        verdict.residual,
        len(result.findings),
        f"{result.knowledge_base.version} ({result.knowledge_base.digest[:12]})",
    )


def _answers(a: Assessment, b: Assessment) -> tuple[AnswerDiffers, ...]:
    said = [{answer.question: answer for answer in result.answers} for result in (a, b)]
    differs = []
    for key in dict.fromkeys([*said[0], *said[1]]):
        words = [_words(side.get(key), result) for side, result in zip(said, (a, b), strict=True)]
        if words[0] != words[1]:
            differs.append(AnswerDiffers(key, (said[0].get(key) or said[1][key]).asks, *words))
    return tuple(differs)


def _words(answer, result: Assessment) -> str:
    if answer is None:
        return say.NOT_ASKED
    status = result.words["answer_statuses"][answer.status]
    said = ", ".join(answer.labels) or status
    return said if answer.on_path else say.left_the_path(said)


def _shown(finding: Finding, result: Assessment) -> FindingShown:
    return FindingShown(finding.id, finding.title, _bounds(finding, result), finding.paths[0][0].because)


def _bounds(finding: Finding, result: Assessment) -> str:
    return _range(finding.level, result)


def _moved(finding: Finding, result: Assessment) -> str:
    """The level, and what declared measures make of it where they make something of it."""
    level = _range(finding.level, result)
    return level if finding.residual == finding.level else say.after_measures(level, _range(finding.residual, result))


def _range(bounds: Range, result: Assessment) -> str:
    labels = result.words["levels"]
    low, high = labels[bounds.lower], labels[bounds.upper]
    return low if low == high else between(low, high)
