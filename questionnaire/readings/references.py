"""What a reading refers to by number, label or link, looked up for one report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from questionnaire.assessment.result import ChangeShown, Finding, GroupShown, Report, SourceShown, Step
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import numbers
from questionnaire.readings.around import NOTHING_KNOWN, Around
from questionnaire.readings.blocks import Run, Text, quiet, runs, strong
from questionnaire.readings.retold import retells
from questionnaire.wording import readings as say

_SENTENCE = re.compile(r"(?<=[.?!])\s+")
# What is longer, in characters, is told once and then referred to.
LONG_TO_REPEAT = 40
# Of what the team wrote of its project so many characters stand at the front.
MOST_WRITTEN = 300


class References(Labels):
    """The labels of one report, its numbers as links, and its things by id. `citing`: whether sources are cited, which
    a reading without a list of sources cannot do; `around` is what is known beside the answers; `used` holds the
    numbers that were."""

    def __init__(self, report: Report, *, citing: bool = True, around: Around = NOTHING_KNOWN):
        super().__init__(report.assessment.words)
        self.citing, self.around = citing, around
        self.used: set[str] = set()
        self._recommended: set[str] = set()
        self._groups_told: dict[str, str] = {}
        self._said_of: dict[tuple[Hashable, ...], str] = {}
        self._changes_told: Counter[ChangeShown] = Counter()
        self._sentences_told: set[str] = set()
        self._told_under: dict[str, str] = {}
        self._told_for: dict[str, str] = {}
        self.assessment, self.outlook = report.assessment, report.outlook
        falls_on = (group for finding in report.assessment.findings for group in finding.groups)
        without = report.assessment.groups_without_finding
        self.team_named_groups = bool(without) or any(group.named_by_team for group in falls_on)
        self.numbers = numbers(report.assessment)
        self.finding_by_id = {finding.id: finding for finding in report.assessment.findings}
        self.titles = {item.id: item.title for item in report.assessment.recommendations}
        self.asks = {answer.question: answer.asks for answer in report.assessment.answers}
        self.answered = {answer.question: answer.labels for answer in report.assessment.answers}
        self.source_by_id: dict[str, SourceShown] = {source.id: source for source in report.assessment.sources}

    @property
    def project(self) -> str:
        return self.assessment.project.get("name", "").strip() or say.NOT_NAMED

    @property
    def in_full(self) -> bool:
        """Whether this is the full report, which alone cites sources."""
        return self.citing

    @property
    def strongest_evidence(self) -> str:
        """The word for the strongest evidence, which most findings have: it is told once for all of them."""
        return next(reversed(self.assessment.words["evidence_strengths"]))

    @property
    def tells_moves(self) -> bool:
        """Whether answers that move a likelihood or a severity are told: where no mitigation helps they are not."""
        moved = any(finding.moved_by for finding in self.assessment.findings)
        return moved and not self.assessment.verdict.stop

    @property
    def imprint(self) -> str:
        knowledge = self.assessment.knowledge_base
        return say.imprint(knowledge.version, knowledge.digest[:12])

    def level(self, level: str) -> Run:
        """A level with its mark, in its colour, to stand alone or first."""
        return strong(self.marked(level), level)

    def level_of(self, finding: Finding) -> Text:
        """The level of a finding to plan for, and below it what differs from that."""
        more = say.comma(self._bounds(finding))
        return runs(self.level(finding.level.planned), quiet(f"\n{more}") if more else "")

    def level_in_line(self, finding: Finding) -> Text:
        """The level of a finding to plan for, and behind it what differs from that."""
        more = say.comma(self._bounds(finding))
        return runs(self.level(finding.level.planned), quiet(f" ({more})") if more else "")

    def _bounds(self, finding: Finding) -> list[str]:
        bounds = finding.level
        more = []
        if finding.status != "confirmed":
            more.append(self.label("finding_statuses", finding.status).lower())
        if bounds.lower != bounds.planned and finding.status == "confirmed":
            more.append(say.at_least(self.inline("levels", bounds.lower)))
        if bounds.upper != bounds.planned:
            more.append(say.up_to(self.inline("levels", bounds.upper)))
        if finding.residual != bounds:
            more.append(say.after_measures(self.inline("levels", finding.residual.planned)))
        return more

    def cited(self, sources: Iterable[str]) -> Text:
        """The numbers of sources, to stand behind a sentence; each leads to its source."""
        cited = self.numbers.cited(sources) if self.citing else ()
        if not cited:
            return ()
        self.used.update(cited)
        each = [Run(number, to=f"source-{number}") for number in cited]
        listed = [part for run in each for part in (Run(", "), run)][1:]
        return (Run(" ["), *listed, Run("]"))

    def finding(self, identity: str) -> Run:
        """The number of a finding, which leads to it."""
        number = self.numbers.findings[identity]
        return Run(str(number), to=f"finding-{number}")

    def listed_findings(self, ids: Iterable[str]) -> Text:
        """The numbers of findings as links, rising, with their noun before them."""
        ordered = sorted(ids, key=self.numbers.findings.__getitem__)
        each = [part for identity in ordered for part in (Run(", "), self.finding(identity))][1:]
        return runs(say.finding_noun(len(ordered)), each)

    def recommendation(self, identity: str) -> Run:
        """The number of a recommendation, which leads to it."""
        number = self.numbers.recommendations[identity]
        return Run(f"R{number}", to=f"recommendation-{number}")

    def recommendations(self, ids: Iterable[str]) -> Text:
        """Recommendations by number, as a link, the most urgent first; where one is named first, with its title."""
        ordered = sorted(ids, key=self.numbers.recommendations.__getitem__)
        each: list[Run | str] = []
        for identity in ordered:
            each += ["; ", self.recommendation(identity)]
            if identity not in self._recommended:
                each.append(f" {self.titles[identity]}")
        self._recommended.update(ordered)
        return runs(*each)[1:]

    def first_groups(self, groups: Sequence[GroupShown], most: int) -> str:
        """As many of the groups as stand in a line, those that the team named first, and how many more there are."""
        ordered = sorted(groups, key=lambda group: not group.named_by_team)
        shown = [group.title for group in ordered[:most]]
        return say.and_more(shown, len(ordered) - len(shown)) if shown else say.NO_GROUP_SHORT

    def groups(self, groups: Iterable[GroupShown], most: int | None = None) -> str:
        """On whom a finding falls: the groups that the team named first, and apart from them those for which it is
        shown elsewhere, `most` of them by name, where it is given."""
        named = [group.title for group in groups if group.named_by_team]
        others = [group.title for group in groups if not group.named_by_team]
        if most is not None and len(others) > most + 1:  # a single one is as short by name
            others = [*others[:most], f"and {say.more_groups(len(others) - most)}"]
        if named and others:
            return say.named_and_others(named, others)
        if others and self.team_named_groups:
            return say.shown_elsewhere(others)
        return say.comma((*named, *others)) or say.NO_GROUP_SHORT

    def groups_of(self, finding: Finding, most: int | None = None) -> Text:
        """On whom a finding falls; where the same many were named before, the finding that names them. `most` as for
        groups."""
        said = self.groups(finding.groups, most)
        first = self._groups_told.setdefault(said, finding.id)
        if first == finding.id or len(said) < LONG_TO_REPEAT:
            return runs(said)
        return runs(say.SAME_AS, self.listed_findings([first]))

    def as_for(self, finding: Finding, *about: Hashable) -> Text:
        """Of which finding the same was told already, nothing where of none; `about` is what is to be told of it."""
        first = self._said_of.setdefault(about, finding.id)
        return () if first == finding.id else runs(say.AS_FOR, self.listed_findings([first]))

    def times_told(self, change: ChangeShown) -> int:
        """How often this change was told, with this time."""
        self._changes_told[change] += 1
        return self._changes_told[change]

    def fresh(self, reason: str) -> str:
        """The reason without the sentences that were told here before, as far as any is left."""
        sentences = _SENTENCE.split(reason)
        left = [sentence for sentence in sentences if sentence not in self._sentences_told]
        self._sentences_told.update(sentences)
        return " ".join(left or sentences[-1:])

    def because(self, reason: str, under: str) -> str:
        """The reason, which stands under the heading `under`; where it was told already, under which."""
        first = self._told_under.setdefault(reason, under)
        return reason if first == under else say.told_under(first)

    def retold(self, step: Step, told: Iterable[Step]) -> Step | None:
        """Of what is told the first that says in other words why this step leads on, by a source in common."""
        own = self._published(step)
        for other in told:
            if other.because != step.because and retells(step.because, own, other.because, self._published(other)):
                return other
        return None

    def _published(self, step: Step) -> list[str]:
        return [source for source in step.sources if self.source_by_id[source].published]

    def told_under(self, reason: str) -> str:
        """The heading under which the reason was told, empty where it was not."""
        return self._told_under.get(reason, "")

    def because_of(self, reason: str, finding: Finding) -> Text:
        """The reason why a harm can follow; where it was told for another finding already, for which."""
        first = self._told_for.setdefault(reason, finding.id)
        return runs(reason) if first == finding.id else runs(say.REASON_AS, self.listed_findings([first]), ".")

    def answer(self, question: str, option: str) -> str:
        """An answer quoted with its question."""
        asks = self.asks.get(question)
        return say.answer_quoted(asks, option) if asks else say.quoted(option)
