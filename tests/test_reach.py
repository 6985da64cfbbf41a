"""What an entry leads to, what leads to it, and what it declares and does not reach."""

from __future__ import annotations

import functools
import shutil

import pytest

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.knowledge import loader
from questionnaire.knowledge.entries import pairs
from questionnaire.upkeep import naming, reach, reach_told
from questionnaire.walk.network import Network

HOARSE = """\
title: A hoarse voice
summary: Somebody sings themselves hoarse.
kind: allocation
"""
CANTEEN = """\
# yaml-language-server: $schema=../schema/deployments.schema.json
title: Paying in a school canteen by face
summary: Schools let pupils pay for lunch by their face in place of cash or a card.
domain: education
presumes:
  answers:
    about-people: [individuals]
    effect: [identifies]
    at-stake: [service]
    used-by: [school]
    sector: [education]
  firm: [about-people]
  because: a camera at the till tells which pupil pays, and whoever is not known waits or goes without.
stakes:
  - harms: [humiliated-by-output, identity-denied]
    severity: substantial
    because: A child whom the till does not know is sent back in front of the whole queue.
    sources: [expert-judgement]
  - harms: [private-life-exposed]
    severity: serious
    because: The school keeps the faces of children, and what they eat.
    sources: [expert-judgement]
"""


def uses_of(folder) -> reach.Uses:
    return reach.Uses(Network(loader.load(folder, cache=None)))


def advised(folder) -> list[str]:
    return [f"{each.id}: {each.message}" for each in reach_told.advice(uses_of(folder))]


def test_what_is_reached_needs_no_advice(toy_folder):
    assert advised(toy_folder) == []


def test_a_stake_to_which_nothing_leads_is_told_with_its_line(run, toy_copy):
    (toy_copy / "harms" / "hoarse-voice.yaml").write_text(HOARSE, encoding="utf-8")
    file = toy_copy / "deployments" / "choir-admission.yaml"
    file.write_text(file.read_text("utf-8").replace("[wrong-part]", "[wrong-part, hoarse-voice]"), encoding="utf-8")
    said = run("kb", "check", kb=toy_copy)
    assert said.status == 0
    assert (
        'deployments/choir-admission.yaml:9: second of stakes, second of harms: "hoarse-voice" is '
        "declared to be at stake, and as "
        "the facts are presumed here nothing leads to it. No risk factor leads to it. State such a fact where it is "
        "so, raise a risk factor here, or take the harm out. (advice)\n"
    ) in said.out
    assert said.out.endswith("No problems, 1 to consider.\n")


def test_what_the_knowledge_base_declares_is_reached_or_stands_under_a_fact_that_reaches_it():
    """A stake for other facts than those that a use presumes is none to which nothing leads."""
    uses = uses_of(loader.DEFAULT_FOLDER)
    shut = [staked for use in map(uses.use, ("it-security-monitoring",)) for staked in use.staked if staked.shut]
    assert shut and all(staked.by for staked in shut)
    assert advised(loader.DEFAULT_FOLDER) == []


def test_a_group_on_which_nothing_falls_is_told(changed):
    folder = changed(
        "deployments/choir-admission.yaml",
        "  - group: older-singers\n",
        "  - group: older-singers\n    bias_sources: [feedback_loop]\n",
    )
    (said,) = advised(folder)
    assert said.startswith(
        'choir-admission: No finding here falls on "older-singers" by this edge, whatever is answered'
    )


def test_what_no_longer_is_raised_is_no_longer_reached(changed):
    folder = changed(
        "risk_factors/few-deep-voices.yaml",
        "  - harm: wrong-part\n",
        '  - harm: wrong-part\n    when: {all_of: [{people: "no"}]}\n',
    )
    file = folder / "deployments" / "choir-admission.yaml"
    presumed = 'presumes: {answers: {people: "yes"}, because: somebody sings.}'
    file.write_text(f"{file.read_text('utf-8')}{presumed}\n", encoding="utf-8")
    (said,) = advised(folder)
    assert said.startswith('choir-admission: "wrong-part" is declared to be at stake')
    assert (
        "Elsewhere these lead to it: few-deep-voices. State such a fact" in said
    )  # where nobody sings, it is ruled out


def test_reach_of_a_use(run):
    assert run("kb", "reach", "choir-admission").out == (
        "deployments/choir-admission (Admission to a choir)\n\n"
        "By its name alone it comes out at moderate; other answers can make it anything from none to unacceptable.\n"
        "At stake, and what leads to it under some answers:\n"
        "  place-refused (serious; by deployment=choir-admission): few-deep-voices, last-choir-as-measure\n"
        "  wrong-part (limited; by deployment=choir-admission): few-deep-voices\n"
        "Groups that it exposes itself, and the risk factors that fall on them:\n"
        "  older-singers: few-deep-voices, last-choir-as-measure\n"
        "Worked cases that meet it: 1 (village-choir)\n"
    )


