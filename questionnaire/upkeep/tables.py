"""What the knowledge base covers, as tables in which gaps can be seen: tasks against groups, facts against harms.

A cell counts claims. Nothing in a cell is a gap in what was written down, and no sign that nothing happens there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Condition, Disadvantage, Lead, Raise, Stake
from questionnaire.upkeep.browse import Library, Ref

Pair = tuple[Ref, Ref]


class Cell(NamedTuple):
    """How many claims name both sides themselves, and how many lead from one to the other all the same."""

    named: int
    through: int


class Table(NamedTuple):
    """Rows against columns; `parts` are the columns' groupings, each as its word, its label and its columns."""

    rows: tuple[Ref, ...]
    columns: tuple[Ref, ...]
    parts: tuple[tuple[str, str, tuple[Ref, ...]], ...]
    cells: dict[Pair, Cell]

    def cell(self, row: Ref, columns: Iterable[Ref]) -> Cell:
        """One row under some columns together."""
        found = [self.cells[row, column] for column in columns if (row, column) in self.cells]
        return Cell(sum(each.named for each in found), sum(each.through for each in found))

    def bare_rows(self) -> tuple[Ref, ...]:
        """The rows in which no cell holds anything."""
        filled = {row for row, _ in self.cells}
        return tuple(row for row in self.rows if row not in filled)

    def bare_columns(self) -> tuple[Ref, ...]:
        """The columns in which no cell holds anything."""
        filled = {column for _, column in self.cells}
        return tuple(column for column in self.columns if column not in filled)


def tasks_and_groups(library: Library) -> Table:
    """Tasks against groups, these grouped by attribute: claims of a task that name a group, claims of a group that name
    a task, and groups known to bear a risk factor that the task raises."""
    knowledge = library.knowledge
    rows, columns = library.all("tasks"), library.all("affected_groups")
    named: Counter[Pair] = Counter()
    raises: dict[str, set[str]] = {}
    falls: dict[str, set[str]] = {}
    tasks, groups = {ref.id: ref for ref in rows}, {ref.id: ref for ref in columns}
    asking = {key for key, question in knowledge.questions.items() if question.options_from == "tasks"}
    for tail, edge in contents.edges(knowledge):
        if tail.kind == "tasks" and isinstance(edge, Raise) and tail.id in tasks:
            raises.setdefault(tail.id, set()).add(edge.risk_factor)
            named.update((tasks[tail.id], groups[key]) for key in edge.groups if key in groups)
        elif tail.kind == "affected_groups" and isinstance(edge, Disadvantage) and tail.id in groups:
            all_of, any_of, _ = edge.when.parts
            said = {option for question, options in (*all_of, *any_of) if question in asking for option in options}
            named.update((tasks[key], groups[tail.id]) for key in said if key in tasks)
    for key, group in knowledge.affected_groups.items():
        falls[key] = {bearing.risk_factor for bearing in group.bears}
    for factor in knowledge.risk_factors.values():
        for lead in factor.leads_to:
            for key in lead.groups:
                falls.setdefault(key, set()).add(factor.id)
    through = {
        (tasks[task], groups[group]): len(factors & falls.get(group, set()))
        for task, factors in raises.items()
        for group in groups
    }
    return _table(
        rows, columns, _parts(knowledge, "attributes", columns, lambda key: _attribute(knowledge, key)), named, through
    )


def facts_and_harms(library: Library) -> Table:
    """Answers that put something at stake against harms, these grouped by kind: claims that the answer puts the harm at
    stake; and claims on a way to the harm that the answer makes itself or that hold only with it."""
    knowledge = library.knowledge
    columns = library.all("harms")
    harms = {ref.id: ref for ref in columns}
    named: Counter[Pair] = Counter()
    through: Counter[Pair] = Counter()
    leads = {key: [lead.harm for lead in factor.leads_to] for key, factor in knowledge.risk_factors.items()}
    edges = [(tail, edge) for tail, edge in contents.edges(knowledge) if isinstance(edge, Stake | Raise | Lead)]
    questions = {tail.id for tail, _ in edges if tail.option}
    rows = tuple(
        library.ref("questions", question, option.id)
        for question in knowledge.interview.order()
        if question in questions
        for option in knowledge.questions[question].options
        if not option.leaves_open
    )
    facts = {(ref.id, ref.option): ref for ref in rows}
    for tail, edge in edges:
        reached = {harms[key] for key in _harms(edge, leads) if key in harms}
        own = facts.get((tail.id, tail.option))
        needed = {facts[fact] for fact in _needed(edge.when) if fact in facts}
        if own and isinstance(edge, Stake):
            named.update((own, harm) for harm in reached)
        elif own:
            needed.add(own)
        through.update((row, harm) for row in needed for harm in reached)
    return _table(
        rows, columns, _parts(knowledge, "harm_kinds", columns, lambda key: knowledge.harms[key].kind), named, through
    )


def _harms(edge: Stake | Raise | Lead, leads: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """The harms to which the edge leads, directly or by the risk factor that it brings about."""
    if isinstance(edge, Stake):
        return edge.harms
    return (edge.harm,) if isinstance(edge, Lead) else leads[edge.risk_factor]


def _needed(condition: Condition) -> Iterator[tuple[str, str]]:
    """The answers by which it can hold, each as question and option."""
    all_of, any_of, _ = condition.parts
    for question, options in (*all_of, *any_of):
        for option in options:
            yield question, option


def _attribute(knowledge: KnowledgeBase, group: str) -> str:
    return knowledge.affected_groups[group].attribute


def _parts(
    knowledge: KnowledgeBase, words: str, columns: tuple[Ref, ...], word_of: Callable[[str], str]
) -> tuple[tuple[str, str, tuple[Ref, ...]], ...]:
    return tuple(
        (word.id, word.label, within)
        for word in getattr(knowledge.vocabulary, words)
        if (within := tuple(ref for ref in columns if word_of(ref.id) == word.id))
    )


def _table(
    rows: tuple[Ref, ...],
    columns: tuple[Ref, ...],
    parts: tuple[tuple[str, str, tuple[Ref, ...]], ...],
    named: Counter[Pair],
    through: Counter[Pair] | dict[Pair, int],
) -> Table:
    pairs_ = [pair for pair in {**named, **through} if named[pair] or through.get(pair)]
    return Table(rows, columns, parts, {pair: Cell(named[pair], through.get(pair, 0)) for pair in pairs_})
