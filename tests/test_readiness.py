"""What a level triggers before a decision, and why the findings of two editions differ."""

from __future__ import annotations

from msgspec import json
from msgspec.structs import replace
from test_comparison import CHOIR, side
from test_review import course

from questionnaire.answers.answers import Answer, Answers, Mitigation
from questionnaire.answers.readiness import Settled, readiness
from questionnaire.answers.review import Comment, Opinion, Reviewed, Step
from questionnaire.answers.review import Settled as Resolved
from questionnaire.assessment.causes import causes
from questionnaire.assessment.comparison import Kept, compare, compare_kept, kept
from questionnaire.knowledge.triggers import InPlace, LevelTriggers, Reviewer, Triggers

TRIGGERS = Triggers(
    reviewers=(Reviewer(id="board", title="The board"), Reviewer(id="officer", title="The officer")),
    in_place=(
        InPlace(id="settled", title="Settled", check="contradictions_settled"),
        InPlace(id="heard", title="Heard", check="people_asked"),
        InPlace(id="resolved", title="Resolved", check="comments_resolved"),
        InPlace(id="stops", title="No stop", check="stops_settled"),
        InPlace(id="planned", title="Planned", check="measures_have_owner_and_day"),
        InPlace(id="way_out", title="A way out", check="by_hand"),
    ),
    levels=(
        LevelTriggers(
            level="high",
            because="It is grave.",
            reviewers=("officer", "board"),
            in_place=("settled", "heard", "resolved", "stops", "planned", "way_out"),
            again_after_months=6,
        ),
        LevelTriggers(level="unacceptable", because="It is not done.", decisions=("refused",)),
    ),
)
HIGH = Settled("high", 0, 0)
DONE = (
    Comment("Who counted?"),
    Resolved(1, True),
    Opinion("They object.", "The choir", "2026-11-02"),
    Step("submit"),
    Reviewed("board"),
    Reviewed("officer"),
)


def test_what_is_missing_is_named_until_it_is_there():
    early = readiness(TRIGGERS, course(*DONE[:1]), Answers(), Settled("high", 1, 1))
    assert early.missing() == ("The board", "The officer", "Settled", "Heard", "Resolved", "No stop", "A way out")
    late = readiness(TRIGGERS, course(*DONE), Answers(), HIGH)
    assert late.missing() == ("A way out",) and late.missing(frozenset({"way_out"})) == ()
    assert (late.because, late.again_after_months) == ("It is grave.", 6)


def test_confirming_by_hand_stands_in_for_nothing_that_can_be_told():
    late = readiness(TRIGGERS, course(*DONE[:4]), Answers(), HIGH)
    assert late.missing(frozenset({"way_out", "board", "heard"})) == ("The board", "The officer")


def test_a_measure_without_owner_or_day_is_not_planned():
    for row in (Mitigation("m", "planned", "Bo"), Mitigation("m", "planned", due="2027-01-01")):
        assert "Planned" in readiness(TRIGGERS, course(*DONE), Answers(mitigations=(row,)), HIGH).missing()
    whole = Answers(mitigations=(Mitigation("m", "planned", "Bo", "2027-01-01"),))
    assert "Planned" not in readiness(TRIGGERS, course(*DONE), whole, HIGH).missing()


def test_an_opinion_of_the_last_edition_does_not_count_for_this_one():
    review = course(*DONE, Step("refused"), Step("begin_edition"), Step("submit"))
    assert "Heard" in readiness(TRIGGERS, review, Answers(), HIGH).missing()


def test_a_level_can_leave_one_decision_and_a_level_without_a_row_leaves_all():
    assert readiness(TRIGGERS, course(), Answers(), Settled("unacceptable", 0, 0)).decisions == ("refused",)
    free = readiness(TRIGGERS, course(), Answers(), Settled("low", 9, 9))
    assert free.missing() == () and len(free.decisions) == 3


def test_every_level_of_the_real_vocabulary_triggers_something_and_the_worst_can_only_be_refused(knowledge):
    rows = {row.level: row for row in knowledge.triggers.levels}
    assert list(rows) == list(knowledge.vocabulary.words("levels"))
    assert rows[list(rows)[-1]].decisions == ("refused",)


def test_a_knowledge_base_without_triggers_triggers_nothing(toy):
    assert toy.triggers == Triggers() and toy.triggers.of("high").reviewers == ()


# --- why findings differ ----------------------------------------------------------------------------------------------


def test_what_was_kept_compares_as_the_assessment_does(toy_network):
    a, b = side(toy_network, CHOIR), side(toy_network, CHOIR, who_decides=Answer("answered", ("machine",)))
    back = [json.decode(json.encode(kept(result)), type=Kept) for result in (a, b)]
    assert compare_kept(*back) == compare(a, b)


def sides(network) -> tuple[Kept, Kept]:
    likeness = side(network, CHOIR, objective=Answer("answered", ("likeness-to-last-choir",)))
    return kept(side(network, CHOIR)), kept(likeness)


def test_an_answer_causes_what_only_the_new_answers_change(toy_network):
    a, b = sides(toy_network)
    (found,) = [one for one in causes(a, a, b) if one.how == "appeared"]
    assert (found.id, found.before, found.cause) == ("last-choir-as-measure--place-refused", "", "answers")
    assert {one.how for one in causes(b, b, a)} <= {"vanished", "moved"} and causes(a, a, a) == ()


def test_the_knowledge_base_causes_what_the_old_answers_show_already(toy_network):
    a, b = sides(toy_network)
    assert {one.cause for one in causes(a, b, b)} == {"knowledge"}


def test_both_cause_what_neither_shows_alone(toy_network):
    a, b = sides(toy_network)
    new = next(finding for finding in b.findings if finding.id not in {one.id for one in a.findings})
    between = replace(a, findings=(*a.findings, replace(new, moved="Otherwise")))
    assert {one.cause for one in causes(a, between, b) if one.id == new.id} == {"both"}
