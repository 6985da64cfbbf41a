"""What a version promises: a report of last year can be explained, and an answers file of last year can be read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from command import CHOIR
from test_layers import ABOUT, EXTENSION, put

from questionnaire.answers import reading
from questionnaire.answers.answers import Answer, Answers, carried_over
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def version(folder: Path, old: str, new: str) -> None:
    about = folder / "about.yaml"
    about.write_text(about.read_text("utf-8").replace(old, new), "utf-8")


@pytest.fixture
def kept(toy_copy: Path) -> Path:
    """A knowledge base in git: version toy.1 as it is, tagged; then a sentence changes; then version toy.2 begins."""
    git(toy_copy, "init", "-q")
    git(toy_copy, "add", "-A")
    git(toy_copy, "commit", "-qm", "one")
    git(toy_copy, "tag", "first")
    use = toy_copy / "deployments/choir-admission.yaml"
    use.write_text(use.read_text("utf-8").replace("comes with a scholarship", "comes with lodging"), "utf-8")
    git(toy_copy, "commit", "-qam", "lodging")
    version(toy_copy, "toy.1", "toy.2")
    use.write_text(use.read_text("utf-8").replace("comes with lodging", "comes with nothing"), "utf-8")
    git(toy_copy, "commit", "-qam", "two")
    return toy_copy


# --- kb show --at -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "says"),
    [("first", "comes with a scholarship"), ("toy.1", "comes with lodging"), ("toy.2", "comes with nothing")],
)
def test_an_entry_is_shown_as_it_was_by_a_tag_or_by_the_version_of_a_report(run, kept, named: str, says: str) -> None:
    done = run("kb", "show", "choir-admission", "--at", named, kb=kept)
    assert (done.status, done.err) == (0, "")
    assert says in done.out and f"As it was in version {'toy.2' if named == 'toy.2' else 'toy.1'} (" in done.out
    assert "`kb reach choir-admission` lists what leads to each of its stakes." in done.out


def test_a_version_that_never_was_is_said_to_be_none(run, kept) -> None:
    done = run("kb", "show", "choir-admission", "--at", "toy.9", kb=kept)
    assert done.status == 2
    assert "toy.9" in done.err and "neither git nor about.yaml ever had this name" in done.err


def test_what_was_written_for_another_version_of_the_program_is_shown_as_written(run, kept) -> None:
    use = kept / "deployments/choir-admission.yaml"
    use.write_text(use.read_text("utf-8").replace("domain:", "field_of_old:"), "utf-8")
    git(kept, "commit", "-qam", "old")
    git(kept, "tag", "old")
    done = run("kb", "show", "choir-admission", "--at", "old", kb=kept)
    assert done.status == 0
    assert done.out.startswith("old was written for another version of this program. The entry as its file held it:\n")
    assert "field_of_old: media" in done.out


def test_an_entry_that_was_not_there_yet_is_said_to_be_none(run, kept) -> None:
    done = run("kb", "show", "choir-admision", "--at", "first", kb=kept)
    assert done.status == 2 and 'Did you mean "choir-admission"?' in done.err


def test_an_entry_of_a_layer_is_shown_as_it_was_in_the_version_that_a_report_names(run, kept, tmp_path) -> None:
    city = put(tmp_path / "city", "about.yaml", ABOUT)
    put(city, "deployments/more.yaml", EXTENSION)
    git(city, "init", "-q")
    git(city, "add", "-A")
    git(city, "commit", "-qm", "one")
    version(city, '"3"', '"4"')
    put(city, "deployments/more.yaml", EXTENSION.replace("serious", "limited"))
    git(city, "commit", "-qam", "two")
    done = run("kb", "show", "choir-admission", "--at", "3", "--kb", str(kept), kb=city)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("As it was in version toy.2 (")
    assert "toy is taken as it is today: it never was at 3.\n" in done.out
    of_the_city = done.out.partition("In the city choir a wrong part costs the place.")[2]
    assert "severity: serious" in of_the_city and "severity: limited" not in of_the_city


# --- answers files of earlier versions --------------------------------------------------------------------------------

RENAMES = """\
renames:
  - {question: who-sings, now: people, since: toy.2, because: It is asked of people now.}
  - {question: people, option: of-course, now: "yes", since: toy.2, because: Yes is shorter.}
  - {question: hall, since: toy.3, because: Nothing hung on the hall.}
  - {question: size, option: a-handful, now: some, since: toy.2, because: Some is shorter.}
  - {question: size, option: some, now: a-few, since: toy.3, because: A few is clearer.}
  - {question: size, option: no-soul, since: toy.3, because: There is always somebody.}
  - {question: deployment, option: choir-entry, now: choir-admission, since: toy.3, because: It is about admission.}
