"""The plain result of an assessment: what every renderer shows and what the JSON holds, nothing left to look up.

Field names are a contract: they stay, and more may be added.
"""

from __future__ import annotations

from msgspec import Struct, field

from questionnaire.answers.answers import Evidence, Grounds
from questionnaire.knowledge.base import address_of
from questionnaire.knowledge.entries import Tool
from questionnaire.knowledge.vocabulary import LevelRow

FORMAT = "riskwalk-assessment/1"
CLOSED_BY = ("answer", "circumstances", "stakes", "evidence", "raised")
"""Why a risk factor leads to nothing: an answer rules it out; it is known from other circumstances; no such harm is at
stake; the evidence concerns other choices, which clears nobody; or the answers raise it, and no harm follows."""


class Range(Struct, frozen=True):
    """A word of a scale at least (`lower`: what is certain) and at most (`upper`: also what is maybe); equal where
    nothing open matters. `planned`, between the two, is what to plan for as far as is known: open questions that could
    aggravate do not count, and a way that is only maybe there counts as one step less likely."""

    lower: str
    upper: str
    planned: str


class Moves(Struct, frozen=True, rename={"from_": "from"}):
    """The lowest (`from`) and the highest (`to`) level of the verdict under the possible answers to a question."""

    from_: str
    to: str


class Step(Struct, frozen=True):
    """One step of a path.

    `kind` is `answer`, `risk_factor` or `harm`, and `id` the entry's; of an answer it is `question=option`. `because`
    says why it leads on to the next step (the last: why it weighs here), and `sources` are the ids of who says so,
    never empty. `pathways` are words of the vocabulary, only on the risk factor that leads to the harm. `certain` is
    False where an open question decides whether this step is there."""

    id: str
    kind: str
    title: str
    because: str
    sources: tuple[str, ...]
    pathways: tuple[str, ...] = ()
    certain: bool = True


class GroupShown(Struct, frozen=True):
    """A group on which a finding falls.

    `attribute` and `also` are words of the vocabulary; `also` is empty but for people at an intersection. `because` and
    `sources` tie it, or its kin named `known_of`, to the finding. `everybody`: whether it is people in general."""

    id: str
    attribute: str
    title: str
    also: tuple[str, ...]
    named_by_team: bool
    because: str
    sources: tuple[str, ...]
    known_of: str
    everybody: bool


class GroupNamed(Struct, frozen=True):
    """A group that the team named and that no finding falls on: a gap in our knowledge, not a clearance."""

    id: str
    attribute: str
    title: str


class Moved(Struct, frozen=True):
    """An answer that aggravates or attenuates.

    `question` is its id, `option` the label of what was answered. `moves` is `likelihood` or `severity`, `by` the whole
    steps on that scale, up where positive. `certain` is False where an open question decides whether it counts."""

    question: str
    option: str
    moves: str
    by: int
    certain: bool
    because: str
    sources: tuple[str, ...]


class ChangeShown(Struct, frozen=True):
    """Another answer to a question.

    `asks` is the question's text. `out` and `into` are the ids of the options swapped: `out` is `unknown` where nothing
    was answered, `into` is empty for one left out. `words` says the change in a phrase, `answer` is the whole answer
    after it. `trade_off` says what one gives up, empty where the knowledge base does not say."""

    question: str
    asks: str
    out: str
    into: str
    words: str
    answer: tuple[str, ...]
    trade_off: str


class Finding(Struct, frozen=True):
    """A harm that the answers reach through one risk factor.

    `status` is `confirmed` where the lower level is above none, else `possible`. `likelihood`, `severity` and `level`
    are words of the scales; `residual` is the level after declared mitigations, the same as `level` without any.
    `check` is the question by which a team finds out whether it has the risk factor. `pathways`, `bias_source`,
    `harm_kind` and `evidence_strength` are words of the vocabulary, the last for the strongest path. `groups` may be
    empty: then no evidence says on whom it falls. `mappings` are ids in other taxonomies, as scheme:id. `paths` stand
    the strongest first, at least one. `moved_by` is empty where no answer aggravates or attenuates. `recommendations`
    are ids."""

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
    """A risk factor that a choice could raise and that leads to nothing here.

    `closed_by` is a word of CLOSED_BY. `because` says why, `returns_if` under which answers it would be back, as a
    phrase. `questions` are the ids of those whose answers decide it, empty where none does."""

    risk_factor: str
    title: str
    closed_by: str
    because: str
    returns_if: str
    questions: tuple[str, ...]


class UnknownShown(Struct, frozen=True):
    """An open question on the path, answered with `unknown` or not at all.

    `role` is who can best answer, a word of the vocabulary. `moves` is how far its answers could move the verdict;
    `settles_stop` whether one of them decides on a stop that is possible; `findings` the number of findings that some
    answer would move or remove. `note` is what the team wrote beside the question, or empty."""

    question: str
    asks: str
    why_we_ask: str
    role: str
    moves: Moves
    settles_stop: bool
    findings: int
    note: str


