"""The walk as docs/walk.md tells it, for one set of answers, with nothing to make it fast: what the engine is held to.

Truths are 0 (false), 1 (maybe), 2 (true); positions on a scale count from 0, its first word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Condition

Bounds = tuple[int, int, int]
"""At least, at most, and what to plan for."""


class PlainWalk:
    """`findings` maps a pair of risk factor and harm to the bounds of likelihood, severity, level and residual level;
    `verdict` is level, lower, upper and residual; `stops` counts those that are certain and those that are maybe."""

    def __init__(self, knowledge: KnowledgeBase, given: Mapping[str, tuple[str, ...]], declared: Iterable[str] = ()):
        self.knowledge, self.given, self.declared = knowledge, with_presumed(knowledge, given), set(declared)
        self.truths: dict[Condition, int] = {}
        vocabulary = knowledge.vocabulary
        self.likelihoods, self.severities, self.levels = map(vocabulary.words, ("likelihoods", "severities", "levels"))
        self.table = {(row.likelihood, row.severity): self.levels.index(row.level) for row in vocabulary.level_table}
        self.chosen = {choice: (truth, self.entry(choice)) for choice, truth in self.choices()}
        self.raised: dict[str, Bounds] = {}
        before: dict[str, set[str]] = {key: set() for key in knowledge.risk_factors}
        for key, factor in knowledge.risk_factors.items():
            for edge in factor.raises:
                before[edge.risk_factor].add(key)
        for factor in TopologicalSorter(before).static_order():
            self.reach(factor)
        self.findings = {
            (factor, harm): self.finding(factor, harm)
            for factor in self.raised
            for harm in knowledge.harms
            if self.at_stake(harm) and any(self.truth(lead.when) for lead in self.leads(factor, harm))
        }
        stops = [min(truth, self.truth(stop.when)) for truth, stop in self.edges("stops")]
        self.stops = stops.count(2), stops.count(1)
        worst = len(self.levels) - 1
        lower, upper, level = (max((found[2][at] for found in self.findings.values()), default=0) for at in range(3))
        residual = max((found[3][2] for found in self.findings.values()), default=0)
        self.verdict = level, lower, worst if self.stops[1] else upper, residual
        if self.stops[0]:
            self.verdict = worst, worst, worst, worst

    def asked(self, question) -> int:
        record = self.knowledge.questions.get(question)
        return self.truth(record.ask_when) if record else 0

    def atom(self, question, options) -> int:
        chosen = self.given.get(question)
        return min(2 if set(chosen or ()) & set(options) else int(self.open(question)), self.asked(question))

    def open(self, question) -> bool:
        """Whether any option may be so: nothing was answered, or that nobody has looked."""
        record, chosen = self.knowledge.questions.get(question), self.given.get(question)
        return chosen is None or any(option.leaves_open for option in record.options if option.id in chosen)

    def truth(self, condition) -> int:
        if condition not in self.truths:
            self.truths[condition] = self.worked_out(condition)
        return self.truths[condition]

    def worked_out(self, condition) -> int:
        all_of, any_of, none_of = condition.parts
        truths = [self.atom(*pair) for pair in all_of] + [2 - self.atom(*pair) for pair in none_of]
        return min([*truths, max(self.atom(*pair) for pair in any_of)] if any_of else truths, default=2)

    def choices(self):
        for key, question in self.knowledge.questions.items():
            options = [option for option, _ in self.knowledge.options(question)]
            chosen = self.given.get(key) or ()
            for option in {*options, *chosen} if self.open(key) else chosen:
                if truth := min(self.asked(key), 2 if option in chosen else 1):
                    yield (key, option), truth

    def entry(self, choice):
        """The entry, or the option of a question, that a choice names."""
        question = self.knowledge.questions[choice[0]]
        if question.options_from:
            return getattr(self.knowledge, question.options_from)[choice[1]]
        return next(option for option in question.options if option.id == choice[1])

    def edges(self, field):
        """The truth of each choice with each of its edges in a field."""
        for truth, entry in self.chosen.values():
            for edge in getattr(entry, field, ()):
                yield truth, edge

    def reach(self, factor) -> None:
        ways = [
            (min(truth, self.truth(edge.when)), self.likelihoods.index(edge.likelihood), (9, 9, 9))
            for truth, edge in self.edges("raises")
            if edge.risk_factor == factor
        ]
        for tail, bounds in self.raised.items():
            for edge in self.knowledge.risk_factors[tail].raises:
                if edge.risk_factor == factor:
                    truth = min(2 if bounds[0] else 1, self.truth(edge.when))
                    ways.append((truth, self.likelihoods.index(edge.likelihood), bounds))
        rules = self.knowledge.risk_factors[factor].ruled_out_when
        gate = min((2 - self.truth(rule.when) for rule in rules), default=2)
        ways = [(min(truth, gate), strength, before) for truth, strength, before in ways if min(truth, gate)]
        if ways:
            self.raised[factor] = strongest(ways, doubt=1)

    def leads(self, factor, harm):
        """The edges to a harm; where there is none, those to the harm that it is a form of."""
        edges = self.knowledge.risk_factors[factor].leads_to
        own = [edge for edge in edges if edge.harm == harm]
        return own or [edge for edge in edges if edge.harm == self.knowledge.harms[harm].form_of]

    def at_stake(self, harm) -> list[tuple[int, int, Bounds]]:
        stakes = [
            (min(truth, self.truth(stake.when)), self.severities.index(stake.severity), (9, 9, 9))
            for truth, stake in self.edges("stakes")
            if harm in stake.harms
        ]
        return [stake for stake in stakes if stake[0]]

    def finding(self, factor, harm) -> tuple[Bounds, Bounds, Bounds, Bounds]:
        record = self.knowledge.risk_factors[factor]
        likelihood = strongest(
            (
                (self.truth(lead.when), self.likelihoods.index(lead.likelihood), self.raised[factor])
                for lead in self.leads(factor, harm)
            ),
            doubt=1,
        )
        severity = strongest(self.at_stake(harm))
        shifts = [
            (min(truth, self.truth(shift.when)), shift.moves, shift.by)
            for truth, shift in self.edges("shifts")
            if self.knowledge.harms[harm].kind in (shift.harm_kinds or (self.knowledge.harms[harm].kind,))
            and record.bias_source in (shift.bias_sources or (record.bias_source,))
        ]
        likelihood = shifted(likelihood, [each for each in shifts if each[1] == "likelihood"], len(self.likelihoods))
        severity = shifted(severity, [each for each in shifts if each[1] == "severity"], len(self.severities))
        works = [
            (self.truth(edge.when), edge.moves, -edge.by)
            for key in self.declared
            for edge in self.knowledge.recommendations[key].works_on
            if edge.risk_factor == factor
        ]
        rest = (
            shifted(likelihood, [each for each in works if each[1] == "likelihood"], len(self.likelihoods)),
            shifted(severity, [each for each in works if each[1] == "severity"], len(self.severities)),
        )
        return likelihood, severity, self.level(likelihood, severity), self.level(*rest)

    def level(self, likelihood: Bounds, severity: Bounds) -> Bounds:
        return tuple(
            self.table[self.likelihoods[likely], self.severities[severe]]
            for likely, severe in zip(likelihood, severity, strict=True)
        )


def with_presumed(knowledge: KnowledgeBase, given: Mapping) -> Mapping:
    """The answers, and for each question left unanswered what the chosen entries presume."""
    result, settled = dict(given), set()
    for other in knowledge.questions.values():
        for chosen in (given.get(other.id) or ()) if other.options_from else ():
            entry = getattr(knowledge, other.options_from)[chosen]
            for key in entry.presumes.firm if getattr(entry, "presumes", None) else ():
                alone = {option.id for option in knowledge.questions[key].options if option.exclusive}
                both = {*(given.get(key) or ()), *presumed_by(entry, key)}
                if given.get(key) and both & alone and both - alone:
                    result[key] = tuple(sorted(both - alone))
                    settled.add(key)
    for key, question in knowledge.questions.items():
        if key not in given:
            brought = {
                option
                for other in knowledge.questions.values()
                if other.options_from
                for chosen in given.get(other.id) or ()
                for option in presumed_by(getattr(knowledge, other.options_from)[chosen], key)
            }
            alone = {option.id for option in question.options if option.exclusive}
            kept = brought - alone or brought
            if kept and (question.several or len(kept) == 1):
                result[key] = tuple(sorted(kept))
    path = PlainWalk.__new__(PlainWalk)  # only to tell which questions are asked
    path.knowledge, path.given, path.truths = knowledge, dict(result), {}
    for clash in knowledge.interview.clashes:
        atoms = [pair for atom in clash.answers for pair in atom.items()]
        if clash.unsettled not in settled and all(
            set(presented(options)) & set(given.get(key) or ()) and path.asked(key) for key, options in atoms
        ):
            result[clash.unsettled] = None
    return result


def presumed_by(entry, question) -> tuple[str, ...]:
    presumes = getattr(entry, "presumes", None)
    return presented(presumes.answers.get(question, ())) if presumes else ()


def presented(options: str | tuple[str, ...]) -> tuple[str, ...]:
    return (options,) if isinstance(options, str) else options


def strongest(ways, doubt=0) -> Bounds:
    """The strongest way, each with its truth, its own strength and the bounds where it starts."""
    ways = list(ways)
    return (
        max((min(strength, before[0]) for truth, strength, before in ways if truth == 2), default=0),
        max((min(strength, before[1]) for truth, strength, before in ways if truth), default=0),
        max(
            (
                min(strength if truth == 2 else max(strength - doubt, min(strength, 1)), before[2])
                for truth, strength, before in ways
                if truth
            ),
            default=0,
        ),
    )


def shifted(bounds: Bounds, steps, words: int) -> Bounds:
    """Bounds after the strongest step up and the strongest step down, what is only maybe moving them apart."""

    def most(sign, least_truth):
        return max((by * sign for truth, _, by in steps if truth >= least_truth and by * sign > 0), default=0)

    by = most(1, 2) - most(-1, 1), most(1, 1) - most(-1, 2), most(1, 2) - most(-1, 2)
    return tuple(
        position and max(1, min(words - 1, position + step)) for position, step in zip(bounds, by, strict=True)
    )
