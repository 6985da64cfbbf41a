"""`kb new`: a commented file for a new entry, and what `kb check` says of it before it is filled in."""

from __future__ import annotations

import re
import typing

import msgspec
import pytest
from msgspec import Meta, Struct

from questionnaire.files import yaml_text
from questionnaire.knowledge import entries, loader
from questionnaire.knowledge.base import KINDS
from questionnaire.upkeep import blank
from questionnaire.wording import upkeep as wording

ABOUT = "Singers are let into the rehearsal room by their voice."


def written(knowledge, kind: str) -> str:
    return blank.blank(knowledge, kind, "a-new-one", ABOUT, "riskwalk")


def plain(text: str) -> object:
    return yaml_text.read(text, "new", careful=False).data


@pytest.mark.parametrize("kind", blank.NEW_KINDS)
def test_a_new_file_reads_as_it_stands_and_with_every_field_that_was_left_out(knowledge, kind):
    text = written(knowledge, kind)
    whole = re.sub(r"^# (?!yaml-language-server)", "", text, flags=re.MULTILINE)
    assert plain(text)
    if kind == "cases":
        return
    assert max(map(len, text.splitlines())) <= 120
    record = KINDS.get(kind, entries.Source)
    names = {field.encode_name for field in msgspec.structs.fields(record)} - {"replaced_by"}
    entry = plain(whole)[0] if kind == "sources" else plain(whole)
    assert set(entry) == names - (set() if kind == "sources" else {"id"})


@pytest.mark.parametrize("kind", [*KINDS, "sources"])
def test_every_field_of_an_entry_is_explained(kind):
    def told(record: type[Struct], done: set) -> typing.Iterator[str]:
        if record in done or record is entries.Condition:
            return
        done.add(record)
        hints = typing.get_type_hints(record, include_extras=True)
        for field in msgspec.structs.fields(record):
            said = any(
                isinstance(each, Meta) and each.description for each in getattr(hints[field.name], "__metadata__", ())
            )
            if not said and (field.name != "id" or kind == "sources") and record is not entries.Issued:
                yield f"{record.__name__}.{field.name}"
            if inner := blank.record_in(field.type):
                yield from told(inner, done)

    assert not list(told(KINDS.get(kind, entries.Source), set()))


@pytest.mark.parametrize("kind", [*KINDS, "sources"])
def test_of_an_untouched_new_file_only_what_is_left_is_said(run, toy_copy, kind):
    made = run("kb", "new", kind, "a-new-one", "--about", ABOUT, kb=toy_copy)
    said = run("kb", "check", kb=toy_copy)
    *places, last = said.out.splitlines()
    assert made.status == 0
    assert said.status == 1
    assert places
    assert all(wording.LEFT in line and f"{kind}/a-new-one.yaml:" in line for line in places)
    assert last.endswith("left to fill in, in 1 file. Nothing else was looked at yet.")
    assert f"with {len(places)} place" in made.out


def test_of_an_untouched_new_case_too(run, toy_copy):
    run("kb", "new", "case", "a-new-one", kb=toy_copy)
    said = run("kb", "check", kb=toy_copy)
    assert "cases/a-new-one.yaml:" in said.out
    assert "first of expect.levels: This is left to fill in. What may stand here is explained above it.\n" in said.out


def test_what_is_left_in_a_new_case_is_said_with_what_is_left_in_new_entries(run, toy_copy):
    run("kb", "new", "case", "a-new-one", kb=toy_copy)
    run("kb", "new", "Harm", "a-new-harm", kb=toy_copy)
    *places, last = run("kb", "check", kb=toy_copy).out.splitlines()
    assert {line.split("/")[1] for line in places} == {"cases", "harms"}
    assert last == f"{len(places)} places are left to fill in, in 2 files. Nothing else was looked at yet."


def test_a_new_deployment_asks_for_the_facts_one_by_one(toy, toy_copy, run):
    file = toy_copy / "deployments" / "choir-admission.yaml"
    file.write_text(
        f'{file.read_text()}presumes: {{answers: {{people: "yes"}}, because: somebody sings.}}\n', encoding="utf-8"
    )
    run("kb", "new", "deployment", "rehearsal-door", "--about", ABOUT, kb=toy_copy)
    text = (toy_copy / "deployments" / "rehearsal-door.yaml").read_text("utf-8")
    question = toy.questions["people"]
    assert f"    ## {question.asks}\n    ##   One of:\n" in text
    assert all(f"    ##     {option.id}: {option.label}\n" in text for option in question.options)
    assert "    people: TO FILL IN\n" in text
    assert "\nsummary: >-\n  Singers are let into the rehearsal room by their voice.\n" in text