def test_reach_of_a_risk_factor_and_of_a_harm_counts_the_uses(run):
    assert (
        "Uses in which it is found under some answers: 1 (choir-admission)\n"
        in run("kb", "reach", "few-deep-voices").out
    )
    assert "  last-choir-as-measure: 1\n" in run("kb", "reach", "place-refused").out


def test_reach_of_what_is_not_there(run):
    said = run("kb", "reach", "few-deep-voice")
    assert said.status == 2
    assert 'there is no entry "few-deep-voice". Did you mean "few-deep-voices"?' in said.err


@pytest.mark.parametrize(
    "identity", ["people", "people=yes", "voice-sorting", "older-singers", "choir-law", "choir-rules"]
)
def test_every_kind_of_entry_has_a_reach(run, identity):
    said = run("kb", "reach", identity)
    assert said.status == 0
    assert said.out.count("orked case") == 1


def test_show_lists_every_condition_that_names_or_depends_on_an_option(run, toy):
    said = run("kb", "show", "people=yes").out
    assert "Conditions that name it: " in said
    assert "questions/who-decides: ask_when: ‘Do people sing?’ is ‘Yes’" in said
    assert "Conditions on questions that are asked only because of it: " in said
    assert "deployments/choir-admission: first of stops, when: ‘Who decides?’ is ‘The machine alone’" in said
    naming_, depending = naming.conditions_on(toy, "questions", "people")
    assert {each.at for each in naming_} >= {"questions/who-decides", "risk_factors/few-deep-voices"}
    assert {each.at for each in depending} == {"deployments/choir-admission"}


# --- a school canteen, by its one new file ----------------------------------------------------------------------------


SAID = CANTEEN.replace("    used-by: [school]", "    reached-by: [face]\n    used-by: [school]")
"""The same file, which says as well what its title says: faces go in."""
UNKNOWN = CANTEEN.replace("    effect: [identifies]", "    effect: [admits]")
"""The same file of a till that lets children through and is not said to know who they are."""
CATCH_ALLS = ("other-decision-about-people", "other-service-to-people")


@pytest.fixture(scope="module")
def with_canteen(tmp_path_factory):
    """The uses of the knowledge base with one new file."""
    folder = shutil.copytree(loader.DEFAULT_FOLDER, tmp_path_factory.mktemp("with-canteen") / "knowledge_base")

    @functools.cache
    def made(text: str) -> reach.Uses:
        (folder / "deployments" / "school-canteen.yaml").write_text(text, encoding="utf-8")
        return uses_of(folder)

    return made


@pytest.fixture(scope="module")
def canteen(with_canteen):
    return with_canteen(CANTEEN)


@pytest.fixture(scope="module")
def canteen_by_face(with_canteen):
    return with_canteen(SAID)


def assessed(uses: reach.Uses, **given: tuple[str, ...]):
    answers = {key.replace("_", "-"): Answer("answered", options) for key, options in given.items()}
    return assess(uses.network, Answers(answers=answers))


def at_least(uses: reach.Uses, mine: str, theirs: str) -> bool:
    levels = uses.knowledge.vocabulary.words("levels")
    return levels.index(mine) >= levels.index(theirs)


def declared_by(uses: reach.Uses) -> set[str]:
    return {harm for stake in uses.knowledge.deployments["school-canteen"].stakes for harm in stake.harms}


def told_of_the_canteen(uses: reach.Uses) -> list[str]:
    return [each.message for each in reach_told.advice(uses) if each.id == "school-canteen"]


def test_the_canteen_reaches_every_stake_that_it_declares_by_what_is_true_of_all_such_uses(canteen):
    use = canteen.use("school-canteen")
    assert declared_by(canteen) <= use.harms
    assert not list(use.unreached())
    factors = {staked.harm: staked.factors for staked in use.staked}
    assert set(factors["private-life-exposed"]) >= {"workers-watched", "use-creep"}


def test_the_canteen_that_leaves_open_what_goes_in_is_told_so_with_what_would_make_it_as_high(canteen):
    (said,) = told_of_the_canteen(canteen)
    assert said == (
        "By its name alone this comes out at moderate. That is lower than other-decision-about-people (high) and "
        "other-service-to-people (high), which say less. It says nothing of reached-by, and with one of these facts "
        "it comes out at high: reached-by=voice, reached-by=face, reached-by=body. Presume what holds in every such "
        "use."
    )


def test_the_canteen_whose_file_says_that_faces_go_in_needs_no_advice(canteen_by_face):
    use = canteen_by_face.use("school-canteen")
    assert declared_by(canteen_by_face) <= use.harms
    assert use.level == "high" and not use.broader and not use.opening
    assert told_of_the_canteen(canteen_by_face) == []


