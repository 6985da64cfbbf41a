"""How well the knowledge base foresees: what reports find of what was documented, and what is left without names.

A case is an answers file that also says what its result must hold (`expect`): the rows that were documented later, an
attribute of people with a kind of harm and the mechanisms that brought it about (the documented bias source first), and
the levels that are accepted. `python -m benchmarks foresight [FOLDER]` takes the worked cases, or those of a folder.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.result import Assessment, Finding
from questionnaire.knowledge import contents, loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import Given
from questionnaire.knowledge.entries import Deployment, RiskFactor
from questionnaire.knowledge.presumptions import contradictions, presumed
from questionnaire.upkeep import cases
from questionnaire.upkeep.cases import Case, Hit
from questionnaire.walk.network import Network


class Figures(Struct, frozen=True):
    """What is measured of a set of reports.

    `rows` and `by_source` say of each documented row whether it is found, the latter with the documented bias source
    itself; `accepted` of each report whether its level is; `alarms` of each use that harms nobody whether its level is
    too high. `findings` is the median over cases with rows; `selectivity` how many times more often a row is found by
    its own report than by that of another case.
    """

    rows: list[bool]
    by_source: list[bool]
    accepted: list[bool]
    alarms: list[bool]
    findings: float
    selectivity: float

    def __str__(self) -> str:
        return (
            f"{_percent(self.rows):>10}{_percent(self.by_source):>9}{_percent(self.accepted):>9}"
            f"{sum(self.alarms):>4} of {len(self.alarms):<2}{self.findings:>8g}{self.selectivity:>13.1f}"
        )


class Met(Struct, frozen=True):
    """What one report meets of what was documented in a case."""

    case: Case
    findings: tuple[Finding, ...]
    level: str
    stopped: bool
    recommendations: int

    @property
    def rows(self) -> tuple[bool, ...]:
        """Whether each documented row is found: attribute, kind of harm and one of its mechanisms."""
        return tuple(any(map(row.fits, self.findings)) for row in rows(self.case))

    @property
    def accepted(self) -> bool:
        """Whether its level is among those accepted."""
        return self.level in self.case.expect.levels


def run(folder: str = "") -> None:
    """Prints every figure for the cases of a folder, or for the worked cases."""
    knowledge = loader.load()
    network = Network(knowledge)
    at = Path(folder) if folder else loader.DEFAULT_FOLDER / "cases"
    found = cases.load_from(at, knowledge)
    listed = [met(case, assess(network, case.answers)) for case in found]
    bare = [met(case, assess(network, unlisted(network, case.answers))) for case in found]
    print(f"{len(found)} cases, {sum(len(each.rows) for each in listed)} documented rows\n")
    table = {
        "as answered": listed,
        "entered as unlisted": bare,
        "its deployment's file deleted": [_without_file(knowledge, case) for case in found],
        "baseline: deployment alone": [
            met(case, assess(network, _deployment_alone(knowledge, case))) for case in found
        ],
        "baseline: nearest other case": _nearest(listed),
    }
    print(f"{'':32}{'rows':>10}{'source':>9}{'level':>9}{'alarms':>8}{'findings':>10}{'selectivity':>13}")
    for name, reports in table.items():
        print(f"{name:32}{_figures(reports, knowledge)}")
    print(f"{'baseline: a list of everything':32}{_of_everything(knowledge, found)}")
    print(f"\nadvice in reports with findings: median {_advice(listed):g}")
    levels = Counter(each.level for each in listed)
    words = knowledge.vocabulary.words("levels")
    print("levels: " + ", ".join(f"{word} {levels[word]}" for word in words))
    print("\ncarry-over: what stays as it is where the deployment is taken away and its facts are stated")
    for line in _carried(listed, bare):
        print(f"  {line}")
    print("\n" + _without_single_sources(knowledge, listed))
    missed = [line for each in listed for line in _missed(each)]
    print("\n" + ("\n".join(["missed", *missed]) if missed else "nothing missed"))


def rows(case: Case) -> tuple[Hit, ...]:
    """What was documented: an attribute with a kind of harm; what names entries of ours is no part of the record."""
    return tuple(hit for hit in case.expect.finds if hit.attribute and hit.harm_kind and not hit.risk_factor)


def met(case: Case, result: Assessment) -> Met:
    """What the report meets."""
    return Met(case, result.findings, result.verdict.level, bool(result.verdict.stop), len(result.recommendations))


def unlisted(network: Network, answers: Answers) -> Answers:
    """The same use entered as one that no list names: the facts that its deployment presumes stand as answers, and the
    deployment is the catch-all that concerns people in the same way."""
    knowledge, key = network.knowledge, _deployment_question(network.knowledge)
    if answers.answers.get(key) is None or not answers.answers[key].options:
        return answers
    bare, facts = answers, presumed(knowledge, answers.given())
    for question, options in facts.items():
        if question not in answers.answers and options is not None:
            stated = bare.with_answer(question, Answer("answered", options))
            if not contradictions(knowledge, stated.given()):  # what the team said itself outweighs what is presumed
                bare = stated
    return bare.with_answer(key, Answer("answered", (_catch_all(knowledge, facts),)))


def _deployment_question(knowledge: KnowledgeBase) -> str:
    return next(key for key, question in knowledge.questions.items() if question.options_from == "deployments")


def _catch_all(knowledge: KnowledgeBase, facts: Given) -> str:
    """The entry for uses that no list names which presumes least beside what concerns people in the same way."""

    def unlike(entry: Deployment) -> tuple[bool, bool, int, str]:
        presumes = entry.presumes.answers if entry.presumes else {}
        own = bool(entry.stakes or entry.raises or entry.exposes or entry.stops)
        differ = any(facts.get(key) not in (None, tuple(options)) for key, options in presumes.items())
        return own, differ, len(presumes), entry.id

    return min(knowledge.deployments.values(), key=unlike).id


def _without_file(knowledge: KnowledgeBase, case: Case) -> Met:
    """The report from a knowledge base in which the files of the case's deployments do not exist."""
    network = Network(knowledge)
    answers = unlisted(network, case.answers)
    gone = set(case.answers.answers.get(_deployment_question(knowledge), Answer("unknown")).options)
    gone -= {option for answer in answers.answers.values() for option in answer.options}
    left = {key: entry for key, entry in knowledge.deployments.items() if key not in gone}
    return met(case, assess(Network(replace(knowledge, deployments=left)), answers))


