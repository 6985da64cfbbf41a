"""`kb check` on a knowledge base that is broken in one way at a time: the whole line that the screen shows.

What is asked of questions nobody can be asked, of entries that nothing reaches, of ids that are gone, and of words in
rising order. Conditions that never or always hold, and sources under two addresses, stand in test_doubts.py; dead ends,
options that nothing tells apart and risk factors that no case tries in test_coverage.py; uses and stakes that nothing
leads to in test_reach.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from questionnaire.knowledge import loader
from questionnaire.upkeep import twins
from questionnaire.wording import doubts as wording


def said(run, folder: Path) -> list[str]:
    """What `kb check` says, without its last line."""
    return run("kb", "check", kb=folder).out.splitlines()[:-1]


def test_a_question_that_cannot_be_asked(run, changed):
    folder = changed("questions/second-look.yaml", '{people: "yes"}]', '{people: "yes"}, {people: "no"}]')
    assert f"toy/questions/second-look.yaml:9: ask_when: {wording.NEVER} (advice)" in said(run, folder)


def test_an_entry_that_says_what_another_says(run, toy_copy):
    text = (toy_copy / "harms" / "place-refused.yaml").read_text("utf-8")
    (toy_copy / "harms" / "place-denied.yaml").write_text(text, "utf-8")
    lines = said(run, toy_copy)
    for line, field in ((1, "title"), (2, "summary")):
        assert (
            f"toy/harms/place-refused.yaml:{line}: {field}: Its {field} says nearly the same as that of "
            '"place-denied". Add to that entry instead, or say in both what sets them apart. (advice)'
        ) in lines


def test_a_question_that_asks_what_another_asks(toy_copy):
    text = (toy_copy / "questions" / "size.yaml").read_text("utf-8")
    (toy_copy / "questions" / "number.yaml").write_text(text, "utf-8")
    knowledge = loader.inspect(toy_copy).knowledge or pytest.fail("The copy is not read.")
    assert [(each.kind, each.id, each.path) for each in twins.twins(knowledge)] == [("questions", "size", ("asks",))]


def test_a_source_with_the_title_and_year_of_another(run, toy_copy):
    file = toy_copy / "sources" / "toy.yaml"
    text = file.read_text("utf-8")
    first = text[text.index("- id: ") :].split("\n- id: ")[0]
    identity = first.splitlines()[0].removeprefix("- id: ")
    twin = first.replace(identity, f"{identity}-again")
    elsewhere = "\n".join(
        "  URL: https://example.org/elsewhere" if line.startswith(("  URL:", "  DOI:")) else line
        for line in twin.splitlines()
    )
    (toy_copy / "sources" / "more.yaml").write_text(f"{elsewhere}\n", "utf-8")
    (line,) = [line for line in said(run, toy_copy) if "same title" in line]
    assert line.endswith(
        f'title: "{identity}" has the same title, type and year. Where both are one work, keep one of the two, and '
        "cite that; else say in the title which part or edition it is. (advice)"
    )


def test_the_words_of_the_real_entries_are_told_apart():
    found = [each for each in twins.twins(loader.load()) if each.kind != "sources"]
    assert found == []


def test_a_near_miss_of_a_use_that_cannot_be(run, toy_copy):
    """A case that comes near to another one is the same use with an answer that can be true there."""
    use = toy_copy / "deployments" / "choir-admission.yaml"
    presumes = 'presumes:\n  answers: {people: "yes"}\n  firm: [people]\n  because: A choir is people who sing.\n'
    assert "presumes" not in use.read_text("utf-8")
    use.write_text(f"{use.read_text('utf-8')}{presumes}", "utf-8")
    questions = toy_copy / "questions" / "people.yaml"
    text = questions.read_text("utf-8")
    questions.write_text(
        text.replace('label: "No, only birds"', 'label: "No, only birds"\n    exclusive: true'), "utf-8"
    )
    case = toy_copy / "cases" / "village-choir.yaml"
    case.write_text(case.read_text("utf-8").replace("people: yes", "people: no"), "utf-8")
    lines = [line for line in said(run, toy_copy) if line.startswith("toy/cases/village-choir.yaml: answers.people: ")]
    assert len(lines) == 1
    assert lines[0].startswith(
        "toy/cases/village-choir.yaml: answers.people: No such use exists, so this case shows nothing: "
    )
    assert lines[0].endswith("A near miss is the same use with another answer that can be true. (advice)")


def test_an_option_that_is_gone_and_still_stands_in_a_case(run, changed):
    folder = changed("cases/village-choir.yaml", "size: [a-few]", "size: [some]")
    assert said(run, folder)[0] == (
        'toy/cases/village-choir.yaml:11: first of answers.size: There is no option "some". Allowed: a-few, nobody, '
        'thousands; or "unknown".'
    )


def test_an_option_that_is_gone_and_still_stands_in_stored_answers(run, toy_folder, toy_copy, tmp_path):
    """`kb diff` names the assessments that a change leaves behind."""
    file = toy_copy / "questions" / "size.yaml"
    file.write_text(file.read_text("utf-8").replace("id: a-few", "id: some"), "utf-8")
    kept = tmp_path / "ours.yaml"
    kept.write_text("format: riskwalk-answers/1\nanswers:\n  size: [a-few]\n", "utf-8")
    out = run("kb", "diff", str(toy_folder), str(kept), kb=toy_copy).out
    assert out.startswith("1 entry differs; none of 3 assessments changes. 2 of them cannot be compared.\n")
    gone = 'There is no option "a-few". Allowed: nobody, some, thousands; or "unknown".'
    assert (
        f"\nNot to be compared\n  village-choir, after: village-choir:11: first of answers.size: {gone}\n"
        f"  {kept}, after: {kept}:3: first of answers.size: {gone}\n" in out
    )


def test_words_of_a_scale_are_listed_as_they_rise(run, changed):
    folder = changed("cases/village-choir.yaml", "levels: [moderate, high]", "levels: [moderat]")
    assert said(run, folder)[0].endswith(
        'There is no level "moderat". Did you mean "moderate"? Allowed: none, low, moderate, high, unacceptable.'
    )
