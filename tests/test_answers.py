"""Answers files: every mistake at once with its line."""

from __future__ import annotations

import re

import pytest
from toy_answers import FIRST, TOY, read, said

from questionnaire.answers import reading
from questionnaire.answers.answers import LONGEST, LONGEST_TOGETHER, Answer, Grounds, length
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge.loader import load

# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("false", "no"),
        ("true", "yes"),
        ("No", "no"),
        ("TRUE", "yes"),
        ('"no"', "no"),
        ("[no]", "no"),
    ],
)
def test_bare_yes_and_no_mean_the_options(typed, option):
    assert read(f"{FIRST}answers:\n  people: {typed}\n").answers == {"people": Answer("answered", (option,))}


def test_yes_stays_itself_where_no_such_option_is():
    assert said(f"{FIRST}answers:\n  who-decides: true\n") == [
        ':3: answers.who-decides: There is no option "true". Allowed: machine, teacher; or "unknown".'
    ]


def test_statuses_stand_alone_or_in_a_list_of_one():
    given_ = read(f"{FIRST}answers:\n  people: unknown\n  size: [unknown]\n  second-look: not_applicable\n").answers
    assert given_ == {"people": Answer("unknown"), "size": Answer("unknown"), "second-look": Answer("not_applicable")}


@pytest.mark.parametrize("empty", ["", "~", "null", "[]", '""'])
def test_a_question_left_empty_is_unanswered(empty):
    assert read(f"{FIRST}answers:\n  people: {empty}\n").answers == {}


@pytest.mark.parametrize("empty", ["", "~", '""'])
def test_a_text_left_empty_says_nothing(empty):
    found = read(f"{FIRST}project: {{name: {empty}}}\nnotes: {{people: {empty}}}\n")
    assert (found.project, found.notes) == ({}, {})


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_line_ends_and_a_byte_order_mark_change_nothing(line_end, mark):
    text = mark + f"{FIRST}answers:\n  people: yes\n  size: [a-few, thousands]\n".replace("\n", line_end)
    assert read(text).answers["size"] == Answer("answered", ("a-few", "thousands"))
    assert said(text.replace("yes", "perhaps"))[0].startswith(":3: answers.people: ")


def test_the_order_of_options_does_not_matter():
    assert read(f"{FIRST}answers: {{size: [thousands, a-few]}}") == read(
        f"{FIRST}answers: {{size: [a-few, thousands]}}"
    )


@pytest.mark.parametrize("typed", ["1.10", "007", "true", "+49 30 1234", "2027-01-31", "no", "1:30"])
def test_texts_arrive_as_typed(typed):
    found = read(f"{FIRST}project: {{name: {typed}}}\nnotes: {{people: {typed}}}\nevidence: [{{title: {typed}}}]\n")
    assert (found.project["name"], found.notes["people"], found.evidence[0].title) == (typed, typed, typed)


def test_json_is_an_answers_file_too():
    found = read(
        b'{"format": "riskwalk-answers/1", "answers": {"people": false, "size": ["a-few"]}, "notes": {"size": null}}'
    )
    assert found.answers == {"people": Answer("answered", ("no",)), "size": Answer("answered", ("a-few",))}


def test_a_case_is_an_answers_file():
    for file in (TOY / "cases").glob("*.yaml"):
        assert read(file.read_bytes()).answers


# --- what is refused --------------------------------------------------------------------------------------------------

