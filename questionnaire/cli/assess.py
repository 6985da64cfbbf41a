"""The commands on answers files: template, questions, next, assess, compare.

Each takes the parsed words and returns an exit status. Raises UsageError, or ProblemsFound for what it reads.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from questionnaire.answers import writing
from questionnaire.answers.answers import NOT_APPLICABLE, UNKNOWN, Answers
from questionnaire.assessment.result import Assessment
from questionnaire.cli import lint, places
from questionnaire.cli.status import DONE, REACHED, UsageError
from questionnaire.files import command
from questionnaire.files.problems import Problem, ProblemsFound, nearest, shortened
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Question
from questionnaire.readings import readings
from questionnaire.readings.around import NOTHING_KNOWN, Around
from questionnaire.reports import formats
from questionnaire.walk.network import Network
from questionnaire.wording import command_line as wording
from questionnaire.wording import lint as lint_wording


def template(arguments: Namespace) -> int:
    """Writes a commented blank answers file to standard output."""
    knowledge = loader.load(arguments.layers)
    if arguments.task and arguments.task not in knowledge.tasks:
        hint = nearest(arguments.task, knowledge.tasks)
        raise UsageError(wording.no_task(command.typed(), shortened(arguments.task), hint))
    places.write(writing.template(knowledge, arguments.task))
    return DONE


def questions(arguments: Namespace) -> int:
    """Lists every question with its options, in the order of the interview."""
    knowledge = loader.load(arguments.layers)
    asked = [
        (section.id, knowledge.questions[key]) for section in knowledge.interview.sections for key in section.questions
    ]
    if arguments.json:
        _say_json([_row(knowledge, section, question) for section, question in asked])
        return DONE
    for section, question in asked:
        places.say(f"{question.id} ({section}, {question.kind}): {question.asks}")
        for option, label in knowledge.options(question):
            places.say(f"    {option}: {label}")
    return DONE


def _row(knowledge: KnowledgeBase, section: str, question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "section": section,
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


def _more(knowledge: KnowledgeBase, question: Question, option: str) -> dict[str, str]:
    if not question.options_from:
        return {}
    return {"summary": getattr(knowledge, question.options_from)[option].summary}


def _say_json(rows: list[dict[str, object]]) -> None:
    import msgspec

    places.say(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())


def next_(arguments: Namespace) -> int:
    """Says what to ask next and what each answer could move; the first question first."""
    from questionnaire.walk.interview import looked_at_by_nobody, next_questions

    knowledge = loader.load(arguments.layers)
    given = places.read_answers(arguments.answers, knowledge)
    levels = knowledge.vocabulary.words("levels")
    network = Network(knowledge)
    found = next_questions(network, given)
    if arguments.json:
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
        _say_json(rows)
        return DONE
    for item in found:
        question = knowledge.questions[item.question]
        effect = (
            wording.SETTLES_STOP
            if item.settles_stop
            else wording.moves(levels[item.lowest], levels[item.highest])
            if item.lowest < item.highest
            else wording.touches(item.moves)
            if item.moves
            else wording.MOVES_NOTHING
        )
        places.say(f"{item.question}: {question.asks}\n    {effect} {question.why_we_ask}")
    rest = looked_at_by_nobody(network, given) - len(found)
    if rest:
        places.say(wording.rest_moves_nothing(rest))
    elif not found:
        places.say(wording.NOTHING_TO_ASK)
    return DONE


def report(arguments: Namespace) -> int:
    """Assesses an answers file and writes the report; REACHED where the verdict is at or above --fail-on."""
    from questionnaire.assessment.assess import report as whole_report

    output = arguments.output
    ending = Path(output).suffix if output not in (None, places.STREAM) else ""
    shape = formats.named(arguments.format or "") or formats.ending_in(ending)
    if ending and not shape:
        raise UsageError(wording.no_such_ending(places.shown(output), [each.ending for each in formats.FORMATS]))
    shape = shape or formats.FORMATS[0]
    reading = readings.named(arguments.reading) or readings.READINGS[0]
    if shape.whole and arguments.reading:
        raise UsageError(wording.no_reading_of_data(shape.name))
    if arguments.since and (shape.whole or reading.name != readings.SAYS_SINCE):
        raise UsageError(wording.no_since(readings.SAYS_SINCE))
    if arguments.since == arguments.answers == places.STREAM:
        raise UsageError(wording.INPUT_TWICE)
    if output is None and not shape.text:
        output = f"{Path(arguments.answers).stem if arguments.answers != places.STREAM else 'report'}{shape.ending}"
    knowledge = loader.load(arguments.layers)
    levels = knowledge.vocabulary.words("levels")
    if arguments.fail_on and arguments.fail_on not in levels:
        raise UsageError(wording.no_level(shortened(arguments.fail_on), nearest(arguments.fail_on, levels), levels))
    answers = places.read_answers(arguments.answers, knowledge)
    old = places.read_answers(arguments.since, knowledge) if arguments.since else None
    to_file = output not in (None, places.STREAM)
    if to_file:
        places.check_output(output, arguments.answers)
    network = Network(knowledge)
    whole = whole_report(network, answers)
    result = whole.assessment
    around = _since(arguments.since, old, network, result) if old else NOTHING_KNOWN
    held = writing.write(answers, knowledge).encode()
    places.write_report(shape.render(whole, reading, arguments.date or "", arguments.paper, held, around), output)
    if to_file:
        verdict = result.verdict
        places.tell(wording.written(places.shown(output), verdict.level, len(result.findings), verdict.because))
        if found := lint.number(result):
            places.tell(lint_wording.number(found, command.typed(), places.shown(arguments.answers)))
    if arguments.fail_on and levels.index(result.verdict.level) >= levels.index(arguments.fail_on):
        return REACHED
    return DONE


def _since(name: str, old: Answers, network: Network, now: Assessment) -> Around:
    """What has changed since earlier answers, which the same knowledge base assesses."""
    from questionnaire.assessment.assess import assess
    from questionnaire.assessment.comparison import kept
    from questionnaire.readings.around import since

    before = kept(assess(network, old))
    return Around(since=since(wording.since_edition(Path(name).name), before, before, kept(now)))


def comparison(arguments: Namespace) -> int:
    """Writes what appears, disappears and moves from one answers file to the other."""
    from questionnaire.assessment.assess import assess
    from questionnaire.assessment.comparison import compare
    from questionnaire.reports import json_text, markdown

    if arguments.a == arguments.b == places.STREAM:
        raise UsageError(wording.INPUT_TWICE)
    knowledge = loader.load(arguments.layers)
    network = Network(knowledge)
    found: list[Assessment] = []
    problems: list[Problem] = []
    for name in (arguments.a, arguments.b):
        try:
            found.append(assess(network, places.read_answers(name, knowledge)))
        except ProblemsFound as wrong:
            problems += wrong.problems
    if problems:
        raise ProblemsFound(problems)
    result = compare(*found)
    places.write(json_text.render(result) if arguments.format == "json" else markdown.render_comparison(result))
    return DONE
