"""Two assessments side by side."""

from __future__ import annotations

from questionnaire.answers.answers import Answer, Answers, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.comparison import compare
from questionnaire.knowledge.loader import load

CHOIR = Answers(
    project={"name": "Choir"},
    answers={
        "task": Answer("answered", ("voice-sorting",)),
        "people": Answer("answered", ("yes",)),
        "objective": Answer("answered", ("pitch-kept",)),
        "data-plan": Answer("answered", ("old-recordings",)),
        "deployment": Answer("answered", ("choir-admission",)),
        "who-decides": Answer("answered", ("teacher",)),
        "second-look": Answer("answered", ("yes",)),
        "size": Answer("answered", ("a-few",)),
    },
)


def side(network, answers: Answers, **changes: Answer):
    for question, answer in changes.items():
        answers = answers.with_answer(question.replace("_", "-"), answer)
    return assess(network, answers)


def test_the_same_twice_differs_in_nothing(toy_network):
    a = side(toy_network, CHOIR)
    result = compare(a, a)
    assert (result.answers, result.appear, result.disappear, result.move) == ((), (), (), ())
    assert result.unchanged == len(a.findings) > 0
    assert result.same_knowledge


def test_two_variants_of_one_project_are_told_apart(toy_network):
    a = side(toy_network, CHOIR)
    result = compare(a, a)
    assert (result.a.name, result.b.name) == ("Choir (A)", "Choir (B)")
    nameless = side(toy_network, Answers())
    assert (compare(nameless, nameless).a.name, compare(nameless, nameless).b.name) == ("A", "B")


def test_another_objective_brings_findings_in_and_back_out(toy_network):
    a, b = side(toy_network, CHOIR), side(toy_network, CHOIR, objective=Answer("answered", ("likeness-to-last-choir",)))
    there, back = compare(a, b), compare(b, a)
    assert {finding.id for finding in there.appear} == {"last-choir-as-measure--place-refused"}
    assert there.appear == back.disappear
    assert there.disappear == back.appear == ()
    assert there.appear[0].because == "Last year's choir was chosen by people who had their favourites."
    assert [(item.question, item.a, item.b) for item in there.answers] == [
        ("objective", "Pitch that is kept", "Likeness to last year's choir")
    ]


def test_a_finding_moves_with_the_answer_that_moves_it(toy_network):
    result = compare(side(toy_network, CHOIR), side(toy_network, CHOIR, who_decides=Answer("answered", ("machine",))))
    moves = {item.id: (item.a, item.b) for item in result.move}
    assert moves["few-deep-voices--place-refused"] == ("Moderate", "High")
    assert result.unchanged + len(result.move) == result.a.findings == result.b.findings


def test_a_declared_measure_is_seen_although_the_level_stays(toy_network):
    declared = Answers(
        CHOIR.project,
        CHOIR.with_answer("who-decides", Answer("answered", ("machine",))).answers,
        mitigations=(Mitigation("record-more-voices", "planned"), Mitigation("listen-to-everybody", "planned")),
    )
    bare = Answers(declared.project, declared.answers)
    result = compare(assess(toy_network, bare), assess(toy_network, declared))
    assert (result.a.level, result.b.level) == ("high", "high")
    moves = {item.id: (item.a, item.b) for item in result.move}
    assert moves["few-deep-voices--place-refused"] == ("High", "High, Moderate after declared measures")


def test_what_is_not_asked_or_left_the_path_is_said(toy_network):
    birds = CHOIR.with_answer("people", Answer("answered", ("no",)))
    result = compare(side(toy_network, CHOIR), side(toy_network, birds))
    words = {item.question: (item.a, item.b) for item in result.answers}
    assert words["who-decides"] == ("A teacher, who listens", "A teacher, who listens (left the path, ignored)")
    fewer = compare(side(toy_network, CHOIR), side(toy_network, CHOIR, size=None))
    assert [(item.question, item.b) for item in fewer.answers] == [("size", "Not answered")]


def test_another_knowledge_base_is_said(toy_network, changed):
    from questionnaire.walk.network import Network

    other = Network(load(changed("harms/wrong-part.yaml", "A part that does not fit", "Another part"), cache=None))
    assert not compare(side(toy_network, CHOIR), side(other, CHOIR)).same_knowledge
