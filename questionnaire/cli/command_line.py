"""The command line. Status 0: done; 1: problems found, each printed; 2: wrong usage; 3: --fail-on was reached.

Renderers, checks and the app are imported where they are used: a command loads only what it needs.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from pathlib import Path

from questionnaire.answers import reading, writing
from questionnaire.answers.answers import NOT_APPLICABLE, UNKNOWN, Answers
from questionnaire.files.problems import Problem, ProblemsFound, count, nearest
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.walk.network import Network

FORMATS = ("pdf", "json", "md")
DONE, PROBLEMS, USAGE, REACHED, INTERRUPTED = 0, 1, 2, 3, 130


class UsageError(Exception):
    """The command's words are off; the text says what is wrong and what to write."""


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

    command("app", _app, "Start the web app (what `streamlit run streamlit_app.py` does).")
    command("template", _template, "Write a commented blank answers file.").add_argument("--task", metavar="ID")
    command("questions", _questions, "List every question.").add_argument("--json", action="store_true")
    sub = command("next", _next, "Say what to ask next, and why.")
    sub.add_argument("answers", metavar="ANSWERS")
    sub.add_argument("--json", action="store_true")
    sub = command("assess", _assess, "Assess an answers file and write the report.")
    sub.add_argument("answers", metavar="ANSWERS", help="an answers file, or - for standard input")
    sub.add_argument("-o", "--output", metavar="OUT", help="a file, or - for standard output")
    sub.add_argument("--format", choices=FORMATS, help="default: from OUT's ending, else pdf")
    sub.add_argument("--fail-on", metavar="LEVEL", help="exit with 3 where the verdict reaches this level")
    sub = command("compare", _compare, "Compare two answers files: what appears, disappears and moves.")
    sub.add_argument("a", metavar="A")
    sub.add_argument("b", metavar="B")
    sub.add_argument("--format", choices=("md", "json"), default="md")
    kb = commands.add_parser("kb", help="Check and look into the knowledge base.")
    kb = kb.add_subparsers(required=True, metavar="COMMAND")
    command("check", _kb_check, "Report every mistake of the knowledge base.", kb)
    command("stats", _kb_stats, "Count entries, edges and coverage.", kb).add_argument("--json", action="store_true")
    command("schema", _kb_schema, "Write the JSON Schemas for editors into DIR/schema.", kb)
    sub = command("test", _kb_test, "Run the worked cases and say which expectations fail.", kb)
    sub.add_argument("cases", nargs="*", metavar="CASE")
    sub = command("show", _kb_show, "Show an entry with all that leads to it and from it.", kb)
    sub.add_argument("id", metavar="ID")
    command("links", _kb_links, "Ask every source's link whether it still answers (goes out to the network).", kb)
    return parser


