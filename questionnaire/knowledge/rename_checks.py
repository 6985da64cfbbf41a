"""Rules on what was renamed that hold across files. Each yields Problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from questionnaire.files.problems import Problem, nearest
from questionnaire.knowledge.base import KnowledgeBase


def renames(knowledge: KnowledgeBase, problem: Callable[..., Problem]) -> Iterator[Problem]:
    """An old id is used by nothing now and told of once, and its way ends at what is there, or where it is gone."""
    rows = knowledge.renames.renames
    counted = Counter((row.question if row.option is None else "", row.option, row.question) for row in rows)
    for at, row in enumerate(rows):
        place = ("renames", "renames", ("renames", at))
        if counted[row.question if row.option is None else "", row.option, row.question] > 1:
            yield problem(place, "This is told twice. Keep one.")
        if row.option is None:
            there, now = set(knowledge.questions), knowledge.renames.question(row.question)[0]
            old = row.question
        elif row.question not in knowledge.questions:
            hint = nearest(row.question, knowledge.questions)
            yield problem(place, f'There is no question "{row.question}".{hint} Write the id that it has now.')
            continue
        else:
            there = {option for option, _ in knowledge.options(knowledge.questions[row.question])}
            old, now = row.option, knowledge.renames.option(row.question, row.option)[0]
        if old in there:
            yield problem(place, f'"{old}" is still used. An id that was renamed is never used again.')
        elif now is not None and now not in there:
            yield problem(
                place,
                f'"{old}" leads to "{now}", which is not there.{nearest(now, there)} Correct it, or leave out now.',
            )
