"""JSON Schemas generated from the records, and plain data checked against them, every mistake at once."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import jsonschema
import msgspec

from questionnaire.model import KINDS, Interview, Source, Vocabulary
from questionnaire.problems import Problem, listing, nearest
from questionnaire.yaml_text import Document, field_path

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"string": "text", "object": "a mapping", "array": "a list", "integer": "a whole number",
          "number": "a number", "boolean": "true or false", "null": "nothing"}
_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Allowed: an id, that is lowercase words joined by hyphens, such as police-face-search.",
    r"^[a-z0-9]+(_[a-z0-9]+)*$": "Allowed: a word of the vocabulary, lowercase with underscores, such as sex_gender.",
    r"^https?://": "Allowed: an address that starts with https:// or http://.",
    r"^\d{4}-\d{2}(-\d{2})?$": "Allowed: a date as YYYY-MM or YYYY-MM-DD.",
}


@functools.cache
def schema(kind: str) -> dict:
    """The JSON Schema of one file of a kind: `tasks` …, `sources`, `vocabulary` or `interview`.

    The id of an entry is its file name, so the schema of an entry has no `id`.
    """
    record = {**KINDS, "sources": tuple[Source, ...], "vocabulary": Vocabulary, "interview": Interview}[kind]
    (root,), definitions = msgspec.json.schema_components([record], ref_template="#/$defs/{name}")
    if kind in KINDS:
        name = KINDS[kind].__name__
        entry = dict(definitions.pop(name))
        entry["properties"] = {key: value for key, value in entry["properties"].items() if key != "id"}
        entry["required"] = [key for key in entry["required"] if key != "id"]
        root = entry
    return {"$schema": _DIALECT, "title": kind, **root, "$defs": dict(sorted(definitions.items()))}


def schema_texts() -> dict[str, str]:
    """File name and text of every schema, for `knowledge_base/schema/`."""
    names = (*KINDS, "sources", "vocabulary", "interview")
    return {f"{name}.schema.json": msgspec.json.format(msgspec.json.encode(schema(name)), indent=2).decode() + "\n"
            for name in names}


@functools.cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(kind))


def problems_of(kind: str, document: Document, file: str) -> tuple[Problem, ...]:
    """Every way in which the plain data is not a record of its kind."""
    if not isinstance(document.data, list if kind == "sources" else dict):
        due = "a list of sources" if kind == "sources" else "a mapping of fields"
        return (Problem(file, 1, "", f"The file holds no {due}. See knowledge_base/README.md for an example."),)
    return tuple(Problem(file, document.line(path), field_path(path), message)
                 for error in _validator(kind).iter_errors(document.data)
                 for path, message in _explain(error, tuple(error.absolute_path)))


def _explain(error: jsonschema.ValidationError, path: tuple) -> Iterator[tuple[tuple, str]]:
    value, due = error.instance, error.validator_value
    match error.validator:
        case "additionalProperties":
            allowed = tuple(error.schema.get("properties", ()))
            for key in value:
                if key not in allowed:
                    yield (*path, key), f"There is no field with this name.{nearest(key, allowed)} Allowed: {listing(allowed, 30)}."
        case "required":
            key = error.message.split("'")[1]
            if key in value:
                return
            hint = error.schema.get("properties", {}).get(key, {}).get("description", "")
            yield path, f'The field "{key}" is missing. {hint}'.strip()
        case "type":
            yield path, f"This is {_kind_of(value)}; {_TYPES.get(due, due)} is due. {_quote_hint(value, due)}".strip()
        case "pattern":
            yield path, f'"{value}" is not allowed. {_PATTERNS.get(due, f"Allowed: text that matches {due}")}'
        case "enum":
            yield path, f'"{value}" is not allowed.{nearest(str(value), map(str, due))} Allowed: {listing(map(str, due))}.'
        case "minLength" | "minItems" | "minProperties":
            yield path, "This is empty or too short. Write it out, or remove the field."
        case "maxLength":
            yield path, f"This has {len(value)} characters. At most {due} are allowed. Shorten it."
        case "maxItems" | "maxProperties":
            yield path, f"This holds more than {due} item. Write each as an item of its own."
        case "anyOf":
            fitting = [inner for inner in error.context if not (inner.validator == "type" and not inner.path)]
            if not fitting:
                types = [_TYPES.get(branch.get("type"), "") for branch in due]
                yield path, f"This is {_kind_of(value)}; {' or '.join(filter(None, types)) or 'something else'} is due."
            for inner in fitting:
                yield from _explain(inner, (*path, *inner.path))
        case _:
            yield path, f"This is not allowed here ({error.message})."


def _kind_of(value: object) -> str:
    return next(words for kinds, words in (
        (bool, "true or false"), (str, "text"), ((int, float), "a number"), (dict, "a mapping"), (list, "a list"),
        (type(None), "empty")) if isinstance(value, kinds))


def _quote_hint(value: object, due: object) -> str:
    return f'Put it in quotes: "{str(value).lower()}".' if due == "string" and isinstance(value, (bool, int, float)) else ""
