"""Gaps of a knowledge base: what leads nowhere, what matters to no answer, and what no worked case meets.

A knowledge base with a gap loads and works; `kb check` fails on it, so that it does not grow by entries that nobody
can reach or nobody has tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from questionnaire.files.problems import listing
from questionnaire.knowledge import contents
from questionnaire.knowledge.base import CHOICES, KnowledgeBase
from questionnaire.knowledge.conditions import Some
from questionnaire.knowledge.entries import Edge, pairs
from questionnaire.walk.network import Choice, Network
from questionnaire.walk.walk import Walk
from questionnaire.walk.worlds import Walks, walk_worlds

MOST_ON_JUDGEMENT = 0.1
_SHOWS_HARM = ("study", "case", "account")


class Gap(NamedTuple):
    """What is missing: the entry's kind and id, and a sentence."""

    kind: str
    id: str
    message: str


def gaps(network: Network, walks: Iterable[Walk]) -> tuple[Gap, ...]:
    """Every gap; `walks` are those of the worked cases."""
    knowledge = network.knowledge
    return (
        *_dead_ends(network),
        *_idle_options(knowledge),
        *_lists_of_uses(knowledge),
        *_without_evidence(knowledge),
        *_untried(knowledge, tuple(walks)),
    )


def _dead_ends(network: Network) -> Iterator[Gap]:
    """Choices that are not marked harmless and from which no answers reach a finding."""
    choices = [
        (question, identity)
        for question in network.questions.values()
        if question.options_from in CHOICES
        for identity, entry in sorted(getattr(network.knowledge, question.options_from).items())
        if not (entry.harmless or entry.replaced_by or entry.presumes)  # what presumes facts leads where these do
    ]
    walks = walk_worlds(network, {}, [{question.id: (identity,)} for question, identity in choices])
    leading = _leading(walks)
    for place, (question, identity) in enumerate(choices):
        if not leading.get((question.id, identity), 0) >> place & 1:
            yield Gap(
                question.options_from or "",
                identity,
                "No answers lead from here to a finding. Mend its edges, or "
                "say in `harmless` why it does no harm by itself.",
            )


def _leading(walks: Walks) -> Mapping[Choice | str, Some]:
    """By where edges start, the worlds in which one of them is open on a way to a finding."""
    by_factor, by_harm = walks.arriving()
    leading: defaultdict[Choice | str, Some] = defaultdict(int)
    for ways, found in (
        *((walks.raised[factor].passages, found) for factor, found in by_factor.items()),
        *((walks.stakes[harm], found) for harm, found in by_harm.items()),
    ):
        for passage in ways:
            leading[passage.tail] |= found & passage.where.possible
    return leading


def _idle_options(knowledge: KnowledgeBase) -> Iterator[Gap]:
    """Options that no edge, no condition and no presumption tells from another option of the same question."""
    looked_at: dict[tuple[str, str], set[int]] = {}
    for number, condition in enumerate(contents.conditions(knowledge)):
        for question, options in condition.atoms():
            for option in options:
                looked_at.setdefault((question, option), set()).add(number)
    presumptions = (entry.presumes for kind in CHOICES for entry in getattr(knowledge, kind).values() if entry.presumes)
    for number, presumption in enumerate(presumptions, start=1):
        for question, options in pairs((presumption.answers,)):
            for option in options:
                looked_at.setdefault((question, option), set()).add(-number)
    for question in knowledge.questions.values():
        alike: list[tuple[tuple, str]] = []
        for option in question.options:
            effect = (
                option.raises,
                option.shifts,
                option.opens,
                option.stakes,
                option.stops,
                looked_at.get((question.id, option.id), set()),
            )
            twin = next((other for known, other in alike if known == effect), None)
            if twin and not option.exclusive:
                yield Gap(
                    "questions",
                    question.id,
                    f'Nothing tells the option "{option.id}" from "{twin}". Let one '
                    "of them raise or move something, or merge the two.",
                )
            alike.append((effect, option.id))


def _lists_of_uses(knowledge: KnowledgeBase) -> Iterator[Gap]:
    """Conditions that name a deployment outside its own file, so that they hold for no use that is not in the list."""
    uses = {key for key, question in knowledge.questions.items() if question.options_from == "deployments"}
    for kind, identity, record in contents.records(knowledge):
        named = {
            option
            for condition in contents.conditions_in(record)
            for question, options in condition.atoms()
            if question in uses
            for option in options
            if kind != "deployments" or option != identity
        }
        if named:
            yield Gap(
                kind,
                identity,
                f"A condition names {listing(named)}, so it holds for no use that nobody listed. Say by facts where "
                "it holds; what concerns one use alone stands in that deployment's file.",
            )


def _without_evidence(knowledge: KnowledgeBase) -> Iterator[Gap]:
    """Risk factors without a study or a published case, and too many edges on judgement alone."""
    showing = knowledge.vocabulary.kinds_counting_as(*_SHOWS_HARM)
    for identity, factor in knowledge.risk_factors.items():
        kinds = {knowledge.sources[source].kind for lead in factor.leads_to for source in lead.sources}
        if not kinds & showing:
            yield Gap("risk_factors", identity, "None of its sources is a study or a published case of harm. Add one.")
    edges = every_edge(knowledge)
    alone = on_judgement_alone(knowledge, edges)
    if len(alone) > MOST_ON_JUDGEMENT * len(edges):
        yield Gap(
            "sources",
            "",
            f"{len(alone)} of {len(edges)} edges rest on expert judgement alone; at most "
            f"{MOST_ON_JUDGEMENT:.0%} may. Find sources.",
        )


def _untried(knowledge: KnowledgeBase, walks: tuple[Walk, ...]) -> Iterator[Gap]:
    """Risk factors that no worked case finds, or that none comes near without finding it."""
    found = {factor for walked in walks for factor, _ in walked.harmed}
    aside = {factor for walked in walks for factor in walked.closed}
    for identity, factor in knowledge.risk_factors.items():
        if factor.replaced_by:
            continue
        if identity not in found:
            yield Gap("risk_factors", identity, "No worked case finds it. Add one to cases/.")
        if identity not in aside:
            yield Gap("risk_factors", identity, "No worked case comes near it and rules it out. Add one to cases/.")


def every_edge(knowledge: KnowledgeBase) -> tuple[Edge, ...]:
    """Every edge of every entry."""
    return tuple(edge for _, edge in contents.edges(knowledge))


def on_judgement_alone(knowledge: KnowledgeBase, edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Those of the edges for which no published source stands."""
    judgement = knowledge.vocabulary.kinds_counting_as("judgement")
    judged = {key for key, source in knowledge.sources.items() if source.kind in judgement}
    return tuple(edge for edge in edges if set(edge.sources) <= judged)
