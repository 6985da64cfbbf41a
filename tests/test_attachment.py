"""A PDF report holds the answers that it was made from, so that it alone opens them again."""

from __future__ import annotations

import pytest
from command import CHOIR, TOY

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.files.attachment import taken_out
from questionnaire.files.problems import ProblemsFound
from questionnaire.reports import formats

MADE = (TOY / "cases" / "village-choir.yaml").read_bytes()


def test_a_report_is_assessed_again_from_its_pdf_alone(run, tmp_path):
    run("assess", CHOIR, "-o", "first.pdf")
    assert run("assess", "first.pdf", "-o", "again.pdf").status == 0
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "first.pdf").read_bytes()


def test_the_answers_of_a_pdf_are_those_that_it_was_made_from(toy_network):
    knowledge = toy_network.knowledge
    answers = reading.read(MADE, "choir", knowledge)
    pdf = formats.named("pdf").render(report(toy_network, answers), answers=MADE)
    assert taken_out(pdf, "report.pdf", reading.MAX_BYTES) == MADE
    assert reading.read(pdf, "report.pdf", knowledge) == answers


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (400, "report.pdf:1: This PDF is damaged. Take the report again, or give the answers file itself."),
        (
            None,
            (
                "report.pdf:1: This PDF holds no answers. Only a report of Riskwalk does; else give the answers file "
                "itself."
            ),
        ),
    ],
)
def test_a_pdf_without_answers_says_so(toy_network, cut, message):
    pdf = formats.named("pdf").render(report(toy_network, reading.read(MADE, "x", toy_network.knowledge)))
    with pytest.raises(ProblemsFound) as found:
        reading.read(pdf[:cut], "report.pdf", toy_network.knowledge)
    assert [str(problem) for problem in found.value.problems] == [message]


def test_an_attachment_that_unpacks_to_more_than_is_read_is_unpacked_no_further(toy_network):
    pdf = formats.named("pdf").render(
        report(toy_network, reading.read(MADE, "x", toy_network.knowledge)), answers=b"#" * 50_000_000
    )
    assert len(pdf) < reading.MAX_BYTES
    assert len(taken_out(pdf, "report.pdf", reading.MAX_BYTES)) == reading.MAX_BYTES + 1
    with pytest.raises(ProblemsFound) as found:
        reading.read(pdf, "report.pdf", toy_network.knowledge)
    assert "larger than 1,500,000 bytes" in str(found.value.problems[0])