TEMPLATE = "Start from a template: python -m questionnaire template"
NO_TEXT = "Save the file as plain text with the encoding UTF-8."


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", f": The file is empty, or holds only comments. {TEMPLATE}"),
        (b"# nothing\n\n  # here\n", f": The file is empty, or holds only comments. {TEMPLATE}"),
        (b"- a\n- b\n", f": The file holds no fields. {TEMPLATE}"),
        (b"hello", f": The file holds no fields. {TEMPLATE}"),
        (
            b"x" * 50_000_000,
            ": The file is larger than 1,500,000 bytes, which is the most that is read. Is this the right file?",
        ),
        (
            b"%PDF-1.7\n\xe2\xe3\xcf\xd3",
            ":1: This PDF is damaged. Take the report again, or give the answers file itself.",
        ),
        (
            b"GIF89a\n\xe2\xe3\xcf\xd3",
            f":2: This is not text in UTF-8: a byte in this line cannot be read. {NO_TEXT}",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
            f": This is text in UTF-16, or no text at all. {NO_TEXT}",
        ),
        (FIRST.encode("utf-16"), f": This is text in UTF-16, or no text at all. {NO_TEXT}"),
        (
            b"format: riskwalk-answers/2\nwhat: [is, this",
            (
                ":2: A bracket opens here and is not closed, or a comma is missing between "
                "two items. Close it, or add the comma."
            ),
        ),
        (
            b"format: riskwalk-answers/2\nsomething: &new\n",
            (
                ':1: format: The file is in the newer format "riskwalk-answers/2". This '
                "version of Riskwalk reads up to riskwalk-answers/1. Update Riskwalk, or ask for the file in the older "
                "format."
            ),
        ),
        (
            b"answers: {}\n",
            ':1: format: The field "format" is missing. Write as the first line: format: riskwalk-answers/1',
        ),
        (
            b"format: riskwalk/1\n",
            ':1: format: "riskwalk/1" is not a format of answers files. Allowed: riskwalk-answers/1.',
        ),
        (b"format: [a]\n", ":1: format: A list is not a format of answers files. Allowed: riskwalk-answers/1."),
        (
            b"format: riskwalk-answers/" + b"9" * 5000,
            (
                ':1: format: "riskwalk-answers/9999999999999999999999999999999999999999999…" is not '
                "a format of answers files. Allowed: riskwalk-answers/1."
            ),
        ),
        (
            "format: riskwalk-answers/²".encode(),
            ':1: format: "riskwalk-answers/²" is not a format of answers files. Allowed: riskwalk-answers/1.',
        ),
    ],
    ids=lambda value: str(value)[:25] if isinstance(value, str) else "",
)
def test_a_file_that_is_no_answers_file(raw, message):
    assert said(raw) == [message]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "peeple: yes",
            (
                'answers.peeple: There is no question "peeple". Did you mean "people"? All questions: '
                "python -m questionnaire questions"
            ),
        ),
        (
            "Who Decides: machine",
            (
                'answers.Who Decides: There is no question "Who Decides". Did you mean "who-decides"? All questions: '
                "python -m questionnaire questions"
            ),
        ),
        ("zzz: yes", 'answers.zzz: There is no question "zzz". All questions: python -m questionnaire questions'),
        ("people: maybe", 'answers.people: There is no option "maybe". Allowed: no, yes; or "unknown".'),
        (
            "size: [a-few, thousand]",
            (
                'second of answers.size: There is no option "thousand". Did you mean "thousands"? '
                'Allowed: a-few, nobody, thousands; or "unknown".'
            ),
        ),
        (
            "who-decides: The machine alone",
            (
                'answers.who-decides: There is no option "The machine alone". The id of "The machine alone" '
                'is "machine". Allowed: machine, teacher; or "unknown".'
            ),
        ),
        (
            "people: Unknown",
            'answers.people: There is no option "Unknown". Did you mean "unknown"? Allowed: no, yes; or "unknown".',
        ),
        (
            "second-look: not applicable",
            (
                'answers.second-look: There is no option "not applicable". Did you mean "not_applicable"? '
                'Allowed: no, yes; or "unknown" or "not_applicable".'
            ),
        ),
        ("people: not_applicable", 'answers.people: This question always applies. Allowed: no, yes; or "unknown".'),
        (
            "people: {yes: no}",
            (
                "answers.people: This is a mapping. The id of an option is due here, or a list of them. "
                'Allowed: no, yes; or "unknown".'
            ),
        ),
        (
            "size: [[a-few]]",
            (
                "answers.size: This is a list. The id of an option is due here, or a list of them. "
                'Allowed: a-few, nobody, thousands; or "unknown".'
            ),
        ),
        (
            "size: [~]",
            (
                "answers.size: This is empty. The id of an option is due here, or a list of them. "
                'Allowed: a-few, nobody, thousands; or "unknown".'
            ),
        ),
        ("size: 3", 'answers.size: There is no option "3". Allowed: a-few, nobody, thousands; or "unknown".'),
        ("people: 1.5", 'answers.people: There is no option "1.5". Allowed: no, yes; or "unknown".'),
        ("people: [yes, no]", "answers.people: This question takes one option; 2 are given. Keep one."),
        (
            "size: [nobody, a-few]",
            'answers.size: "nobody" cannot stand beside another option. Keep it alone, or remove it.',
        ),
        ("size: [a-few, a-few]", 'answers.size: The option "a-few" stands here 2 times. Keep one.'),
        ("people: [yes, yes]", 'answers.people: The option "yes" stands here 2 times. Keep one.'),
        (
            "size: [unknown, a-few]",
            'answers.size: "unknown" cannot stand beside options. Write it alone, or remove it.',
        ),
        (
            "second-look: [yes, not_applicable]",
            'answers.second-look: "not_applicable" cannot stand beside options. Write it alone, or remove it.',
        ),
        (
            "people: " + "9" * 6000,
            'answers.people: There is no option "' + "9" * 60 + '…". Allowed: no, yes; or "unknown".',
        ),
        (
            "<<: {people: yes}",
            'answers.<<: There is no question "<<". All questions: python -m questionnaire questions',
        ),
    ],
)
def test_an_answer_that_is_wrong(line, message):
    assert said(f"{FIRST}answers:\n  {line}\n") == [f":3: {message}"]


