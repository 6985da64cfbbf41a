"""The command line. Status 0: done; 1: problems found, each printed; 2: wrong usage; 3: --fail-on was reached.

Renderers, checks and the app are imported where they are used: a command loads only what it needs.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from questionnaire.cli import app, assess, knowledge
from questionnaire.cli.status import DONE, INTERRUPTED, PROBLEMS, USAGE, UsageError
from questionnaire.files.problems import ProblemsFound, count
from questionnaire.knowledge import loader


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # titles and notes may hold any character
    arguments = _parser().parse_args(words)
    try:
        if not arguments.kb.is_dir():
            raise UsageError(f'there is no folder "{arguments.kb}". Name the folder of a knowledge base with --kb.')
        status = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except ProblemsFound as found:
        for problem in found.problems:
            print(problem, file=sys.stderr)
        files = len({problem.file for problem in found.problems})
        print(
            f"{count(len(found.problems), 'problem')} in {count(files, 'file')}. Nothing was loaded.", file=sys.stderr
        )
        return PROBLEMS
    except UsageError as error:
        print(f"python -m questionnaire: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a reader such as `head` has enough
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m questionnaire",
        description=(
            "From a project's kickoff answers to a report on machine-bias risk factors, for an ethics review."
        ),
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, help_: str, to=commands) -> argparse.ArgumentParser:
        sub = to.add_parser(name, help=help_, description=help_)
        sub.set_defaults(run=run)
        sub.add_argument(
            "--kb",
            type=Path,
            default=loader.DEFAULT_FOLDER,
            metavar="DIR",
            help="the knowledge base's folder (default: the one that comes with it)",
        )
        return sub

    command("app", app.app, "Start the web app (what `streamlit run streamlit_app.py` does).")
    command("template", assess.template, "Write a commented blank answers file.").add_argument("--task", metavar="ID")
    command("questions", assess.questions, "List every question.").add_argument("--json", action="store_true")
    sub = command("next", assess.next_, "Say what to ask next, and why.")
    sub.add_argument("answers", metavar="ANSWERS")
    sub.add_argument("--json", action="store_true")
    sub = command("assess", assess.report, "Assess an answers file and write the report.")
    sub.add_argument("answers", metavar="ANSWERS", help="an answers file, or - for standard input")
    sub.add_argument("-o", "--output", metavar="OUT", help="a file, or - for standard output")
    sub.add_argument("--format", choices=assess.FORMATS, help="default: from OUT's ending, else pdf")
    sub.add_argument("--fail-on", metavar="LEVEL", help="exit with 3 where the verdict reaches this level")
    sub = command("compare", assess.comparison, "Compare two answers files: what appears, disappears and moves.")
    sub.add_argument("a", metavar="A")
    sub.add_argument("b", metavar="B")
    sub.add_argument("--format", choices=("md", "json"), default="md")
    kb = commands.add_parser("kb", help="Check and look into the knowledge base.")
    kb = kb.add_subparsers(required=True, metavar="COMMAND")
    command("check", knowledge.check, "Report every mistake of the knowledge base.", kb)
    command("stats", knowledge.stats, "Count entries, edges and coverage.", kb).add_argument(
        "--json", action="store_true"
    )
    command("schema", knowledge.schema, "Write the JSON Schemas for editors into DIR/schema.", kb)
    sub = command("test", knowledge.test, "Run the worked cases and say which expectations fail.", kb)
    sub.add_argument("cases", nargs="*", metavar="CASE")
    sub = command("show", knowledge.show, "Show an entry with all that leads to it and from it.", kb)
    sub.add_argument("id", metavar="ID")
    command("links", knowledge.links, "Ask every source's link whether it still answers (goes out to the network).", kb)
    return parser
