"""What a report refers to by number, link, mark or colour, looked up for one report."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.lib.colors import Color

from questionnaire.assessment.result import Finding, Report
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import numbers
from questionnaire.reports.pdf.style import GREY, ink
from questionnaire.reports.pdf.text import Span
from questionnaire.wording import report as say


class References(Labels):
    """The labels of one report, and its numbers as links."""

    def __init__(self, report: Report):
        super().__init__(report.assessment.words)
        self.assessment, self.outlook = report.assessment, report.outlook
        self.numbers = numbers(report.assessment)

    @property
    def project(self) -> str:
        return self.assessment.project.get("name", "").strip() or say.NOT_NAMED

    @property
    def digest(self) -> str:
        return self.assessment.knowledge_base.digest[:12]

    def ink(self, level: str) -> Color:
        """The colour of a level on paper."""
        return ink(self.color(level))

    def cited(self, sources: Iterable[str], *, linked: bool = True) -> tuple[Span, ...]:
        """The numbers of sources, to stand behind a sentence; in colour they lead to the first of them."""
        cited = self.numbers.cited(sources)
        if not cited:
            return ()
        listed = ",\u00a0".join(map(str, cited))
        shown = f"[{listed}]"
        return Span(" "), Span(shown, to=f"source-{cited[0]}") if linked else Span(shown, color=GREY)

    def finding(self, identity: str) -> Span:
        """The number of a finding, which leads to it."""
        number = self.numbers.findings[identity]
        return Span(str(number), to=f"finding-{number}")

    def recommendation(self, identity: str) -> Span:
        """The number of a recommendation, which leads to it."""
        number = self.numbers.recommendations[identity]
        return Span(f"R{number}", to=f"recommendation-{number}")

    def that_matter(self) -> tuple[Finding, ...]:
        """The findings to read first."""
        findings = {finding.id: finding for finding in self.assessment.findings}
        return tuple(findings[identity] for identity in self.assessment.matter_most)
