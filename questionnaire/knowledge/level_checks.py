"""Rules on the table that turns likelihood and severity into a level. Each yields Problems."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from questionnaire.files.problems import Problem
from questionnaire.knowledge.base import KnowledgeBase

MOST_PAIRS = 12


def level_table(knowledge: KnowledgeBase, problem: Callable[..., Problem]) -> Iterator[Problem]:
    """Every pair of likelihood and severity has one level, and levels rise with both."""
    vocabulary = knowledge.vocabulary
    likelihoods, severities, levels = (vocabulary.words(name) for name in ("likelihoods", "severities", "levels"))
    place = ("vocabulary", "vocabulary", ("level_table",))
    table: dict[tuple[str, str], str] = {}
    rows: dict[tuple[str, str], tuple] = {}
    for index, row in enumerate(vocabulary.level_table):
        pair, at = (row.likelihood, row.severity), (*place[:2], ("level_table", index))
        if pair in table:
            yield problem(at, f"{row.likelihood} × {row.severity} stands twice in the level table. Keep one row.")
        elif row.likelihood in likelihoods and row.severity in severities and row.level in levels:
            table[pair], rows[pair] = row.level, at
    lacking = len(set(likelihoods)) * len(set(severities)) - len(table)
    if lacking:  # two long scales have more pairs than memory holds, so only the first are looked for
        missing = (f"{a} × {b}" for a in likelihoods for b in severities if (a, b) not in table)
        named = ", ".join(itertools.islice(missing, MOST_PAIRS))
        more = f" and {lacking - MOST_PAIRS} more" if lacking > MOST_PAIRS else ""
        yield problem(place, f"The level table has no row for {named}{more}. Every pair needs one.")
        return
    rank = {level: position for position, level in enumerate(levels)}
    for (a, b), level in table.items():
        if rank[level] == len(levels) - 1:
            yield problem(rows[a, b], f"{a} × {b} gives {level}. Only a stop may do that. Choose a lower level.")
        if (a == likelihoods[0] or b == severities[0]) != (rank[level] == 0):
            yield problem(
                rows[a, b],
                f"{a} × {b} gives {level}. The level is {levels[0]} exactly where one of the two is {likelihoods[0]}.",
            )
        for up in ((likelihoods.index(a) + 1, severities.index(b)), (likelihoods.index(a), severities.index(b) + 1)):
            if up[0] < len(likelihoods) and up[1] < len(severities):
                pair = (likelihoods[up[0]], severities[up[1]])
                if rank[table[pair]] < rank[level]:
                    yield problem(
                        rows[pair],
                        f"{' × '.join(pair)} gives {table[pair]}, "
                        f"which is below {level} of {a} × {b}. "
                        "A level never falls while likelihood or severity rises.",
                    )
