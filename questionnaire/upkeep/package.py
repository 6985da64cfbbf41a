"""The knowledge base as a package of data that other tools load: tables, a graph, mappings to other taxonomies.

Tables are CSV with a datapackage.json that describes them (Frictionless Data Package); the graph is JSON-LD in words of
SKOS and Dublin Core; mappings are SSSOM, once from ours to others and once from theirs to ours.
"""

from __future__ import annotations

import csv
import io
import json
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
from msgspec import Meta, Struct

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase, address_of
from questionnaire.knowledge.conditions import in_words
from questionnaire.knowledge.entries import Condition, Edge, Source
from questionnaire.wording import package as wording

OURS = "urn:riskwalk:"
_CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "rw": f"{OURS}term:",
    "title": "skos:prefLabel",
    "also_called": "skos:altLabel",
    "summary": "skos:definition",
    "mappings": {"@id": "skos:relatedMatch", "@type": "@id"},
    "replaced_by": {"@id": "dct:isReplacedBy", "@type": "@id"},
    "sources": {"@id": "dct:source", "@type": "@id"},
    "because": "dct:description",
    "starts_at": {"@id": "rw:starts_at", "@type": "@id"},
    "leads_to": {"@id": "rw:leads_to", "@type": "@id"},
    "link": {"@id": "dct:references", "@type": "@id"},
    "@vocab": f"{OURS}term:",
}
_CLAIMS = (
    "starts_at_kind", "starts_at", "option", "claim", "leads_to_kind", "leads_to", "because", "when", "groups",
    "sources", "likelihood", "severity", "pathways", "moves", "by",
)  # fmt: skip
_HEADS = {"risk_factor": "risk_factors", "harm": "harms", "harms": "harms", "group": "affected_groups"}
_SSSOM = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "object_source",
    "mapping_justification",
)  # fmt: skip
_PREDICATE, _BY_HAND = "skos:relatedMatch", "semapv:ManualMappingCuration"

Row = dict[str, str]


class Mapped(NamedTuple):
    """One of ours and an id of another taxonomy to which it is mapped."""

    ours: str
    label: str
    scheme: str
    theirs: str


def files(knowledge: KnowledgeBase) -> dict[str, str]:
    """The text of every file of the package, by its name."""
    tables = {f"{kind}.csv": _entries(kind, getattr(knowledge, kind).values()) for kind in (*KINDS, "sources")}
    tables["claims.csv"] = _CLAIMS, list(_claims(knowledge))
    found = {name: _csv(*table) for name, table in tables.items()}
    found["datapackage.json"] = _json(_datapackage(knowledge, {name: columns for name, (columns, _) in tables.items()}))
    found["knowledge-base.jsonld"] = _json(_graph(knowledge))
    found["mappings.sssom.tsv"] = _sssom(knowledge, outward=True)
    found["mappings-to-ours.sssom.tsv"] = _sssom(knowledge, outward=False)
    return found


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


# --- tables -----------------------------------------------------------------------------------------------------------


def _entries(kind: str, entries: Iterable[Struct]) -> tuple[tuple[str, ...], list[Row]]:
    """The columns of a kind of entry, those of its fields that hold words, ids or texts, and a row for each entry."""
    record = KINDS.get(kind, Source)
    fields = [field for field in msgspec.structs.fields(record) if not _holds_records(field.type)]
    columns = tuple(field.encode_name for field in fields)
    return columns, [{field.encode_name: _cell(getattr(entry, field.name)) for field in fields} for entry in entries]


