"""Conditions that would make a use unacceptable, as a decision card tells them: each with what it hangs on."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from test_readings import BOUNDED, blank, of
from test_walk import KNOWLEDGE, NETWORK, some_answers

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Report
from questionnaire.readings.blocks import Listing, Paragraph, plain
from questionnaire.readings.readings import named
from questionnaire.wording import readings as say


def told(whole: Report) -> list[str]:
    """What stands on the card under the stops that an open answer decides."""
    blocks = named("card").document(whole, "2026-11-27").blocks
    for title, listed in pairwise(blocks):
        if isinstance(title, Paragraph) and plain(title.text) == say.POSSIBLE_STOPS and isinstance(listed, Listing):
            return [plain(item.text) for item in listed.items]
    return []


@given(some_answers())
@BOUNDED
def test_a_stop_that_needs_more_than_the_answer_by_which_it_is_named_says_what(answers):
    whole = report(NETWORK, answers)
    verdict = whole.assessment.verdict
    shown = told(whole)
    assert not (shown and verdict.nothing_ruled_out)
    for stop, text in zip(verdict.possible_stops, shown, strict=False):
        assert text.startswith(f"{stop.title}: ") and stop.only_if in text
        label = f"‘{stop.title}’"
        needed = stop.settled_by.partition(f"{label}, and ")[2] if f"is {label}" in stop.settled_by else stop.settled_by
        assert stop.only_if == (f"Only if {needed}." if needed else "")


def test_a_stop_that_hangs_on_its_answer_alone_says_no_more():
    whole = of("cv-ranking-engine")
    assert [stop.only_if for stop in whole.assessment.verdict.possible_stops] == ["", ""]
    assert len(told(whole)) == 2 and not any("Only if" in text for text in told(whole))


def test_making_pictures_is_not_said_to_be_unacceptable_where_nobody_said_who_uses_them():
    option = next(each for each in KNOWLEDGE.questions["effect"].options if each.id == "creates")
    given_ = {"effect": ("creates", "identifies"), "at-stake": ("liberty",), "task": ("text-to-image",)}
    whole = report(NETWORK, Answers(answers={key: Answer("answered", options) for key, options in given_.items()}))
    (about_pictures,) = [text for text in told(whole) if text.startswith(option.label)]
    assert "Only if " in about_pictures and "Police, prosecution, court, prison or border guard" in about_pictures


def test_of_blank_answers_no_stop_is_told_as_if_it_were_near():
    assert blank().assessment.verdict.possible_stops and told(blank()) == []