@pytest.mark.parametrize(
    ("part", "messages"),
    [
        (
            "notes: {peple: x}",
            [
                (
                    ':2: notes.peple: There is no question "peple". Did you mean "people"? Allowed: data-plan, '
                    "deployment, groups, objective, people, second-look, size, task, who-decides."
                )
            ],
        ),
        ("notes: {people: [a]}", [":2: notes.people: This is a list. One text is due here; put it in double quotes."]),
        ("notes: [a]", [":2: notes: This is a list. A mapping of names to text is due here."]),
        (
            "project: {nam: x}",
            [':2: project.nam: There is no field "nam". Did you mean "name"? Allowed: contact, name, purpose, team.'],
        ),
        ("project: The village choir", [":2: project: This is text. A mapping of names to text is due here."]),
        ("answers: [people]", [":2: answers: This is a list. A mapping of question ids to options is due here."]),
        (
            "people: yes",
            [
                (
                    ':2: people: There is no field with this name. It is a question: indent it under "answers". '
                    "Allowed: answers, evidence, expect, format, grounds, mitigations, notes, project."
                )
            ],
        ),
        ("evidence: {title: x}", [":2: evidence: This is a mapping. A list is due here."]),
        (
            "evidence:\n- {url: u}\n- {title: a, findng: b}\n- {title: [a]}\n- text",
            [
                ':3: first of evidence: The field "title" is missing.',
                (
                    ':4: second of evidence, findng: There is no field with this name. Did you mean "finding"? '
                    "Allowed: finding, title, url."
                ),
                ":5: third of evidence, title: This is a list. One text is due here; put it in double quotes.",
                ":6: fourth of evidence: This is text. A mapping with title, url, finding is due here.",
            ],
        ),
        (
            (
                "mitigations:\n- text\n- {id: record-voices, status: planned}\n"
                "- {id: record-more-voices, status: done}\n"
                "- {id: record-more-voices, status: planned, due: 31.1.2027}\n- {status: planned}\n"
                "- {id: listen-to-everybody, statsu: planned}"
            ),
            [
                ":3: first of mitigations: This is text. A mapping with id, status, owner, due is due here.",
                (
                    ':4: second of mitigations, id: There is no recommendation "record-voices". '
                    'Did you mean "record-more-voices"? Allowed: the ids of recommendations in the JSON report.'
                ),
                ':5: third of mitigations, status: "done" is not a status. Allowed: planned, in_place.',
                (
                    ':6: fourth of mitigations, due: "31.1.2027" is not a date. Write it as YYYY-MM-DD, '
                    "such as 2027-01-31."
                ),
                (
                    ':6: fourth of mitigations, id: "record-more-voices" is declared a second time, '
                    "first in line 5. Keep one."
                ),
                ':7: fifth of mitigations: The field "id" is missing.',
                ':8: sixth of mitigations: The field "status" is missing.',
                (
                    ':8: sixth of mitigations, statsu: There is no field with this name. Did you mean "status"? '
                    "Allowed: due, id, owner, status."
                ),
            ],
        ),
    ],
)
def test_another_part_that_is_wrong(part, messages):
    assert said(FIRST + part) == messages


