"""Worked cases: answers files that also say what their result must and must not hold."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from questionnaire import answers as answers_
from questionnaire import yaml_text
from questionnaire.answers import Answers
from questionnaire.assessment import Assessment, Finding, assess
from questionnaire.model import KnowledgeBase
from questionnaire.problems import Problem, ProblemsFound
from questionnaire.walk import Network


class Hit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a finding looks like; every field that is given has to fit. `mechanisms` are bias sources or pathways,
    of which at least one has to fit."""

    risk_factor: str | None = None
    harm: str | None = None
    harm_kind: str | None = None
    attribute: str | None = None
    group: str | None = None
    mechanisms: tuple[str, ...] = ()

    def fits(self, finding: Finding) -> bool:
        groups = finding.groups
        return ((self.risk_factor or finding.risk_factor) == finding.risk_factor
                and (self.harm or finding.harm) == finding.harm
                and (self.harm_kind or finding.harm_kind) == finding.harm_kind
                and (not self.group or any(group.id == self.group for group in groups))
                and (not self.attribute or any(self.attribute in (group.attribute, *group.also) for group in groups))
                and (not self.mechanisms or bool({finding.bias_source, *finding.pathways} & set(self.mechanisms))))

    def __str__(self) -> str:
        return ", ".join(f"{name} {value if isinstance(value, str) else ' or '.join(value)}"
                         for name, value in msgspec.structs.asdict(self).items() if value)


class LeverDue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    question: str
    to: str
    level: str


class Expectation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the result of a case must hold. `levels` are all that are accepted."""

    about: str
    levels: tuple[str, ...]
    finds: tuple[Hit, ...] = ()
    finds_not: tuple[Hit, ...] = ()
    rules_out: tuple[str, ...] = ()
    stopped: bool = False
    recommends: tuple[str, ...] = ()
    levers: tuple[LeverDue, ...] = ()


class Case(Struct, frozen=True):
    id: str
    file: str
    answers: Answers
    expect: Expectation


def load(folder: Path, knowledge: KnowledgeBase) -> tuple[Case, ...]:
    """Every case of a knowledge-base folder; raises ProblemsFound with the mistakes of all files."""
    found, problems = [], []
    for file in sorted((folder / "cases").glob("*.yaml")):
        name = f"{folder.name}/cases/{file.name}"
        try:
            found.append(_load(file, name, knowledge))
        except ProblemsFound as wrong:
            problems += wrong.problems
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _load(file: Path, name: str, knowledge: KnowledgeBase) -> Case:
    raw = file.read_bytes()
    answers = answers_.read(raw, name, knowledge)
    document = yaml_text.read(raw.decode("utf-8-sig"), name, careful=True)
    try:
        expect = msgspec.convert(document.data.get("expect"), Expectation)
    except msgspec.ValidationError as error:
        raise ProblemsFound([Problem(name, document.line(("expect",)), "expect", f"{error}. See knowledge_base/README.md "
                                     "for what a case may expect.")]) from None
    wrong = [Problem(name, document.line(("expect", "levels")), "expect.levels", f'"{level}" is not a level.')
             for level in expect.levels if level not in knowledge.vocabulary.words("levels")]
    wrong += [Problem(name, document.line(("expect",)), "expect", f'There is no risk factor "{factor}".')
              for factor in (*expect.rules_out, *(hit.risk_factor for hit in (*expect.finds, *expect.finds_not) if hit.risk_factor))
              if factor not in knowledge.risk_factors]
    wrong += [Problem(name, document.line(("expect",)), "expect.recommends", f'There is no recommendation "{key}".')
              for key in expect.recommends if key not in knowledge.recommendations]
    if wrong:
        raise ProblemsFound(wrong)
    return Case(file.stem, name, answers, expect)


def run(case: Case, network: Network) -> tuple[Assessment, tuple[str, ...]]:
    """The assessment of a case, and a sentence for each expectation that it does not meet."""
    expect = case.expect
    result = assess(network, case.answers, thorough=bool(expect.levers))
    verdict = result.verdict
    misses = []
    if verdict.level not in expect.levels:
        misses.append(f"The level is {verdict.level}; accepted: {' or '.join(expect.levels)}. {verdict.because}")
    if bool(verdict.stop) != expect.stopped:
        misses.append("A stop condition holds, which was not expected." if verdict.stop else "No stop condition holds; one was expected.")
    misses += [f"No finding has {hit}." for hit in expect.finds if not any(map(hit.fits, result.findings))]
    misses += [f"The finding {next(filter(hit.fits, result.findings)).id} should not be there ({hit})."
               for hit in expect.finds_not if any(map(hit.fits, result.findings))]
    out = {item.risk_factor for item in result.ruled_out}
    misses += [f"{factor} is not ruled out." for factor in expect.rules_out if factor not in out]
    recommended = {item.id for item in result.recommendations}
    misses += [f"{key} is not recommended." for key in expect.recommends if key not in recommended]
    misses += [f"No lever changes {due.question} to {due.to} with level {due.level}." for due in expect.levers
               if not any((lever.question, lever.to, lever.level) == (due.question, due.to, due.level) for lever in result.levers)]
    return result, tuple(misses)
