"""An assessment in words: labels of levels and bounds, numbers of findings, recommendations and sources."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.lib.colors import Color

from questionnaire.assessment.result import Finding, Range, Report
from questionnaire.reports.pdf.style import GREY, level_color, level_mark
from questionnaire.reports.pdf.text import Span

DECLARED = {"planned": "Planned", "in_place": "In place"}
NOT_NAMED = "Unnamed project"


class Wording:
    """Looks up what a reader sees for one assessment."""

    def __init__(self, report: Report):
        self.assessment, self.outlook = report.assessment, report.outlook
        assessment = report.assessment
        self.levels = tuple(assessment.words["levels"])
        self.source_numbers = {source.id: number for number, source in enumerate(assessment.sources, 1)}
        self.finding_numbers = {finding.id: number for number, finding in enumerate(assessment.findings, 1)}
        self.recommendation_numbers = {item.id: number for number, item in enumerate(assessment.recommendations, 1)}

    @property
    def project(self) -> str:
        return self.assessment.project.get("name", "").strip() or NOT_NAMED

    @property
    def digest(self) -> str:
        return self.assessment.knowledge_base.digest[:12]

    def label(self, field: str, word: str) -> str:
        return self.assessment.words[field].get(word, word)

    def level(self, word: str) -> str:
        """A level with its mark, which shows the order without colour."""
        return f"{self.mark(word)} {self.label('levels', word)}"

    def mark(self, word: str) -> str:
        return level_mark(self.levels.index(word), len(self.levels))

    def color(self, word: str) -> Color:
        return level_color(self.levels.index(word), len(self.levels))

    def bounds(self, field: str, bounds: Range) -> str:
        """Both ends of a range, or the one word if they are the same."""
        lower, upper = self.label(field, bounds.lower), self.label(field, bounds.upper)
        return upper if lower == upper else f"{lower} to {upper.lower()}"

    def level_bounds(self, bounds: Range) -> str:
        if bounds.lower == bounds.upper:
            return self.level(bounds.upper)
        return f"{self.level(bounds.upper)} (at least {self.label('levels', bounds.lower).lower()})"

    def worst(self, words: Iterable[str]) -> str:
        return max(words, key=self.levels.index)

    def cited(self, sources: Iterable[str], *, linked: bool = True) -> tuple[Span, ...]:
        """The numbers of sources, to stand behind a sentence; in colour they lead to the first of them."""
        numbers = sorted({self.source_numbers[source]: source for source in sources}.items())
        if not numbers:
            return ()
        shown = ",\u00a0".join(str(number) for number, _ in numbers)
        return Span(" "), Span(
            f"[{shown}]", color=None if linked else GREY, to=f"source-{numbers[0][0]}" if linked else ""
        )

    def finding(self, identity: str) -> Span:
        number = self.finding_numbers[identity]
        return Span(str(number), to=f"finding-{number}")

    def numbers(self, identities: Iterable[str]) -> str:
        """The numbers of findings, three or more in a row as a range."""
        runs: list[list[int]] = []
        for number in sorted(self.finding_numbers[identity] for identity in identities):
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)

    def recommendation(self, identity: str) -> Span:
        number = self.recommendation_numbers[identity]
        return Span(f"R{number}", to=f"recommendation-{number}")

    def that_matter(self) -> tuple[Finding, ...]:
        """The findings to read first."""
        findings = {finding.id: finding for finding in self.assessment.findings}
        return tuple(findings[identity] for identity in self.assessment.matter_most)
