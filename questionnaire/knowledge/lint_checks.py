"""Rules on what is looked at before a review that hold across lint.yaml. Each yields Problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from questionnaire.files.problems import Problem, nearest
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import ALWAYS

_LISTS = ("open", "presumed", "settled_by")


def lint(knowledge: KnowledgeBase, problem: Callable[..., Problem]) -> Iterator[Problem]:
    """Every id stands once, every question is asked, and no rule holds for all answers."""
    rules = knowledge.lint.rules
    counted, asked = Counter(rule.id for rule in rules), knowledge.interview.order()
    for at, rule in enumerate(rules):
        place = ("rules", at)
        if counted[rule.id] > 1:
            message = f'"{rule.id}" is listed {counted[rule.id]} times. List it once.'
            yield problem(("lint", "lint", (*place, "id")), message)
        for name in _LISTS:
            for index, question in enumerate(getattr(rule, name)):
                if question not in asked:
                    yield problem(
                        ("lint", "lint", (*place, name, index)),
                        f'No section lists a question "{question}".{nearest(question, asked)} Name one that is asked.',
                    )
        if rule.when == ALWAYS and not (rule.open or rule.presumed or rule.lacks):
            message = "This rule holds for all answers. Give it a condition: when, open, presumed or lacks."
            yield problem(("lint", "lint", place), message)