# --- reading and writing ----------------------------------------------------------------------------------------------


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(reading.MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(reading.MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(
            f'there is no file "{name}". Write the path of an answers file, or - for standard input.'
        ) from None
    except OSError as error:
        raise UsageError(f'"{name}" cannot be read ({error.strerror}).') from None


def _answers(name: str, knowledge: KnowledgeBase) -> Answers:
    return reading.read(_read(name), "standard input" if name == "-" else name, knowledge)


def _output(name: str) -> None:
    """Refuses a place to write to that cannot be one, before the work is done for it."""
    place = Path(name)
    if place.is_dir():
        raise UsageError(f'"{name}" is a folder. Name a file in it with -o.')
    if not place.parent.is_dir():
        raise UsageError(f'there is no folder "{place.parent}" to write into. Make it, or name another file with -o.')


def _write(text: str | bytes, name: str | None) -> None:
    raw = text.encode() if isinstance(text, str) else text
    if name in (None, "-"):
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).write_bytes(raw)
    except OSError as error:
        raise UsageError(f'"{name}" cannot be written ({error.strerror}). Name another file with -o.') from None


# --- answers ----------------------------------------------------------------------------------------------------------


def _app(arguments) -> int:
    app = loader.PROJECT / "streamlit_app.py"
    environment = {**os.environ, "RISKWALK_KB": str(arguments.kb.resolve())}
    try:
        return subprocess.call([sys.executable, "-m", "streamlit", "run", str(app)], cwd=app.parent, env=environment)
    except KeyboardInterrupt:
        return DONE


def _template(arguments) -> int:
    knowledge = loader.load(arguments.kb)
    if arguments.task and arguments.task not in knowledge.tasks:
        raise UsageError(
            f'there is no task "{arguments.task}".{nearest(arguments.task, knowledge.tasks)} '
            "All tasks stand in the template: python -m questionnaire template"
        )
    _write(writing.template(knowledge, arguments.task), None)
    return DONE


def _questions(arguments) -> int:
    knowledge = loader.load(arguments.kb)
    rows = []
    for section in knowledge.interview.sections:
        for key in section.questions:
            question = knowledge.questions[key]
            rows.append(
                {
                    "id": key,
                    "section": section.id,
                    "text": question.asks,
                    "help": question.why_we_ask,
                    "example": question.example,
                    "kind": question.kind,
                    "role": question.role,
                    "options": [
                        {"id": option, "label": label, **_more(knowledge, question, option)}
                        for option, label in knowledge.options(question)
                    ],
                    "statuses": [UNKNOWN, *([NOT_APPLICABLE] if question.may_not_apply else [])],
                    "ask_when": question.ask_when,
                    "controllable": question.controllable,
                }
            )
    if arguments.json:
        import msgspec

        _write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n", None)
        return DONE
    for row in rows:
        print(f"{row['id']} ({row['section']}, {row['kind']}): {row['text']}")
        for option in row["options"]:
            print(f"    {option['id']}: {option['label']}")
    return DONE


def _more(knowledge: KnowledgeBase, question, option: str) -> dict[str, str]:
    if not question.options_from:
        return {}
    return {"summary": getattr(knowledge, question.options_from)[option].summary}


def _next(arguments) -> int:
    from questionnaire.walk.interview import next_questions

    knowledge = loader.load(arguments.kb)
    given = _answers(arguments.answers, knowledge)
    levels = knowledge.vocabulary.words("levels")
    found = next_questions(Network(knowledge), given)
    if arguments.json:
        import msgspec

        rows = [
            {
                "question": item.question,
                "text": knowledge.questions[item.question].asks,
                "why": knowledge.questions[item.question].why_we_ask,
                "moves": {"from": levels[item.lowest], "to": levels[item.highest]},
                "settles_stop": item.settles_stop,
                "findings": item.moves,
            }
            for item in found
        ]
        _write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n", None)
        return DONE
    for item in found:
        question = knowledge.questions[item.question]
        effect = (
            "settles whether the use is acceptable at all"
            if item.settles_stop
            else f"moves the verdict between {levels[item.lowest]} and {levels[item.highest]}"
            if item.lowest < item.highest
            else f"touches {count(item.moves, 'finding')}"
            if item.moves
            else "moves no level"
        )
        print(f"{item.question}: {question.asks}\n    It {effect}. {question.why_we_ask}")
    if not found:
        print("Every question on the path was looked at.")
    return DONE


def _assess(arguments) -> int:
    from questionnaire.assessment.assess import report

    ending = Path(arguments.output).suffix.lstrip(".").lower() if arguments.output not in (None, "-") else ""
    if ending and not arguments.format and ending not in FORMATS:
        raise UsageError(
            f'"{arguments.output}" ends in none of {", ".join("." + each for each in FORMATS)}. '
            "Change the ending, or say which with --format."
        )
    shape = arguments.format or ending or "pdf"
    output = arguments.output
    if shape == "pdf" and output is None:
        output = f"{Path(arguments.answers).stem if arguments.answers != '-' else 'report'}.pdf"
    if output not in (None, "-"):
        _output(output)
    knowledge = loader.load(arguments.kb)
    levels = knowledge.vocabulary.words("levels")
    if arguments.fail_on and arguments.fail_on not in levels:
        raise UsageError(
            f'"{arguments.fail_on}" is not a level.{nearest(arguments.fail_on, levels)} Allowed: {", ".join(levels)}.'
        )
    whole = report(Network(knowledge), _answers(arguments.answers, knowledge))
    result = whole.assessment
    if shape == "json":
        from questionnaire.reports import json_text

        text = json_text.render(whole)
    elif shape == "md":
        from questionnaire.reports import markdown

        text = markdown.render(whole)
    else:
        from questionnaire.reports import pdf

        text = pdf.render(whole)
    _write(text, output)
    if output not in (None, "-"):
        print(
            f"{output}: {result.verdict.level}, {count(len(result.findings), 'finding')}. {result.verdict.because}",
            file=sys.stderr,
        )
    if arguments.fail_on and levels.index(result.verdict.level) >= levels.index(arguments.fail_on):
        return REACHED
    return DONE


def _compare(arguments) -> int:
    from questionnaire.assessment.assess import assess
    from questionnaire.assessment.comparison import compare
    from questionnaire.reports import json_text, markdown

    if arguments.a == arguments.b == "-":
        raise UsageError("only one of the two can be standard input. Name a file for the other.")
    knowledge = loader.load(arguments.kb)
    network = Network(knowledge)
    found, problems = [], []
    for name in (arguments.a, arguments.b):
        try:
            found.append(assess(network, _answers(name, knowledge)))
        except ProblemsFound as wrong:
            problems += wrong.problems
    if problems:
        raise ProblemsFound(problems)
    result = compare(*found)
    _write(json_text.render(result) if arguments.format == "json" else markdown.render_comparison(result), None)
    return DONE


# --- knowledge base ---------------------------------------------------------------------------------------------------


def _kb_check(arguments) -> int:
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


def _kb_test(arguments) -> int:
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


def _kb_stats(arguments) -> int:
    from questionnaire.assessment.assess import assess
    from questionnaire.reports import json_text
    from questionnaire.upkeep import cases, stats

    knowledge = loader.load(arguments.kb)
    network = Network(knowledge)
    numbers = stats.stats(network, tuple(assess(network, case.answers) for case in cases.load(arguments.kb, knowledge)))
    _write(json_text.render(numbers) if arguments.json else stats.render(numbers), None)
    return DONE


def _kb_schema(arguments) -> int:
    from questionnaire.knowledge import schemas

    folder = arguments.kb / "schema"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f'"{folder}" cannot be made ({error.strerror}). Make room for that folder.') from None
    for name, text in schemas.schema_texts().items():
        _write(text, str(folder / name))
    print(f"{folder}: {count(len(schemas.schema_texts()), 'schema')} written.")
    return DONE


def _kb_show(arguments) -> int:
    from questionnaire.upkeep import show

    knowledge = loader.load(arguments.kb)
    text = show.entry(knowledge, arguments.id)
    if text is None:
        known = show.ids(knowledge)
        raise UsageError(
            f'there is no entry "{arguments.id}".{nearest(arguments.id, known)} '
            "All ids: the file names in the knowledge base's folders."
        )
    _write(text, None)
    return DONE


def _kb_links(arguments) -> int:
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