def test_a_new_deployment_is_offered_what_much_depends_on_though_few_presume_it(knowledge):
    """What about people goes in: a use of which this is left open comes out lower than it is."""
    presuming = [entry for entry in knowledge.deployments.values() if entry.presumes]
    few = [entry for entry in presuming if "reached-by" in dict(entries.pairs((entry.presumes.answers,)))]
    assert len(few) < 0.05 * len(presuming)
    text, question = written(knowledge, "deployments"), knowledge.questions["reached-by"]
    assert f"    ## {question.asks}\n" in text and "#     reached-by: [TO FILL IN]\n" in text
    assert all(f"    ##     {option.id}: {option.label}" in text for option in question.options[:3])
    assert "telling-inputs" not in [each.id for each, _ in blank.presumed_by(knowledge, "deployments")]


def test_closed_words_stand_in_rising_order_with_their_definitions(knowledge):
    text = written(knowledge, "deployments")
    for scale in ("likelihoods", "severities"):
        words = getattr(knowledge.vocabulary, scale)
        at = text.index(f"Words ({scale}), in rising order:")
        places = [text.index(f"{word.id}: {word.definition[:40]}", at) for word in words]
        assert places == sorted(places)


def test_what_is_near_is_named_in_the_file_and_on_the_screen(run, knowledge):
    near = blank.near(knowledge, "deployments", "opening doors by face")
    text = blank.blank(knowledge, "deployments", "a-door", "Opening doors by face", "riskwalk")
    assert f"{near[0].id}: {near[0].title}." in text


def test_a_new_file_filled_in_is_an_entry(run, toy_copy):
    run("kb", "new", "harm", "hoarse-voice", "--about", "Somebody sings themselves hoarse.", kb=toy_copy)
    file = toy_copy / "harms" / "hoarse-voice.yaml"
    text = file.read_text("utf-8").replace("title: TO FILL IN", "title: A hoarse voice", 1)
    file.write_text(text.replace("kind: TO FILL IN", "kind: allocation", 1), encoding="utf-8")
    said = run("kb", "check", kb=toy_copy)
    assert said.status == 0
    assert "harms/hoarse-voice.yaml" in said.out  # advice: nothing leads there yet
    assert loader.load(toy_copy, cache=None).harms["hoarse-voice"].summary == "Somebody sings themselves hoarse."


def test_a_second_new_file_can_be_written_while_the_first_is_not_filled_in(run, toy_copy):
    assert run("kb", "new", "harm", "one", kb=toy_copy).status == 0
    assert run("kb", "new", "harm", "two", kb=toy_copy).status == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("deploiment", "x"),
            (
                'there is no kind of entry "deploiment". Did you mean "deployment"? Allowed: task, objective, '
                "affected-group, deployment, data-plan, risk-factor, harm, recommendation, regulation, question, "
                "metric, form, source, case."
            ),
        ),
        (
            ("harm", "Hoarse Voice"),
            (
                '"Hoarse Voice" cannot be an id. An id is lowercase words joined by hyphens. '
                "Write hoarse-voice for example."
            ),
        ),
        (("source", "second-study"), 'the source "second-study" is there already. Cite it, or take another id.'),
    ],
)
def test_what_cannot_be_new_is_said_in_a_sentence(run, words, message):
    said = run("kb", "new", *words)
    assert (said.status, said.out) == (2, "")
    assert said.err.endswith(f": {message}\n")


def test_an_entry_that_is_there_is_not_written_over(run, toy_copy):
    file = toy_copy / "harms" / "wrong-part.yaml"
    before = file.read_bytes()
    said = run("kb", "new", "harms", "wrong-part", kb=toy_copy)
    assert said.status == 2
    assert "is there already. Add to that entry, or take another id." in said.err
    assert file.read_bytes() == before


def test_what_is_no_condition_is_not_explained_as_one(knowledge):
    text = blank.blank(knowledge, "sources", "somebody-2026", "", "kb check")
    assert "date-parts: Year, then month and day where known: [[2024, 11, 27]]." in text
    assert "A condition on answers" not in text
    assert "type: CSL's type, such as article, report." in text