class TripWireShown(Struct, frozen=True):
    """An answer that holds the level to plan for down: another one would raise it.

    `options` and `labels` are what counts now, both empty where the question does not apply; `presumed` is True where a
    choice brings it along and the team did not say it. `level` is the highest level of the verdict under another
    answer, `unknown` the one where nobody knew, `raised_by` the ids of the options that raise it, alone or beside what
    was chosen, and `raised_by_labels` their labels; empty where only not knowing or leaving one out does. `confidence`
    is how sure the team is, a word of the vocabulary, empty where it did not say."""

    question: str
    asks: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    presumed: bool
    level: str
    unknown: str
    raised_by: tuple[str, ...]
    raised_by_labels: tuple[str, ...]
    confidence: str


class LeverShown(Struct, frozen=True, rename={"from_": "from"}):
    """A change of a decision that lowers the verdict or a finding.

    `from` and `to` are the ids of the options swapped, as `out` and `into` of ChangeShown. `trade_off` says what one
    gives up, empty where the knowledge base does not say. `level` and `upper` are the verdict's after the change,
    `level_before` its level now. `removes`, `lowers` and `adds` are the ids of the findings that vanish, have a lower
    upper level, or are new. `answer` is the whole answer after the change."""

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


class MeasureShown(Struct, frozen=True):
    """A recommendation as a step of a combination; `role` is who would carry it out, a word of the vocabulary."""

    id: str
    title: str
    role: str


class CombinationShown(Struct, frozen=True):
    """Decisions and measures that together bring the level to plan for down.

    `level` is the verdict's with all of them, `level_before` with what is declared now. `mitigations` work as if they
    were declared. `removes` and `lowers` are the ids of the findings that are gone, or have a lower level to plan for
    with measures. `smallest` is True where no smaller combination does it; False where a smaller one may have been
    missed."""

    changes: tuple[ChangeShown, ...]
    mitigations: tuple[MeasureShown, ...]
    level: str
    level_before: str
    removes: tuple[str, ...]
    lowers: tuple[str, ...]
    smallest: bool


class ReasonShown(Struct, frozen=True):
    """Why a recommendation works on some of its findings (ids, the worst first), and the ids of the sources that say
    so."""

    because: str
    sources: tuple[str, ...]
    findings: tuple[str, ...]


class RecommendationShown(Struct, frozen=True):
    """What to do about findings.

    `kind`, `stage` and `role` are words of the vocabulary, `because` says why it works on `findings` (ids, the worst
    first, whose level is `level`). `declared` is the status that the team declared, empty where it declared nothing;
    `owner` and `due` then are empty too. `leaves_undone`: whether it is not to build the system. `reasons` are the
    sentences of `because` apart, that for the worst finding first."""

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
    leaves_undone: bool
    reasons: tuple[ReasonShown, ...]


class RegulationShown(Struct, frozen=True, rename={"class_": "class"}):
    """A rule that may apply: never legal advice.

    `class` is a word of the vocabulary, `point` the article, `check` what a lawyer has to check, `as_of` up to when we
    know the rule. `certain` is False where open questions decide whether it applies."""

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
    """A condition under which no mitigation makes the use acceptable.

    `deployment` is the id and `title` the label of the choice that it hangs on, which need not be a deployment.
    `instead` is what to do instead, empty where the knowledge base has no advice. `settled_by` says under which answers
    it holds, as a phrase; `only_if` which open answers beside the choice it needs, as a sentence, or is empty."""

    deployment: str
    title: str
    because: str
    instead: str
    settled_by: str
    only_if: str
    sources: tuple[str, ...]


class Incident(Struct, frozen=True):
    """A documented case: `source` is its id, `about` the titles of those chosen tasks and deployments where it
    happened."""

    source: str
    about: tuple[str, ...]


class SourceShown(Struct, frozen=True):
    """Where a claim comes from.

    `kind` and `verified` are words of the vocabulary; `year` is `n.d.` where none is known, `authors` and `url` are
    empty then. `supports` says what it is cited for; what is not `published` is judgement."""

    id: str
    kind: str
    title: str
    authors: str
    year: str
    url: str
    supports: str
    verified: str
    published: bool


class AnswerShown(Struct, frozen=True):
    """A question that is on the path or was answered, with its answer.

    `section` is the section's title. `status` is `answered`, `presumed`, `unknown`, `not_applicable` or `unanswered`;
    `options` (ids) and `labels` are empty but for the first. `note` is what the team wrote. `on_path` is False for an
    answer that counts for nothing, as the question is not asked any more. `grounds` is what it rests on, or null."""

    question: str
    section: str
    asks: str
    status: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    note: str
    on_path: bool
    grounds: Grounds | None = None


