"""One edit: what it makes of the answers, and when it is refused, on the toy knowledge base."""

from __future__ import annotations

import pytest

from questionnaire.answers.answers import LONGEST, MOST_EVIDENCE, Answer, Answers, Evidence, Grounds, Mitigation
from questionnaire.answers.changes import Change, answers_of, changed, evidence_value, refusal, values

SAID = Answers(
    {"name": "Choir"},
    {"people": Answer("answered", ("yes",)), "groups": Answer("unknown")},
    {"people": "so far"},
    (Evidence("A study"),),
    (Mitigation("record-more-voices", "planned", "Ayşe", "2027-01-31"),),
    {"people": Grounds("guess", "", "so it was said")},
)
ROW = {"title": "A study", "url": "", "finding": ""}
DECLARED = {"status": "planned", "owner": "", "due": ""}


def answered(*options: str) -> dict:
    return {"status": "answered", "options": list(options)}


def test_the_values_of_a_state_add_up_to_it():
    assert answers_of(values(SAID)) == SAID


def test_what_was_said_stands_by_field_and_name():
    assert values(SAID) == {
        ("project", "name"): "Choir",
        ("answer", "people"): {"status": "answered", "options": ["yes"]},
        ("answer", "groups"): {"status": "unknown", "options": []},
        ("note", "people"): "so far",
        ("grounds", "people"): {"confidence": "guess", "note": "so it was said"},
        ("evidence", ""): [{"title": "A study", "url": "", "finding": ""}],
        ("mitigation", "record-more-voices"): {"status": "planned", "owner": "Ayşe", "due": "2027-01-31"},
    }


@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        (Change("project", "name", "Choir", "Chorus", 1), {"project": {"name": "Chorus"}}),
        (Change("project", "name", "Choir", None, 1), {"project": {}}),
        (
            Change("answer", "people", None, answered("no"), 1),
            {"answers": SAID.answers | {"people": Answer("answered", ("no",))}},
        ),
        (Change("answer", "people", None, None, 1), {"answers": {"groups": Answer("unknown")}}),
        (Change("note", "size", None, "new", 1), {"notes": {"people": "so far", "size": "new"}}),
        (
            Change("grounds", "people", None, {"confidence": "evidenced"}, 1),
            {"grounds": {"people": Grounds("evidenced")}},
        ),
        (Change("grounds", "people", None, None, 1), {"grounds": {}}),
        (Change("evidence", "", [ROW], None, 1), {"evidence": ()}),
        (Change("mitigation", "record-more-voices", DECLARED, None, 1), {"mitigations": ()}),
    ],
)
def test_a_change_changes_its_field_and_nothing_else(change, becomes):
    after = changed(SAID, change)
    assert {name: getattr(after, name) for name in SAID.__struct_fields__} == {
        name: becomes.get(name, getattr(SAID, name)) for name in SAID.__struct_fields__
    }


@pytest.mark.parametrize(
    ("field", "name", "new"),
    [
        ("answer", "people", answered("yes")),
        ("answer", "groups", {"status": "not_applicable", "options": []}),
        ("answer", "people", {"status": "unknown", "options": []}),
        ("answer", "size", answered("a-few", "thousands")),
        ("answer", "size", answered("nobody")),
        ("answer", "nothing-of-the-kind", None),
        ("project", "purpose", "p" * LONGEST["project.purpose"]),
        ("note", "people", "n" * LONGEST["notes"]),
        ("evidence", "", [ROW] * MOST_EVIDENCE),
        ("mitigation", "record-more-voices", DECLARED),
    ],
)
def test_what_can_be_is_not_refused(toy, field, name, new):
    assert refusal(Change(field, name, None, new, 1), toy) == ""


@pytest.mark.parametrize(
    ("field", "name", "new", "why"),
    [
        ("answer", "people", answered("bribed"), "The question “Do people sing?” has no option “bribed”."),
        ("answer", "people", answered("yes", "no"), "These options of “Do people sing?” cannot stand together."),
        ("answer", "people", answered(), "An answer to “Do people sing?” is either options or a status."),
        (
            "answer",
            "people",
            {"status": "unknown", "options": ["yes"]},
            "An answer to “Do people sing?” is either options or a status.",
        ),
        (
            "answer",
            "people",
            {"status": "not_applicable", "options": []},
            "The question “Do people sing?” always applies.",
        ),
        ("answer", "people", {"status": "perhaps", "options": []}, "This is not what this field holds."),
        ("answer", "people", "yes", "This is not what this field holds."),
        ("answer", "tusk", answered("yes"), "There is no question “tusk”."),
        ("note", "tusk", "text", "There is no question “tusk”."),
        ("note", "people", ["text"], "This is not what this field holds."),
        ("grounds", "tusk", {"note": "x"}, "There is no question “tusk”."),
        ("grounds", "people", {"confidence": "sure"}, "There is no confidence “sure”."),
        ("grounds", "people", "guess", "This is not what this field holds."),
        (
            "grounds",
            "people",
            {"link": "l" * 2_001},
            "This text has 2,001 characters. At most 2,000 can be kept here: make it shorter.",
        ),
        ("project", "colour", "red", "There is no field “colour” of a project."),
        ("project", "name", "n" * 501, "This text has 501 characters. At most 500 can be kept here: make it shorter."),
        (
            "note",
            "people",
            "n" * 60_001,
            "This text has 60,001 characters. At most 60,000 can be kept here: make it shorter.",
        ),
        ("evidence", "second", [ROW], "There is one list of evidence."),
        ("evidence", "", [ROW] * (MOST_EVIDENCE + 1), "At most 200 findings of your own can be kept."),
        ("evidence", "", [{"url": "x"}], "This is not what this field holds."),
        ("mitigation", "sing-louder", DECLARED, "There is no recommendation “sing-louder”."),
        ("mitigation", "record-more-voices", DECLARED | {"status": "open"}, "There is no status “open”."),
        ("mitigation", "record-more-voices", DECLARED | {"due": "soon"}, "This is not what this field holds."),
        (
            "mitigation",
            "record-more-voices",
            DECLARED | {"owner": "o" * 501},
            "This text has 501 characters. At most 500 can be kept here: make it shorter.",
        ),
        ("mood", "", "good", "This is not what this field holds."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(toy, field, name, new, why):
    assert refusal(Change(field, name, None, new, 1), toy) == why


def test_options_that_stand_alone_or_twice_are_refused(toy):
    size = toy.questions["size"].asks
    for options in (("nobody", "a-few"), ("a-few", "a-few")):
        why = refusal(Change("answer", "size", None, answered(*options), 1), toy)
        assert why == f"These options of “{size}” cannot stand together."


def test_a_text_that_a_file_brought_may_stay_as_long_as_it_is_and_not_grow(toy):
    long = "n" * 70_000
    assert refusal(Change("note", "people", long, long[:-1] + "!", 1), toy) == ""
    assert "has 70,001 characters" in refusal(Change("note", "people", long, long + "!", 1), toy)
    rows = (Evidence("t" * 2000), Evidence("short"))
    before, after = evidence_value(rows), evidence_value(rows[::-1])
    assert refusal(Change("evidence", "", before, after, 1), toy) == ""
