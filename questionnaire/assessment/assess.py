"""From answers to the plain result: one walk, put into words, sentences and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from questionnaire.answers.answers import UNKNOWN, Answer, Answers, ignored
from questionnaire.assessment.result import (
    CLOSED_BY,
    FORMAT,
    AnswerShown,
    Assessment,
    ChangeShown,
    Finding,
    GroupNamed,
    GroupShown,
    Incident,
    KnowledgeShown,
    LeverShown,
    Moved,
    Moves,
    Range,
    RecommendationShown,
    RegulationShown,
    RuledOut,
    SourceShown,
    Step,
    StopShown,
    UnknownShown,
    Verdict,
)
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, MAYBE, TRUE, Truths, in_words, negation_in_words
from questionnaire.knowledge.entries import Condition, Edge, Raise, RiskFactor, RulingOut, Source, Stop
from questionnaire.walk import levers as levers_
from questionnaire.walk import unknowns as unknowns_
from questionnaire.walk.network import Choice, Network
from questionnaire.walk.scales import Bounds
from questionnaire.walk.walk import Harmed, Open, Walk, walk


def assess(network: Network, answers: Answers, *, thorough: bool = True) -> Assessment:
    """The whole result. Without `thorough`, open questions are not ranked and levers not tried (a live view needs
    neither), and `unknowns` and `levers` are empty."""
    return _Assessor(network, answers, thorough).assessment()


def finding_id(risk_factor: str, harm: str) -> str:
    """The id of the finding that a risk factor leads to a harm; the same in every assessment."""
    return f"{risk_factor}--{harm}"


def outcome(network: Network, answers: Answers) -> Walk:
    """The bare walk of the answers, declared mitigations included."""
    return walk(network, answers.given(), answers.declared())


class _Assessor:
    """Puts words, sentences and sources to one walk."""

    def __init__(self, network: Network, answers: Answers, thorough: bool):
        self.network, self.answers, self.thorough = network, answers, thorough
        self.knowledge: KnowledgeBase = network.knowledge
        self.walk = outcome(network, answers)
        self.truths = Truths(network.questions, answers.given())
        vocabulary = self.knowledge.vocabulary
        self.likelihoods, self.severities, self.levels = (
            vocabulary.words("likelihoods"),
            vocabulary.words("severities"),
            vocabulary.words("levels"),
        )
        self.labels = {
            (key, option): label
            for key, question in self.knowledge.questions.items()
            for option, label in self.knowledge.options(question)
        }
        self.named = tuple(
            option
            for key, question in network.questions.items()
            if question.options_from == "affected_groups" and self.truths.asked(key) == TRUE
            for option in self.answers.given().get(key, ())
        )

    def assessment(self) -> Assessment:
        singles = levers_.single_levers(self.network, self.answers, self.walk) if self.thorough else ()
        removals = levers_.smallest_removals(self.network, self.answers, self.walk, singles) if self.thorough else {}
        findings = self.findings(removals)
        unknowns = self.unknowns() if self.thorough else ()
        verdict = self.verdict(findings)
        recommendations = self.recommendations(findings)
        ruled_out, regulations = self.ruled_out(), self.regulations()
        incidents = self.incidents()
        touched = {group.id for finding in findings for group in finding.groups}
        cited = {
            source
            for thing in (*findings, *recommendations, *regulations, *verdict.stop, *verdict.possible_stops)
            for source in _sources_of(thing)
        } | {incident.source for incident in incidents}
        return Assessment(
            format=FORMAT,
            knowledge_base=KnowledgeShown(self.knowledge.version, self.knowledge.digest),
            project={key: self.answers.project[key] for key in sorted(self.answers.project)},
            verdict=verdict,
            findings=findings,
            matter_most=_telling(findings),
            ruled_out=ruled_out,
            unknowns=unknowns,
            levers=tuple(map(self.lever, levers_.helpful(self.network, singles, self.walk))),
            recommendations=recommendations,
            regulations=regulations,
            incidents=incidents,
            evidence=self.answers.evidence,
            groups_without_finding=tuple(self.group_named(group) for group in self.named if group not in touched),
            answers=self.answers_shown(),
            ignored=ignored(self.answers, self.knowledge),
            sources=tuple(self.source(self.knowledge.sources[key]) for key in sorted(cited)),
            words=self.words(),
            level_table=self.knowledge.vocabulary.level_table,
        )

    # --- findings -------------------------------------------------------------------------------------------------

    def findings(self, removals: Mapping) -> tuple[Finding, ...]:
        shown = [self.finding(pair, harmed, removals.get(pair, ())) for pair, harmed in self.walk.harmed.items()]
        return tuple(
            sorted(
                shown,
                key=lambda finding: (
                    -self.levels.index(finding.level.upper),
                    -self.levels.index(finding.level.lower),
                    -self.severities.index(finding.severity.upper),
                    -self.likelihoods.index(finding.likelihood.upper),
                    -len(finding.groups),
                    finding.id,
                ),
            )
        )

    def finding(self, pair: tuple[str, str], harmed: Harmed, changes: tuple) -> Finding:
        factor, harm = self.knowledge.risk_factors[pair[0]], self.knowledge.harms[pair[1]]
        paths = self.paths(pair, harmed)
        pathways = {word for open_ in harmed.leads for word in open_.edge.pathways}
        pathways |= {open_.edge.pathway for open_ in harmed.openings}
        return Finding(
            id=finding_id(*pair),
            status="confirmed" if harmed.level.lower else "possible",
            title=f"{factor.title} → {harm.title}",
            risk_factor=factor.id,
            risk_factor_title=factor.title,
            risk_factor_summary=factor.summary,
            check=factor.check,
            bias_source=factor.bias_source,
            harm=harm.id,
            harm_title=harm.title,
            harm_summary=harm.summary,
            harm_kind=harm.kind,
            pathways=tuple(word for word in self.knowledge.vocabulary.words("pathways") if word in pathways),
            groups=self.groups(pair, harmed),
            likelihood=self.range(harmed.likelihood, self.likelihoods),
            severity=self.range(harmed.severity, self.severities),
            level=self.range(harmed.level, self.levels),
            residual=self.range(harmed.residual, self.levels),
            evidence_strength=self.strength(paths),
            mappings=self.mappings(factor),
            paths=paths,
            moved_by=self.moved_by(harmed),
            recommendations=tuple(
                key
                for key, edge in self.network.lowering.get(pair[0], ())
                if self.truths.condition(edge.when) and not self.knowledge.recommendations[key].replaced_by
            ),
            smallest_change=tuple(map(self.change, changes)),
        )

    def paths(self, pair: tuple[str, str], harmed: Harmed) -> tuple[tuple[Step, ...], ...]:
        """A path for every open edge into the risk factor and on to the harm, the strongest first."""
        harm = self.knowledge.harms[pair[1]]
        kind = self.knowledge.vocabulary.label("harm_kinds", harm.kind)
        stake = max(
            harmed.stakes, key=lambda open_: (open_.truth, self.network.severity[open_.edge.severity], open_.tail)
        )
        last = Step(
            harm.id,
            "harm",
            harm.title,
            f"{kind} is at stake in ‘{self.labels[stake.tail]}’: {stake.edge.because}",
            stake.edge.sources,
            certain=stake.truth == TRUE,
        )
        paths = []
        for lead in harmed.leads:
            on = Step(
                pair[0],
                "risk_factor",
                self.knowledge.risk_factors[pair[0]].title,
                lead.edge.because,
                lead.edge.sources,
                tuple(lead.edge.pathways),
                lead.truth == TRUE,
            )
            for open_ in self.walk.reached[pair[0]].raised_by:
                before, strength, certain = self.steps_before(open_)
                strength = min(strength, self.network.likelihood[lead.edge.likelihood])
                rank = (-min(certain, lead.truth), -strength, before[0].id, lead.edge.because)
                paths.append((rank, (*before, on, last)))
        return tuple(steps for _, steps in sorted(paths, key=lambda item: item[0]))

    def steps_before(self, open_: Open) -> tuple[tuple[Step, ...], int, int]:
        """The steps from an answer to the head of a raise edge, their weakest link, and whether they are certain."""
        edge: Raise = open_.edge
        own = self.network.likelihood[edge.likelihood]
        if isinstance(open_.tail, str):
            best = max(
                self.walk.reached[open_.tail].raised_by,
                key=lambda way: (way.truth, self.network.likelihood[way.edge.likelihood], str(way.tail)),
            )
            steps, strength, certain = self.steps_before(best)
            step = Step(
                open_.tail,
                "risk_factor",
                self.knowledge.risk_factors[open_.tail].title,
                edge.because,
                edge.sources,
                certain=open_.truth == TRUE,
            )
            return (*steps, step), min(strength, own), min(certain, open_.truth)
        return (self.answer_step(open_.tail, edge, open_.truth),), own, open_.truth

    def answer_step(self, choice: Choice, edge: Edge, truth: int) -> Step:
        return Step("=".join(choice), "answer", self.labels[choice], edge.because, edge.sources, certain=truth == TRUE)

    def groups(self, pair: tuple[str, str], harmed: Harmed) -> tuple[GroupNamed, GroupShown, ...]:
        """The groups that evidence ties to this path: named on its edges, exposed by the deployment, or named by the
        team and known to bear this risk factor. Ways that are only maybe open name groups only where no way is
        certain, since an open question about the task would otherwise list every group."""
        ties: dict[str, list[Edge]] = {}
        for ways in (self.walk.reached[pair[0]].raised_by, harmed.leads):
            certain = [open_ for open_ in ways if open_.truth == TRUE]
            for open_ in certain or ways:
                for group in open_.edge.groups:
                    ties.setdefault(group, []).append(open_.edge)
        for choice, deployment in self.network.deployments.items():
            truth = self.truths.atom(choice[0], (choice[1],))
            if not truth or (truth == MAYBE and self.answers.answers.get(choice[0], Answer(UNKNOWN)).status == UNKNOWN):
                continue
            for edge in deployment.exposes:
                if (not edge.through or pair[0] in edge.through) and self.truths.condition(edge.when) == TRUE:
                    ties.setdefault(edge.group, []).append(edge)
        for group in self.named:
            for edge in self.knowledge.affected_groups[group].bears:
                if edge.risk_factor == pair[0] and self.truths.condition(edge.when):
                    ties.setdefault(group, []).append(edge)
        shown = []
        for key in sorted(ties):
            group, edges = self.knowledge.affected_groups[key], ties[key]
            shown.append(
                GroupShown(
                    key,
                    group.attribute,
                    group.title,
                    group.also,
                    key in self.named,
                    edges[0].because,
                    tuple(sorted({source for edge in edges for source in edge.sources})),
                )
            )
        return tuple(sorted(shown, key=lambda group: (not group.named_by_team, group.id)))

    def moved_by(self, harmed: Harmed) -> tuple[Moved, ...]:
        moved = [
            Moved(
                open_.tail[0],
                self.labels[open_.tail],
                open_.edge.moves,
                open_.edge.by,
                open_.truth == TRUE,
                open_.edge.because,
                open_.edge.sources,
            )
            for open_ in harmed.shifts
        ]
        return tuple(
            sorted(moved, key=lambda move: (not move.certain, move.moves, -move.by, move.question, move.option))
        )

    def mappings(self, factor: RiskFactor) -> tuple[str, ...]:
        """Ids of other taxonomies: those of the risk factor and those of its bias source."""
        own = next(word.mappings for word in self.knowledge.vocabulary.bias_sources if word.id == factor.bias_source)
        return tuple(sorted({*factor.mappings, *own}))

    def strength(self, paths: tuple[tuple[Step, ...], ...]) -> str:
        """Evidence strength of the strongest path, from the kinds of its sources alone."""
        kinds = [self.knowledge.sources[source].kind for step in paths[0] for source in sorted(set(step.sources))]
        studies = sum(kind in ("paper", "law", "report") for kind in kinds)
        words = self.knowledge.vocabulary.words("evidence_strengths")
        if studies >= 2 or studies and "incident" in kinds:
            return words[3]
        return words[2] if studies else words[0] if set(kinds) <= {"expert_judgement"} else words[1]

    # --- verdict --------------------------------------------------------------------------------------------------

    def verdict(self, findings: tuple[Finding, ...]) -> Verdict:
        stops = sorted(self.walk.stops, key=lambda open_: (open_.tail, open_.edge.because))
        certain = tuple(self.stop(open_) for open_ in stops if open_.truth == TRUE)
        possible = tuple(self.stop(open_) for open_ in stops if open_.truth == MAYBE)
        nothing = not self.answers.given()
        return Verdict(
            self.levels[self.walk.level],
            self.levels[self.walk.lower],
            self.levels[self.walk.upper],
            self.levels[self.walk.residual],
            self.reason(findings, certain, possible, nothing),
            nothing,
            certain,
            possible,
        )

    def reason(self, findings, certain, possible, nothing) -> str:
        if certain:
            return f"No mitigation makes this use acceptable: {certain[0].because}"
        if nothing:
            return "Nothing has been answered, so nothing can be ruled out yet. This is not a sign of safety."
        if not findings:
            return (
                "The answers reach no harm from machine bias: every way to one is closed by an answer. "
                "What was ruled out, and what would bring it back, is listed."
            )
        worst = findings[0]
        level = self.knowledge.vocabulary.label("levels", worst.level.upper).lower()
        sure = sum(finding.status == "confirmed" for finding in findings)
        sentence = f"The worst path is {level}: from ‘{worst.risk_factor_title}’ to ‘{worst.harm_title}’."
        if possible:
            sentence += " A condition that would make this use unacceptable cannot be excluded yet; settle it first."
        elif not sure:
            sentence += " Every finding still hangs on open questions."
        return sentence

    def stop(self, open_: Open) -> StopShown:
        edge: Stop = open_.edge
        settled = f"‘{self.knowledge.questions[open_.tail[0]].asks}’ is ‘{self.labels[open_.tail]}’"
        if words := in_words(edge.when, self.knowledge):
            settled += f", and {words}"
        return StopShown(
            open_.tail[1], self.labels[open_.tail], edge.because, edge.instead or "", settled, edge.sources
        )

    # --- ruled out ------------------------------------------------------------------------------------------------

    def ruled_out(self) -> tuple[RuledOut, ...]:
        shown = [self.closing(factor, causes) for factor, causes in self.walk.closed.items()]
        return tuple(sorted(shown, key=lambda item: (CLOSED_BY.index(item.closed_by), item.risk_factor)))

    def closing(self, factor_id: str, causes: tuple[object, ...]) -> RuledOut:
        """Why a risk factor that a choice could raise leads to nothing here: an answer rules it out, what is known
        about it concerns other choices, or nothing that it leads to is at stake."""
        factor = self.knowledge.risk_factors[factor_id]
        rules = [cause for cause in causes if isinstance(cause, RulingOut)]
        shut = [
            self.truths.failing(cause.when)
            for cause in causes
            if not isinstance(cause, RulingOut) and self.truths.condition(cause.when) == FALSE
        ]
        if rules:
            return self.closed(
                factor,
                "answer",
                [rule.because for rule in rules],
                [negation_in_words(rule.when, self.knowledge) for rule in rules],
                [rule.when for rule in rules],
            )
        others = [when for when in shut if not self.folders(when)]
        if others:
            words = [in_words(when, self.knowledge) for when in others]
            return self.closed(
                factor, "answer", [f"It is known where {each}; here it is not so." for each in words], words, others
            )
        if shut:
            nouns = sorted({noun for when in shut for noun in self.folders(when)})
            named = " or ".join(noun.replace("_", " ") for noun in nouns)
            because = f"What is known about it concerns other {named} than yours."
            return self.closed(factor, "evidence", [because], [f"you choose other {named}"], shut)
        kinds = sorted({self.knowledge.harms[edge.harm].kind for edge in factor.leads_to})
        words = ", ".join(f"‘{self.knowledge.vocabulary.label('harm_kinds', kind)}’" for kind in kinds)
        because = f"Nothing that it leads to is at stake in this deployment. It leads to: {words}."
        result = self.closed(factor, "stakes", [because], [f"it is used where one of these is at stake: {words}"], [])
        asked = sorted({choice[0] for choice in self.network.deployments})
        return msgspec.structs.replace(result, questions=tuple(asked))

    def closed(
        self, factor: RiskFactor, by: str, because: list[str], returns: list[str], conditions: list[Condition]
    ) -> RuledOut:
        questions = [question for condition in conditions for question, _ in condition.atoms()]
        return RuledOut(
            factor.id,
            factor.title,
            by,
            " ".join(dict.fromkeys(because)),
            "; or ".join(dict.fromkeys(returns)),
            tuple(dict.fromkeys(questions)),
        )

    def folders(self, condition: Condition) -> frozenset[str]:
        """The folders whose entries a condition asks for, where it asks for nothing else."""
        asked = {self.knowledge.questions[question].options_from for question, _ in condition.atoms()}
        return frozenset() if None in asked else frozenset(asked)

    # --- what to do -----------------------------------------------------------------------------------------------

    def unknowns(self) -> tuple[UnknownShown, ...]:
        shown = []
        for unknown in unknowns_.unknowns(self.network, self.answers, self.walk):
            question = self.knowledge.questions[unknown.question]
            shown.append(
                UnknownShown(
                    unknown.question,
                    question.asks,
                    question.why_we_ask,
                    question.role,
                    Moves(self.levels[unknown.lowest], self.levels[unknown.highest]),
                    unknown.settles_stop,
                    unknown.moves,
                    self.answers.notes.get(unknown.question, ""),
                )
            )
        return tuple(shown)

    def lever(self, lever: levers_.Lever) -> LeverShown:
        change = lever.change
        shown = self.change(change)
        return LeverShown(
            change.question,
            shown.asks,
            change.out,
            change.into,
            shown.words,
            change.trade_off,
            self.levels[lever.after.level],
            self.levels[lever.after.upper],
            self.levels[self.walk.level],
            *(
                tuple(sorted(finding_id(*pair) for pair in pairs))
                for pairs in (lever.removes, lever.lowers, lever.adds)
            ),
            change.answer.options,
        )

    def change(self, change: levers_.Change) -> ChangeShown:
        out = self.labels.get((change.question, change.out), "We do not know yet")
        into = self.labels.get((change.question, change.into), "")
        words = f"‘{into}’ in place of ‘{out}’" if into else f"leave out ‘{out}’"
        if into and change.out == UNKNOWN:
            words = f"decide for ‘{into}’"
        return ChangeShown(
            change.question,
            self.knowledge.questions[change.question].asks,
            change.out,
            change.into,
            words,
            change.answer.options,
        )

    def recommendations(self, findings: tuple[Finding, ...]) -> tuple[RecommendationShown, ...]:
        works: dict[str, list[Finding]] = {}
        for finding in findings:
            for key in finding.recommendations:
                works.setdefault(key, []).append(finding)
        declared = {mitigation.id: mitigation for mitigation in self.answers.mitigations}
        shown = []
        for key, on in works.items():
            entry, mitigation = self.knowledge.recommendations[key], declared.get(key)
            factors = {finding.risk_factor for finding in on}
            edges = [
                edge for edge in entry.works_on if edge.risk_factor in factors and self.truths.condition(edge.when)
            ]
            shown.append(
                RecommendationShown(
                    key,
                    entry.title,
                    entry.summary,
                    entry.kind,
                    entry.stage,
                    entry.role,
                    entry.done_when,
                    " ".join(dict.fromkeys(edge.because for edge in edges)),
                    entry.tools,
                    tuple(sorted({source for edge in edges for source in edge.sources})),
                    tuple(finding.id for finding in on),
                    on[0].level.upper,
                    mitigation.status if mitigation else "",
                    mitigation.owner if mitigation else "",
                    mitigation.due if mitigation else "",
                )
            )
        stages = self.knowledge.vocabulary.words("stages")
        return tuple(
            sorted(
                shown,
                key=lambda item: (
                    -self.levels.index(item.level),
                    -len(item.findings),
                    stages.index(item.stage),
                    item.id,
                ),
            )
        )

    def regulations(self) -> tuple[RegulationShown, ...]:
        shown = []
        for entry in self.knowledge.regulations.values():
            truth = self.truths.condition(entry.when)
            nothing_known = all(
                self.answers.answers.get(question, Answer(UNKNOWN)).status == UNKNOWN
                for question, _ in entry.when.atoms()
            )
            if truth and not (truth == MAYBE and nothing_known):
                shown.append(
                    RegulationShown(
                        entry.id,
                        entry.title,
                        entry.jurisdiction,
                        entry.risk_class,
                        entry.point,
                        entry.check,
                        entry.as_of,
                        truth == TRUE,
                        entry.because,
                        entry.sources,
                    )
                )
        return tuple(sorted(shown, key=lambda item: (not item.certain, item.jurisdiction, item.id)))

    def incidents(self) -> tuple[Incident, ...]:
        """Documented cases of the chosen tasks and deployments: it happened here."""
        about: dict[str, list[str]] = {}
        for key, question in self.network.questions.items():
            if question.options_from in ("tasks", "deployments"):
                for option in self.answers.given().get(key, ()):
                    for source in getattr(self.knowledge, question.options_from)[option].incidents:
                        about.setdefault(source, []).append(self.labels[key, option])
        return tuple(Incident(source, tuple(about[source])) for source in sorted(about))

    # --- the rest -------------------------------------------------------------------------------------------------

    def answers_shown(self) -> tuple[AnswerShown, ...]:
        shown = []
        for section in self.knowledge.interview.sections:
            for key in section.questions:
                question, given = self.knowledge.questions[key], self.answers.answers.get(key)
                on_path = bool(self.truths.asked(key))
                if not on_path and given is None:
                    continue
                status = given.status if given else "unanswered"
                options = given.options if given else ()
                shown.append(
                    AnswerShown(
                        key,
                        section.title,
                        question.asks,
                        status,
                        options,
                        tuple(self.labels[key, option] for option in options),
                        self.answers.notes.get(key, ""),
                        on_path,
                    )
                )
        return tuple(shown)

    def source(self, source: Source) -> SourceShown:
        return SourceShown(
            source.id,
            source.kind,
            source.title,
            source.authors,
            source.year,
            source.address,
            source.supports,
            source.verified,
        )

    def words(self) -> dict[str, dict[str, str]]:
        """Labels of the closed words, so that a reader of the JSON needs nothing else."""
        vocabulary = self.knowledge.vocabulary
        lists = (
            "attributes",
            "bias_sources",
            "pathways",
            "harm_kinds",
            "stages",
            "recommendation_kinds",
            "roles",
            "likelihoods",
            "severities",
            "levels",
            "finding_statuses",
            "answer_statuses",
            "evidence_strengths",
            "regulation_classes",
            "verifications",
        )
        labels = {name: {entry.id: entry.label for entry in getattr(vocabulary, name)} for name in lists}
        return {**labels, "level_definitions": {entry.id: entry.definition for entry in vocabulary.levels}}

    def group_named(self, key: str) -> GroupNamed:
        group = self.knowledge.affected_groups[key]
        return GroupNamed(key, group.attribute, group.title)

    def range(self, bounds: Bounds, words: tuple[str, ...]) -> Range:
        return Range(words[bounds.lower], words[bounds.upper])


def _sources_of(thing: Struct) -> Iterable[str]:
    if isinstance(thing, Finding):
        for part in (*(step for path in thing.paths for step in path), *thing.groups, *thing.moved_by):
            yield from part.sources
    else:
        yield from thing.sources


def _telling(findings: tuple[Finding, ...], most: int = 3) -> tuple[str, ...]:
    """The first findings, each of another risk factor and another harm as far as there are such."""
    chosen: list[Finding] = []
    for fresh in (
        lambda finding, seen: (
            finding.risk_factor not in {f.risk_factor for f in seen} and finding.harm not in {f.harm for f in seen}
        ),
        lambda finding, seen: finding.risk_factor not in {f.risk_factor for f in seen},
        lambda finding, seen: finding not in seen,
    ):
        for finding in findings:
            if len(chosen) < most and finding.level.upper == findings[0].level.upper and fresh(finding, chosen):
                chosen.append(finding)
    chosen += [finding for finding in findings if finding not in chosen][: most - len(chosen)]
    return tuple(finding.id for finding in findings if finding in chosen)
