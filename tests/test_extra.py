"""What a form asks and no kickoff knows: asked only there, with who knows it, and put where the form left room."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import CHOIR

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.handoffs import extra, handoffs
from questionnaire.handoffs.filling import fill, left_by
from questionnaire.knowledge.loader import DEFAULT_FOLDER

CV = DEFAULT_FOLDER / "cases" / "cv-ranking-engine.yaml"
FORMS = sorted(file.stem for file in (DEFAULT_FOLDER / "forms").glob("*.yaml"))
HOSTILE = 'R&D <5%> "q" \\ \' # : - =1+1 日本語 עברית\n- a\tb'

QUESTIONS = """\
format: riskwalk-extra/1
form: choir-form

# Form of the choir office. What it asks and no kickoff knows: an answer stands in this form alone and moves
#   no level.
# Write an answer in the quotes. What is left empty stays open in the draft.
# Then:
#   python -m questionnaire handoff answers.yaml --kind choir-form --extra THIS_FILE
answers:

  # ---- The audition ----
  # How singers are heard, and who decides.
  "7-b":
    # Known by: Operations
    "The date of the audition": ""

  # ---- The decision ----
  "7-e":
    # Known by: Choir office
    "The signature of the choir office": ""
"""


@pytest.fixture(scope="module")
def cv(network, knowledge):
    return report(network, reading.read(CV.read_bytes().split(b"expect:")[0], CV.name, knowledge))


def everything(form, said: str) -> dict:
    """Something said to all that a form asks."""
    return {each.key: {left.what: (said,) for left in left_by(each)} for each in form.elements if left_by(each)}


# --- the questions ----------------------------------------------------------------------------------------------------


def test_the_questions_of_a_form_are_those_that_it_leaves_open_with_who_knows_them(run, tmp_path):
    (tmp_path / "answers.yaml").write_bytes(Path(CHOIR).read_bytes())
    said = run("handoff", "answers.yaml", "--kind", "choir-form", "--questions")
    assert (said.status, said.out, said.err) == (0, QUESTIONS, "")
    run("handoff", "answers.yaml", "--kind", "choir-form", "--questions", "-o", "more.yaml")
    assert (tmp_path / "more.yaml").read_text("utf-8") == QUESTIONS


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("answered", [True, False], ids=["a case", "no answers"])
def test_every_form_asks_what_it_leaves_open_and_nothing_else(name, answered, cv, knowledge, network):
    whole, form = cv if answered else report(network, Answers()), knowledge.forms[name]
    text = extra.questions(form, whole, knowledge)
    assert extra.read(text.encode(), "more.yaml", form, "") == {}
    for element, field in zip(form.elements, fill(form, whole, knowledge).fields, strict=True):
        for left in left_by(element):
            assert (f'"{left.what}": ""' in text) >= (left in field.open)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_told_leaves_nothing_open_but_what_does_not_fit(name, cv, knowledge):
    form = knowledge.forms[name]
    filled = fill(form, cv, knowledge, extra=everything(form, "Told."))
    assert {each.what for field in filled.fields for each in field.open} <= {
        "The rest of the text, which is longer than the field may be: shorten it"
    }
    assert all(
        "Told." in field.text
        for field, element in zip(filled.fields, form.elements, strict=True)
        if left_by(element) and not element.limit
    )


@pytest.mark.parametrize("name", FORMS)
def test_an_answer_arrives_as_it_was_typed_and_is_kept_when_the_questions_are_written_anew(name, cv, knowledge):
    form = knowledge.forms[name]
    told = everything(form, HOSTILE)
    text = extra.questions(form, cv, knowledge, told)
    assert extra.read(text.encode(), "more.yaml", form, "") == told


def test_only_what_is_told_is_no_longer_open_and_it_says_what_it_answers(cv, knowledge):
    told = {"27-1-head": {"The body that uses the system, and its kind": ("The city",)}}
    before = fill(knowledge.forms["fria"], cv, knowledge).fields[0]
    after = fill(knowledge.forms["fria"], cv, knowledge, extra=told).fields[0]
    assert [each for each in before.open if each not in after.open] == list(before.open[:1])
    assert after.lines[-1].text == "The body that uses the system, and its kind: The city"
    assert after.lines[-1].origin == "extra:27-1-head"


def test_it_moves_no_level(cv, knowledge):
    form = knowledge.forms["fria"]
    plain, told = fill(form, cv, knowledge), fill(form, cv, knowledge, extra=everything(form, "Told."))
    for before, after in zip(plain.fields, told.fields, strict=True):
        assert after.lines[: len(before.lines)] == before.lines


def test_the_same_answers_in_another_order_give_the_same_bytes(cv, knowledge):
    form = handoffs.named("fria", knowledge)
    told = everything(form.form, "Told.")
    turned = {key: dict(reversed(said.items())) for key, said in reversed(told.items())}
    assert form.render(cv, knowledge, ".md", "", told) == form.render(cv, knowledge, ".md", "", turned)


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_fills_in_what_somebody_who_knows_it_wrote(run, tmp_path):
    (tmp_path / "more.yaml").write_text(QUESTIONS.replace('audition": ""', 'audition": "1 May, <noon>"'))
    said = run("handoff", CHOIR, "--kind", "choir-form", "--extra", "more.yaml", "-o", "form.json")
    assert said.err == "form.json: Form of the choir office. It is a draft: look for what is still to fill.\n"
    made = (tmp_path / "form.json").read_text("utf-8")
    assert "1 May, <noon>" in made
    assert "The date of the audition" not in made
    assert "The signature of the choir office" in made
    again = run("handoff", CHOIR, "--kind", "choir-form", "--extra", "more.yaml", "--questions")
    assert '"The date of the audition": "1 May, <noon>"' in again.out


FORMS_OF_TOY = "choir-form"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--questions",), f"--questions and --extra belong to a form. Name it with --kind: {FORMS_OF_TOY}."),
        (("--extra", "x"), f"--questions and --extra belong to a form. Name it with --kind: {FORMS_OF_TOY}."),
        (
            ("--kind", "issues", "--questions"),
            f"issues asks for nothing more: leave out --questions and --extra. Forms that do: {FORMS_OF_TOY}.",
        ),
        (
            ("--kind", "choir-form", "--questions", "-o", "more.docx"),
            '"more.docx": what a form asks comes as .yaml. Change the ending.',
        ),
        (
            ("--kind", "choir-form", "--extra", "none.yaml"),
            'there is no file "none.yaml". Write the path of an answers file, or - for standard input.',
        ),
    ],
)
def test_mistakes_in_the_words_say_what_to_do(words, message, run):
    said = run("handoff", CHOIR, *words)
    assert (said.status, said.err) == (2, f"python -m questionnaire: {message}\n")


def test_the_file_that_is_read_is_not_written_over(run, tmp_path):
    (tmp_path / "more.yaml").write_text(QUESTIONS)
    said = run("handoff", CHOIR, "--kind", "choir-form", "--extra", "more.yaml", "--questions", "-o", "more.yaml")
    assert said.status == 2
    assert (tmp_path / "more.yaml").read_text() == QUESTIONS


WRONG = """\
format: riskwalk-extra/2
form: choir-form
more: 1
answers:
  7-bb: {a: b}
  7-b:
    "The date of the auditions": x
    The date of the audition: [a, b]
  7-e: text
  7-c:
    Who: [me]
