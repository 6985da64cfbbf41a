"""The sources for a reference manager: CSL JSON, which Zotero and others read as it is."""

from __future__ import annotations

import json

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Person, Source


def csl_json(knowledge: KnowledgeBase) -> str:
    """Every source as an item of CSL's schema for data, by id. What is ours stands in `note`."""
    items = [_item(source) for _, source in sorted(knowledge.sources.items())]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(source: Source) -> dict[str, object]:
    fields = {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": [_name(person) for person in source.author],
        "issued": {"date-parts": [list(parts) for parts in source.issued.date_parts]} if source.issued else None,
        "container-title": source.container_title,
        "publisher": source.publisher,
        "DOI": source.DOI,
        "URL": source.URL,
        "note": " ".join(filter(None, (source.supports, source.read))),
    }
    return {name: value for name, value in fields.items() if value}


def _name(person: Person) -> dict[str, str]:
    names = {"family": person.family, "given": person.given, "literal": person.literal}
    return {name: value for name, value in names.items() if value}