"""
OLD = """\
format: riskwalk-answers/1
answers:
  task: [voice-sorting]
  who-sings: of-course
  hall: large
  size: [a-handful, no-soul]
  deployment: [choir-entry]
notes: {who-sings: so says the teacher}
"""
CARRIED = """
old.yaml:4: answers.who-sings: Carried over: the question "who-sings" is "people" now (since toy.2). It is \\
asked of people now.
old.yaml:4: answers.who-sings: Carried over: the option "of-course" is "yes" now (since toy.2). Yes is shorter.
old.yaml:5: answers.hall: The question "hall" is gone (since toy.3). Nothing hung on the hall. What stood here \\
was left out.
old.yaml:6: first of answers.size: Carried over: the option "a-handful" is "a-few" now (since toy.3). Some is \\
shorter. A few is clearer.
old.yaml:6: second of answers.size: The option "no-soul" is gone (since toy.3). There is always somebody. It was left \\
out; the question is asked again.
old.yaml:7: first of answers.deployment: Carried over: the option "choir-entry" is "choir-admission" now (since \\
toy.3). It is about admission.
old.yaml:8: notes.who-sings: Carried over: the question "who-sings" is "people" now (since toy.2). It is asked \\
of people now.
"""


@pytest.fixture
def renamed(toy_copy: Path) -> Path:
    (toy_copy / "renames.yaml").write_text(RENAMES, "utf-8")
    return toy_copy


def test_an_answers_file_of_an_earlier_version_is_read_and_what_was_carried_over_is_said(renamed: Path) -> None:
    told: list[str] = []
    answers = reading.read(OLD.encode(), "old.yaml", loader.load(renamed, cache=None), told.append)
    assert answers.answers == {
        "task": Answer("answered", ("voice-sorting",)),
        "people": Answer("answered", ("yes",)),
        "size": Answer("answered", ("a-few",)),
        "deployment": Answer("answered", ("choir-admission",)),
    }
    assert answers.notes == {"people": "so says the teacher"}
    assert "\n".join(sorted(told)) == "\n".join(sorted(CARRIED.replace("\\\n", "").strip().splitlines()))


def test_the_command_line_says_what_was_carried_over_and_gives_the_report(run, renamed: Path, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD, "utf-8")
    done = run("assess", "old.yaml", "--format", "md", "-o", "-", kb=renamed)
    assert done.status == 0 and "Carried over" not in done.out
    assert 'old.yaml:7: first of answers.deployment: Carried over: the option "choir-entry"' in done.err


def test_what_is_stored_is_carried_over_by_the_same_rule(renamed: Path) -> None:
    knowledge = loader.load(renamed, cache=None)
    stored = Answers(
        answers={
            "who-sings": Answer("answered", ("of-course",)),
            "hall": Answer("unknown"),
            "size": Answer("answered", ("no-soul",)),
            "task": Answer("unknown"),
        },
        notes={"who-sings": "so", "hall": "large"},
    )
    carried, moved = carried_over(stored, knowledge)
    assert carried.answers == {"people": Answer("answered", ("yes",)), "task": Answer("unknown")}
    assert (carried.notes, moved) == ({"people": "so"}, 1)
    both = Answers(answers={**stored.answers, "people": Answer("unknown")})
    assert carried_over(both, knowledge)[0].answers["people"] == Answer("unknown")
    assert carried_over(carried, knowledge) == (carried, 0)


def test_an_answer_under_the_old_and_the_new_id_is_a_mistake(renamed: Path) -> None:
    both = OLD.replace("  hall: large\n", "  people: no\n")
    with pytest.raises(ProblemsFound) as found:
        reading.read(both.encode(), "old.yaml", loader.load(renamed, cache=None))
    (problem,) = found.value.problems
    assert (problem.line, problem.field) == (4, "answers.who-sings")
    assert problem.message == 'The question "who-sings" is "people" now, and the file answers both. Keep "people".'


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "{question: people, now: size, since: x1, because: So it is.}",
            'first of renames: "people" is still used. An id that was renamed is never used again.',
        ),
        (
            "{question: old, now: peple, since: x1, because: So it is.}",
            (
                'first of renames: "old" leads to "peple", which is not there. Did you mean '
                '"people"? Correct it, or leave '
                "out now."
            ),
        ),
        (
            "{question: peple, option: old, now: x, since: x1, because: So it is.}",
            'first of renames: There is no question "peple". Did you mean "people"? Write the id that it has now.',
        ),
        (
            "{question: a, now: b, since: x1, because: So.}, {question: b, now: a, since: x1, because: So.}",
            'first of renames: "a" leads to "a", which is not there. Correct it, or leave out now.',
        ),
    ],
)
def test_what_cannot_be_a_rename_is_said(toy_copy: Path, row: str, said: str) -> None:
    (toy_copy / "renames.yaml").write_text(f"renames: [{row}]\n", "utf-8")
    problems = [str(each).partition(" ")[2] for each in loader.check(toy_copy) if not each.advice]
    assert problems[0] == said


def test_every_answers_file_since_the_first_version_can_be_read(knowledge: KnowledgeBase) -> None:
    """One file of each version is kept, under the version's name; who renames an id keeps them readable."""
    files = sorted((Path(__file__).parent / "versions").glob("*.yaml"))
    assert files
    for file in files:
        told: list[str] = []
        answers = reading.read(file.read_bytes(), file.name, knowledge, told.append)
        assert len(answers.answers) > 15, file.name


