"""What stands out in answers before a review: each rule with answers that call for its remark and some that do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from command import CHOIR
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.assessment.assess import assess
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.knowledge.lint import Lint
from questionnaire.knowledge.loader import DEFAULT_FOLDER
from questionnaire.walk.network import Network

CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
PEOPLE = "about-people: individuals"
HIGH = (  # a use whose level to plan for is high
    "deployment: [cv-screening], task: [ranking], objective: [likeness-to-past-hires], "
    "data-plan: [past-human-decisions], decision-maker: default-followed, recourse: none"
)
HARMLESS = "deployment: [cv-screening], about-people: no-people, effect: none"
STAKE = f"{PEOPLE}, at-stake: [liberty]"
WATCHED = f"{PEOPLE}, effect: watches"
RANKED = f"{PEOPLE}, effect: ranks"
OWNED = "mitigations: [{id: report-errors-by-group, status: planned, owner: Ada, due: 2027-01-31}]"
REPORTED = "evidence: [{title: A report}]"


def note(question: str) -> str:
    return f"notes: {{{question}: Looked at.}}"


# The rule, answers for which it makes its remark, and answers (with other parts of a file) for which it does not.
ROWS = [
    ("by-itself-and-yet-corrected", f"{PEOPLE}, decision-maker: automatic, oversight: effective",
     f"{PEOPLE}, decision-maker: automatic-in-part, oversight: effective"),
    ("a-person-decides-whom-nobody-sees", f"{PEOPLE}, decision-maker: advice, oversight: none",
     f"{PEOPLE}, decision-maker: advice, oversight: effective"),
    ("a-person-decides-who-may-not", f"{PEOPLE}, decision-maker: advice, oversight: [may-not-change]",
     f"{PEOPLE}, decision-maker: default-followed, oversight: [may-not-change]"),
    ("customer-decides-and-we-know-how", f"{PEOPLE}, decision-maker: customer-decides, oversight: effective",
     f"{PEOPLE}, decision-maker: customer-decides, oversight: unknown"),
    ("own-tool-without-a-choice", f"{PEOPLE}, decision-maker: own-tool, own-choice: no-choice",
     f"{PEOPLE}, decision-maker: own-tool, own-choice: free"),
    ("free-to-refuse-what-nobody-told", f"{PEOPLE}, decision-maker: automatic, own-choice: free, told: not-told",
     f"{PEOPLE}, decision-maker: automatic, own-choice: free, told: told"),
    ("appeal-without-knowing", f"{RANKED}, decision-maker: automatic, recourse: effective, told: not-told",
     f"{PEOPLE}, effect: limits-speech, decision-maker: automatic, recourse: effective, told: not-told"),
    ("undone-with-nobody-to-ask", f"{STAKE}, reversible: easily, recourse: none",
     f"{STAKE}, reversible: hardly, recourse: none"),
    ("undone-what-cannot-be", f"{STAKE}, reversible: easily", f"{PEOPLE}, at-stake: [price], reversible: easily"),
    ("strong-towards-those-who-can-detain", f"{STAKE}, dependence: no", f"{STAKE}, dependence: yes"),
    ("free-towards-the-police", f"{STAKE}, own-choice: free, used-by: police-or-court",
     f"{PEOPLE}, at-stake: [convenience], own-choice: free, used-by: police-or-court"),
    ("all-covered-and-some-missing", f"{PEOPLE}, data-match: matched, left-out: missing-from-records",
     f"{PEOPLE}, data-match: partly, left-out: missing-from-records"),
    ("matched-to-a-different-world", f"{PEOPLE}, data-match: matched, data-plan: [web-text]",
     f"{PEOPLE}, data-match: matched, data-plan: [own-customer-records]"),
    ("nothing-tells-yet-much-goes-in", f"{PEOPLE}, telling-inputs: none-of-these, reached-by: face",
     f"{PEOPLE}, telling-inputs: none-of-these, reached-by: text"),
    ("nothing-goes-in-yet-it-tells", f"{PEOPLE}, reached-by: not-at-all, telling-inputs: place",
     f"{PEOPLE}, reached-by: not-at-all, telling-inputs: none-of-these"),
    ("reasons-that-nobody-sees",
     f"{PEOPLE}, decision-maker: advice, told: told-with-reasons, oversight: without-reasons",
     f"{PEOPLE}, decision-maker: advice, told: told, oversight: without-reasons"),
    ("a-proxy-taken-for-the-goal", f"{HIGH}, number-stands-for: direct",
     f"{HIGH}, number-stands-for: unchecked-stand-in"),
    ("by-group-without-knowing-groups", f"{RANKED}, success-by-group: by-group, protected-use: not-collected",
     f"{RANKED}, success-by-group: by-group, protected-use: on-file-not-used"),
    ("no-group-chosen", f"{PEOPLE}, people-subject: unknown", f"{PEOPLE}, people-subject: [women]"),
    ("engagement-and-nothing-after", f"{PEOPLE}, objective: [engagement]",
     f"{PEOPLE}, objective: [engagement, time-on-platform-long-term-satisfaction]"),
    ("those-in-a-weak-position-not-asked", f"{STAKE}, dependence: yes, people-involved: not-involved",
     f"{STAKE}, dependence: yes, people-involved: involved"),
    ("those-concerned-not-asked-at-high-risk", HIGH, f"{HIGH}, people-involved: involved"),
    ("nothing-declared-at-high-risk", HIGH, (HIGH, OWNED)),
    ("measure-without-owner", (PEOPLE, OWNED.replace("owner: Ada, ", "")), (PEOPLE, OWNED)),
    ("measure-without-day", (PEOPLE, OWNED.replace(", due: 2027-01-31", "")), (PEOPLE, OWNED)),
    ("bias-known-and-not-shown", f"{HIGH}, field-evidence: found", (f"{HIGH}, field-evidence: found", REPORTED)),
    ("nobody-looked-into-the-field-at-high-risk", f"{HIGH}, field-evidence: not-looked",
     f"{HIGH}, field-evidence: none-found"),
    ("no-alternative-looked-at-high-risk", f"{HIGH}, alternatives-compared: not-compared",
     f"{HIGH}, alternatives-compared: compared"),
    ("one-figure-for-all-at-high-risk", f"{HIGH}, success-by-group: overall", f"{HIGH}, success-by-group: by-group"),
    ("misuse-possible-and-nothing-against-it", f"{WATCHED}, misuse: possible",
     (f"{WATCHED}, misuse: possible", note("misuse"))),
    ("nobody-said-what-happens-with-the-output", PEOPLE, f"{PEOPLE}, decision-maker: automatic"),
    ("no-place-named", PEOPLE, f"{PEOPLE}, region: [eu]"),
    ("another-field-without-a-name", f"{PEOPLE}, sector: another-field",
     (f"{PEOPLE}, sector: another-field", note("sector"))),
    ("no-purpose-said", PEOPLE, (PEOPLE, "project: {purpose: To sort letters.}")),
    ("a-guess-on-what-is-at-stake", HIGH, f"{HIGH}, about-people: individuals, effect: ranks, at-stake: job"),
    ("a-guess-that-nobody-is-concerned", "deployment: [{nobody}]", "deployment: [{nobody}], about-people: no-people"),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(network, knowledge):
    """The remarks on answers, given as the inside of a mapping in YAML, with other parts of an answers file."""
    nobody = next(
        entry.id
        for entry in knowledge.deployments.values()
        if entry.presumes
        and "no-people" in str(entry.presumes.answers.get("about-people"))
        and "about-people" not in entry.presumes.firm
    )

    def told_(said: str | tuple[str, str]) -> dict[str, object]:
        answers, more = (said, "") if isinstance(said, str) else said
        text = f"format: riskwalk-answers/1\nanswers: {{{answers.replace('{nobody}', nobody)}}}\n{more}\n"
        result = assess(network, reading.read(text.encode(), "answers.yaml", knowledge))
        return {remark.rule: remark for remark in result.lint}

    return told_


def test_every_rule_has_its_row(knowledge):
    assert [rule.id for rule in knowledge.lint.rules] == [rule for rule, _, _ in ROWS] and len(ROWS) >= 20


@pytest.mark.parametrize(("rule", "calls", "calls_not"), ROWS, ids=[row[0] for row in ROWS])
def test_a_rule_makes_its_remark_and_is_silent_otherwise(rule, calls, calls_not, told, knowledge):
    assert rule in told(calls)
    assert rule not in told(calls_not)
    remark = told(calls)[rule]
    assert remark.because.endswith(".") and remark.do.endswith(".")
    assert set(remark.questions) <= knowledge.questions.keys()


def test_what_is_not_known_makes_no_remark_but_where_a_rule_asks_for_it(told):
    assert set(told("")) == {"no-purpose-said"}
    assert "by-itself-and-yet-corrected" not in told(f"{PEOPLE}, decision-maker: automatic, oversight: unknown")


def test_a_measure_is_named(told):
    remark = told((PEOPLE, OWNED.replace("owner: Ada, ", "")))["measure-without-owner"]
    assert len(remark.about) == 1 and remark.about[0].startswith("Report errors")


def test_a_guess_names_what_is_presumed_and_not_what_was_said(told):
    remark = told(f"{HIGH}, effect: ranks")["a-guess-on-what-is-at-stake"]
    assert remark.questions == ("at-stake",)


def test_no_remark_moves_anything(network, knowledge):
    bare = Network(replace(knowledge, lint=Lint()))
    for case in CASES[::9]:
        data, where = reading.gather(case.read_bytes(), case.name)
        answers = reading.answers(data, where, case.name, knowledge)
        assert replace(assess(network, answers), lint=()) == assess(bare, answers)


# What stands out in the worked cases, looked at one by one. A use that harms nobody has nothing to settle.
QUIET = ("dog-hip-xrays", "crop-row-detection-own-farm", "blog-t2i-website-backgrounds", "protein-structure-prediction",
         "spare-parts-most-clicked", "second-reminder-of-a-court-date", "study-of-past-hiring")  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_worked_cases_call_for_gaps_and_guesses_and_for_no_contradiction(case, network, knowledge):
    data, where = reading.gather(case.read_bytes(), case.name)
    result = assess(network, reading.answers(data, where, case.name, knowledge))
    rules = {remark.rule for remark in result.lint if remark.kind != "contradiction"}
    assert not [remark.rule for remark in result.lint if remark.kind == "contradiction"]
    if result.verdict.level == "none":
        assert not rules
    if case.stem in QUIET:
        assert rules <= {"bias-known-and-not-shown"}
    if result.verdict.level in ("high", "unacceptable"):
        assert "nothing-declared-at-high-risk" in rules


# --- the file ---------------------------------------------------------------------------------------------------------


def rules_of(toy_copy, *rules: str):
    (toy_copy / "lint.yaml").write_text("rules:\n" + "".join(f"  - {{{rule}}}\n" for rule in rules), "utf-8")
    return toy_copy


SAID = "kind: gap, because: It is so., do: Change it."


WRONG = {
    f"id: a, {SAID}": (
        "first of rules: This rule holds for all answers. Give it a condition: when, open, presumed or lacks."
    ),
    f"id: a, {SAID}, open: [peple]": (
        'first of rules, first of open: No section lists a question "peple". Did you mean "people"? '
        "Name one that is asked."
    ),
    f"id: a, {SAID}, lacks: [owner], level: hihg": (
        'first of rules, level: "hihg" is not a word of levels in vocabulary.yaml. Did you mean "high"? '
        "Allowed: none, low, moderate, high, unacceptable."
    ),
    f"id: a, {SAID}, lacks: [ownr]": (
        'first of rules, first of lacks: "ownr" is not allowed. Did you mean "owner"? '
        "Allowed: contact, day, evidence, measure, name, note, owner, purpose, team."
    ),
    "id: a, kind: gap, do: Change it., lacks: [owner]": (
        'first of rules: The field "because" is missing. What stands out, in one sentence to the team.'
    ),
}


@pytest.mark.parametrize(("rule", "message"), WRONG.items())
def test_a_mistake_in_the_rules_is_told_with_its_place(rule, message, toy_copy, monkeypatch):
    monkeypatch.chdir(toy_copy.parent)
    with pytest.raises(ProblemsFound) as found:
        loader.load(rules_of(toy_copy, rule), cache=None)
    assert [str(problem) for problem in found.value.problems] == [f"toy/lint.yaml:2: {message}"]


def test_a_rule_with_an_unknown_option_or_a_second_time_is_told(toy_copy, monkeypatch):
    monkeypatch.chdir(toy_copy.parent)
    rule = f"id: a, {SAID}, when: {{all_of: [{{who-decides: nobdy}}]}}"
    with pytest.raises(ProblemsFound) as found:
        loader.load(rules_of(toy_copy, rule, rule), cache=None)
    said = [str(problem) for problem in found.value.problems]
    assert 'toy/lint.yaml:2: first of rules, id: "a" is listed 2 times. List it once.' in said
    assert any('The question "who-decides" has no option "nobdy".' in each for each in said)


def test_a_knowledge_base_without_rules_makes_no_remark(toy, toy_network):
    assert toy.lint.rules == ()


# --- the command line -------------------------------------------------------------------------------------------------

ALONE = f"id: heard-by-a-teacher, {SAID}, when: {{all_of: [{{who-decides: teacher}}]}}, settled_by: [who-decides]"


def test_lint_tells_each_remark_with_its_place_and_exits_with_1(run, toy_copy):
    text = yaml.safe_load((toy_copy / "cases" / "village-choir.yaml").read_text("utf-8"))["answers"]["who-decides"]
    rules_of(toy_copy, ALONE.replace("teacher}", f"{text}}}"))
    said = run("lint", CHOIR, kb=toy_copy)
    lines = Path(CHOIR).read_text("utf-8").splitlines()
    line = next(at for at, line in enumerate(lines, 1) if line.strip().startswith("who-decides"))
    assert (said.status, said.out) == (1, f"{CHOIR}:{line}: answers.who-decides: Gap. It is so. Change it.\n")


def test_lint_says_so_where_nothing_stands_out(run):
    said = run("lint", CHOIR)
    assert (said.status, said.out) == (0, "Nothing stands out in these answers.\n")


def test_lint_as_data(run, toy_copy):
    rules_of(toy_copy, f"id: no-contact, {SAID}, lacks: [contact]")
    said = run("lint", CHOIR, "--json", kb=toy_copy)
    assert said.status == 1
    assert json.loads(said.out) == {
        "contradictions": [],
        "lint": [
            {
                "rule": "no-contact",
                "kind": "gap",
                "because": "It is so.",
                "do": "Change it.",
                "questions": [],
                "about": [],
            }
        ],
    }


def test_assess_says_how_many_things_stand_out(run, toy_copy):
    rules_of(toy_copy, f"id: no-contact, {SAID}, lacks: [contact]", f"id: no-note, {SAID}, lacks: [team, contact]")
    said = run("assess", CHOIR, "-o", "report.json", kb=toy_copy)
    assert said.status == 0 and "2 things stand out before a review: " in said.err and f" lint {CHOIR}\n" in said.err
    assert "stand out" not in run("assess", CHOIR, "-o", "report.json").err
