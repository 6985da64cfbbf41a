"""The readings of one assessment: a row for each. Command line, pages, formats and tests read them from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from questionnaire.assessment.result import Report
from questionnaire.readings.around import NOTHING_KNOWN, Around
from questionnaire.readings.blocks import Block, Document, without_dead_ends
from questionnaire.readings.card import card
from questionnaire.readings.full import full
from questionnaire.readings.notice import notice
from questionnaire.readings.pack import pack
from questionnaire.readings.references import References
from questionnaire.wording import readings as say


class Reading(NamedTuple):
    """`name` is what is written after --reading, `label` the words on a button, `build` makes its blocks. `citing`:
    whether it cites sources, and lists them. `contents`: whether a list of its sections belongs at the front."""

    name: str
    label: str
    build: Callable[[References, str], Iterator[Block]]
    citing: bool = True
    contents: bool = False
    one_page: bool = False

    def document(self, report: Report, dated: str = "", around: Around = NOTHING_KNOWN) -> Document:
        """What this reading says of a report. `dated` is a day in ISO form; no clock is read."""
        references = References(report, citing=self.citing, around=around)
        return Document(
            title=say.titled(self.label if self.name != "full" else say.REPORT, references.project),
            subject=report.assessment.verdict.because,
            imprint=references.imprint,
            blocks=without_dead_ends(tuple(self.build(references, dated))),
            contents=self.contents,
            one_page=self.one_page,
            dated=dated,
        )


# The first is the one that is meant where nobody says which.
READINGS: tuple[Reading, ...] = (
    Reading("full", say.READING_LABELS["full"], full, contents=True, one_page=True),
    Reading("card", say.READING_LABELS["card"], card, citing=False, one_page=True),
    Reading("pack", say.READING_LABELS["pack"], pack, citing=False),
    Reading("notice", say.READING_LABELS["notice"], notice, citing=False, one_page=True),
)


# The reading that says what has changed since the last decision.
SAYS_SINCE = "pack"


def named(name: str) -> Reading | None:
    """The reading of that name, or None where there is none."""
    return next((each for each in READINGS if each.name == name), None)
