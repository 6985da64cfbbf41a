"""`kb diff` on what stands beside the entries: what each level triggers, and the rules on answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from questionnaire.upkeep import diff
from questionnaire.upkeep.difference import Due, EntryDiffers

TRIGGERS = """\
reviewers:
  - {id: colleague, title: "A colleague"}
  - {id: board, title: "The choir's board"}
in_place:
  - {id: asked, title: "The singers were asked.", check: by_hand}
levels:
  - level: moderate
    because: "Somebody can lose a place."
    reviewers: [colleague]
    again_after_months: 12
"""
LINT = """\
rules:
  - id: who-sings
    kind: gap
    when: {all_of: [{people: "yes"}]}
    because: People sing, and it stays open who.
    do: Name them.
"""


@pytest.fixture
def sides(toy_folder, tmp_path):
    """Two states of the toy knowledge base with triggers and rules, of which the later one is edited by the test."""
    before = Path(shutil.copytree(toy_folder, tmp_path / "before"))
    (before / "triggers.yaml").write_text(TRIGGERS, "utf-8")
    (before / "lint.yaml").write_text(LINT, "utf-8")
    return before, Path(shutil.copytree(before, tmp_path / "after"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


def stricter(after: Path) -> None:
    edit(after, "triggers.yaml", "reviewers: [colleague]", "reviewers: [colleague, board]\n    in_place: [asked]")
    edit(after, "triggers.yaml", "months: 12", "months: 6")


def test_what_a_level_triggers_is_compared_and_said_of_the_assessments_of_that_level(sides, run):
    before, after = sides
    stricter(after)
    said = run("kb", "diff", str(before), kb=after)
    assert said.err.replace("\r", "").startswith("0 of 2 walked")
    assert said.out == (
        "1 entry differs; 1 of 2 assessments changes.\n"
        "\nFor whom\n  No finding on a named group changes.\n"
        "\nVerdicts\n  No level of a verdict changes, and no stop.\n"
        "\nAssessment by assessment\n"
        "\n  village-choir: moderate\n"
        "    its level now triggers: a review by ‘The choir's board’; ‘The singers were asked’; another review after 6 "
        "months\n"
        "    its level no longer triggers: another review after 12 months\n"
        "    because of triggers/levels.moderate\n"
        "\nEntries that differ\n"
        "  triggers/levels.moderate (changed: reviewers; in_place; again_after_months): 1 assessment\n"
    )


def test_the_same_as_markdown_and_as_json(sides, run):
    before, after = sides
    stricter(after)
    marked = run("kb", "diff", str(before), "--format", "md", kb=after).out
    assert "- its level now triggers: a review by ‘The choir's board’; ‘The singers were asked’; another" in marked
    (case,) = json.loads(run("kb", "diff", str(before), "--format", "json", kb=after).out)["assessments"]
    assert case["due_gained"] == [
        {"what": "reviewers", "id": "board", "title": "The choir's board"},
        {"what": "in_place", "id": "asked", "title": "The singers were asked."},
        {"what": "again_after_months", "id": "6"},
    ]
    assert case["causes"] == ["triggers/levels.moderate"]


def test_decisions_that_are_taken_away_are_named(sides):
    before, after = sides
    edit(after, "triggers.yaml", "    again", "    decisions: [refused]\n    again")
    (case,) = diff.diff(before, after, diff.items(before, after)).assessments
    assert case.due_lost == (Due("decisions", "approved"), Due("decisions", "approved_with_conditions"))
    assert case.due_gained == ()


def test_a_rule_on_answers_is_named_where_it_begins_and_ceases_to_speak(sides, run):
    before, after = sides
    edit(after, "lint.yaml", 'people: "yes"', 'people: "no"')
    said = run("kb", "diff", str(before), kb=after).out
    assert said.startswith("1 entry differs; 2 of 2 assessments change.\n")
    assert "\n  village-choir: moderate\n    remarks no longer made: who-sings\n    because of lint/who-sings\n" in said
    assert "\n    remarks on the answers now made: who-sings\n    because of lint/who-sings\n" in said
    assert said.endswith("  lint/who-sings (changed: when.all_of): 2 assessments\n")


def test_a_rule_that_is_new_or_gone_differs_too(sides):
    before, after = sides
    (after / "lint.yaml").write_text("rules: []\n", "utf-8")
    for one, other, how in ((before, after, "gone"), (after, before, "new")):
        found = diff.diff(one, other, diff.items(one, other))
        assert found.entries == (EntryDiffers("lint", "who-sings", how, ()),)
        (case,) = found.assessments
        assert (case.remarks_lost if how == "gone" else case.remarks_gained) == ("who-sings",)


def test_words_alone_change_no_assessment(sides):
    before, after = sides
    edit(after, "triggers.yaml", "lose a place", "lose a seat")
    edit(after, "lint.yaml", "Name them", "Name all of them")
    found = diff.diff(before, after, diff.items(before, after))
    assert found.assessments == ()
    assert [(each.kind, each.id) for each in found.entries] == [("lint", "who-sings"), ("triggers", "levels.moderate")]