@pytest.mark.parametrize("other", CATCH_ALLS)
def test_the_canteen_by_its_one_new_file_is_as_high_as_a_catch_all_of_which_nothing_is_said(canteen_by_face, other):
    """And what the catch-all only may come to is certain of the canteen."""
    mine, theirs = (assessed(canteen_by_face, deployment=(key,)).verdict for key in ("school-canteen", other))
    assert (mine.level, mine.lower, theirs.level, theirs.lower) == ("high", "high", "high", "none")
    assert at_least(canteen_by_face, mine.upper, theirs.upper)


@pytest.mark.parametrize("other", CATCH_ALLS)
@pytest.mark.parametrize("task", ["face-identification", "face-verification", "fingerprint-or-iris-verification"])
def test_with_a_task_the_canteen_is_as_high_as_a_catch_all_with_the_same_task(canteen, task, other):
    """The task says what goes in, so that the file need not."""
    mine, theirs = (assessed(canteen, deployment=(key,), task=(task,)).verdict for key in ("school-canteen", other))
    assert (mine.level, mine.lower, theirs.lower) == ("high", "high", "none")
    assert at_least(canteen, mine.level, theirs.level) and at_least(canteen, mine.upper, theirs.upper)


@pytest.mark.parametrize("other", CATCH_ALLS)
def test_the_canteen_may_come_to_as_much_as_a_catch_all_whatever_is_left_open_of_both(canteen, other):
    mine, theirs = (assessed(canteen, deployment=(key,)) for key in ("school-canteen", other))
    levels = canteen.knowledge.vocabulary.words("levels")
    assert at_least(canteen, mine.verdict.upper, theirs.verdict.upper)
    assert at_least(canteen, mine.verdict.lower, theirs.verdict.lower)
    worst, there = (max((each.level.upper for each in one.findings), key=levels.index) for one in (mine, theirs))
    assert at_least(canteen, worst, there)
    assert {each.harm for each in mine.findings if each.level.upper == worst} == {"private-life-exposed"}


def test_the_canteen_is_as_high_as_the_catch_all_or_it_is_said_what_its_stakes_are_not_reached_by(with_canteen):
    for text in (CANTEEN, SAID, UNKNOWN):
        uses = with_canteen(text)
        use = uses.use("school-canteen")
        unreached = {staked.harm for staked in use.unreached()}
        told = set(told_of_the_canteen(uses))
        assert declared_by(uses) - unreached <= use.harms
        assert not use.broader or all(any(f'"{harm}"' in message for message in told) for harm in unreached)
        assert unreached or not use.broader or any(use.opening[0] in message for message in told)
        for staked in use.unreached():
            assert staked.elsewhere, "a harm to which something leads elsewhere"


@pytest.mark.parametrize("task", [None, "face-identification", "face-verification"])
def test_the_canteen_is_never_below_a_catch_all_of_which_the_same_is_said(canteen, task):
    """What is known of the canteen closes ways that are open of a catch-all of which nothing is said yet. With the same
    facts told to both, the canteen comes out at least as high, and with every finding of the other."""
    uses, network, knowledge = canteen, canteen.network, canteen.knowledge
    facts = {key: tuple(options) for key, options in pairs((knowledge.deployments["school-canteen"].presumes.answers,))}
    given = {"task": (task,)} if task else {}

    def found(**more: tuple[str, ...]):
        answers = {key.replace("_", "-"): Answer("answered", options) for key, options in (given | more).items()}
        return assess(network, Answers(answers=answers))

    mine, levels = found(deployment=("school-canteen",)), knowledge.vocabulary.words("levels")
    others = [other for other, _ in uses.use("school-canteen").broader]
    assert others
    for other in others:
        theirs = found(deployment=(other,), **facts)
        assert theirs.findings
        assert {each.id for each in mine.findings} >= {each.id for each in theirs.findings}
        for which in ("level", "lower", "upper"):
            assert levels.index(getattr(mine.verdict, which)) >= levels.index(getattr(theirs.verdict, which))


def test_the_canteen_s_advice_names_facts_that_do_let_the_stake_be_reached(with_canteen):
    unreached = list(with_canteen(UNKNOWN).use("school-canteen").unreached())
    assert [staked.harm for staked in unreached] == ["private-life-exposed"]
    for staked in unreached:
        for fact in staked.by[:3]:
            question, option = fact.split("=")
            text = UNKNOWN.replace(f"    {question}: [", f"    {question}: [{option}, ")
            assert staked.harm in with_canteen(text).use("school-canteen").harms


def test_the_canteen_s_advice_names_facts_that_do_make_it_as_high(canteen, with_canteen):
    for fact in canteen.use("school-canteen").opening:
        question, option = fact.split("=")
        text = CANTEEN.replace("    used-by: [school]", f"    {question}: [{option}]\n    used-by: [school]")
        assert with_canteen(text).use("school-canteen").level == "high"
