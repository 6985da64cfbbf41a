"""The plain result of an assessment: what every renderer shows and what the JSON holds, nothing left to look up.

Field names are a contract: they stay, and more may be added.
"""

from __future__ import annotations

from msgspec import Struct, field

from questionnaire.answers.answers import Evidence
from questionnaire.knowledge.entries import Tool
from questionnaire.knowledge.vocabulary import LevelRow

FORMAT = "riskwalk-assessment/1"
CLOSED_BY = ("answer", "stakes", "evidence")
"""What closes the way: an answer; that no such harm is at stake; or that the evidence concerns other choices."""


class Range(Struct, frozen=True):
    """A word of a scale at least (`lower`) and at most (`upper`)."""

    lower: str
    upper: str


class Moves(Struct, frozen=True, rename={"from_": "from"}):
    from_: str
    to: str


class Step(Struct, frozen=True):
    """One step of a path: what it is, and why it leads on to the next (the last: why it weighs here)."""

    id: str
    kind: str
    title: str
    because: str
    sources: tuple[str, ...]
    pathways: tuple[str, ...] = ()
    certain: bool = True


class GroupShown(Struct, frozen=True):
    id: str
    attribute: str
    title: str
    also: tuple[str, ...]
    named_by_team: bool
    because: str
    sources: tuple[str, ...]


class GroupNamed(Struct, frozen=True):
    """A group that the team named and that no finding falls on: a gap in our knowledge, not a clearance."""

    id: str
    attribute: str
    title: str


class Moved(Struct, frozen=True):
    """An answer that aggravates or attenuates."""

    question: str
    option: str
    moves: str
    by: int
    certain: bool
    because: str
    sources: tuple[str, ...]


class ChangeShown(Struct, frozen=True):
    question: str
    asks: str
    out: str
    into: str
    words: str
    answer: tuple[str, ...]


class Finding(Struct, frozen=True):
    id: str
    status: str
    title: str
    risk_factor: str
    risk_factor_title: str
    risk_factor_summary: str
    check: str
    bias_source: str
    harm: str
    harm_title: str
    harm_summary: str
    harm_kind: str
    pathways: tuple[str, ...]
    groups: tuple[GroupShown, ...]
    likelihood: Range
    severity: Range
    level: Range
    residual: Range
    evidence_strength: str
    mappings: tuple[str, ...]
    paths: tuple[tuple[Step, ...], ...]
    moved_by: tuple[Moved, ...]
    recommendations: tuple[str, ...]


class RuledOut(Struct, frozen=True):
    """A risk factor that a choice could raise and that leads to nothing here. `closed_by` is a word of CLOSED_BY."""

    risk_factor: str
    title: str
    closed_by: str
    because: str
    returns_if: str
    questions: tuple[str, ...]


class UnknownShown(Struct, frozen=True):
    question: str
    asks: str
    why_we_ask: str
    role: str
    moves: Moves
    settles_stop: bool
    findings: int
    note: str


class LeverShown(Struct, frozen=True, rename={"from_": "from"}):
    question: str
    asks: str
    from_: str
    to: str
    words: str
    trade_off: str
    level: str
    upper: str
    level_before: str
    removes: tuple[str, ...]
    lowers: tuple[str, ...]
    adds: tuple[str, ...]
    answer: tuple[str, ...]


class RecommendationShown(Struct, frozen=True):
    id: str
    title: str
    summary: str
    kind: str
    stage: str
    role: str
    done_when: str
    because: str
    tools: tuple[Tool, ...]
    sources: tuple[str, ...]
    findings: tuple[str, ...]
    level: str
    declared: str
    owner: str
    due: str


class RegulationShown(Struct, frozen=True, rename={"class_": "class"}):
    id: str
    title: str
    jurisdiction: str
    class_: str
    point: str
    check: str
    as_of: str
    certain: bool
    because: str
    sources: tuple[str, ...]


class StopShown(Struct, frozen=True):
    deployment: str
    title: str
    because: str
    instead: str
    settled_by: str
    sources: tuple[str, ...]


class Incident(Struct, frozen=True):
    source: str
    about: tuple[str, ...]


class SourceShown(Struct, frozen=True):
    id: str
    kind: str
    title: str
    authors: str
    year: str
    url: str
    supports: str
    verified: str


class AnswerShown(Struct, frozen=True):
    question: str
    section: str
    asks: str
    status: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    note: str
    on_path: bool


class Verdict(Struct, frozen=True):
    level: str
    lower: str
    upper: str
    residual: str
    because: str
    nothing_ruled_out: bool
    stop: tuple[StopShown, ...]
    possible_stops: tuple[StopShown, ...]


class KnowledgeShown(Struct, frozen=True):
    version: str
    digest: str


class Assessment(Struct, frozen=True):
    """What the answers reach: one walk, told in full."""

    format: str
    knowledge_base: KnowledgeShown
    project: dict[str, str]
    verdict: Verdict
    findings: tuple[Finding, ...]
    matter_most: tuple[str, ...]
    ruled_out: tuple[RuledOut, ...]
    recommendations: tuple[RecommendationShown, ...]
    regulations: tuple[RegulationShown, ...]
    incidents: tuple[Incident, ...]
    evidence: tuple[Evidence, ...]
    groups_without_finding: tuple[GroupNamed, ...]
    answers: tuple[AnswerShown, ...]
    ignored: tuple[str, ...]
    sources: tuple[SourceShown, ...]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    level_table: tuple[LevelRow, ...] = ()


class Outlook(Struct, frozen=True):
    """What other answers would do: each worked out by walking again with them.

    Apart from what was walked, because it takes some hundred walks: whoever has no outlook cannot say that no question
    is open. `smallest_changes` maps the id of a finding to the smallest set of changes that removes it; a finding for
    which none was found is not in it.
    """

    unknowns: tuple[UnknownShown, ...]
    levers: tuple[LeverShown, ...]
    smallest_changes: dict[str, tuple[ChangeShown, ...]]


class Report(Struct, frozen=True):
    """All that a report holds."""

    assessment: Assessment
    outlook: Outlook