def _holds_records(hint: object) -> bool:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint.__name__ not in ("Person", "Issued")
    return any(map(_holds_records, typing.get_args(hint)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "; ".join(map(_cell, value))
    if isinstance(value, Struct):
        plain = msgspec.to_builtins(value)
        if "date-parts" in plain:
            return "-".join(f"{part:02}" for part in plain["date-parts"][0])
        return plain.get("literal") or ", ".join(filter(None, (plain.get("family"), plain.get("given"))))
    return str(value)


def _claims(knowledge: KnowledgeBase) -> Iterator[Row]:
    """A row for each edge and head."""
    for tail, edge in contents.edges(knowledge):
        for kind, head in _heads(edge) or [("", "")]:
            row = {
                "starts_at_kind": tail.kind,
                "starts_at": tail.id,
                "option": tail.option,
                "claim": type(edge).__name__.lower(),
                "leads_to_kind": kind,
                "leads_to": head,
                "because": edge.because,
                "when": in_words(edge.when, knowledge),
            }
            yield row | {name: _cell(getattr(edge, name, None)) for name in _CLAIMS[len(row) :]}


def _heads(edge: Edge) -> list[tuple[str, str]]:
    found = []
    for field, kind in _HEADS.items():
        value = getattr(edge, field, ())
        found += [(kind, key) for key in ((value,) if isinstance(value, str) else value)]
    return found


def _csv(columns: Iterable[str], rows: Iterable[Row]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _datapackage(knowledge: KnowledgeBase, tables: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "riskwalk-knowledge-base",
        "title": wording.TITLE,
        "description": wording.described(knowledge.version, knowledge.digest),
        "version": knowledge.version,
        "licenses": [
            {"name": "CC-BY-4.0", "title": wording.LICENCE, "path": "https://creativecommons.org/licenses/by/4.0/"}
        ],
        "resources": [_resource(name, columns) for name, columns in tables.items()],
    }


def _resource(name: str, columns: tuple[str, ...]) -> dict[str, object]:
    kind = name.removesuffix(".csv")
    schema: dict[str, object] = {"fields": [_column(kind, column) for column in columns], "missingValues": [""]}
    if kind != "claims":
        schema["primaryKey"] = ["id"]
    return {
        "name": kind.replace("_", "-"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _column(kind: str, column: str) -> dict[str, str]:
    said = wording.CLAIM_COLUMNS[column] if kind == "claims" else _description(KINDS.get(kind, Source), column)
    return {"name": column, "type": "string", **({"description": said} if said else {})}


def _description(record: type[Struct], column: str) -> str:
    hints = typing.get_type_hints(record, include_extras=True)
    name = dict(zip(record.__struct_encode_fields__, record.__struct_fields__, strict=True))[column]
    metas = [meta for meta in getattr(hints[name], "__metadata__", ()) if isinstance(meta, Meta)]
    return next((meta.description for meta in reversed(metas) if meta.description), "")


# --- graph ------------------------------------------------------------------------------------------------------------


def _graph(knowledge: KnowledgeBase) -> dict[str, object]:
    schemes = {taxonomy.id: taxonomy.url for taxonomy in knowledge.vocabulary.taxonomies}
    nodes: list[Mapping[str, object]] = []
    for kind in KINDS:
        nodes += [_node(kind, entry, schemes, knowledge) for entry in getattr(knowledge, kind).values()]
    for source in knowledge.sources.values():
        link = {"link": source.address} if source.address else {}
        nodes.append(
            {"@id": _iri("sources", source.id), "@type": "dct:BibliographicResource", "title": source.title}
            | {"summary": source.supports, "dct:creator": source.authors, "dct:date": source.year}
            | link
        )
    for number, (tail, edge) in enumerate(contents.edges(knowledge), 1):
        claim: dict[str, object] = {
            "@id": f"{OURS}claim:{number}",
            "@type": f"rw:{type(edge).__name__}",
            "starts_at": _iri(tail.kind, tail.id),
            "because": edge.because,
            "sources": [_iri("sources", key) for key in edge.sources],
        }
        if heads := _heads(edge):
            claim["leads_to"] = [_iri(kind, key) for kind, key in heads]
        if tail.option:
            claim["option"] = tail.option
        if condition := in_words(edge.when, knowledge):
            claim["when"] = condition
        nodes.append(claim)
    return {"@context": _CONTEXT, "@graph": nodes}


def _node(kind: str, entry: Struct, schemes: Mapping[str, str], knowledge: KnowledgeBase) -> dict[str, object]:
    node: dict[str, object] = {"@id": _iri(kind, entry.id), "@type": ["skos:Concept", f"rw:{type(entry).__name__}"]}
    for field in msgspec.structs.fields(type(entry)):
        value = getattr(entry, field.name)
        if (
            field.name in ("id", "sources", "incidents")
            or _holds_records(field.type)
            and not isinstance(value, Condition)
        ):
            continue
        if isinstance(value, Condition):
            value = in_words(value, knowledge)
        if field.name == "mappings":
            value = [_theirs(schemes, mapping) for mapping in value]
        if field.name == "replaced_by" and value:
            value = _iri(kind, value)
        if value not in (None, "", (), [], False):
            node["title" if field.name == "asks" else field.encode_name] = (
                list(value) if isinstance(value, tuple) else value
            )
    cited = [*getattr(entry, "sources", ()), *getattr(entry, "incidents", ())]
    return node | ({"sources": [_iri("sources", key) for key in cited]} if cited else {})


def _iri(kind: str, identity: str) -> str:
    return f"{OURS}{address_of(kind, identity)}"


def _theirs(schemes: Mapping[str, str], mapping: str) -> str:
    scheme, _, identity = mapping.partition(":")
    return f"{schemes[scheme]}#{identity}"


# --- mappings ---------------------------------------------------------------------------------------------------------


def mapped(knowledge: KnowledgeBase) -> Iterator[Mapped]:
    """Every entry and word of the vocabulary that is mapped to an id of another taxonomy."""
    for kind in KINDS:
        for entry in getattr(knowledge, kind).values():
            for mapping in getattr(entry, "mappings", ()):
                scheme, _, theirs = mapping.partition(":")
                yield Mapped(address_of(kind, entry.id), entry.title, scheme, theirs)
    for field in knowledge.vocabulary.__struct_fields__:
        for word in getattr(knowledge.vocabulary, field):
            for mapping in getattr(word, "mappings", ()):
                scheme, _, theirs = mapping.partition(":")
                yield Mapped(address_of(field, word.id), word.label, scheme, theirs)


def _sssom(knowledge: KnowledgeBase, *, outward: bool) -> str:
    taxonomies = {taxonomy.id: taxonomy for taxonomy in knowledge.vocabulary.taxonomies}
    curies = {"riskwalk": OURS, "skos": _CONTEXT["skos"], "semapv": "https://w3id.org/semapv/vocab/"}
    curies |= {key: f"{taxonomy.url}#" for key, taxonomy in taxonomies.items()}
    name = "mappings" if outward else "mappings-to-ours"
    head = [
        f"mapping_set_id: {OURS}{name}:{knowledge.version.replace(' ', '')}",
        f"mapping_set_version: {json.dumps(knowledge.version)}",
        f"mapping_set_title: {json.dumps(wording.MAPPINGS[outward])}",
        "license: https://creativecommons.org/licenses/by/4.0/",
        "curie_map:",
        *(f"  {key}: {json.dumps(address)}" for key, address in curies.items()),
    ]
    rows = []
    for each in sorted(mapped(knowledge)):
        ours, theirs = (f"riskwalk:{each.ours}", each.label), (f"{each.scheme}:{each.theirs}", "")
        (subject, said), (object_, named) = (ours, theirs) if outward else (theirs, ours)
        source = taxonomies[each.scheme].url if outward else OURS
        row = (subject, said, _PREDICATE, object_, named, source, _BY_HAND)
        rows.append("\t".join(row))
    return "\n".join([*(f"#{line}" for line in head), "\t".join(_SSSOM), *rows]) + "\n"
