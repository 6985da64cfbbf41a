"""A report of 60 findings: time and size in every format; then the PDF of a long name and of long notes."""

import tracemalloc

from benchmarks.timing import median_ms
from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Report
from questionnaire.knowledge import loader
from questionnaire.reports.formats import FORMATS
from questionnaire.walk.network import Network

FINDINGS = 60


def sixty_findings() -> Report:
    """A report with 60 findings: a cautious project with most questions open, cut to the first 60."""
    import msgspec

    network = Network(loader.load())
    answers = Answers(
        project={"name": "Benchmark"},
        answers={
            "about-people": Answer("answered", ("individuals",)),
            "task": Answer("answered", ("risk-scoring",)),
            "decision-maker": Answer("answered", ("default-followed",)),
            "oversight": Answer("answered", ("nominal",)),
        },
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
    levers = tuple(
        msgspec.structs.replace(
            lever, **{verb: tuple(sorted(kept & set(getattr(lever, verb)))) for verb in ("removes", "lowers", "adds")}
        )
        for lever in whole.outlook.levers
    )
    return Report(cut, msgspec.structs.replace(whole.outlook, levers=levers))


def long_texts() -> dict[str, Report]:
    """Reports that hold little but a text of a team's own, by what it is."""
    network, words = Network(loader.load()), "abcdefgh " * 40_000
    given = {"about-people": Answer("answered", ("no-people",)), "task": Answer("answered", ("image-segmentation",))}
    return {
        "a name of 500 characters": report(network, Answers({"name": words[:500]}, given)),
        "a name of 50 kB": report(network, Answers({"name": words[:50_000]}, given)),
        "notes of 100 kB": report(network, Answers({}, given, notes={"task": words[:100_000]})),
        "notes of 300 kB": report(network, Answers({}, given, notes={"task": words[:300_000]})),
    }


def run() -> None:
    result = sixty_findings()
    for each in FORMATS:
        size = len(each.render(result))
        took = median_ms(lambda: each.render(result), repeat=3)  # noqa: B023 - called at once
        print(f"  {each.name:9} {FINDINGS} findings  {took:7.0f} ms  {size / 1000:7.0f} kB")
    for what, whole in long_texts().items():
        took = median_ms(lambda: FORMATS[0].render(whole), repeat=3)  # noqa: B023 - called at once
        tracemalloc.start()
        FORMATS[0].render(whole)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  {FORMATS[0].name:9} {what:25} {took:7.0f} ms  {most / 1e6:7.1f} MB at most")
