"""Answers files that are written: what is written reads back the same, and nothing that was answered is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from toy_answers import FIRST, KNOWLEDGE, read, said

from questionnaire.answers import reading, writing
from questionnaire.answers.answers import (
    LONGEST,
    LONGEST_TOGETHER,
    MITIGATION_STATUSES,
    MOST_EVIDENCE,
    PROJECT_FIELDS,
    Answer,
    Answers,
    Evidence,
    Grounds,
    Mitigation,
    ignored,
    length,
)

AWKWARD = (
    "R&D <5%",
    "Łódź",
    "日本語",
    '=HYPERLINK("x")',
    "<script>alert(1)</script>",
    "two\nlines\n\nand a third\n",
    'it\'s "quoted"',
    "no",
    "yes",
    "true",
    "null",
    "~",
    "1:30",
    "1.10",
    "007",
    "2027-01-31",
    "- item",
    "-",
    "ends with a colon:",
    "a: b",
    "#1",
    " spaces ",
    "\ttab",
    "w" * 400,
    "*star*",
    "&co",
    "!bang",
    "@at",
    "%",
    "{a}",
    "[b]",
    "|",
    ">",
    "?",
    "\\",
    "👩🏽‍🦱",
    "مرحبا",
    "a\r\nb",
    "a\u2028b",
    "---",
    "...",
)

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n\t#:-'\"&*!|>%@`{}[],?~"),
    min_size=1,
) | st.sampled_from(AWKWARD)


def answer_to(question) -> st.SearchStrategy[Answer]:
    alone = {option.id for option in question.options if option.exclusive}
    together = [option for option, _ in KNOWLEDGE.options(question) if option not in alone]
    most = 1 if question.kind == "one" else len(together)
    chosen = st.lists(st.sampled_from(together), min_size=1, max_size=most, unique=True).map(sorted).map(tuple)
    chosen |= st.sampled_from([(option,) for option in sorted(alone)]) if alone else st.nothing()
    return (
        chosen.map(lambda options: Answer("answered", options))
        | st.just(Answer("unknown"))
        | (st.just(Answer("not_applicable")) if question.may_not_apply else st.nothing())
    )


ANY = st.builds(
    Answers,
    project=st.dictionaries(st.sampled_from(PROJECT_FIELDS), TEXT),
    answers=st.fixed_dictionaries({}, optional={key: answer_to(each) for key, each in KNOWLEDGE.questions.items()}),
    notes=st.dictionaries(st.sampled_from(sorted(KNOWLEDGE.questions)), TEXT),
    grounds=st.dictionaries(
        st.sampled_from(sorted(KNOWLEDGE.questions)),
        st.builds(Grounds, st.sampled_from(("", *KNOWLEDGE.vocabulary.words("confidences"))), st.just("") | TEXT, TEXT),
        max_size=3,
    ),
    evidence=st.lists(st.builds(Evidence, TEXT, st.just("") | TEXT, st.just("") | TEXT), max_size=3).map(tuple),
    mitigations=st.lists(
        st.builds(
            Mitigation,
            st.sampled_from(sorted(KNOWLEDGE.recommendations)),
            st.sampled_from(MITIGATION_STATUSES),
            st.just("") | TEXT,
            st.just("") | st.dates().map(lambda date: date.isoformat()),
        ),
        max_size=2,
        unique_by=lambda row: row.id,
    ).map(tuple),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
@example(Answers())
def test_what_is_written_reads_back_the_same(given_):
    assert read(writing.write(given_, KNOWLEDGE)) == given_


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_reads_back_as_typed(text):
    given_ = Answers(project={"name": text}, notes={"size": text}, evidence=(Evidence(text, text, text),))
    assert read(writing.write(given_, KNOWLEDGE)) == given_


ROOM_FOR_THE_REST = 150_000
"""Bytes that an answers file has left for keys, options, and the ids and dates of measures."""


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=3))
@example("\ufeff")
@example("\U0010ffff")
@example("\ufeff\u2028")
@example("a\n")
@example("\n\t")
@example("'")
@example("\t\U00010000\U00010000")
def test_texts_of_the_longest_length_fit_into_a_file_whatever_their_characters(pattern):
    def written(text: str) -> int:
        rows = (Evidence("t", "", text),)
        return len(writing.write(Answers(notes={"size": text}, evidence=rows), KNOWLEDGE).encode())

    short, long = 300, 900
    a_character = (written(pattern * long) - written(pattern * short)) / (2 * (long - short) * len(pattern))
    assert a_character * LONGEST_TOGETHER + ROOM_FOR_THE_REST < reading.MAX_BYTES


def test_a_tab_among_rare_characters_makes_no_file_too_large():
    """Behind a tab, each character beyond the first 65,536 is written in ten bytes, which is the most."""
    text = "\t" + "\U00010000" * (LONGEST["notes"] - 1)
    size = len(writing.write(Answers(notes={"size": text}), KNOWLEDGE).encode())
    assert size / len(text) * LONGEST_TOGETHER + ROOM_FOR_THE_REST < reading.MAX_BYTES


def test_the_longest_answers_read_back_the_same(knowledge):
    text = "\ufeff" * LONGEST["notes"]
    given_ = Answers(
        {name: text[: LONGEST[f"project.{name}"]] for name in PROJECT_FIELDS},
        {key: Answer("unknown") for key in knowledge.questions},
        {"scale": text},
        tuple(Evidence(text[:60], text[:60], text[:60]) for _ in range(MOST_EVIDENCE)),
        tuple(Mitigation(each, "in_place", text[:50], "2027-01-31") for each in knowledge.recommendations),
    )
    rest = LONGEST_TOGETHER - length(given_)
    given_ = replace(given_, notes={"scale": text, "task": text[:rest]})
    assert length(given_) == LONGEST_TOGETHER
    assert reading.read(writing.write(given_, knowledge).encode(), "longest.yaml", knowledge) == given_


def test_control_characters_are_refused_in_a_file_and_never_written():
    assert said(f'{FIRST}notes: {{people: "bell\\x07"}}') == [
        (
            ":2: notes.people: A control character (U+0007) stands here, which nobody sees. "
            "Only plain text is read. Remove it."
        )
    ]
    given_ = Answers(project={"name": "a\x00b"}, notes={"people": "c\x0bd"}, evidence=(Evidence("e\x1bf\ud800"),))
    found = read(writing.write(given_, KNOWLEDGE))
    assert (found.project["name"], found.notes["people"], found.evidence[0].title) == ("a b", "c d", "e f ")


def test_what_a_knowledge_base_no_longer_knows_is_written_as_it_was_answered_and_named_when_read():
    given_ = Answers(
        answers={
            "accompanied": Answer("answered", ("by-piano",)),
            "languages": Answer("answered", ("latin", "welsh")),
            "who-decides": Answer("answered", ("jury",)),
            "people": Answer("answered", ("no", "yes")),
            "size": Answer("answered", ("a-few", "hundreds")),
        },
        notes={"accompanied": "On Sundays only."},
        mitigations=(Mitigation("buy-a-piano", "planned"),),
    )
    text = writing.write(given_, KNOWLEDGE)
    assert (
        text
        == """\
