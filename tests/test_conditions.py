"""Truth of conditions under answers, and conditions in words, on the toy knowledge base about choirs."""

from __future__ import annotations

import msgspec

from questionnaire.knowledge.conditions import FALSE, MAYBE, TRUE, Truths, in_words, negation_in_words
from questionnaire.knowledge.entries import Condition


def test_a_condition_has_its_own_truth_however_short_it_lives(toy):
    truths = Truths(toy.questions, {"people": ("no",)})
    for _ in range(50):
        assert truths.condition(Condition(all_of=({"people": "no"},))) == TRUE
        assert truths.condition(Condition(all_of=({"people": "yes"},))) == FALSE
        assert truths.condition(Condition(any_of=({"size": "a-few"},))) == MAYBE


def test_conditions_that_look_at_the_same_answers_are_one_however_they_are_written():
    plain = msgspec.convert({"all_of": [{"people": "no"}]}, Condition)
    listed = msgspec.convert({"all_of": [{"people": ["no"]}]}, Condition)
    assert plain == listed and {plain: "found"}[listed] == "found"
    assert plain != msgspec.convert({"none_of": [{"people": "no"}]}, Condition)
    assert msgspec.to_builtins(listed) == {"all_of": ({"people": ("no",)},)}, "it is written as it was read"


def test_a_condition_and_what_would_make_it_false_are_phrases(toy):
    condition = Condition(
        all_of=({"deployment": "choir-admission"},),
        any_of=({"size": "a-few"}, {"people": "yes"}),
        none_of=({"who-decides": ("teacher", "machine")},),
    )
    assert in_words(condition, toy) == (
        "‘Where is it used?’ is ‘Admission to a choir’, and ‘How many people apply?’ is ‘A few’ or "
        "‘Do people sing?’ is ‘Yes’, and ‘Who decides?’ is not any of ‘A teacher, who listens’ and ‘The machine alone’"
    )
    assert negation_in_words(condition, toy) == (
        "‘Where is it used?’ is not ‘Admission to a choir’, or ‘How many people apply?’ is not ‘A few’ and "
        "‘Do people sing?’ is not ‘Yes’, or ‘Who decides?’ is one of ‘A teacher, who listens’ and ‘The machine alone’"
    )


def test_of_a_false_condition_only_what_makes_it_so_is_told(toy):
    truths = Truths(toy.questions, {"people": ("no",), "size": ("a-few",)})
    birds, singers, few, many = {"people": "no"}, {"people": "yes"}, {"size": "a-few"}, {"size": "thousands"}
    open_ = {"deployment": "choir-admission"}
    assert truths.failing(Condition(all_of=(birds, many, open_))) == Condition(all_of=(many,))
    assert truths.failing(Condition(none_of=(singers, few, open_))) == Condition(none_of=(few,))
    assert truths.failing(Condition(any_of=(singers, many))) == Condition(any_of=(singers, many))
    assert truths.failing(Condition(all_of=(many,), any_of=(birds, many))) == Condition(all_of=(many,))
    assert truths.failing(Condition(all_of=(many,), any_of=(birds,), none_of=(singers,))) == Condition(all_of=(many,))


def test_a_condition_that_always_holds_needs_no_words(toy):
    assert in_words(Condition(), toy) == negation_in_words(Condition(), toy) == ""


def test_of_many_options_three_are_named_and_the_others_counted(toy):
    options = tuple(f"choice-{number}" for number in range(1, 6))
    said = in_words(Condition(all_of=({"size": options},)), toy)
    assert said == "‘How many people apply?’ is one of ‘choice-1’, ‘choice-2’, ‘choice-3’ and 2 more"
