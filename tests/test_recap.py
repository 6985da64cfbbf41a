"""The sentence that tells what a section's answers say, and how each part of it leads to its question."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app import go, seen
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.answers.answers import Answer, Answers
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, Truths
from questionnaire.web.recap import sentence

KNOWLEDGE = loader.load()
SECTIONS = [section for section in KNOWLEDGE.interview.sections if section.questions]


RECAPS = {
    "deployment": "says: it will be used for\n  open: what it will be used for\n  small: true",
    "who-decides": "says: who decides is\n  open: who decides\n  small: true",
    "second-look": "says: to sing again,\n  open: whether there is a second look",
    "size": "says: it hears\n  open: how many people it hears\n  small: true",
}


@pytest.fixture
def toy_folder(toy_copy: Path) -> Path:
    """The toy knowledge base whose section on the use is told in a sentence."""
    for question, recap in RECAPS.items():
        with (toy_copy / "questions" / f"{question}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"recap:\n  {recap}\n")
    return toy_copy


@pytest.fixture
def toy(toy_folder: Path) -> KnowledgeBase:
    return loader.load(toy_folder, cache=None)


def told(knowledge, section: str, **answers: Answer) -> str:
    """The section's sentence in plain words, with each link in brackets."""
    (asked,) = [each for each in knowledge.interview.sections if each.id == section]
    given_ = Answers(answers={key.replace("_", "-"): answer for key, answer in answers.items()})
    markup = sentence(asked, knowledge, given_, given_.given(), Truths(knowledge.questions, given_.given()))
    return re.sub(r"<[^>]+>", "", re.sub(r"<a [^>]+>([^<]*)</a>", r"[\1]", markup))


def chose(*options: str) -> Answer:
    return Answer("answered", options)


def test_what_was_answered_is_told_and_what_was_not_is_said_as_such(toy) -> None:
    assert told(
        toy, "use", people=chose("yes"), deployment=chose("choir-admission"), who_decides=Answer("unknown")
    ) == (
        "It will be used for [admission to a choir]. It is not known yet [who decides]. Nobody has said yet "
        "[whether there is a second look] and [how many people it hears]."
    )


def test_several_options_stand_in_one_clause_and_what_does_not_apply_by_itself(toy) -> None:
    assert told(
        toy,
        "use",
        people=chose("yes"),
        deployment=chose("choir-admission", "birdsong-counting"),
        who_decides=chose("machine"),
        second_look=Answer("not_applicable"),
        size=chose("a-few", "thousands"),
    ) == (
        "It will be used for [admission to a choir and counting birdsong]; who decides is [the machine alone]; "
        "it hears [a few and thousands]. It does not matter here [whether there is a second look]."
    )


def test_a_question_off_the_path_is_not_told(toy) -> None:
    assert "second look" not in told(toy, "use", people=chose("no"))


def test_a_section_whose_questions_have_no_words_for_it_tells_nothing(toy) -> None:
    assert told(toy, "task", people=chose("yes")) == ""


def test_what_a_choice_brings_along_is_told_as_taken_from_it() -> None:
    (section,) = [each for each in SECTIONS if "deployment" in each.questions]
    choice = next(each for each in KNOWLEDGE.deployments.values() if each.presumes and len(each.presumes.answers) > 2)
    given_ = Answers(answers={"deployment": chose(choice.id)})
    counted = {**given_.given(), "sector": ("health",)}
    markup = sentence(section, KNOWLEDGE, given_, counted, Truths(KNOWLEDGE.questions, counted))
    assert "From your choice we take it that its field is" in markup


def test_each_word_of_the_knowledge_base_that_is_asked_can_be_told() -> None:
    for section in SECTIONS:
        for key in section.questions:
            question = KNOWLEDGE.questions[key]
            assert question.recap, f"{key} is left out of the recap of its section"
            for option in question.options:
                words = option.recap or option.label
                assert not re.match(r"(Yes|No|Not)\b", words), f"{key}={option.id}: “{question.recap.says} {words}”"


def _answer(key: str) -> st.SearchStrategy[Answer]:
    offered = [option for option, _ in KNOWLEDGE.options(KNOWLEDGE.questions[key])]
    some = st.lists(st.sampled_from(offered), min_size=1, max_size=7, unique=True)
    return (
        st.builds(lambda options: chose(*options), some)
        | st.just(Answer("unknown"))
        | st.just(Answer("not_applicable"))
    )


@given(data=st.data())
def test_every_question_that_is_asked_is_linked_once_whatever_the_answers(data) -> None:
    section = data.draw(st.sampled_from(SECTIONS))
    keys = data.draw(st.lists(st.sampled_from(section.questions), unique=True))
    answers = Answers(answers={key: data.draw(_answer(key)) for key in keys})
    truths = Truths(KNOWLEDGE.questions, answers.given())
    markup = sentence(section, KNOWLEDGE, answers, answers.given(), truths)
    linked = re.findall(r'<a href="#q-([^"]+)" data-question="\1">', markup)
    assert sorted(linked) == sorted(key for key in section.questions if truths.asked(key) != FALSE)
    said = re.sub(r"<[^>]+>", "", markup)
    assert not said or (said[0].isupper() and said.endswith(".") and "{" not in said and "  " not in said)


def test_the_recap_stands_below_the_questions_on_the_page_and_with_all_answers(begun) -> None:
    app = begun("task")
    app.radio(key="one-people").set_value("yes").run()
    go(app, "use")
    app.radio(key="one-who-decides").set_value("machine").run()
    assert ">the machine alone</a>" in seen(app)
    assert seen(app).index('id="q-size"') < seen(app).index('id="recap"')
    go(app, "result")
    app.session_state["result-part"] = "All answers"
    app.run()
    assert 'data-question="who-decides">the machine alone</a>' in seen(app)


@pytest.mark.parametrize("option", ["teacher", "machine"])
def test_reviewers_find_the_same_folded_where_the_review_stands(begun, option: str) -> None:
    app = begun("task")
    app.radio(key="one-people").set_value("yes").run()
    go(app, "use")
    app.radio(key="one-who-decides").set_value(option).run()
    go(app, "review")
    assert 'data-question="who-decides"' not in seen(app)
    app.session_state["recap-of-all"] = True
    app.run()
    assert 'data-question="who-decides"' in seen(app)