def _deployment_alone(knowledge: KnowledgeBase, case: Case) -> Answers:
    key = _deployment_question(knowledge)
    return Answers(answers={key: case.answers.answers[key]} if key in case.answers.answers else {})


def _nearest(listed: Sequence[Met]) -> list[Met]:
    """For each case the report of the other case whose description shares most of its words."""

    def words(each: Met) -> set[str]:
        texts = (*each.case.answers.project.values(), *each.case.answers.notes.values())
        return set(re.findall(r"\w{4,}", " ".join(texts).casefold()))

    said = [words(each) for each in listed]
    nearest = []
    for at, each in enumerate(listed):
        others = [other for other in range(len(listed)) if other != at]
        best = max(others, key=lambda other: len(said[at] & said[other]) / (len(said[at] | said[other]) or 1))
        nearest.append(replace(listed[best], case=each.case))
    return nearest


def _figures(reports: Sequence[Met], knowledge: KnowledgeBase) -> Figures:
    benign = [each for each in reports if "none" in each.case.expect.levels]
    documented = [each for each in reports if rows(each.case)]
    found = [row for each in reports for row in each.rows]
    others = _by_others(documented)
    return Figures(
        found,
        [row for each in reports for row in _by_bias_source(each, knowledge)],
        [each.accepted for each in reports],
        [not each.accepted for each in benign],
        statistics.median([len(each.findings) for each in documented] or [0]),
        sum(found) / max(len(found), 1) / others if others else 0,
    )


