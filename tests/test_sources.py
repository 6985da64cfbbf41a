"""The sources as reference managers read them."""

from __future__ import annotations

import json
from pathlib import Path

from questionnaire.knowledge.loader import load
from questionnaire.upkeep.citations import csl_json

KNOWLEDGE = load()
SCHEMA = json.loads((Path(__file__).parent / "csl" / "csl-data.json").read_text("utf-8"))
"""The schema of the Citation Style Language for data, as its project publishes it (MIT licence)."""


def test_all_sources_are_valid_in_the_schema_of_the_citation_style_language():
    import jsonschema  # slow, and every worker imports this file

    items = json.loads(csl_json(KNOWLEDGE))
    assert [item["id"] for item in items] == sorted(KNOWLEDGE.sources)
    wrong = [f"{list(found.path)}: {found.message}" for found in jsonschema.Draft7Validator(SCHEMA).iter_errors(items)]
    assert not wrong, "\n".join(wrong[:20])


def test_the_command_writes_them(run):
    said = run("kb", "sources", "--format", "csl-json")
    first = json.loads(said.out)[0]
    assert said.status == 0 and {"id", "type", "title", "note"} <= set(first)
