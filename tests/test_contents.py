"""The one walker over a knowledge base, and the one register of its kinds of entries."""

from __future__ import annotations

import typing

from msgspec import Struct, to_builtins

from questionnaire.knowledge import contents, loader
from questionnaire.knowledge.base import CHOICES, KINDS, KnowledgeBase, noun
from questionnaire.knowledge.contents import Tail
from questionnaire.knowledge.entries import Condition, Edge, Entry, Question, Record


def every(value: object, sought: type) -> list[object]:
    """What is of a type below a value, found without knowing any shape."""
    found = [value] if isinstance(value, sought) else []
    if isinstance(value, Struct):
        inner = [getattr(value, name) for name in value.__struct_fields__]
    elif isinstance(value, dict):
        inner = list(value.values())
    else:
        inner = list(value) if isinstance(value, tuple) else []
    return found + [each for item in inner for each in every(item, sought)]


def test_every_edge_and_every_condition_is_found(knowledge, toy):
    for base in (knowledge, toy):
        for found, sought in (
            ([edge for _, edge in contents.edges(base)], Edge),
            (list(contents.conditions(base)), Condition),
        ):
            assert sorted(map(id, found)) == sorted(map(id, every(base, sought)))


def test_an_edge_says_where_it_starts(toy):
    tails = [tail for tail, _ in contents.edges(toy)]
    assert Tail("tasks", "voice-sorting") in tails
    assert Tail("questions", "who-decides", "teacher") in tails or Tail("questions", "who-decides", "machine") in tails
    for tail, edge in contents.edges(toy):
        record = getattr(toy, tail.kind)[tail.id]
        part = next(option for option in record.options if option.id == tail.option) if tail.option else record
        assert any(edge is each for each in every(part, Edge))


def test_a_value_is_found_where_it_stands_in_the_file(toy):
    """The path of every value leads to the same value in the record as plain data."""
    seen = 0
    for _, _, record in contents.records(toy):
        for path, value, owner in contents.values(record):
            plain = to_builtins(record)
            for step in path:
                if isinstance(plain, dict) and step not in plain:  # left out where it is as it is by itself
                    break
                plain = plain[step]
            else:
                assert plain == to_builtins(value)
                seen += 1
            assert isinstance(owner, Record)
    assert seen > 300


def test_a_folder_of_the_knowledge_base_is_a_field_and_a_kind():
    folders = {folder.name for folder in loader.DEFAULT_FOLDER.iterdir() if folder.is_dir()}
    assert folders == {*KINDS, "sources", "cases", "schema"}
    assert {*KINDS, "sources"} < set(KnowledgeBase.__struct_fields__)
    assert all(issubclass(record, Entry | Question) for record in KINDS.values())


def test_paths_start_at_choices_and_a_question_can_offer_each_of_them():
    assert CHOICES == ("tasks", "objectives", "deployments", "data_plans")
    offered = {
        word
        for part in typing.get_args(typing.get_type_hints(Question)["options_from"])
        for word in typing.get_args(part)
    }
    assert set(CHOICES) <= offered <= set(KINDS)


def test_an_entry_is_called_by_the_name_of_its_kind():
    assert [noun(kind) for kind in ("tasks", "affected_groups", "risk_factors")] == [
        "task",
        "affected group",
        "risk factor",
    ]
