"""The numbers by which a report refers to its findings, recommendations and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from questionnaire.assessment.result import Assessment


class Numbers(Struct, frozen=True):
    """Each from 1, by id, in the order of the result."""

    findings: dict[str, int]
    recommendations: dict[str, int]
    sources: dict[str, int]

    def cited(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources, each once, rising."""
        return tuple(sorted({self.sources[source] for source in sources}))

    def of_findings(self, ids: Iterable[str]) -> str:
        """The numbers of these findings, three or more in a row as a range: `1, 3–5`."""
        runs: list[list[int]] = []
        for number in sorted(self.findings[identity] for identity in ids):
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def numbers(assessment: Assessment) -> Numbers:
    """The numbers of one assessment."""
    return Numbers(*map(_by_id, (assessment.findings, assessment.recommendations, assessment.sources)))


def _by_id(things: Iterable[Any]) -> dict[str, int]:
    return {thing.id: number for number, thing in enumerate(things, 1)}