@pytest.mark.parametrize(
    "due", ["2027-02-31", "20270131", "2027-W01-1", "tomorrow", "2027-1-3", "31.01.2027", "2027-01-31T10:00"]
)
def test_a_due_date_is_a_day(due):
    assert (
        "is not a date" in said(f"{FIRST}mitigations: [{{id: record-more-voices, status: planned, due: '{due}'}}]\n")[0]
    )


# --- how long a text may be -------------------------------------------------------------------------------------------

SHORTEN = "Shorten it; the rest can stand in a document that a note names."
WHERE = {
    "project.name": (500, 2, "project.name", "project: {{name: {}}}"),
    "project.team": (500, 2, "project.team", "project: {{team: {}}}"),
    "project.purpose": (5_000, 2, "project.purpose", "project: {{purpose: {}}}"),
    "project.contact": (500, 2, "project.contact", "project: {{contact: {}}}"),
    "notes": (60_000, 3, "notes.size", "notes:\n  size: {}"),
    "grounds.link": (2_000, 4, "grounds.size.link", "grounds:\n  size:\n    link: {}"),
    "grounds.note": (10_000, 4, "grounds.size.note", "grounds:\n  size:\n    note: {}"),
    "evidence.title": (1_000, 3, "first of evidence, title", "evidence:\n- title: {}"),
    "evidence.url": (2_000, 4, "first of evidence, url", "evidence:\n- title: a\n  url: {}"),
    "evidence.finding": (10_000, 4, "first of evidence, finding", "evidence:\n- title: a\n  finding: {}"),
    "mitigations.owner": (
        500,
        5,
        "first of mitigations, owner",
        "mitigations:\n- id: record-more-voices\n  status: planned\n  owner: {}",
    ),
}


def test_every_text_of_a_team_has_a_limit():
    assert {name: most for name, (most, *_) in WHERE.items()} == LONGEST


@pytest.mark.parametrize("name", WHERE)
def test_a_text_at_its_limit_is_read_and_one_beyond_it_is_told_where_it_stands(name):
    most, line, field, part = WHERE[name]
    assert read(FIRST + part.format("ü" * most))
    assert said(FIRST + part.format("ü" * (most + 1))) == [
        f":{line}: {field}: This text has {most + 1:,} characters. At most {most:,} are allowed here. {SHORTEN}"
    ]


GROUNDS = "confidence, link, note"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "sise: {confidence: guess}",
            (
                'grounds.sise: There is no question "sise". Did you mean "size"? '
                "Allowed: data-plan, deployment, groups, objective, people, second-look, size, task, who-decides."
            ),
        ),
        ("size: guess", f"grounds.size: This is text. A mapping with {GROUNDS} is due here."),
        (
            "size: {confidence: sure}",
            'grounds.size.confidence: "sure" is not a confidence. Allowed: guess, discussed, evidenced.',
        ),
        (
            "size: {confidence: gues}",
            (
                'grounds.size.confidence: "gues" is not a confidence. Did you mean "guess"? '
                "Allowed: guess, discussed, evidenced."
            ),
        ),
        (
            "size: {url: x}",
            f"grounds.size.url: There is no field with this name. Allowed: {GROUNDS}.",
        ),
        ("size: {note: [a]}", "grounds.size.note: This is a list. One text is due here; put it in double quotes."),
    ],
)
def test_grounds_that_are_wrong(row, message):
    assert said(f"{FIRST}grounds:\n  {row}\n") == [f":3: {message}"]


