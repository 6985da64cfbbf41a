"""The command that says what stands out in answers before a review, each with its place in the file."""

from __future__ import annotations

from argparse import Namespace

from questionnaire.answers import reading
from questionnaire.assessment.result import Assessment
from questionnaire.cli import places
from questionnaire.cli.status import DONE, PROBLEMS
from questionnaire.files.problems import Problem
from questionnaire.files.yaml_text import Document, field_path
from questionnaire.knowledge import loader
from questionnaire.walk.network import Network
from questionnaire.wording import lint as wording


def lint(arguments: Namespace) -> int:
    """Writes every remark, contradictions first; PROBLEMS where there is one."""
    from questionnaire.assessment.assess import assess

    knowledge = loader.load(arguments.layers)
    raw, name = places.read_input(arguments.answers, reading.MAX_BYTES)
    document, problems = reading.gather(raw, name)
    answers = reading.answers(document, problems, name, knowledge, places.tell)
    result = assess(Network(knowledge), answers)
    if arguments.json:
        _say_json(result)
    else:
        for each in _located(result, document, name):
            places.say(str(each))
        if not number(result):
            places.say(wording.NOTHING)
    return PROBLEMS if number(result) else DONE


def number(result: Assessment) -> int:
    """How many things stand out."""
    return len(result.contradictions) + len(result.lint)


def _located(result: Assessment, document: Document, name: str) -> list[Problem]:
    return [
        *(_at(document, name, each.questions, wording.contradiction(each.because)) for each in result.contradictions),
        *(
            _at(document, name, each.questions, wording.remark(each.kind, each.because, each.do, each.about))
            for each in result.lint
        ),
    ]


def _at(document: Document, name: str, questions: tuple[str, ...], message: str) -> Problem:
    """At the first of the questions that the file answers, else at the first of them, or at no field."""
    said = document.data.get("answers") if isinstance(document.data, dict) else None
    here = [key for key in questions if key in (said or {})] or questions
    path = ("answers", here[0]) if here else ()
    return Problem(name, document.line(path), field_path(path), message)


def _say_json(result: Assessment) -> None:
    import msgspec

    rows = {"contradictions": result.contradictions, "lint": result.lint}
    places.say(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
