"""The commands on a knowledge base: check, test, stats, schema, show, links."""

from __future__ import annotations

import sys
from pathlib import Path

from questionnaire.cli.places import write
from questionnaire.cli.status import DONE, PROBLEMS, UsageError
from questionnaire.files.problems import Problem, ProblemsFound, count, nearest
from questionnaire.knowledge import loader
from questionnaire.walk.network import Network


def check(arguments) -> int:
    problems = list(loader.check(arguments.kb))
    errors = [problem for problem in problems if not problem.advice]
    if not errors:
        try:
            errors = _gaps(arguments.kb)
        except ProblemsFound as found:
            errors = list(found.problems)
        problems += errors
    for problem in problems:
        print(f"{problem}{' (advice)' if problem.advice else ''}")
    advice = len(problems) - len(errors)
    files = len({problem.file for problem in errors})
    print(
        f"{count(len(errors), 'problem')} in {count(files, 'file')}, {advice} to consider."
        if errors
        else f"No problems, {advice} to consider."
    )
    return PROBLEMS if errors else DONE


def _gaps(folder: Path) -> list[Problem]:
    from questionnaire.upkeep import cases, coverage

    network = Network(loader.load(folder))
    results = [cases.run(case, network)[0] for case in cases.load(folder, network.knowledge)]
    return [
        Problem(f"{loader.shown(folder)}/{gap.kind}/{gap.id}{'.yaml' if gap.id else ''}", 0, "", gap.message)
        for gap in coverage.gaps(network, results)
    ]


def test(arguments) -> int:
    from questionnaire.upkeep import cases

    knowledge = loader.load(arguments.kb)
    found = cases.load(arguments.kb, knowledge)
    unknown = [name for name in arguments.cases if name not in {case.id for case in found}]
    if unknown:
        raise UsageError(
            f'there is no case "{unknown[0]}".{nearest(unknown[0], [case.id for case in found])} '
            f"All cases: the file names in {loader.shown(arguments.kb)}/cases/."
        )
    network, failed = Network(knowledge), 0
    chosen = [case for case in found if not arguments.cases or case.id in arguments.cases]
    for case in chosen:
        result, misses = cases.run(case, network)
        print(
            f"{'FAIL' if misses else 'ok  '} {case.id}: {result.verdict.level}, "
            f"{count(len(result.findings), 'finding')}"
        )
        for miss in misses:
            print(f"     {miss}")
        failed += bool(misses)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return PROBLEMS if failed else DONE


def stats(arguments) -> int:
    from questionnaire.assessment.assess import assess
    from questionnaire.reports import json_text
    from questionnaire.upkeep import cases, stats

    knowledge = loader.load(arguments.kb)
    network = Network(knowledge)
    numbers = stats.stats(network, tuple(assess(network, case.answers) for case in cases.load(arguments.kb, knowledge)))
    write(json_text.render(numbers) if arguments.json else stats.render(numbers), None)
    return DONE


def schema(arguments) -> int:
    from questionnaire.knowledge import schemas

    folder = arguments.kb / "schema"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f'"{folder}" cannot be made ({error.strerror}). Make room for that folder.') from None
    for name, text in schemas.schema_texts().items():
        write(text, str(folder / name))
    print(f"{folder}: {count(len(schemas.schema_texts()), 'schema')} written.")
    return DONE


def show(arguments) -> int:
    from questionnaire.upkeep import show

    knowledge = loader.load(arguments.kb)
    text = show.entry(knowledge, arguments.id)
    if text is None:
        known = show.ids(knowledge)
        raise UsageError(
            f'there is no entry "{arguments.id}".{nearest(arguments.id, known)} '
            "All ids: the file names in the knowledge base's folders."
        )
    write(text, None)
    return DONE


def links(arguments) -> int:
    from questionnaire.upkeep import links

    sources = [source for source in loader.load(arguments.kb).sources.values() if source.address]
    wrong = 0
    for number, answered in enumerate(links.ask_all(sources), 1):
        print(f"\r{number} of {len(sources)} asked", end="", file=sys.stderr, flush=True)
        if answered.wrong:
            wrong += 1
            print(
                f"\r{answered.source}: {answered.address} {answered.wrong}. "
                "Correct the link, or find where the page went."
            )
    print(file=sys.stderr)
    print(f"{count(wrong, 'link')} of {len(sources)} to look at." if wrong else f"All {len(sources)} links answer.")
    return PROBLEMS if wrong else DONE
