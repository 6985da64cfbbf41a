"""The command line. Status 0: done; 1: problems found, each printed; 2: wrong usage; 3: --fail-on was reached.

A command's module is named here and imported once the command is meant: a report does not wait for what keeps the
knowledge base in order.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from questionnaire.cli import places, values
from questionnaire.cli.status import INTERRUPTED, PROBLEMS, USAGE, UsageError
from questionnaire.files.command import typed
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.readings import readings
from questionnaire.reports import formats
from questionnaire.wording import command_line as wording
from questionnaire.wording import export as export_wording
from questionnaire.wording import handoff as handoff_wording
from questionnaire.wording import layers as layers_wording
from questionnaire.wording import lint as lint_wording
from questionnaire.wording import package
from questionnaire.wording import stored as stored_wording
from questionnaire.wording import upkeep as told

Command = Callable[[argparse.Namespace], int]
"""From the parsed words to an exit status."""
Place = tuple[str, str]
"""Where a command stands: a module of this room and a function in it."""
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def main(words: list[str] | None = None) -> int:
    """Runs one command, from the words behind the program's name, and returns its exit status.

    A mistake of the user's is printed to standard error and becomes a status. Raises SystemExit where argparse ends the
    program: 0 after --help, 2 for words that are no command.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # titles and notes may hold any character, names of files any byte
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = _parsed(words)
        arguments.layers = tuple(map(places.knowledge_base, arguments.kb or (loader.DEFAULT_FOLDER,)))
        arguments.kb = arguments.layers[0]
        return _at(arguments.run)(arguments)
    except ProblemsFound as found:
        for problem in found.problems:
            places.tell(str(problem))
        places.tell(wording.nothing_loaded(len(found.problems), len({problem.file for problem in found.problems})))
        return PROBLEMS
    except UsageError as error:
        places.tell(wording.mistake(typed(), str(error)))
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _at(place: Place) -> Command:
    module, name = place
    command: Command = getattr(import_module(f"{__package__}.{module}"), name)
    return command


