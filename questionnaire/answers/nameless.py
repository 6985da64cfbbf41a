"""Answers without whatever could name somebody: what was chosen from closed lists, and nothing that was typed."""

from __future__ import annotations

from questionnaire.answers.answers import MITIGATION_STATUSES, Answer, Answers, Mitigation, carried_over
from questionnaire.answers.changes import answer_refusal
from questionnaire.knowledge.base import KnowledgeBase


def nameless(answers: Answers, knowledge: KnowledgeBase) -> tuple[Answers, int]:
    """The answers to questions, and which measures are declared; and how many of them are left out, or lack an option,
    because this knowledge base does not know them.

    Every word of the result stands in the knowledge base, so it also reads back without a mistake.
    """
    now, _ = carried_over(answers, knowledge)
    given = {
        key: kept
        for key, answer in now.answers.items()
        if not answer_refusal(key, kept := _offered(key, answer, knowledge), knowledge)
    }
    measures = tuple(
        Mitigation(row.id, row.status)
        for row in sorted(now.mitigations, key=lambda row: row.id)
        if row.id in knowledge.recommendations and row.status in MITIGATION_STATUSES
    )
    changed = sum(given.get(key) != answer for key, answer in now.answers.items())
    gone = len(answers.answers) - len(now.answers) + len(now.mitigations) - len(measures)
    return Answers(answers=given, mitigations=measures), changed + gone


def _offered(key: str, answer: Answer, knowledge: KnowledgeBase) -> Answer:
    """The answer with those options alone that the question has."""
    question = knowledge.questions.get(key)
    offered = {option for option, _ in knowledge.options(question)} if question else set()
    return Answer(answer.status, tuple(option for option in answer.options if option in offered))
