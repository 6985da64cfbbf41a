"""The JSON Schema of the result as JSON, made from its records, so that it says what the records say.

Its name holds the version of the format. Within a version fields may be added and none is taken away, so more fields
than it names are allowed.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec

from questionnaire.assessment.result import FORMAT, Assessment, ChangeShown, Outlook

NAME = f"{FORMAT.replace('/', '-')}.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCES = "#/$defs/{name}"
_CHANGES = "smallest_change"


def schema() -> dict[str, Any]:
    """The schema of what the format `json` gives: assessment and outlook in one record."""
    roots, found = msgspec.json.schema_components([Assessment, Outlook, ChangeShown], ref_template=_REFERENCES)
    definitions: dict[str, Any] = {
        name: {**definition, "description": cleandoc(definition.get("description", ""))}
        for name, definition in found.items()
    }
    assessment, outlook = (definitions.pop(root["$ref"].rpartition("/")[2]) for root in roots[:2])
    told = {key: value for key, value in outlook["properties"].items() if key != "smallest_changes"}
    finding = definitions["Finding"]
    finding["properties"] = {**finding["properties"], _CHANGES: {"type": "array", "items": roots[2]}}
    finding["required"] = [*finding["required"], _CHANGES]
    properties = {**assessment["properties"], **told, "format": {"const": FORMAT}}
    return {
        "$schema": _DIALECT,
        "$id": f"urn:riskwalk:{FORMAT.replace('/', ':')}",
        "title": FORMAT,
        "description": assessment["description"],
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"