def _parsed(words: list[str] | None) -> argparse.Namespace:
    try:
        return _parser().parse_args(words)
    except SystemExit:
        if sys.stdout is not None:
            places.write("")  # so that a help that cannot be written is told
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=typed(), description=wording.ABOUT)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Place, help_: str, to: Commands = commands) -> argparse.ArgumentParser:
        sub = to.add_parser(name, help=help_, description=help_)
        sub.set_defaults(run=run)
        sub.add_argument(
            "--kb",
            action="append",
            metavar="DIR",
            help=wording.FOLDER,
        )
        return sub

    sub = command("app", ("app", "app"), wording.APP)
    sub.add_argument("--host", metavar="ADDRESS", help=wording.HOST)
    sub.add_argument("--port", type=values.port, metavar="PORT", help=wording.PORT)
    command("template", ("assess", "template"), wording.TEMPLATE).add_argument("--task", metavar="ID")
    command("questions", ("assess", "questions"), wording.QUESTIONS).add_argument("--json", action="store_true")
    sub = command("next", ("assess", "next_"), wording.NEXT)
    sub.add_argument("answers", metavar="ANSWERS")
    sub.add_argument("--json", action="store_true")
    sub = command("assess", ("assess", "report"), wording.ASSESS)
    sub.add_argument("answers", metavar="ANSWERS", help=wording.ANSWERS)
    sub.add_argument("-o", "--output", metavar="OUT", help=wording.OUTPUT)
    sub.add_argument("--format", choices=[each.name for each in formats.FORMATS], help=wording.FORMAT)
    sub.add_argument("--reading", choices=[each.name for each in readings.READINGS], help=wording.READING)
    sub.add_argument("--date", type=values.day, metavar="DATE", help=wording.DATE)
    sub.add_argument("--paper", choices=formats.PAPERS, default=formats.PAPERS[0], help=wording.PAPER)
    sub.add_argument("--since", metavar="OLD_ANSWERS", help=wording.SINCE)
    sub.add_argument("--fail-on", metavar="LEVEL", help=wording.FAIL_ON)
    sub = command("lint", ("lint", "lint"), lint_wording.LINT)
    sub.add_argument("answers", metavar="ANSWERS", help=wording.ANSWERS)
    sub.add_argument("--json", action="store_true")
    sub = command("export", ("export", "export"), export_wording.EXPORT)
    sub.add_argument("answers", metavar="ANSWERS", nargs="+", help=export_wording.ANSWERS)
    sub.add_argument("-o", "--output", metavar="FOLDER", required=True, help=export_wording.FOLDER)
    sub.add_argument("--date", type=values.day, metavar="DATE", help=wording.DATE)
    sub.add_argument("--paper", choices=formats.PAPERS, default=formats.PAPERS[0], help=wording.PAPER)
    sub.add_argument("--overwrite", action="store_true", help=export_wording.OVERWRITE)
    sub = command("handoff", ("handoff", "handoff"), handoff_wording.HANDOFF)
    sub.add_argument("answers", metavar="ANSWERS", help=wording.ANSWERS)
    sub.add_argument("--kind", metavar="KIND", help=handoff_wording.KIND)
    sub.add_argument("--questions", action="store_true", help=handoff_wording.QUESTIONS)
    sub.add_argument("--extra", metavar="FILE", help=handoff_wording.EXTRA)
    sub.add_argument("-o", "--output", metavar="OUT", help=handoff_wording.OUTPUT)
    sub.add_argument("--date", type=values.day, metavar="DATE", help=wording.DATE)
    command("schema", ("export", "schema"), export_wording.SCHEMA)
    sub = command("compare", ("assess", "comparison"), wording.COMPARE)
    sub.add_argument("a", metavar="A")
    sub.add_argument("b", metavar="B")
    sub.add_argument("--format", choices=("md", "json"), default="md")
    sub = command("check-conditions", ("conditions", "check"), wording.CHECK_CONDITIONS)
    sub.add_argument("file", metavar="FILE", help=wording.CONDITIONS_FILE)
    sub.add_argument("--on", type=values.date, metavar="DATE", help=wording.ON_DAY)
    sub.add_argument("--allow-open", action="store_true", help=wording.ALLOW_OPEN)
    stored = commands.add_parser("stored", help=stored_wording.STORED).add_subparsers(required=True, metavar="COMMAND")
    sub = command("export", ("stored", "export"), stored_wording.EXPORT, stored)
    sub.description = stored_wording.ABOUT_EXPORT
    sub.add_argument("folder", metavar="FOLDER", help=stored_wording.FOLDER)
    sub.add_argument("--with-consent", action="store_true", help=stored_wording.WITH_CONSENT)
    kb = commands.add_parser("kb", help=wording.KB).add_subparsers(required=True, metavar="COMMAND")
    sub = command("check", ("knowledge", "check"), wording.KB_CHECK, kb)
    sub.add_argument("--format", choices=("text", "github", "sarif", "json"), default="text", help=told.CHECK_FORMAT)
    command("stats", ("knowledge", "stats"), wording.KB_STATS, kb).add_argument("--json", action="store_true")
    command("schema", ("knowledge", "schema"), wording.KB_SCHEMA, kb)
    sub = command("test", ("knowledge", "test"), wording.KB_TEST, kb)
    sub.add_argument("cases", nargs="*", metavar="CASE")
    sub = command("new", ("upkeep", "new"), told.NEW, kb)
    sub.add_argument("kind", metavar="KIND", help=told.KIND)
    sub.add_argument("id", metavar="ID", help=told.ID)
    sub.add_argument("--about", default="", metavar="TEXT", help=told.ABOUT)
    sub = command("diff", ("upkeep", "diff"), told.DIFF, kb)
    sub.add_argument("base", metavar="BASE", help=told.BASE)
    sub.add_argument("answers", nargs="*", metavar="ANSWERS", help=told.MORE_ANSWERS)
    sub.add_argument("--format", choices=("text", "md", "json", "changelog"), default="text")
    sub.add_argument("-o", "--output", metavar="OUT", help=wording.OUTPUT)
    sub.add_argument("--workers", type=int, metavar="N", help=told.WORKERS)
    sub.add_argument("--without-layers", action="store_true", help=layers_wording.WITHOUT_LAYERS)
    sub = command("reach", ("upkeep", "reach"), told.REACH, kb)
    sub.add_argument("id", metavar="ID")
    sub = command("show", ("knowledge", "show"), wording.KB_SHOW, kb)
    sub.add_argument("id", metavar="ID")
    sub.add_argument("--at", metavar="VERSION", help=told.AT_VERSION)
    sub = command("sources", ("knowledge", "sources"), wording.KB_SOURCES, kb)
    sub.add_argument("--format", choices=("csl-json",), default="csl-json")
    command("export", ("knowledge", "export"), package.EXPORT, kb).add_argument(
        "folder", metavar="FOLDER", help=package.FOLDER
    )
    sub = command("links", ("upkeep", "links"), told.LINKS, kb)
    sub.add_argument("--format", choices=("text", "md"), default="text")
    sub.add_argument("-o", "--output", metavar="OUT", help=wording.OUTPUT)
    sub.add_argument("--fresh", action="store_true", help=told.FRESH)
    return parser
