"""Two assessments side by side: which findings appear, disappear and move, and the answers that differ."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from msgspec import Struct

from questionnaire.assessment.result import AnswerShown, Assessment, Finding, Range, TripWireShown
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


class FindingKept(Struct, frozen=True):
    """What a comparison looks at of a finding. `level` and `moved` are said in words: its bounds, and these with what
    declared measures make of them. `exact` are the ids of all bounds."""

    id: str
    title: str
    level: str
    moved: str
    exact: tuple[str, ...]
    because: str


class AnswerKept(Struct, frozen=True):
    question: str
    asks: str
    said: str


class HoldKept(Struct, frozen=True):
    """An answer on which a decision rests: changing it asks for a new review. `level` is what the level to plan for
    could become, empty for a choice, which is another project once it is another."""

    question: str
    asks: str
    options: tuple[str, ...]
    said: str
    level: str = ""
    confidence: str = ""


class Kept(Struct, frozen=True):
    """All that a comparison looks at of an assessment: what is kept where the assessment itself cannot be worked out
    again, because the knowledge base has moved on."""

    project: str
    level: str
    lower: str
    upper: str
    residual: str
    knowledge_base: str
    knowledge_digest: str
    findings: tuple[FindingKept, ...]
    answers: tuple[AnswerKept, ...]
    holds: tuple[HoldKept, ...] = ()


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
    return compare_kept(kept(a), kept(b))


def kept(result: Assessment, holds: tuple[HoldKept, ...] = ()) -> Kept:
    """What a comparison looks at of the assessment; with what it rests on where it is kept for a decision."""
    verdict, base = result.verdict, result.knowledge_base
    return Kept(
        result.project.get("name") or "",
        verdict.level,
        verdict.lower,
        verdict.upper,
        verdict.residual,
        f"{base.version} ({base.digest[:12]})",
        base.digest,
        tuple(_kept(finding, result) for finding in result.findings),
        tuple(AnswerKept(answer.question, answer.asks, _words(answer, result)) for answer in result.answers),
        holds,
    )


def read(text: str) -> Kept | None:
    """What was kept as JSON; None where it cannot be read any more."""
    try:
        return msgspec.json.decode(text, type=Kept)
    except ValueError:
        return None


def holds(result: Assessment, wires: tuple[TripWireShown, ...], choices: Collection[str]) -> tuple[HoldKept, ...]:
    """What a decision about the assessment rests on: what holds the level down, and every one of the `choices`."""
    answers = {answer.question: answer for answer in result.answers}
    level = {wire.question: wire.level for wire in wires}
    chosen = [key for key in answers if key in choices and key not in level and answers[key].options]
    return tuple(
        HoldKept(
            key,
            answers[key].asks,
            answers[key].options,
            _words(answers[key], result),
            level.get(key, ""),
            answers[key].grounds.confidence if answers[key].grounds else "",
        )
        for key in (*level, *chosen)
    )


def given_way(before: Kept, now: Assessment) -> tuple[HoldKept, ...]:
    """Of what a decision rests on, what is otherwise now."""
    counts = {answer.question: answer.options if answer.on_path else () for answer in now.answers}
    return tuple(hold for hold in before.holds if counts.get(hold.question, ()) != hold.options)


def compare_kept(a: Kept, b: Kept) -> Comparison:
    """The same of what was kept."""
    before, after = ({finding.id: finding for finding in side.findings} for side in (a, b))
    both = [(before[key], after[key]) for key in before if key in after]
    moving = [(x, y) for x, y in both if x.exact != y.exact]
    names = [side.project or name for side, name in zip((a, b), say.SIDES, strict=True)]
    if names[0] == names[1]:
        names = [say.side_named(name, side) for name, side in zip(names, say.SIDES, strict=True)]
    return Comparison(
        FORMAT,
        _side(a, names[0]),
        _side(b, names[1]),
        (a.knowledge_base, a.knowledge_digest) == (b.knowledge_base, b.knowledge_digest),
        _answers(a, b),
        tuple(_shown(finding) for key, finding in after.items() if key not in before),
        tuple(_shown(finding) for key, finding in before.items() if key not in after),
        tuple(FindingMoves(x.id, x.title, x.moved, y.moved) for x, y in moving),
        len(both) - len(moving),
    )


def _side(side: Kept, name: str) -> Side:
    return Side(name, side.level, side.lower, side.upper, side.residual, len(side.findings), side.knowledge_base)


def _answers(a: Kept, b: Kept) -> tuple[AnswerDiffers, ...]:
    said = [{answer.question: answer for answer in side.answers} for side in (a, b)]
    differs = []
    for key in dict.fromkeys([*said[0], *said[1]]):
        words = [side[key].said if key in side else say.NOT_ASKED for side in said]
        if words[0] != words[1]:
            differs.append(AnswerDiffers(key, (said[0].get(key) or said[1][key]).asks, *words))
    return tuple(differs)


def _words(answer: AnswerShown, result: Assessment) -> str:
    said = ", ".join(answer.labels) or result.words["answer_statuses"][answer.status]
    return said if answer.on_path else say.left_the_path(said)


def _kept(finding: Finding, result: Assessment) -> FindingKept:
    return FindingKept(
        finding.id,
        finding.title,
        _bounds(finding, result),
        _moved(finding, result),
        tuple(word for each in (finding.level, finding.residual) for word in (each.lower, each.planned, each.upper)),
        finding.paths[0][0].because,
    )


def _shown(finding: FindingKept) -> FindingShown:
    return FindingShown(finding.id, finding.title, finding.level, finding.because)


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
