"""Worked cases: answers files that also say what their result must and must not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook
from questionnaire.assessment.result import Assessment, Finding
from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest, shortened
from questionnaire.files.yaml_text import Document, field_path
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, Truths
from questionnaire.knowledge.entries import Objective
from questionnaire.walk.network import Network
from questionnaire.wording import layers as layers_wording
from questionnaire.wording import upkeep as wording


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
        return (
            (self.risk_factor or finding.risk_factor) == finding.risk_factor
            and (self.harm or finding.harm) == finding.harm
            and (self.harm_kind or finding.harm_kind) == finding.harm_kind
            and (not self.group or any(group.id == self.group for group in groups))
            and (not self.attribute or any(self.attribute in (group.attribute, *group.also) for group in groups))
            and (not self.mechanisms or bool({finding.bias_source, *finding.pathways} & set(self.mechanisms)))
        )

    def __str__(self) -> str:
        return ", ".join(
            f"{name} {value if isinstance(value, str) else ' or '.join(value)}"
            for name, value in msgspec.structs.asdict(self).items()
            if value
        )


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


def load(folders: loader.Folders, knowledge: KnowledgeBase) -> tuple[Case, ...]:
    """Every case of a knowledge-base folder, or of a base and its layers; raises ProblemsFound with the mistakes of all
    files."""
    found: dict[str, Case] = {}
    problems: list[Problem] = []
    for folder in loader.each(folders):
        try:
            cases = load_from(folder / "cases", knowledge)
        except ProblemsFound as wrong:
            problems += wrong.problems
            continue
        for case in cases:
            if case.id in found:
                said = layers_wording.stands_in_both("case", case.id, found[case.id].file)
                problems.append(Problem(case.file, 0, "", said))
            found.setdefault(case.id, case)
    if problems:
        raise ProblemsFound(problems)
    return tuple(found.values())


def load_from(cases: Path, knowledge: KnowledgeBase) -> tuple[Case, ...]:
    """Every case of a folder of cases; raises ProblemsFound with the mistakes of all files."""
    found, problems = [], []
    for file in sorted(cases.iterdir()) if cases.is_dir() else ():
        name = f"{loader.shown(cases.parent)}/{cases.name}/{file.name}"
        if file.suffix == ".yaml" and not file.is_dir():
            try:
                found.append(_load(file, name, knowledge))
            except ProblemsFound as wrong:
                problems += wrong.problems
        elif not file.name.startswith("."):
            problems.append(
                Problem(
                    name,
                    0,
                    "",
                    "This is not read. Cases end in .yaml and stand directly in their folder. Rename or move it.",
                )
            )
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _load(file: Path, name: str, knowledge: KnowledgeBase) -> Case:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ProblemsFound(
            [Problem(name, 0, "", f"This file cannot be read ({error.strerror}). Make it readable, or replace it.")]
        ) from None
    document, wrong = reading.gather(raw, name, careful=False)
    if left := _left(document, name):
        raise ProblemsFound(left)
    problems, answers, expect = [], None, None
    try:
        answers = reading.answers(document, wrong, name, knowledge)
    except ProblemsFound as found:
        problems += found.problems
    try:
        expect = _expectation(document, name, knowledge)
    except ProblemsFound as found:
        problems += found.problems
    if answers is None or expect is None:
        raise ProblemsFound(problems)
    return Case(file.stem, name, answers, expect)


def _left(document: Document, name: str) -> list[Problem]:
    left = yaml_text.places_of(document.data, wording.MARK)
    return [Problem(name, document.line(path), field_path(path), wording.left("")) for path in left]


def left_to_fill_in(folders: Iterable[Path]) -> list[Problem]:
    """The places of new cases that still hold the mark. What cannot be read is passed over: loading tells of it."""
    found = []
    for folder in folders:
        for file in sorted((folder / "cases").glob("*.yaml")):
            try:
                raw = file.read_bytes()
                if wording.MARK.encode() in raw:
                    name = f"{loader.shown(folder)}/cases/{file.name}"
                    found += _left(reading.gather(raw, name, careful=False)[0], name)
            except (OSError, ProblemsFound):
                continue
    return found


def _expectation(document: Document, name: str, knowledge: KnowledgeBase) -> Expectation:
    """What a case expects; raises ProblemsFound with all that is wrong with it, ids that are not there included."""
    data = document.as_meant(("expect",))
    if data is None:
        raise ProblemsFound(
            [
                Problem(
                    name,
                    0,
                    "expect",
                    "A case says what its result must hold. Add the field expect, with about and levels.",
                )
            ]
        )
    try:
        expect = msgspec.convert(data, Expectation)
    except msgspec.ValidationError as error:
        from questionnaire.knowledge import schemas  # needed only where something is wrong

        said = schemas.problems_below(Expectation, data, ("expect",), document, name)
        raise ProblemsFound(said or [Problem(name, document.line(("expect",)), "expect", f"{error}.")]) from None
    wrong = [
        Problem(
            name,
            document.line(("expect", *path)),
            field_path(("expect", *path)),
            f'There is no {noun} "{shortened(word)}".{nearest(word, allowed)} '
            f"Allowed: {listing(allowed, as_they_stand=isinstance(allowed, tuple))}.",
        )
        for path, noun, word, allowed in _named(expect, knowledge)
        if word not in allowed
    ]
    if wrong:
        raise ProblemsFound(wrong)
    return expect


def _named(expect: Expectation, knowledge: KnowledgeBase) -> Iterator[tuple[tuple, str, str, Collection[str]]]:
    """Every id and closed word that an expectation names: where, what it should be, the word, and what is allowed."""
    vocabulary = knowledge.vocabulary
    levels = vocabulary.words("levels")
    allowed = {
        "risk_factor": knowledge.risk_factors,
        "harm": knowledge.harms,
        "group": knowledge.affected_groups,
        "harm_kind": vocabulary.words("harm_kinds"),
        "attribute": vocabulary.words("attributes"),
        "mechanisms": (*vocabulary.words("bias_sources"), *vocabulary.words("pathways")),
    }
    for index, level in enumerate(expect.levels):
        yield ("levels", index), "level", level, levels
    for field in ("finds", "finds_not"):
        for index, hit in enumerate(getattr(expect, field)):
            for key, value in msgspec.structs.asdict(hit).items():
                for word in (value,) if isinstance(value, str) else value or ():
                    noun = "bias source or pathway" if key == "mechanisms" else key.replace("_", " ")
                    yield (field, index, key), noun, word, allowed[key]
    for index, key in enumerate(expect.rules_out):
        yield ("rules_out", index), "risk factor", key, knowledge.risk_factors
    for index, key in enumerate(expect.recommends):
        yield ("recommends", index), "recommendation", key, knowledge.recommendations
    for index, due in enumerate(expect.levers):
        yield ("levers", index, "question"), "question", due.question, knowledge.questions
        if due.question in knowledge.questions:
            offered = [option for option, _ in knowledge.options(knowledge.questions[due.question])]
            yield ("levers", index, "to"), "option", due.to, offered
        yield ("levers", index, "level"), "level", due.level, levels


def run(case: Case, network: Network) -> tuple[Assessment, tuple[str, ...]]:
    """The assessment of a case, and a sentence for each expectation that it does not meet."""
    expect = case.expect
    result = assess(network, case.answers)
    verdict = result.verdict
    misses = []
    if verdict.level not in expect.levels:
        misses.append(f"The level is {verdict.level}; accepted: {' or '.join(expect.levels)}. {verdict.because}")
    if bool(verdict.stop) != expect.stopped:
        misses.append(
            "A stop condition holds, which was not expected."
            if verdict.stop
            else "No stop condition holds; one was expected."
        )
    misses += [f"No finding has {hit}." for hit in expect.finds if not any(map(hit.fits, result.findings))]
    misses += [
        f"The finding {next(filter(hit.fits, result.findings)).id} should not be there ({hit})."
        for hit in expect.finds_not
        if any(map(hit.fits, result.findings))
    ]
    misses += [wording.does_not_fit(title) for title in not_fitting(case.answers, network)]
    out = {item.risk_factor for item in result.set_aside}
    misses += [f"{factor} is neither ruled out nor set aside." for factor in expect.rules_out if factor not in out]
    recommended = {item.id for item in result.recommendations}
    misses += [f"{key} is not recommended." for key in expect.recommends if key not in recommended]
    levers = _levers(case, network)
    misses += [
        f"No lever changes {due.question} to {due.to} with level {due.level}."
        for due in expect.levers
        if (due.question, due.to, due.level) not in levers
    ]
    return result, tuple(misses)


def not_fitting(answers: Answers, network: Network) -> list[str]:
    """The titles of the chosen objectives that the list on the screen would put behind those that fit."""
    given = network.presumed(answers.given())
    truths = Truths(network.questions, given)
    kinds = {key: question.options_from for key, question in network.questions.items() if question.options_from}
    chosen = (
        (getattr(network.knowledge, kind)[option]) for key, kind in kinds.items() for option in given.get(key) or ()
    )
    return [entry.title for entry in chosen if isinstance(entry, Objective) and truths.condition(entry.fits) == FALSE]


def _levers(case: Case, network: Network) -> set[tuple[str, str, str]]:
    """Question, option and level of each lever, worked out only where the case expects one."""
    levers = outlook(network, case.answers).levers if case.expect.levers else ()
    return {(lever.question, lever.to, lever.level) for lever in levers}
