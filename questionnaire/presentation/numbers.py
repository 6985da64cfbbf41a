"""The numbers by which a report refers to its findings, recommendations and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from questionnaire.assessment.result import Assessment

# Stands where a claim rests on no published source, or reaches beyond those that are cited beside it.
JUDGEMENT = "J"


class Numbers(Struct, frozen=True):
    """Each from 1, by id, in the order of the result. A source has a number as it is printed; what nobody published has
    a mark, and stands last."""

    findings: dict[str, int]
    recommendations: dict[str, int]
    sources: dict[str, str]

    def cited(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The numbers of these sources, each once, rising."""
        wanted = {self.sources[source] for source in sources}
        return tuple(number for number in self.sources.values() if number in wanted)

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
    published = [source for source in assessment.sources if source.published]
    judged = [source for source in assessment.sources if not source.published]
    marks = {source.id: f"{JUDGEMENT}{number if number > 1 else ''}" for number, source in enumerate(judged, 1)}
    sources = {source: str(number) for source, number in _by_id(published).items()}
    return Numbers(_by_id(assessment.findings), _by_id(assessment.recommendations), sources | marks)


def _by_id(things: Iterable[Any]) -> dict[str, int]:
    return {thing.id: number for number, thing in enumerate(things, 1)}
