"""Options of a question that takes several: chosen one by one, or together."""

from __future__ import annotations

from questionnaire.answers.answers import Answer
from questionnaire.knowledge.entries import Question
from questionnaire.web import record, views


def choose(question: str, options: object) -> None:
    record.save_answer(question, Answer("answered", tuple(sorted(options))) if options else None)


def tick(question: Question, option: str, on: object) -> None:
    """One option more or less; one that cannot stand beside others takes their place, and gives way to them."""
    given = record.held().answers.answers.get(question.id)
    chosen = set(given.options if given else views.counted().get(question.id) or ())
    alone = {other.id for other in question.options if other.exclusive}
    if on:
        chosen = {option} if option in alone else {*chosen - alone, option}
    else:
        chosen.discard(option)
    choose(question.id, chosen)
