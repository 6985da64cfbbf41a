"""The commands on a knowledge base: check, test, stats, schema, show, sources. They read files, not the cache.

Each takes the parsed words and returns an exit status. Raises UsageError, or ProblemsFound for what it reads.
"""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from questionnaire.cli import places
from questionnaire.cli.status import DONE, PROBLEMS, UsageError
from questionnaire.files.problems import Problem, ProblemsFound, nearest, shortened
from questionnaire.files.yaml_text import field_path
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.loader import Locate
from questionnaire.walk.network import Network
from questionnaire.wording import command_line as wording
from questionnaire.wording import upkeep


def check(arguments: Namespace) -> int:
    """Prints every mistake and every piece of advice; PROBLEMS where there is a mistake."""
    from questionnaire.upkeep import annotations

    inspected = loader.inspect(arguments.kb)
    problems = list(inspected.problems)
    if inspected.knowledge:
        problems += _stale(arguments.kb, inspected.knowledge)
    errors = [problem for problem in problems if not problem.advice]
    if inspected.knowledge and not errors:
        network = Network(inspected.knowledge)
        try:
            errors = _gaps(arguments.kb, network)
        except ProblemsFound as found:
            errors = list(found.problems)
        problems += errors
        problems += _advice(network, inspected.locate)
    places.write(annotations.FORMATS[arguments.format](problems))
    if arguments.format in annotations.FOR_PEOPLE:
        files = len({problem.file for problem in errors})
        left = bool(errors) and all(problem.message.startswith(upkeep.LEFT) for problem in errors)
        advice = len(problems) - len(errors)
        places.say(upkeep.only_left(len(errors), files) if left else wording.checked(len(errors), files, advice))
    return PROBLEMS if errors else DONE


def _stale(folder: Path, knowledge: KnowledgeBase) -> list[Problem]:
    """Advice on the rules that had to be read again by now."""
    from questionnaire.upkeep import stale

    return [
        Problem(
            f"{loader.shown(folder)}/regulations/{rule.id}.yaml",
            0,
            "review_by",
            wording.to_read_again(rule.as_of, rule.review_by),
            advice=True,
        )
        for rule in stale.regulations(knowledge, datetime.now(UTC).date())
    ]


def _advice(network: Network, locate: Locate | None) -> list[Problem]:
    """What is declared and not reached, and what is said and cannot be meant, with its place."""
    from questionnaire.upkeep import doubts, reach, reach_told

    found = (*reach_told.advice(reach.Uses(network)), *doubts.doubts(network.knowledge))
    return [
        Problem(*locate(each.kind, each.id, each.path), field_path(each.path), each.message, advice=True)
        for each in found
        if locate is not None
    ]


def _gaps(folder: Path, network: Network) -> list[Problem]:
    from questionnaire.assessment.assess import assess
    from questionnaire.upkeep import cases, coverage

    results = [assess(network, case.answers) for case in cases.load(folder, network.knowledge)]
    return [
        Problem(f"{loader.shown(folder)}/{gap.kind}/{gap.id}{'.yaml' if gap.id else ''}", 0, "", gap.message)
        for gap in coverage.gaps(network, results)
    ]


def test(arguments: Namespace) -> int:
    """Runs the worked cases, or those named; PROBLEMS where one is not as expected."""
    from questionnaire.upkeep import cases

    knowledge = loader.load(arguments.kb, cache=None)
    found = cases.load(arguments.kb, knowledge)
    unknown = [name for name in arguments.cases if name not in {case.id for case in found}]
    if unknown:
        hint = nearest(unknown[0], [case.id for case in found])
        raise UsageError(wording.no_case(shortened(unknown[0]), hint, loader.shown(arguments.kb)))
    network, failed = Network(knowledge), 0
    chosen = [case for case in found if not arguments.cases or case.id in arguments.cases]
    for case in chosen:
        result, misses = cases.run(case, network)
        places.say(wording.case(case.id, bool(misses), result.verdict.level, len(result.findings)))
        for miss in misses:
            places.say(f"     {miss}")
        failed += bool(misses)
    places.say(wording.cases(len(chosen) - failed, failed))
    return PROBLEMS if failed else DONE


def stats(arguments: Namespace) -> int:
    """Prints counts of entries, edges and coverage."""
    from questionnaire.assessment.assess import assess
    from questionnaire.reports import json_text
    from questionnaire.upkeep import cases, stats

    knowledge = loader.load(arguments.kb, cache=None)
    network = Network(knowledge)
    numbers = stats.stats(network, tuple(assess(network, case.answers) for case in cases.load(arguments.kb, knowledge)))
    places.write(json_text.render(numbers) if arguments.json else stats.render(numbers))
    return DONE


def schema(arguments: Namespace) -> int:
    """Writes the JSON Schemas into the folder `schema` of the knowledge base."""
    from questionnaire.knowledge import schemas

    folder, texts = arguments.kb / "schema", schemas.schema_texts()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(wording.schema_folder_unwritable(places.shown(folder), places.reason(error))) from None
    for name, text in texts.items():
        try:
            (folder / name).write_text(text, "utf-8", newline="")
        except OSError as error:
            raise UsageError(wording.schema_unwritable(places.shown(folder / name), places.reason(error))) from None
    places.say(wording.schemas(places.shown(folder), len(texts)))
    return DONE


def show(arguments: Namespace) -> int:
    """Prints one entry with all that leads to it and from it."""
    from questionnaire.upkeep import show

    knowledge = loader.load(arguments.kb, cache=None)
    text = show.entry(knowledge, arguments.id)
    if text is None:
        raise UsageError(wording.no_entry(shortened(arguments.id), nearest(arguments.id, show.ids(knowledge))))
    places.write(text)
    return DONE


def sources(arguments: Namespace) -> int:
    """Writes the sources in the format of reference managers."""
    from questionnaire.upkeep import citations

    places.write(citations.csl_json(loader.load(arguments.kb, cache=None)))
    return DONE
