"""A report of 60 findings: time and size of PDF, JSON and Markdown."""

from benchmarks.timing import median_ms
from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Report
from questionnaire.knowledge import loader
from questionnaire.reports import json_text, markdown, pdf
from questionnaire.walk.network import Network

FINDINGS = 60


def sixty_findings() -> Report:
    """A report with 60 findings: a cautious project with most questions open, cut to the first 60."""
    import msgspec

    network = Network(loader.load())
    answers = Answers(
        project={"name": "Benchmark"},
        answers={"about-people": Answer("answered", ("individuals",)), "task": Answer("answered", ("risk-scoring",))},
    )
    whole = report(network, answers)
    result = whole.assessment
    findings = result.findings[:FINDINGS]
    kept = {finding.id for finding in findings}
    recommendations = tuple(
        msgspec.structs.replace(item, findings=tuple(key for key in item.findings if key in kept))
        for item in result.recommendations
        if kept & set(item.findings)
    )
    cut = msgspec.structs.replace(result, findings=findings, recommendations=recommendations)
    return Report(cut, whole.outlook)


def run() -> None:
    result = sixty_findings()
    for name, render in (("PDF", pdf.render), ("JSON", json_text.render), ("Markdown", markdown.render)):
        size = len(render(result))
        took = median_ms(lambda: render(result), repeat=3)  # noqa: B023 - called at once
        print(f"  {name:9} {FINDINGS} findings  {took:7.0f} ms  {size / 1000:7.0f} kB")