# --- the changelog ----------------------------------------------------------------------------------------------------


def test_a_draft_for_the_changelog_says_first_whose_conclusions_change(run, kept: Path) -> None:
    use = kept / "deployments/choir-admission.yaml"
    use.write_text(use.read_text("utf-8").replace("severity: serious", "severity: critical"), "utf-8")
    version(kept, "toy.2", "toy.3")
    done = run("kb", "diff", "first", "--format", "changelog", "--workers", "1", kb=kept)
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0] == "## Knowledge toy.3 (since toy.1)"
    assert lines[2] == "### Which conclusions change, and for whom"
    assert lines[4].startswith("- Of 2 assessments 1 come out differently")
    assert any("Older singers" in line for line in lines)
    assert lines.index("### What was written") > 5
    assert "- Changed (1): deployments/choir-admission" in lines


def test_a_draft_where_nothing_changes_says_so(run, kept: Path) -> None:
    done = run("kb", "diff", "HEAD", "--format", "changelog", "--workers", "1", kb=kept)
    assert "Of 2 assessments 0 come out differently, no verdict moves." in done.out
    assert "No entry differs." in done.out


# --- permanent addresses in reports -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", ["full", "pack"])
def test_a_report_leads_to_the_pages_of_its_entries_where_an_app_is_named(run, toy_copy: Path, reading: str) -> None:
    words = ("assess", CHOIR, "--format", "md", "-o", "-", "--reading", reading)
    assert "Look it up" not in run(*words, kb=toy_copy).out
    about = toy_copy / "about.yaml"
    about.write_text(about.read_text("utf-8") + "browse: https://risks.example.org/app/\n", "utf-8")
    out = run(*words, kb=toy_copy).out
    if reading == "full":
        assert "https://risks.example.org/app/?entry=risk-factor.few-deep-voices" in out
        assert "https://risks.example.org/app/?entry=harm.place-refused" in out


def test_an_address_that_is_none_is_refused(toy_copy: Path) -> None:
    about = toy_copy / "about.yaml"
    about.write_text(about.read_text("utf-8") + "browse: ftp://x\nrepository: no address\n", "utf-8")
    assert [(each.field, each.message) for each in loader.check(toy_copy)] == [
        (field, f"{due} is due here, beginning with https://. Correct it, or remove it.")
        for field, due in (
            ("browse", "The address of the app in which the entries can be read"),
            ("repository", "The address where changes are handed in"),
        )
    ]
