"""A whole new entry, filled in field by field: its files pass the check of a copy of the knowledge base."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_proposal import SHOWN, put

from questionnaire.files import yaml_text
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.upkeep import draft, proposal
from questionnaire.upkeep.draft import Claimed, Given

WHY = "The recordings hold next to no low voices: nobody over sixty was recorded."
NAME, ID = "School canteen, pay by face", "school-canteen-pay-by-face"
GIVEN = {"as_of": "2026-11", "review_by": "2027-11"}


def first(knowledge: KnowledgeBase, there: str) -> str:
    found = getattr(knowledge, there, None)
    return next(iter(found)) if found else knowledge.vocabulary.words(there)[1]


def filled(knowledge: KnowledgeBase, kind: str) -> Given:
    """Everything of a kind that can be filled in, with a claim of each sort."""
    values: dict[str, object] = {}
    for each in draft.asked(kind):
        if each.field == "harmless":
            continue
        value: object = {
            "names": ["Canteen till"],
            "line": NAME,
            "text": "Children pay for lunch by showing their face.",
        }.get(each.takes)
        if each.takes in ("word", "entry"):
            value = first(knowledge, each.of)
        elif each.takes in ("words", "entries"):
            value = [first(knowledge, each.of)]
        elif each.takes == "condition":
            value = ["people=yes", "who-decides=machine"]
        values[each.field] = GIVEN.get(each.field, value)
    claims = tuple(
        Claimed(field, {name: first(knowledge, there) for name, there, _ in proposal.values_of(edge)}, WHY)
        for field, edge in draft.claims(kind).items()
    )
    return Given(values, claims)


@pytest.mark.parametrize("kind", draft.NEW)
def test_the_files_of_a_new_entry_pass_the_check(toy: KnowledgeBase, toy_copy: Path, kind: str, run) -> None:
    made, problems = draft.drafted(toy, kind, filled(toy, kind), SHOWN._replace(title="Who pays"))
    assert made is not None, [str(each) for each in problems]
    name = f"{kind}/{ID}.yaml"
    assert next(iter(made.files)) == name
    assert made.files[name].startswith(f"# yaml-language-server: $schema=../schema/{kind}.schema.json\n")
    assert put(toy_copy, made) == []
    checked = run("kb", "check", kb=toy_copy)
    assert checked.status == 0, checked.out
    assert made.title == f"Add to: {NAME}" and f"`knowledge_base/{name}`" in made.text
    assert f"Entry: {NAME} (`{kind}/{ID}`)" in made.text


@pytest.mark.parametrize("kind", draft.NEW)
def test_every_field_that_a_kind_needs_is_asked_for_and_explained(kind: str) -> None:
    asked = {each.field for each in draft.asked(kind)} | set(draft.claims(kind))
    needed = {field.encode_name for field in proposal.msgspec.structs.fields(KINDS[kind]) if field.required}
    assert needed - {"id", "sources"} <= asked
    assert all(len(each.meaning) > 10 for each in draft.asked(kind))


def test_presumed_facts_stand_in_the_file_with_their_sentence(knowledge: KnowledgeBase) -> None:
    questions = draft.facts(knowledge, "deployments")
    assert len(questions) > 5
    facts = {question.id: [question.options[0].id] for question in questions[:4]}
    values = {"title": NAME, "summary": "Children pay by face.", "domain": first(knowledge, "domains")}
    made, problems = draft.drafted(
        knowledge, "deployments", Given(values, (), facts, "A face is looked up for each lunch."), SHOWN
    )
    assert made is not None, [str(each) for each in problems]
    assert list(made.files) == [f"deployments/{ID}.yaml"]  # nothing cites the source, so it has no file
    data = yaml_text.read(made.files[f"deployments/{ID}.yaml"], "", careful=False).data
    assert data["presumes"]["because"] == "A face is looked up for each lunch."
    assert data["presumes"]["answers"] == {key: options[0] for key, options in facts.items()}


LACKING = """\
What it is: This is missing. What it is, in one or two sentences to a reader outside machine learning.
Field: Nothing is chosen. The field that it stands in, a word of the vocabulary.
Claim 1: Something is left to choose. Choose one in each field.
Claim 1: The sentence is missing. Write the claim in one whole sentence.
What is taken to be so, in one sentence: The sentence is missing. Say in one sentence what is taken to be so.
Title of the source: The title is missing. Write it as it stands on the source."""


def test_what_is_lacking_is_said_all_at_once_with_what_each_field_means(toy: KnowledgeBase) -> None:
    given = Given({"title": NAME}, (Claimed("stakes", {}, ""),), {"people": ["yes"]})
    made, problems = draft.drafted(toy, "deployments", given, SHOWN._replace(title=""))
    assert made is None
    assert "\n".join(f"{each.field}: {each.message}" for each in problems) == LACKING


def test_a_name_that_stands_already_is_not_written_twice(toy: KnowledgeBase) -> None:
    given = Given({**filled(toy, "deployments").values, "title": "Choir admission"})
    made, problems = draft.drafted(toy, "deployments", given, SHOWN)
    assert made is None
    assert [each.message for each in problems] == [
        "There is an entry “Admission to a choir” already. Say there what is missing, or give this one another name."
    ]


def test_what_the_check_would_refuse_is_refused_in_its_words(toy: KnowledgeBase) -> None:
    values = {**filled(toy, "regulations").values, "as_of": "last summer"}
    made, problems = draft.drafted(toy, "regulations", Given(values), SHOWN)
    assert made is None
    assert [each.field for each in problems] == ["Read up to"]
    bare, problems = draft.drafted(toy, "tasks", Given(filled(toy, "tasks").values), SHOWN)
    assert bare is None and "raises nothing" in str(problems[0])


@pytest.mark.parametrize(
    ("name", "identity"),
    [("Größe der Kantine", "grosse-der-kantine"), ("Cantine d’école", "cantine-d-ecole"), ("Łódź øre", "lodz-ore")],
)
def test_a_name_with_marks_on_its_letters_is_an_id_that_can_be_read(
    toy: KnowledgeBase, name: str, identity: str
) -> None:
    whole = filled(toy, "deployments")
    given = Given({**whole.values, "title": name}, whole.claims)
    made, problems = draft.drafted(toy, "deployments", given, SHOWN._replace(title="Who pays", who="Jürgen Müller"))
    assert made is not None, [str(each) for each in problems]
    assert list(made.files) == [f"deployments/{identity}.yaml", "sources/jurgen-muller-2024.yaml"]


def test_a_name_in_letters_that_no_file_name_has_is_asked_for_in_others(toy: KnowledgeBase) -> None:
    whole = filled(toy, "deployments")
    made, problems = draft.drafted(toy, "deployments", Given({**whole.values, "title": "学校"}, whole.claims), SHOWN)
    assert made is None
    assert [(each.field, each.message) for each in problems] == [
        (
            "Name",
            (
                "The file is named after it, in the letters a to z and digits, and none of them stands here. "
                "Write the name in English, and this one under other names."
            ),
        )
    ]


def test_what_the_check_refuses_is_said_of_the_field_as_the_form_calls_it(toy: KnowledgeBase) -> None:
    whole = filled(toy, "deployments")
    claims = (whole.claims[0], whole.claims[1]._replace(because="So it is <b>always</b> in choirs."))
    made, problems = draft.drafted(
        toy,
        "deployments",
        Given({**whole.values, "title": "word " * 40}, claims[:1]),
        SHOWN._replace(title="Who pays"),
    )
    assert made is None and [each.field for each in problems] == ["Name"]
    made, problems = draft.drafted(toy, "deployments", Given(whole.values, claims), SHOWN._replace(title="Who pays"))
    assert made is None and [each.field for each in problems] == ["Claim 2"]
    made, problems = draft.drafted(toy, "deployments", whole, SHOWN)
    assert made is None and [each.field for each in problems] == ["Title of the source"]


def test_an_entry_that_leads_nowhere_is_asked_for_a_claim_or_for_why_it_does_no_harm(toy: KnowledgeBase) -> None:
    made, problems = draft.drafted(toy, "tasks", Given(filled(toy, "tasks").values), SHOWN)
    assert made is None
    assert [(each.field, each.message) for each in problems] == [
        (
            "What it leads to",
            (
                "The entry raises nothing and has nothing at stake. Add a claim, or say below the claims why it does "
                "no harm by itself."
            ),
        )
    ]
