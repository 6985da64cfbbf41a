"""The commands on a knowledge base: check, test, stats, schema, show, sources. They read files, not the cache.

Each takes the parsed words and returns an exit status. Raises UsageError, or ProblemsFound for what it reads.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from questionnaire.cli import places
from questionnaire.cli.status import DONE, PROBLEMS, UsageError
from questionnaire.files.problems import Problem, ProblemsFound, nearest, shortened
from questionnaire.files.yaml_text import field_path
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.loader import Inspection, Locate
from questionnaire.walk.network import Network
from questionnaire.wording import command_line as wording
from questionnaire.wording import doubts as odd
from questionnaire.wording import layers, upkeep
from questionnaire.wording import package as package_wording


def check(arguments: Namespace) -> int:
    """Prints every mistake and every piece of advice; PROBLEMS where there is a mistake."""
    from questionnaire.upkeep import annotations, cases

    inspected = loader.inspect(arguments.layers)
    problems = list(inspected.problems)
    if inspected.knowledge:
        problems += _stale(inspected)
        problems += _without_header(arguments.layers)
    errors = [problem for problem in problems if not problem.advice]
    if errors and all(problem.message.startswith(upkeep.LEFT) for problem in errors):
        more = cases.left_to_fill_in(arguments.layers)
        problems += more
        errors += more
    if inspected.knowledge and not errors:
        network = Network(inspected.knowledge)
        try:
            found = _of_cases(arguments.layers, network, inspected)
        except ProblemsFound as wrong:
            found = list(wrong.problems)
        errors = [problem for problem in found if not problem.advice]
        problems += found
        problems += _advice(network, inspected.locate)
    places.write(annotations.FORMATS[arguments.format](problems))
    if arguments.format in annotations.FOR_PEOPLE:
        files = len({problem.file for problem in errors})
        left = bool(errors) and all(problem.message.startswith(upkeep.LEFT) for problem in errors)
        advice = len(problems) - len(errors)
        places.say(upkeep.only_left(len(errors), files) if left else wording.checked(len(errors), files, advice))
    return PROBLEMS if errors else DONE


def _stale(inspected: Inspection) -> list[Problem]:
    """Advice on the rules that had to be read again by now."""
    from questionnaire.upkeep import stale

    if inspected.knowledge is None or inspected.locate is None:
        return []
    return [
        Problem(
            inspected.locate("regulations", rule.id, ())[0],
            0,
            "review_by",
            wording.to_read_again(rule.as_of, rule.review_by),
            advice=True,
        )
        for rule in stale.regulations(inspected.knowledge, datetime.now(UTC).date())
    ]


def _without_header(folders: tuple[Path, ...]) -> list[Problem]:
    """Advice on the files in which an editor does not know the fields and words."""
    from questionnaire.upkeep import editor

    return [
        Problem(f"{loader.shown(folder)}/{name}", 1, "", upkeep.no_header(header), advice=True)
        for folder in folders
        for name, header in editor.without_header(folder)
    ]


def _advice(network: Network, locate: Locate | None) -> list[Problem]:
    """What is declared and not reached, and what is said and cannot be meant, with its place."""
    from questionnaire.upkeep import doubts, reach, reach_told, twins

    found = (
        *reach_told.advice(reach.Uses(network)),
        *doubts.doubts(network.knowledge),
        *twins.twins(network.knowledge),
    )
    return [
        Problem(*locate(each.kind, each.id, each.path), field_path(each.path), each.message, advice=True)
        for each in found
        if locate is not None
    ]


def _of_cases(folders: tuple[Path, ...], network: Network, inspected: Inspection) -> list[Problem]:
    """What the worked cases leave untried, and advice on those that cannot be. They are walked, and not told in full:
    that takes five times as long, and `kb test` does it."""
    from questionnaire.assessment.assess import contradictions_shown
    from questionnaire.assessment.telling import telling
    from questionnaire.upkeep import cases, coverage

    worked = cases.load(folders, network.knowledge)
    told = [telling(network, case.answers) for case in worked]
    cannot_be = [
        Problem(case.file, 0, f"answers.{each.questions[-1]}", odd.case_contradicts(each.because), advice=True)
        for case, each_told in zip(worked, told, strict=True)
        for each in contradictions_shown(each_told)
    ]
    return cannot_be + [
        Problem(
            inspected.locate(gap.kind, gap.id, ())[0]
            if gap.id and inspected.locate
            else f"{loader.shown(folders[0])}/{gap.kind}/{gap.id}",
            0,
            "",
            gap.message,
        )
        for gap in coverage.gaps(network, (each.walk for each in told))
    ]


def test(arguments: Namespace) -> int:
    """Runs the worked cases, or those named; PROBLEMS where one is not as expected."""
    from questionnaire.upkeep import cases

    knowledge = loader.load(arguments.layers, cache=None)
    found = cases.load(arguments.layers, knowledge)
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
    from questionnaire.assessment.telling import telling
    from questionnaire.reports import json_text
    from questionnaire.upkeep import cases, stats

    knowledge = loader.load(arguments.layers, cache=None)
    network = Network(knowledge)
    told = tuple(telling(network, case.answers) for case in cases.load(arguments.layers, knowledge))
    numbers = stats.stats(network, told)
    places.write(json_text.render(numbers) if arguments.json else stats.render(numbers))
    return DONE


def schema(arguments: Namespace) -> int:
    """Writes the JSON Schemas into the folder `schema` of the knowledge base."""
    from questionnaire.upkeep import editor

    folder, texts = arguments.kb / editor.FOLDER, editor.texts(loader.what_is_right(arguments.kb))
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
    """Prints one entry with all that leads to it and from it, as it is or as it was at a version."""
    from questionnaire.upkeep import bases

    if arguments.at is None:
        _show(arguments.id, loader.load(arguments.layers, cache=None))
        return DONE
    try:
        with bases.at(arguments.at, arguments.layers) as then:
            try:
                knowledge = loader.load(then.folders, cache=None)
            except ProblemsFound:  # written for another version of this program
                places.write(_as_written(then.folders, arguments.id, arguments.at))
            else:
                places.say(upkeep.as_it_was(knowledge.version, knowledge.digest[:12]))
                for layer in then.unmoved:
                    places.say(layers.as_it_is_today(layer, arguments.at))
                _show(arguments.id, knowledge)
    except bases.NoBase as error:
        raise UsageError(upkeep.no_base(shortened(arguments.at), str(error))) from None
    return DONE


def _show(identity: str, knowledge: KnowledgeBase) -> None:
    from questionnaire.upkeep import show

    text = show.entry(knowledge, identity)
    if text is None:
        raise UsageError(wording.no_entry(shortened(identity), nearest(identity, show.ids(knowledge))))
    places.write(text)


def _as_written(folders: Iterable[Path], identity: str, version: str) -> str:
    """The files of an entry, word for word, from a knowledge base that this version cannot load."""
    names = [
        (file.relative_to(folder).as_posix(), file)
        for folder in folders
        for file in sorted(folder.glob("*/*.yaml"))
        if file.stem == identity
    ]
    if not names:
        raise UsageError(wording.no_entry(shortened(identity), ""))
    files = (f"{name}\n\n{file.read_text('utf-8', errors='replace')}" for name, file in names)
    return "\n".join([upkeep.only_as_written(version), "", *files])


def sources(arguments: Namespace) -> int:
    """Writes the sources in the format of reference managers."""
    from questionnaire.upkeep import citations

    places.write(citations.csl_json(loader.load(arguments.layers, cache=None)))
    return DONE


def export(arguments: Namespace) -> int:
    """Writes the data package into a new or an empty folder."""
    from questionnaire.upkeep import package

    folder = Path(arguments.folder)
    texts = package.files(loader.load(arguments.layers, cache=None))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(package_wording.not_empty(places.shown(folder)))
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8", newline="")
    except OSError as error:
        raise UsageError(wording.unwritable(places.shown(folder), places.reason(error))) from None
    places.say(package_wording.written(places.shown(folder), len(texts)))
    return DONE
