"""The commands on answers files: template, questions, next, assess, compare."""

from __future__ import annotations

import sys
from pathlib import Path

from questionnaire.answers import writing
from questionnaire.answers.answers import NOT_APPLICABLE, UNKNOWN
from questionnaire.assessment.result import Report
from questionnaire.cli.places import check_output, read_answers, write
from questionnaire.cli.status import DONE, REACHED, UsageError
from questionnaire.files.problems import ProblemsFound, count, nearest
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.walk.network import Network

FORMATS = ("pdf", "json", "md")


def template(arguments) -> int:
    knowledge = loader.load(arguments.kb)
    if arguments.task and arguments.task not in knowledge.tasks:
        raise UsageError(
            f'there is no task "{arguments.task}".{nearest(arguments.task, knowledge.tasks)} '
            "All tasks stand in the template: python -m questionnaire template"
        )
    write(writing.template(knowledge, arguments.task), None)
    return DONE


def questions(arguments) -> int:
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

        write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n", None)
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


def next_(arguments) -> int:
    from questionnaire.walk.interview import next_questions

    knowledge = loader.load(arguments.kb)
    given = read_answers(arguments.answers, knowledge)
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
        write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n", None)
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


def report(arguments) -> int:
    from questionnaire.assessment.assess import report as whole_report

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
        check_output(output)
    knowledge = loader.load(arguments.kb)
    levels = knowledge.vocabulary.words("levels")
    if arguments.fail_on and arguments.fail_on not in levels:
        raise UsageError(
            f'"{arguments.fail_on}" is not a level.{nearest(arguments.fail_on, levels)} Allowed: {", ".join(levels)}.'
        )
    whole = whole_report(Network(knowledge), read_answers(arguments.answers, knowledge))
    result = whole.assessment
    write(_rendered(whole, shape), output)
    if output not in (None, "-"):
        print(
            f"{output}: {result.verdict.level}, {count(len(result.findings), 'finding')}. {result.verdict.because}",
            file=sys.stderr,
        )
    if arguments.fail_on and levels.index(result.verdict.level) >= levels.index(arguments.fail_on):
        return REACHED
    return DONE


def _rendered(whole: Report, shape: str) -> str | bytes:
    if shape == "json":
        from questionnaire.reports import json_text

        return json_text.render(whole)
    if shape == "md":
        from questionnaire.reports import markdown

        return markdown.render(whole)
    from questionnaire.reports import pdf

    return pdf.render(whole)


def comparison(arguments) -> int:
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
            found.append(assess(network, read_answers(name, knowledge)))
        except ProblemsFound as wrong:
            problems += wrong.problems
    if problems:
        raise ProblemsFound(problems)
    result = compare(*found)
    write(json_text.render(result) if arguments.format == "json" else markdown.render_comparison(result), None)
    return DONE