def test_what_an_answer_rests_on_is_read_and_what_says_nothing_is_left_out():
    typed = "grounds:\n  size: {confidence: guess, link: https://a.org, note: asked sales}\n  people: {}\n  task:\n"
    assert read(FIRST + typed).grounds == {"size": Grounds("guess", "https://a.org", "asked sales")}


def test_a_long_note_is_read_as_typed():
    note = "We asked the choir. " * 2500
    assert read(f"{FIRST}notes: {{size: '{note}'}}").notes == {"size": note}


def test_more_rows_of_evidence_than_a_report_can_hold():
    rows = "evidence:\n" + "- title: a study\n" * 201
    assert said(FIRST + rows) == [
        (
            ":203: 201st of evidence: This is row 201 of evidence. At most 200 are allowed. Keep "
            "those that bear most on "
            "the project, and remove the others."
        )
    ]
    assert len(read(FIRST + rows.removesuffix("- title: a study\n")).evidence) == 200


def test_all_texts_together_have_a_limit_said_at_the_longest():
    notes = {"size": 40_000, "people": 55_000, "task": 30_001}
    typed = "notes:\n" + "".join(f"  {key}: {'x' * length}\n" for key, length in notes.items())
    assert said(FIRST + typed) == [
        (
            ":4: notes.people: All texts of this file together have 125,001 characters. At most 125,000 are allowed. "
            "This is the longest: shorten it; the rest can stand in a document that a note names."
        )
    ]
    assert length(read(FIRST + typed.replace("xx\n", "x\n", 1))) == LONGEST_TOGETHER


def test_all_mistakes_are_told_at_once_in_the_order_of_lines():
    text = """\
format: riskwalk-answers/0
projct: {name: x}
answers:
  people: perhaps
  people: yes
  size: [nobody, a-few, &x lots]
  task: *x
  who-decides: !!str machine
notes:
  sise: big
evidence: none
mitigations:
  - {id: pray, status: planned}
"""
    found = said(text)
    lines = [int(each.split(":")[1]) for each in found]
    assert lines == sorted(lines)
    assert set(lines) == {1, 2, 4, 5, 6, 7, 8, 10, 11, 13}
    assert sum(line == 6 for line in lines) == 3


def test_a_flood_of_mistakes_is_cut():
    found = said(FIRST + "answers:\n" + "".join(f"  k{number}: x\n" for number in range(5000)))
    assert len(found) == 101
    assert (
        ": More than 100 problems. Those that follow are not listed. Is this the right file?" in found[-1] + found[-2]
    )


def test_a_retired_recommendation_names_its_successor(toy_copy):
    file = toy_copy / "recommendations" / "record-more-voices.yaml"
    (toy_copy / "recommendations" / "record-voices.yaml").write_text(
        file.read_text() + "replaced_by: record-more-voices\n"
    )
    knowledge = load(toy_copy, cache=None)
    due = re.escape('"record-voices" is retired. It was replaced by "record-more-voices". Use that.')
    with pytest.raises(ProblemsFound, match=due):
        reading.read(f"{FIRST}mitigations: [{{id: record-voices, status: planned}}]".encode(), "a", knowledge)


def test_a_retired_option_names_its_successor(toy_copy):
    file = toy_copy / "objectives" / "pitch-kept.yaml"
    (toy_copy / "objectives" / "pitch.yaml").write_text(file.read_text() + "replaced_by: pitch-kept\n")
    knowledge = load(toy_copy, cache=None)
    due = re.escape('There is no option "pitch". It was replaced by "pitch-kept".')
    with pytest.raises(ProblemsFound, match=due):
        reading.read(f"{FIRST}answers: {{objective: pitch}}".encode(), "a", knowledge)
