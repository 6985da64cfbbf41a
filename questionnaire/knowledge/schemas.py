"""JSON Schemas generated from the records, and plain data checked against them, every mistake at once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from questionnaire.files.problems import Problem, listing, nearest, shortened
from questionnaire.files.yaml_text import MAX_PROBLEMS, Document, field_path, too_many
from questionnaire.knowledge.base import KINDS
from questionnaire.knowledge.entries import Source
from questionnaire.knowledge.lint import Lint
from questionnaire.knowledge.renames import Renames
from questionnaire.knowledge.triggers import Triggers
from questionnaire.knowledge.vocabulary import Interview, Vocabulary

if TYPE_CHECKING:  # takes longer to load than most commands take: only what reads YAML needs it
    import jsonschema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {
    "string": "text",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_GATES = ("all_of", "any_of", "none_of")
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_PATTERNS = {
    ID: "Allowed: an id, that is lowercase words joined by hyphens, such as night-bus-routes.",
    r"^[a-z0-9]+(_[a-z0-9]+)*$": "Allowed: a word of the vocabulary, lowercase with underscores, such as sex_gender.",
    r"^https?://": "Allowed: an address that starts with https:// or http://.",
    r"^\d{4}-\d{2}(-\d{2})?$": "Allowed: a date as YYYY-MM or YYYY-MM-DD.",
}


@functools.cache
def schema(kind: str) -> dict:
    """The JSON Schema of one file of a kind: `tasks` …, `sources`, `vocabulary`, `interview`, `triggers`, `lint`
    or `renames`.

    The id of an entry is its file name, so the schema of an entry has no `id`.
    """
    record = {
        **KINDS,
        "sources": tuple[Source, ...],
        "vocabulary": Vocabulary,
        "interview": Interview,
        "triggers": Triggers,
        "lint": Lint,
        "renames": Renames,
    }[kind]
    (root,), definitions = msgspec.json.schema_components([record], ref_template="#/$defs/{name}")
    if kind in KINDS:
        name = KINDS[kind].__name__
        entry = dict(definitions.pop(name))
        entry["properties"] = {key: value for key, value in entry["properties"].items() if key != "id"}
        entry["required"] = [key for key in entry["required"] if key != "id"]
        root = entry
    return {"$schema": _DIALECT, "title": kind, **root, "$defs": dict(sorted(definitions.items()))}


def description(kind: str, path: tuple) -> str:
    """What the schema of a kind says of the field at a path; empty where it says nothing."""
    whole = schema(kind)
    nodes, said = [whole], ""
    for step in path:
        below = [_below(branch, step) for node in nodes for branch in _branches(node, whole)]
        nodes = [node for node in below if node]
        said = next(
            (node["description"] for node in nodes if "description" in node), said if isinstance(step, int) else ""
        )
    return said


def _branches(node: dict, whole: dict) -> Iterator[dict]:
    """What a node of a schema may be: itself, what it refers to, or one of several."""
    if "$ref" in node:
        node = whole["$defs"][node["$ref"].rpartition("/")[2]]
    yield node
    for branch in node.get("anyOf", ()):
        yield from _branches(branch, whole)


def _below(node: dict, step: str | int) -> dict:
    below: dict = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
    return below


@functools.cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    return _of(schema(kind))


def _of(root: dict) -> jsonschema.Draft202012Validator:
    import jsonschema

    return jsonschema.Draft202012Validator(root)


def problems_of(kind: str, document: Document, file: str) -> tuple[Problem, ...]:
    """Every way in which the plain data is not a record of its kind."""
    if document.data is None:
        return (Problem(file, 0, "", "The file is empty. Write the entry, or remove the file."),)
    if not isinstance(document.data, list if kind == "sources" else dict):
        due = "a list of sources" if kind == "sources" else "a mapping of fields"
        return (
            Problem(
                file,
                1,
                "",
                f"This is {_kind_of(document.data)}; {due} is due. See another file of the same folder for an example.",
            ),
        )
    return _problems(_validator(kind), document.data, (), document, file)


def problems_below(record: type, data: object, path: tuple, document: Document, file: str) -> tuple[Problem, ...]:
    """Every way in which the data that stand at a path of the document are not such a record."""
    (root,), definitions = msgspec.json.schema_components([record], ref_template="#/$defs/{name}")
    validator = _of({"$schema": _DIALECT, **root, "$defs": definitions})
    return _problems(validator, data, path, document, file)


def _problems(validator, data: object, above: tuple, document: Document, file: str) -> tuple[Problem, ...]:
    """Every mistake once; of very many the first, and that there are more."""
    found: dict[Problem, None] = {}
    for path, message in _mistakes(validator, data, above):
        found[Problem(file, document.line(path), field_path(path), message)] = None
        if len(found) >= MAX_PROBLEMS:
            return (*found, too_many(file, document.line(path)))
    return tuple(found)


def _mistakes(validator: jsonschema.Draft202012Validator, data: object, above: tuple) -> Iterator[tuple[tuple, str]]:
    for error in validator.iter_errors(data):
        yield from _explain(error, (*above, *error.absolute_path))


def _explain(error: jsonschema.ValidationError, path: tuple) -> Iterator[tuple[tuple, str]]:
    value, due = error.instance, error.validator_value
    match error.validator:
        case "additionalProperties":
            allowed = tuple(error.schema.get("properties", ()))
            for key in value:
                if key == "id" and "id" not in allowed and not path:
                    yield (*path, key), "The name of the file is the id. Remove this line."
                elif key not in allowed:
                    yield (
                        (*path, key),
                        (f"There is no field with this name.{nearest(key, allowed)} Allowed: {listing(allowed, 30)}."),
                    )
        case "required":  # an error comes for each field that is missing, and says in words alone which one
            for key in due:
                if key not in value:
                    hint = error.schema.get("properties", {}).get(key, {}).get("description", "")
                    yield path, f'The field "{key}" is missing. {hint}'.strip()
        case "type":
            words = " or ".join(_TYPES.get(each, each) for each in ((due,) if isinstance(due, str) else due))
            yield path, f"This is {_kind_of(value)}; {words} is due. {_hint(value, due)}".strip()
        case "pattern" if value in _GATES:
            yield (
                path,
                (f"A condition is one level deep, so {value} cannot stand here. Write a question and its options."),
            )
        case "pattern":
            allowed = _PATTERNS.get(due, f"Allowed: text that matches {due}")
            yield path, f'"{shortened(value)}" is not allowed. {allowed}'
        case "enum":
            yield (
                path,
                (
                    f'"{shortened(value)}" is not allowed.{nearest(str(value), map(str, due))} '
                    f"Allowed: {listing(map(str, due))}."
                ),
            )
        case "minLength" | "minItems" | "minProperties":
            yield path, "This is empty or too short. Write it out, or remove the field where it may be left out."
        case "maxLength":
            yield path, f"This has {len(value)} characters. At most {due} are allowed. Shorten it."
        case "maxItems" | "maxProperties":
            yield (
                path,
                (f"This holds {len(value)} items where at most {due} may stand. Write each as an item of its own."),
            )
        case "anyOf":
            fitting = [inner for inner in error.context if not (inner.validator == "type" and not inner.path)]
            if not fitting:
                types = [_TYPES.get(branch.get("type"), "") for branch in due]
                said = f"This is {_kind_of(value)}; {' or '.join(filter(None, types)) or 'something else'} is due."
                yield path, f"{said} {_hint(value, 'string' if 'text' in types else None)}".strip()
            for inner in fitting:
                yield from _explain(inner, (*path, *inner.path))
        case _:
            yield path, f"This is not allowed here ({error.message})."


def _kind_of(value: object) -> str:
    return next(
        words
        for kinds, words in (
            (bool, "true or false"),
            (str, "text"),
            ((int, float), "a number"),
            (dict, "a mapping"),
            (list, "a list"),
            (type(None), "empty"),
        )
        if isinstance(value, kinds)
    )


def _hint(value: object, due: object) -> str:
    """What to write instead, where that can be told."""
    if due == "string" and isinstance(value, (bool, int, float)):
        return f'Put it in quotes: "{str(value).lower()}".'
    if due == "array" and isinstance(value, str):
        return f"Write it as a list: [{shortened(value)}]."
    if due == "boolean" and value in ("yes", "no"):
        return f"Write {'true' if value == 'yes' else 'false'}."
    return ""
