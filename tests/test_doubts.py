"""What a knowledge base says and cannot mean, found without walking it."""

from __future__ import annotations

import random

import pytest

from questionnaire.files.yaml_text import field_path
from questionnaire.knowledge import loader
from questionnaire.knowledge.conditions import FALSE, TRUE, Truths
from questionnaire.knowledge.entries import Condition
from questionnaire.upkeep import doubts
from questionnaire.wording import doubts as wording

STOP = 'all_of: [{who-decides: machine}, {second-look: "no"}]'
TWIN = """\
- id: the-same-again
  type: article
  title: A title of its own
  URL: %s
  kind: paper
  supports: The same.
  verified: text_read
"""


def found(folder) -> list[tuple[str, str, str]]:
    knowledge = loader.load(folder, cache=None)
    return [(f"{each.kind}/{each.id}", field_path(each.path), each.message) for each in doubts.doubts(knowledge)]


def test_the_toy_leaves_no_doubt(toy_folder):
    assert found(toy_folder) == []


@pytest.mark.parametrize(
    "condition",
    [
        "all_of: [{who-decides: machine}, {who-decides: teacher}]",
        "all_of: [{who-decides: machine}]\n      none_of: [{who-decides: machine}]",
        "any_of: [{who-decides: machine}]\n      none_of: [{who-decides: [machine, teacher]}]",
        'all_of: [{who-decides: machine}, {people: "no"}]',  # asked only where people sing
        "all_of: [{deployment: birdsong-counting}]\n      none_of: [{deployment: choir-admission}]",
    ],
)
def test_a_condition_that_never_holds(changed, condition):
    folder = changed("deployments/choir-admission.yaml", STOP, condition)
    assert found(folder) == [("deployments/choir-admission", "stops[0].when", wording.NEVER)]


def test_a_condition_that_always_holds(changed):
    folder = changed("deployments/choir-admission.yaml", STOP, "all_of: [{deployment: choir-admission}]")
    assert found(folder) == [("deployments/choir-admission", "stops[0].when", wording.ALWAYS_SO)]


def test_a_condition_that_names_every_option_of_a_question_always_holds(changed):
    folder = changed("deployments/choir-admission.yaml", STOP, 'any_of: [{people: ["yes", "no"]}]')
    assert found(folder) == [("deployments/choir-admission", "stops[0].when", wording.ALWAYS_SO)]


def test_an_edge_that_is_open_only_where_its_risk_factor_is_ruled_out(changed):
    folder = changed(
        "risk_factors/few-deep-voices.yaml",
        "  - harm: wrong-part\n",
        '  - harm: wrong-part\n    when: {all_of: [{people: "no"}]}\n',
    )
    assert found(folder) == [("risk_factors/few-deep-voices", "leads_to[1].when", wording.ONLY_WHERE_RULED_OUT)]


@pytest.mark.parametrize("written", ["%s", "%s/", "http://www.%s"])
def test_a_source_under_two_ids(toy, toy_copy, written):
    address = next(source.URL for source in toy.sources.values() if source.URL)
    plain = address.split("://")[1] if written.startswith("http") else address
    (toy_copy / "sources" / "more.yaml").write_text(TWIN % (written % plain), encoding="utf-8")
    (said,) = found(toy_copy)
    assert said[2].endswith("has the same URL. Keep one of the two, and cite that.")


def test_a_doi_and_its_address_are_the_same_source(toy, toy_copy):
    doi = next(source.DOI for source in toy.sources.values() if source.DOI)
    (toy_copy / "sources" / "more.yaml").write_text(TWIN % f"https://doi.org/{doi.upper()}", encoding="utf-8")
    assert len(found(toy_copy)) == 1


@pytest.mark.parametrize("page", ["abs/2305.01783", "pdf/2305.01783v2", "html/2305.01783"])
def test_a_page_of_arxiv_and_its_doi_are_the_same_source(toy_copy, page):
    other = TWIN.replace("the-same-again", "the-same-as-preprint") % f"https://www.arxiv.org/{page}"
    (toy_copy / "sources" / "more.yaml").write_text(
        TWIN % "https://doi.org/10.48550/arXiv.2305.01783" + other, encoding="utf-8"
    )
    said = '"the-same-again" has the same URL. Keep one of the two, and cite that.'
    assert found(toy_copy) == [("sources/the-same-as-preprint", "URL", said)]


def test_a_claim_that_rests_on_what_nobody_opened(toy, toy_copy):
    least = toy.vocabulary.words("verifications")[-1]
    file = toy_copy / "sources" / "toy.yaml"
    text = file.read_text("utf-8")
    start = text.index("id: second-study")
    at = text.index("verified: ", start)
    end = text.index("\n", at)
    file.write_text(f"{text[:at]}verified: {least}{text[end:]}", encoding="utf-8")
    places = [place for place in found(toy_copy) if "second-study" in place[2]]
    assert ("deployments/choir-admission", "stakes[1].sources") in [place[:2] for place in places]
    assert places[0][2].startswith("Nobody has opened its only published source (second-study). Open it")


def test_a_doubt_is_advice_with_its_line(run, changed):
    folder = changed("deployments/choir-admission.yaml", STOP, "all_of: [{deployment: choir-admission}]")
    said = run("kb", "check", kb=folder)
    assert said.status == 0
    assert f"choir-admission.yaml:18: first of stops, when: {wording.ALWAYS_SO} (advice)\n" in said.out


def test_what_is_said_never_to_hold_holds_under_no_answers(toy):
    """Random conditions on the toy's questions, against every answer that a team can give. Some that never hold
    are missed: those that hold only where a question that is asked has no answer."""
    chance, names = random.Random(11), ("people", "who-decides", "second-look", "size")
    questions = {key: each for key, each in toy.questions.items() if key in names}
    worlds = [Truths(toy.questions, given) for given in _worlds(toy, questions)]
    never, told = 0, 0
    for _ in range(400):
        parts = {
            part: tuple(_atom(chance, toy, questions) for _ in range(chance.choice((0, 1, 1, 2))))
            for part in ("all_of", "any_of", "none_of")
        }
        condition = Condition(**parts)
        if condition.atoms():
            truths = {world.condition(condition) for world in worlds}
            if not doubts.holds_somewhere(toy, condition):
                assert TRUE not in truths, condition
                told += 1
            if doubts._always(toy, condition, []):
                assert FALSE not in truths, condition
            never += TRUE not in truths
    assert never >= told > 0.7 * never > 20


def _atom(chance, toy, questions) -> dict:
    key = chance.choice(sorted(questions))
    options = [option for option, _ in toy.options(questions[key])]
    return {key: tuple(sorted(chance.sample(options, chance.randint(1, len(options)))))}


def _worlds(toy, questions) -> list[dict]:
    worlds: list[dict] = [{}]
    for key, question in questions.items():
        options = [option for option, _ in toy.options(question)]
        answers = [(option,) for option in options]
        if question.several:
            answers += [tuple(sorted(options))]
        worlds = [{**world, key: answer} for world in worlds for answer in answers]
    return worlds
