"""One entry of the knowledge base as text, with the edges that lead to it and from it."""

from __future__ import annotations

import msgspec

from questionnaire.files import yaml_text
from questionnaire.files.yaml_text import counted_path
from questionnaire.knowledge import contents, graph
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.conditions import in_words
from questionnaire.upkeep import naming
from questionnaire.wording import upkeep as wording


def ids(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Every id that can be shown."""
    entries = {key for kind in (*KINDS, "sources") for key in getattr(knowledge, kind)}
    return tuple(sorted({*entries, *naming.options_of(knowledge)}))


def entry(knowledge: KnowledgeBase, identity: str) -> str | None:
    """Every entry with this id (an id may stand in several kinds) and its neighbours; None where there is none."""
    whole = graph.risk_graph(knowledge)
    parts = []
    if "=" in identity and identity in naming.options_of(knowledge):
        key, _, option = identity.partition("=")
        record = next(each for each in knowledge.questions[key].options if each.id == option)
        parts.append(f"questions/{identity}\n\n{yaml_text.write(msgspec.to_builtins(record))}")
        parts += _neighbours(knowledge, whole, "questions", identity)
    for kind in (*KINDS, "sources"):
        record = getattr(knowledge, kind).get(identity)
        if record is None:
            continue
        parts.append(f"{kind}/{identity}\n\n{yaml_text.write(msgspec.to_builtins(record))}")
        parts += _neighbours(knowledge, whole, kind, identity)
        if kind == "sources":
            cited = _cited_by(knowledge, identity)
            parts.append("\n".join([f"Cited by: {len(cited)}", *(f"  {line}" for line in cited)]) + "\n")
    return "\n".join(parts) or None


def _neighbours(knowledge: KnowledgeBase, whole, kind: str, identity: str) -> list[str]:
    """The edges that lead to an entry and from it, and the conditions that name it or depend on it."""
    node, parts = f"{kind}/{identity}", []
    if node in whole:
        into = [(tail, edge) for tail, _, edge in whole.in_edges(node, data="edge")]
        out = [(head, edge) for _, head, edge in whole.out_edges(node, data="edge")]
        if kind == "deployments" and not (into or out):
            parts.append(wording.a_use_bounds(identity))
        else:
            parts += [_edges(knowledge, whole, "Leads to it", into), _edges(knowledge, whole, "It leads to", out)]
    for title, found in zip(
        (wording.NAMED_BY, wording.DEPEND_ON_IT), naming.conditions_on(knowledge, kind, identity), strict=True
    ):
        if found:
            lines = (f"  {each.at}: {counted_path(each.path)}: {each.words}" for each in found)
            parts.append("\n".join([f"{title}: {len(found)}", *lines]) + "\n")
    return parts


def _cited_by(knowledge: KnowledgeBase, source: str) -> list[str]:
    """Every place that names the source, as kind/id: field."""
    return [
        f"{kind if kind == identity else f'{kind}/{identity}'}: {counted_path(path)}"
        for kind, identity, record in contents.records(knowledge)
        for path, value, _ in contents.values(record)
        if path[-1] in ("sources", "incidents") and source in value
    ]


def _edges(knowledge: KnowledgeBase, whole, title: str, edges: list) -> str:
    lines = [f"{title}: {len(edges)}"]
    for node, edge in sorted(edges, key=lambda item: item[0]):
        when = in_words(edge.when, knowledge)
        lines.append(
            f"  {node} ({whole.nodes[node]['title']})\n    {edge.because}{f' When {when}.' if when else ''} "
            f"[{', '.join(edge.sources)}]"
        )
    return "\n".join(lines) + "\n"
