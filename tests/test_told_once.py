"""A documented case or a study is told once where it stands, and each reason names what it is a reason for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest
from test_readings import NAMES, flat, of, said, steps

from questionnaire.readings import blocks
from questionnaire.readings.blocks import Document
from questionnaire.readings.findings import by_risk_factor
from questionnaire.readings.readings import named
from questionnaire.readings.retold import retells


def sections(document: Document) -> list[str]:
    """What stands under each heading of a document, on one line."""
    parts: list[list[str]] = [[]]
    for block in document.blocks:
        if isinstance(block, blocks.Heading):
            parts.append([])
        parts[-1] += [blocks.plain(text) for text in blocks.texts(block)]
    return [flat(" ".join(part)) for part in parts]


Reason = tuple[str, tuple[str, ...]]


def told_again(reasons: Iterable[Reason], told: Iterable[Reason], published: set[str]) -> list[tuple[str, str]]:
    """Of reasons, with their sources, those that say in other words what one that is told says, each with that one."""
    return [
        (one, other)
        for (one, own), (other, others) in product(reasons, told)
        if one != other and retells(one, published.intersection(own), other, published.intersection(others))
    ]


def doubled(reasons: Iterable[Reason], published: set[str]) -> list[tuple[str, str]]:
    """Of reasons, with their sources, each that says in other words what a longer one says."""
    each = sorted(set(reasons), key=lambda reason: (len(reason[0]), reason))
    return [pair for at, one in enumerate(each) for pair in told_again([one], each[at + 1 :], published)]


@pytest.mark.parametrize("name", NAMES)
def test_no_case_or_study_is_told_twice_within_a_risk_factor_or_a_measure(name):
    """Neither why answers raise a risk factor and harms follow from it, nor why a measure works."""
    whole = of(name)
    published = {source.id for source in whole.assessment.sources if source.published}
    told = sections(named("full").document(whole))
    for findings in by_risk_factor(whole.assessment.findings):
        section = next((one for one in told if one.startswith(f"{findings[0].risk_factor_title} ")), "")
        paths = [path for finding in findings for path in finding.paths]
        harms = {(path[-2].because, path[-2].sources) for path in paths}
        raising = {(step.because, step.sources) for path in paths for step in path[:-2]}
        answers = sorted(
            (one for one in raising if flat(one[0]) in section), key=lambda one: section.find(flat(one[0]))
        )
        assert doubled(harms, published) == []
        for at, answer in enumerate(answers):
            assert told_again([answer], [*harms, *answers[:at]], published) == []
    for item in whole.assessment.recommendations:
        assert doubled(((reason.because, reason.sources) for reason in item.reasons), published) == []


def test_a_case_that_is_told_twice_is_seen():
    firm = ("A firm's model marked down the word women's in applications.", ("firm",))
    again = ("In one firm a model marked down applications that held the word women's.", ("firm", "judged"))
    other = ("A model of another firm marked down the word women's in applications.", ("other", "judged"))
    assert doubled([firm, again, other], {"firm", "other"}) == [(firm[0], again[0])]
    assert told_again([again], [firm], {"firm", "other"}) == [(again[0], firm[0])]


def test_what_a_finding_tells_is_not_told_again_with_the_answer_that_raises_it():
    """In tests: image models made some pictures of women sexual, which the answer and the harm both rest on."""
    document = named("full").document(of("blog-t2i-stock-people"))
    section = next(part for part in sections(document) if part.startswith("Pictures sexualise women"))
    assert "‘Generate images from text’: as told with finding 2." in section


@pytest.mark.parametrize("name", NAMES)
def test_each_reason_for_a_measure_names_its_own_findings_and_sources(name):
    for item in of(name).assessment.recommendations:
        because = [reason.because for reason in item.reasons]
        assert len(because) == len(set(because)) and all(reason in item.because for reason in because)
        assert len(item.because) == len(" ".join(because))
        assert {source for reason in item.reasons for source in reason.sources} == set(item.sources)
        assert {on for reason in item.reasons for on in reason.findings} == set(item.findings)
        assert item.reasons[0].findings[0] == item.findings[0]


def test_a_notice_tells_a_question_that_does_not_apply_from_one_that_is_open():
    notice = said(named("notice").document(of("blog-t2i-stock-people")))
    assert "no disadvantage Does not apply. Nobody in particular is served" in notice


def test_a_way_over_a_step_that_was_told_before_names_that_step_once():
    """Why the answer raises the first risk factor stands under that one's heading."""
    section = next(
        part
        for part in sections(named("full").document(of("city-welfare-reexamination-score")))
        if part.startswith("Where one looks, one finds")
    )
    assert "past record or tip’, by way of ‘Some places or groups are picked for checks’: If only some" in section


@pytest.mark.parametrize("name", NAMES)
def test_a_level_after_measures_says_where_none_is_declared(name):
    whole = of(name)
    declared = any(item.declared for item in whole.assessment.recommendations)
    assert ("none is declared" in said(named("card").document(whole))) is not declared


@pytest.mark.parametrize("name", NAMES)
def test_quotation_marks_of_what_is_known_are_set_alike(name):
    assessment = of(name).assessment
    texts = {step.because for step in steps(assessment)}
    texts |= {text for item in assessment.recommendations for text in (item.because, item.summary, item.done_when)}
    texts |= {
        text for each in assessment.findings for text in (each.risk_factor_summary, each.harm_summary, each.check)
    }
    assert [text for text in sorted(texts) if '"' in text] == []