format: riskwalk-answers/1
answers:
  people:
    - 'no'
    - 'yes'
  who-decides: jury
  size:
    - a-few
    - hundreds
  accompanied: by-piano
  languages:
    - latin
    - welsh
notes:
  accompanied: On Sundays only.
mitigations:
  - id: buy-a-piano
    status: planned
"""
    )
    assert said(text) == [
        ":3: answers.people: This question takes one option; 2 are given. Keep one.",
        ':6: answers.who-decides: There is no option "jury". Allowed: machine, teacher; or "unknown".',
        ':9: second of answers.size: There is no option "hundreds". Allowed: a-few, nobody, thousands; or "unknown".',
        (
            ':10: answers.accompanied: There is no question "accompanied". '
            "All questions: python -m questionnaire questions"
        ),
        ':11: answers.languages: There is no question "languages". All questions: python -m questionnaire questions',
        (
            ':15: notes.accompanied: There is no question "accompanied". Allowed: data-plan, deployment, groups, '
            "objective, people, second-look, size, task, who-decides."
        ),
        (
            ':17: first of mitigations, id: There is no recommendation "buy-a-piano". '
            "Allowed: the ids of recommendations in the JSON report."
        ),
    ]


def test_questions_are_written_in_the_order_of_the_interview():
    given_ = Answers(answers={key: Answer("unknown") for key in sorted(KNOWLEDGE.questions)})
    keys = [line.strip().split(":")[0] for line in writing.write(given_, KNOWLEDGE).splitlines()[2:]]
    assert keys == list(KNOWLEDGE.interview.order())


def test_the_template_is_a_blank_answers_file_for_every_task(knowledge):
    for task in (None, *knowledge.tasks):
        text = writing.template(knowledge, task)
        found = reading.read(text.encode(), "template.yaml", knowledge)
        assert found.answers == ({"task": Answer("answered", (task,))} if task else {})
        assert all(f"\n  {key}:" in text for key in knowledge.interview.order())


def test_an_answer_that_left_the_path_is_kept_and_said_to_be_ignored():
    given_ = read(f"{FIRST}answers:\n  people: no\n  who-decides: machine\n")
    assert given_.answers["who-decides"] == Answer("answered", ("machine",))
    assert ignored(given_, KNOWLEDGE) == ("who-decides",)


def test_one_answer_changed_leaves_the_others():
    given_ = Answers(answers={"people": Answer("unknown"), "size": Answer("unknown")}, notes={"size": "x"})
    changed = given_.with_answer("people", Answer("answered", ("no",))).with_answer("size", None)
    assert changed == Answers(answers={"people": Answer("answered", ("no",))}, notes={"size": "x"})