def _of_everything(knowledge: KnowledgeBase, found: Sequence[Case]) -> Figures:
    """What a list of every risk factor with every harm for everybody would meet, at the level below a stop."""
    level = knowledge.vocabulary.words("levels")[-2]
    every = [True for case in found for _ in rows(case)]
    accepted = [level in case.expect.levels for case in found]
    alarms = [level not in case.expect.levels for case in found if "none" in case.expect.levels]
    pairs = sum(len(factor.leads_to) for factor in knowledge.risk_factors.values())
    return Figures(every, every, accepted, alarms, pairs, 1)


def _by_bias_source(each: Met, knowledge: KnowledgeBase) -> list[bool]:
    """Whether each row is found with the documented bias source itself: the first that its mechanisms name."""
    sources = knowledge.vocabulary.words("bias_sources")
    found = []
    for row in rows(each.case):
        named = [word for word in row.mechanisms if word in sources][:1]
        if named:
            found.append(any(finding.bias_source == named[0] and row.fits(finding) for finding in each.findings))
    return found


def _by_others(reports: Sequence[Met]) -> float:
    """How often the report of another case would have met a row."""
    hits = [
        any(map(row.fits, other.findings))
        for each in reports
        for row in rows(each.case)
        for other in reports
        if other is not each
    ]
    return sum(hits) / len(hits) if hits else 0.0


def _advice(reports: Sequence[Met]) -> float:
    return statistics.median([each.recommendations for each in reports if each.findings] or [0])


def _carried(listed: Sequence[Met], bare: Sequence[Met]) -> Iterator[str]:
    pairs = list(zip(listed, bare, strict=True))
    kept = [after for a, b in pairs for before, after in zip(a.rows, b.rows, strict=True) if before]
    yield f"rows {_share(kept)}, level {_share([a.level == b.level for a, b in pairs])}, stop " + _share(
        [a.stopped == b.stopped for a, b in pairs]
    )
    for a, b in pairs:
        lost = [str(row) for row, x, y in zip(rows(a.case), a.rows, b.rows, strict=True) if x and not y]
        if lost or a.level != b.level:
            yield f"{a.case.id}: {a.level} → {b.level}; lost: {'; '.join(lost) or 'nothing'}"


def _without_single_sources(knowledge: KnowledgeBase, listed: Sequence[Met]) -> str:
    """How many rows stand when an edge of a risk factor goes that cites a source cited nowhere else."""
    cited = Counter(source for _, edge in contents.edges(knowledge) for source in edge.sources)
    single: dict[str, tuple[str, RiskFactor]] = {}
    for key, factor in knowledge.risk_factors.items():
        for lead in factor.leads_to:
            if any(cited[source] == 1 for source in lead.sources) and len(factor.leads_to) > 1:
                rest = tuple(other for other in factor.leads_to if other is not lead)
                single[" ".join(lead.sources)] = key, replace(factor, leads_to=rest)
    kept: list[bool] = []
    for key, factor in single.values():
        touched = [each for each in listed if any(finding.risk_factor == key for finding in each.findings)]
        if touched:
            network = Network(replace(knowledge, risk_factors={**knowledge.risk_factors, key: factor}))
            for each in touched:
                after = met(each.case, assess(network, each.case.answers))
                kept += [y for x, y in zip(each.rows, after.rows, strict=True) if x]
    said = f"without an edge that cites a source cited nowhere else ({len(single)} edges, one at a time): rows"
    return f"{said} {_share(kept)}"


def _missed(each: Met) -> Iterator[str]:
    for row, hit in zip(rows(each.case), each.rows, strict=True):
        if not hit:
            yield f"  {each.case.id}: {row}"
    if not each.accepted:
        yield f"  {each.case.id}: level {each.level}, not {' or '.join(each.case.expect.levels)}"


def _percent(of: Sequence[bool]) -> str:
    return f"{sum(of) / len(of):.0%}" if of else "–"


def _share(of: Sequence[bool]) -> str:
    return f"{sum(of)} of {len(of)} = {_percent(of)}" if of else "none to find"
