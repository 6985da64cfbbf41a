"""How well the knowledge base foresees: what reports find of what was documented, and what is left without names.

A case is an answers file that also says what its result must hold (`expect`): the rows that were documented later, an
attribute of people with a kind of harm and the mechanisms that brought it about, and the levels that are accepted.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.result import Assessment
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import Given
from questionnaire.knowledge.entries import Deployment
from questionnaire.knowledge.presumptions import contradictions, presumed
from questionnaire.upkeep import cases
from questionnaire.upkeep.cases import Case, Hit
from questionnaire.walk.network import Network


class Met(Struct, frozen=True):
    """What one case's report meets of what was documented."""

    case: Case
    result: Assessment
    rows: tuple[bool, ...]

    @property
    def accepted(self) -> bool:
        """Whether its level is among those accepted."""
        return self.result.verdict.level in self.case.expect.levels

    @property
    def alarmed(self) -> bool:
        """Whether a use that harms nobody got a level that is not accepted."""
        return _benign(self.case) and not self.accepted


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks foresight", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="cases to run; the worked cases where it is left out")
    parser.add_argument("--kb", type=Path, default=loader.DEFAULT_FOLDER)
    arguments = parser.parse_args()
    knowledge = loader.load(arguments.kb)
    network = Network(knowledge)
    found = cases.load(arguments.folder.parent if arguments.folder else arguments.kb, knowledge)
    whole = [_met(network, case, case.answers) for case in found]
    bare = [_met(network, case, unlisted(network, case.answers)) for case in found]
    print(f"{len(found)} cases, {sum(len(each.rows) for each in whole)} documented rows")
    for name, met in (("as answered", whole), ("by facts alone", bare)):
        print(f"\n{name}")
        for line in _figures(met, network):
            print(f"  {line}")
    print("\ncarry-over: what is left of the findings where the deployment is taken away and its facts stay")
    for line in _carried(whole, bare):
        print(f"  {line}")
    print("\nmissed")
    for each in whole:
        for row, met in zip(_rows(each.case), each.rows, strict=True):
            if not met:
                print(f"  {each.case.id}: {row}")
        if not each.accepted:
            print(f"  {each.case.id}: level {each.result.verdict.level}, not {' or '.join(each.case.expect.levels)}")


def unlisted(network: Network, answers: Answers) -> Answers:
    """The same use entered as one that no list names: the facts that its deployment presumes stand as answers, and the
    deployment is the catch-all that concerns people in the same way."""
    knowledge = network.knowledge
    key = next(key for key, question in knowledge.questions.items() if question.options_from == "deployments")
    if answers.answers.get(key) is None or not answers.answers[key].options:
        return answers
    bare, facts = answers, presumed(knowledge, answers.given())
    for question, options in facts.items():
        if question not in answers.answers and options is not None:
            stated = bare.with_answer(question, Answer("answered", options))
            if not contradictions(knowledge, stated.given()):  # what the team said itself outweighs what is presumed
                bare = stated
    return bare.with_answer(key, Answer("answered", (_catch_all(knowledge, facts),)))


def _catch_all(knowledge: KnowledgeBase, facts: Given) -> str:
    """The entry for uses that no list names which presumes least beside what concerns people in the same way."""

    def unlike(entry: Deployment) -> tuple[bool, bool, int, str]:
        presumes = entry.presumes.answers if entry.presumes else {}
        own = bool(entry.stakes or entry.raises or entry.exposes or entry.stops)
        differ = any(facts.get(key) not in (None, tuple(options)) for key, options in presumes.items())
        return own, differ, len(presumes), entry.id

    return min(knowledge.deployments.values(), key=unlike).id


def _met(network: Network, case: Case, answers: Answers) -> Met:
    result = assess(network, answers)
    return Met(case, result, tuple(any(map(row.fits, result.findings)) for row in _rows(case)))


def _rows(case: Case) -> tuple[Hit, ...]:
    """What was documented: an attribute with a kind of harm; what names entries of ours is no part of the record."""
    return tuple(hit for hit in case.expect.finds if hit.attribute and hit.harm_kind and not hit.risk_factor)


def _benign(case: Case) -> bool:
    return "none" in case.expect.levels


def _figures(met: Sequence[Met], network: Network) -> Iterator[str]:
    rows = [row for each in met for row in each.rows]
    harmful = [each for each in met if each.rows]
    benign = [each for each in met if _benign(each.case)]
    yield f"rows found             {_share(sum(rows), len(rows))}"
    yield f"level accepted         {_share(sum(each.accepted for each in met), len(met))}"
    yield f"false alarms           {sum(each.alarmed for each in met)} of {len(benign)} that harm nobody"
    counts = [len(each.result.findings) for each in harmful] or [0]
    yield f"findings per report    median {statistics.median(counts):g}, most {max(counts)}"
    advice = [len(each.result.recommendations) for each in harmful] or [0]
    yield f"recommendations        median {statistics.median(advice):g}, most {max(advice)}"
    own, others = sum(rows) / max(len(rows), 1), _by_others(harmful)
    yield (
        f"selectivity            {own / others:.2f} times as often in its own report as in another's" if others else ""
    )
    levels = [each.result.verdict.level for each in met]
    words = network.knowledge.vocabulary.words("levels")
    yield "levels                 " + ", ".join(f"{word} {levels.count(word)}" for word in words)


def _by_others(met: Sequence[Met]) -> float:
    """How often the report of another case would have met a row."""
    hits = [
        any(map(row.fits, other.result.findings))
        for each in met
        for row in _rows(each.case)
        for other in met
        if other is not each
    ]
    return sum(hits) / len(hits) if hits else 0.0


def _carried(whole: Sequence[Met], bare: Sequence[Met]) -> Iterator[str]:
    kept = [
        after for a, b in zip(whole, bare, strict=True) for before, after in zip(a.rows, b.rows, strict=True) if before
    ]
    yield f"rows kept              {_share(sum(kept), len(kept))}"
    same = [a.result.verdict.level == b.result.verdict.level for a, b in zip(whole, bare, strict=True)]
    yield f"same level             {_share(sum(same), len(same))}"
    stops = [bool(a.result.verdict.stop) == bool(b.result.verdict.stop) for a, b in zip(whole, bare, strict=True)]
    yield f"same stop              {_share(sum(stops), len(stops))}"
    for a, b in zip(whole, bare, strict=True):
        lost = [str(row) for row, x, y in zip(_rows(a.case), a.rows, b.rows, strict=True) if x and not y]
        changed = a.result.verdict.level, b.result.verdict.level
        if lost or changed[0] != changed[1]:
            yield f"  {a.case.id}: {' → '.join(changed)}; lost: {'; '.join(lost) or 'nothing'}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} = {part / whole:.0%}" if whole else "none to find"


if __name__ == "__main__":
    main()
