"""An assessment looked at again: its level as it was worked out before, and what today's knowledge base makes of it."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.answers.answers import Answers
from questionnaire.assessment import comparison
from questionnaire.assessment.assess import assess
from questionnaire.assessment.glance import glance
from questionnaire.assessment.telling import telling
from questionnaire.walk.network import Network


class Reassessment(Struct, frozen=True):
    """The levels before and after, as ids. `findings_known`: what was found before was kept whole, so that the
    findings that `appeared`, `vanished` and `moved` can be told; else these are empty."""

    before: str
    after: str
    findings_known: bool = False
    appeared: tuple[comparison.FindingShown, ...] = ()
    vanished: tuple[comparison.FindingShown, ...] = ()
    moved: tuple[comparison.FindingMoves, ...] = ()

    @property
    def changed(self) -> bool:
        return self.before != self.after or bool(self.appeared or self.vanished or self.moved)


def reassess(network: Network, answers: Answers, before: str, kept: comparison.Kept | None = None) -> Reassessment:
    """What the network's knowledge base makes of the answers, beside the level `before`, and beside what was `kept` of
    them where it was."""
    if kept is None:
        return Reassessment(before, glance(telling(network, answers), 1).verdict.level)
    result = assess(network, answers)
    differs = comparison.compare_kept(kept, comparison.kept(result))
    return Reassessment(before, result.verdict.level, True, differs.appear, differs.disappear, differs.move)
