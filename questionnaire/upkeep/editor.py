"""The schemas that an editor reads: those of the records, with the words of the vocabulary and all questions in them.

They name what seldom changes, and the questions in one place, so that an option that is added changes that place alone.
Ids of other entries are not in them: then every new entry would change them, and two new entries would conflict;
`kb check` names those.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from questionnaire.answers.answers import (
    FORMAT,
    MITIGATION_STATUSES,
    NOT_APPLICABLE,
    PROJECT_FIELDS,
    UNKNOWN,
    VERSION,
    Evidence,
    Grounds,
    Mitigation,
)
from questionnaire.knowledge import schemas
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.checks import KIND_WORDS, WORDS
from questionnaire.knowledge.entries import Question
from questionnaire.upkeep.cases import Expectation

CHOSEN = "chosen"
NAMES = (*KINDS, "sources", "interview", "triggers", "lint", "renames", "vocabulary", "cases", CHOSEN)
IN_FOLDERS = (*KINDS, "sources", "cases")
"""The kinds of files that stand in a folder of their own; each of the others is one file beside these folders."""
FOLDER = "schema"


def texts(knowledge: KnowledgeBase) -> dict[str, str]:
    """File name and text of every schema, for the folder `schema` of a knowledge base."""
    return {
        f"{name}.schema.json": msgspec.json.format(msgspec.json.encode(schema(knowledge, name)), indent=2).decode()
        + "\n"
        for name in NAMES
    }


def header(kind: str) -> str:
    """The first line of a file of this kind, by which an editor finds its schema; without a line's end."""
    above = "../" if kind in IN_FOLDERS else ""
    return f"# yaml-language-server: $schema={above}{FOLDER}/{kind}.schema.json"


def without_header(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a knowledge base that does not begin with its header, by its name in the folder, and that header.

    None where the folder holds no schemas, for then a header would name nothing.
    """
    if not (folder / FOLDER).is_dir():
        return
    for kind in NAMES:
        due = header(kind).encode()
        for file in sorted((folder / kind).glob("*.yaml")) if kind in IN_FOLDERS else [folder / f"{kind}.yaml"]:
            if file.is_file():
                with file.open("rb") as opened:
                    if opened.readline().rstrip() != due:
                        yield file.relative_to(folder).as_posix(), due.decode()


def schema(knowledge: KnowledgeBase, name: str) -> dict:
    """The schema of one kind of file; of a case too, and of what a condition holds."""
    if name == CHOSEN:
        return _chosen(knowledge)
    if name == "cases":
        return _case(knowledge)
    whole = copy.deepcopy(schemas.schema(name))
    if name == "vocabulary":  # the words are defined there
        return whole
    if name in KIND_WORDS:
        root = whole["items"]["$ref"].rpartition("/")[2] if name == "sources" else ""
        owner = whole["$defs"][root] if root else whole
        _enumerate(owner["properties"]["kind"], knowledge.vocabulary.words(KIND_WORDS[name]))
    return _with_words(whole, knowledge)


def _with_words(whole: dict, knowledge: KnowledgeBase) -> dict:
    """The schema with the words that its fields may hold, and with what its conditions hold."""
    for properties in _properties(whole):
        for key, node in properties.items():
            if key in WORDS:
                _enumerate(node, knowledge.vocabulary.words(WORDS[key]))
    condition = whole["$defs"].get("Condition")
    if condition:
        for gate in condition["properties"].values():
            gate["items"] = {"$ref": f"{CHOSEN}.schema.json"}
    return whole


def _chosen(knowledge: KnowledgeBase) -> dict:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": CHOSEN,
        "description": "A question, and the option or the options of which one was chosen.",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {key: _options(knowledge, each) for key, each in sorted(knowledge.questions.items())},
        "additionalProperties": False,
    }


def _properties(node: object) -> Iterator[dict[str, dict]]:
    """The properties of every object below a node of a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield node["properties"]
        for below in node.values():
            yield from _properties(below)
    elif isinstance(node, list):
        for below in node:
            yield from _properties(below)


def _enumerate(node: dict, words: tuple[str, ...]) -> None:
    """Lets a field hold these words alone, wherever it holds a word."""
    if node.get("type") == "string":
        node["enum"] = list(words)
    for branch in (*node.get("anyOf", ()), *([node["items"]] if "items" in node else ())):
        _enumerate(branch, words)


def _options(knowledge: KnowledgeBase, question: Question, *others: str) -> dict:
    """An option of a question, or a list of them; of a question that offers entries any id. `others` stand alone."""
    if question.options_from:
        one: Mapping[str, object] = {"type": "string", "pattern": schemas.ID}
        alone: Mapping[str, object] = {"type": "string"} if others else one
    else:
        ids = [option for option, _ in knowledge.options(question)]
        one, alone = {"enum": ids}, {"enum": [*ids, *others]}
    return {"description": question.asks, "anyOf": [alone, {"type": "array", "minItems": 1, "items": one}]}


def _case(knowledge: KnowledgeBase) -> dict:
    """A case: an answers file that says what its result must hold."""
    records = (Expectation, Evidence, Grounds, Mitigation)
    (expect, evidence, grounds, mitigation), definitions = msgspec.json.schema_components(
        records, ref_template="#/$defs/{name}"
    )
    definitions = copy.deepcopy(definitions)
    _enumerate(definitions["Expectation"]["properties"]["levels"], knowledge.vocabulary.words("levels"))
    _enumerate(definitions["Grounds"]["properties"]["confidence"], knowledge.vocabulary.words("confidences"))
    definitions["Mitigation"]["properties"]["status"]["enum"] = list(MITIGATION_STATUSES)
    for field in ("due", "owner"):
        definitions["Mitigation"]["properties"][field].pop("default", None)
    questions = sorted(knowledge.questions.items())
    text = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cases",
        "type": "object",
        "required": ["format", "answers", "expect"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": f"{FORMAT}/{VERSION}"},
            "project": {"type": "object", "properties": dict.fromkeys(PROJECT_FIELDS, text)},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    key: _options(knowledge, each, UNKNOWN, *[NOT_APPLICABLE] * each.may_not_apply)
                    for key, each in questions
                },
            },
            "notes": {"type": "object", "properties": {key: text for key, _ in questions}},
            "grounds": {"type": "object", "additionalProperties": grounds},
            "evidence": {"type": "array", "items": evidence},
            "mitigations": {"type": "array", "items": mitigation},
            "expect": expect,
        },
        "$defs": dict(sorted(_with_words({"$defs": definitions}, knowledge)["$defs"].items())),
    }
