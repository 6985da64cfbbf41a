"""The schemas that editors use are those of the records."""

from __future__ import annotations

import json

import jsonschema
import pytest

from questionnaire.files import yaml_text
from questionnaire.knowledge import loader, schemas
from questionnaire.knowledge.base import KINDS

COMMITTED = loader.DEFAULT_FOLDER / "schema"


def test_the_committed_schemas_are_current():
    texts = {file.name: file.read_text("utf-8") for file in COMMITTED.iterdir()}
    assert texts == schemas.schema_texts(), "write them with: python -m questionnaire kb schema"


def test_there_is_a_schema_for_every_kind_of_file():
    assert set(schemas.schema_texts()) == {
        f"{kind}.schema.json" for kind in (*KINDS, "sources", "vocabulary", "interview")
    }


@pytest.mark.parametrize("file", sorted(COMMITTED.glob("*.json")), ids=lambda file: file.stem)
def test_a_schema_is_one_and_explains_its_fields(file):
    schema = json.loads(file.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    if schema.get("type") == "object" and file.name.split(".")[0] in KINDS:
        assert "id" not in schema["properties"]
        assert schema["additionalProperties"] is False


def test_schema_and_record_agree_on_every_real_file():
    for file in sorted(loader.DEFAULT_FOLDER.glob("*/*.yaml")) + [
        loader.DEFAULT_FOLDER / name for name in ("vocabulary.yaml", "interview.yaml")
    ]:
        kind = file.parent.name if file.parent != loader.DEFAULT_FOLDER else file.stem
        if kind != "cases":
            document = yaml_text.read(file.read_text("utf-8"), file.name, careful=False)
            assert schemas.problems_of(kind, document, file.name) == ()