"""
MISTAKES = """\
more.yaml:1: format: This is no file of extra answers that can be read. \
Write as the first line: format: riskwalk-extra/1
more.yaml:3: more: There is no field with this name. Allowed: answers, form, format.
more.yaml:5: answers.7-bb: The form has no field "7-bb" that asks for more. Did you mean "7-b"? \
Allowed: 7-a, 7-b, 7-c, 7-d, 7-e, 7-f.
more.yaml:7: answers.7-b.The date of the auditions: This field does not ask that. \
Did you mean "The date of the audition"? It asks: "The date of the audition".
more.yaml:8: answers.7-b.The date of the audition: One text is due here. Write it in quotes.
more.yaml:9: answers.7-e: The field's questions are due here, each with its answer in quotes: "question": "answer".
more.yaml:11: answers.7-c.Who: This field does not ask that. It asks: "Who may be turned away".
7 problems in 1 file. Nothing was loaded.
"""


ONE = "1 problem in 1 file. Nothing was loaded.\n"
EMPTY = f"""\
more.yaml: The file holds no answers to a form's questions. \
Take it from: python -m questionnaire handoff {CHOIR} --kind choir-form --questions
{ONE}"""
WHICH = 'asked for is "choir-form". Name the form of the file with --kind, or write: form: choir-form'
OTHER = f'more.yaml:2: form: These are answers to "chorus"; {WHICH}\n{ONE}'
NAMELESS = f"more.yaml:1: form: The file does not say which form it answers; {WHICH}\n{ONE}"
A_LIST = f"""\
more.yaml:3: answers: The form's fields are due here, each with its questions. Take the file anew and fill it in again.
{ONE}"""
LONG = f"""\
format: riskwalk-extra/1
form: choir-form
answers: {{7-e: {{The signature of the choir office: "{"x" * 60_001}"}}}}
"""
TOO_LONG = f"""\
more.yaml:3: answers.7-e.The signature of the choir office: This text has 60,001 characters; 60,000 are the most. \
Shorten it, or refer to a document.
{ONE}"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WRONG, MISTAKES),
        ("", EMPTY),
        ("format: riskwalk-extra/1\nform: chorus\n", OTHER),
        ("format: riskwalk-extra/1\n", NAMELESS),
        ("format: riskwalk-extra/1\nform: choir-form\nanswers: [7-b]\n", A_LIST),
        (LONG, TOO_LONG),
    ],
    ids=["everything", "empty", "another form", "no form", "a list", "too long"],
)
def test_mistakes_in_the_file_are_all_told_with_their_lines(text, said, run, tmp_path):
    (tmp_path / "more.yaml").write_text(text)
    found = run("handoff", CHOIR, "--kind", "choir-form", "--extra", "more.yaml")
    assert (found.status, found.out, found.err) == (1, "", said)


# --- beside the questions ---------------------------------------------------------------------------------------------


def test_a_form_that_lists_the_groups_names_only_the_first_of_them_with_each_finding(cv, knowledge):
    fields = {field.key: field for field in fill(knowledge.forms["fria"], cv, knowledge).fields}
    listed = [line.text for line in fields["27-1-c"].lines if line.origin.startswith("group:")]
    findings = [line.text for line in fields["27-1-d"].lines if line.origin.startswith("finding:")]
    assert len(listed) > 3
    assert "more groups. How:" in findings[0]
    assert all(told.partition(" How: ")[0].count(",") <= 7 for told in findings)
