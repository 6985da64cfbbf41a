"""What is counted for a reader."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.result import Assessment


class Counts(Struct, frozen=True):
    """`findings` are `confirmed` and `possible` together. `by_level` has the number of findings for each level (their
    upper bound), the highest first, levels without one left out."""

    findings: int
    confirmed: int
    possible: int
    by_level: dict[str, int]
    ruled_out: int
    recommendations: int


def counts(assessment: Assessment) -> Counts:
    """The numbers of one assessment. Open questions are not among them: they are the matter of the outlook."""
    by_level = dict.fromkeys(reversed(assessment.words["levels"]), 0)
    for finding in assessment.findings:
        by_level[finding.level.planned] += 1
    confirmed = sum(finding.status == "confirmed" for finding in assessment.findings)
    return Counts(
        len(assessment.findings),
        confirmed,
        len(assessment.findings) - confirmed,
        {level: number for level, number in by_level.items() if number},
        len(assessment.ruled_out),
        len(assessment.recommendations),
    )