class NoticeShown(Struct, frozen=True):
    """A part of the notice to the people concerned; `questions` are ids of those on the path, at least one, and
    `labels` what the notice calls each."""

    title: str
    questions: tuple[str, ...]
    labels: tuple[str, ...]


class Remark(Struct, frozen=True):
    """To look at before a review: its rule (an id), its kind (`contradiction`, `gap`, `guess`), what stands out, what
    to do, the questions (ids) that settle it, and the measures (titles) that it speaks of; both may be empty."""

    rule: str
    kind: str
    because: str
    do: str
    questions: tuple[str, ...]
    about: tuple[str, ...]


class Verdict(Struct, frozen=True):
    """The levels of the whole, words of the scale.

    `level` is the one to plan for as far as is known, `unacceptable` only where a stop is certain. `lower` counts what
    is certain alone, `upper` all that open questions could still bring, possible stops included. `residual` is what
    declared mitigations leave of `level`. `because` says why in sentences. `nothing_ruled_out` is True where nothing
    was answered. `stop` has the stops that are certain, `possible_stops` those that open questions decide; both are
    mostly empty."""

    level: str
    lower: str
    upper: str
    residual: str
    because: str
    nothing_ruled_out: bool
    stop: tuple[StopShown, ...]
    possible_stops: tuple[StopShown, ...]


class ContradictionShown(Struct, frozen=True):
    """Answers that cannot be true together; until one is changed, the worse reading counts.

    `questions` are the ids of those that were answered, at least one."""

    questions: tuple[str, ...]
    because: str


class KnowledgeShown(Struct, frozen=True, omit_defaults=True):
    """The knowledge base that was walked: its version, and the SHA-256 of its files as hexadecimal digits.

    `browse` is the address of the app in which its entries can be read, left out where it names none."""

    version: str
    digest: str
    browse: str = ""

    def page_of(self, kind: str, identity: str) -> str:
        """The address of the page of an entry; empty where no app is named."""
        return f"{self.browse.rstrip('/')}/?entry={address_of(kind, identity)}" if self.browse else ""


class Assessment(Struct, frozen=True):
    """What the answers reach: one walk, told in full.

    `project` has only those fields that were filled in. `contradictions` are answers that cannot be true together.
    `findings` stand the worst first, and `matter_most` are the ids of up to three of them, of different risk factors
    and harms as far as there are such. Of the risk factors that a choice could raise and that lead to nothing,
    `ruled_out` has those that an answer closes, `no_evidence` those not known from such a use, and `without_harm` those
    that the answers do raise. `recommendations` stand in the order in which they help most. `evidence` is what the
    team brought along, `groups_without_finding` the groups that it named and that no finding falls on. `answers`
    stand in the order of the interview; `ignored` are the ids of answered questions that have left the path.
    `sources` are all that something here cites, by id. `words` has the label of each word of each list of the
    vocabulary that stands here. `opinion` is the id of the question whether the people concerned were asked, empty
    where it is not on the path. `notice` is what people concerned are told, `lint` what to look at before a
    review. Every tuple is empty where there is no such thing."""

    format: str
    knowledge_base: KnowledgeShown
    project: dict[str, str]
    verdict: Verdict
    contradictions: tuple[ContradictionShown, ...]
    findings: tuple[Finding, ...]
    matter_most: tuple[str, ...]
    ruled_out: tuple[RuledOut, ...]
    no_evidence: tuple[RuledOut, ...]
    without_harm: tuple[RuledOut, ...]
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
    opinion: str = ""
    notice: tuple[NoticeShown, ...] = ()
    lint: tuple[Remark, ...] = ()

    @property
    def set_aside(self) -> tuple[RuledOut, ...]:
        """Every risk factor that a choice could raise and that leads to nothing, whatever the reason."""
        return (*self.ruled_out, *self.no_evidence, *self.without_harm)


class Outlook(Struct, frozen=True):
    """What other answers would do: each worked out by walking again with them.

    Apart from what was walked: whoever has no outlook cannot say that no question is open. `unknowns` stand in the
    order in which they move the verdict most, `levers` the strongest first. `trip_wires` are the answers that hold the
    level to plan for down, those first without which it would be highest; another task, objective, deployment or data
    plan is not tried, as that is another project. `combinations` bring the level down, first to the next lower one, of
    up to `most_steps` steps. It is empty where none was found, and then `another_project` has for each stop the
    answers of which one would have to be so for it not to hold. `smallest_changes` maps the id of a finding to the
    smallest set of changes that removes it; a finding for which none was found is not in it."""

    unknowns: tuple[UnknownShown, ...]
    trip_wires: tuple[TripWireShown, ...]
    combinations: tuple[CombinationShown, ...]
    most_steps: int
    another_project: tuple[tuple[str, ...], ...]
    levers: tuple[LeverShown, ...]
    smallest_changes: dict[str, tuple[ChangeShown, ...]]


class Report(Struct, frozen=True):
    """All that a report holds."""

    assessment: Assessment
    outlook: Outlook
