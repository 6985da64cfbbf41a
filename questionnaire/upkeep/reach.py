"""What an entry leads to under some answers, what leads to it, and what it declares and does not reach.

A use is walked by its name alone: what it presumes is so, and every other answer is open. What is not even maybe there
is reached by no answers of a team that leaves the presumed facts as they are. All uses are walked at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from questionnaire.knowledge.base import CHOICES
from questionnaire.knowledge.conditions import Given, Some, in_words, union
from questionnaire.knowledge.entries import Choice as ChoiceEntry
from questionnaire.knowledge.entries import Deployment, Exposure, Stake, pairs
from questionnaire.knowledge.search import Index
from questionnaire.walk.network import Choice, Network
from questionnaire.walk.worlds import Passage, Walks, walk_worlds

MOST_WAYS = 3
MOST_NEIGHBOURS = 3


class Staked(NamedTuple):
    """A harm that is at stake in a use: how severe, by which choices, and the risk factors that lead to it there.

    `own` are the places of the use's own stakes that name it. `elsewhere` are risk factors that lead to it where it is
    not reached, and `by` the facts, as question=option, any of which would let it be reached. `shut`: only the own
    condition of the stake keeps it out as the facts are presumed.
    """

    harm: str
    severity: str
    choices: tuple[str, ...]
    own: tuple[int, ...]
    factors: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    shut: bool = False


class Exposed(NamedTuple):
    """A group that a use exposes by an edge of its own, and the risk factors whose findings fall on it by that edge."""

    place: int
    group: str
    factors: tuple[str, ...]


class Idle(NamedTuple):
    """A fact that a use presumes and that puts nothing at stake there, and the phrases under which it would."""

    question: str
    option: str
    needs: tuple[str, ...]


class Use(NamedTuple):
    """What one use reaches. `level`, `lower` and `upper` are words of the scale, for its name alone."""

    id: str
    level: str
    lower: str
    upper: str
    staked: tuple[Staked, ...]
    exposed: tuple[Exposed, ...]
    idle: tuple[Idle, ...]
    broader: tuple[tuple[str, str], ...]
    """Uses that presume less and have no stakes of their own, with their level, where that is higher."""
    opening: tuple[str, ...]
    """The facts, as question=option, that it leaves to another choice and any of which makes it as high as these."""
    missed: tuple[str, ...]
    """Harms that all of its nearest neighbours reach, and it does not."""
    neighbours: tuple[str, ...]

    @property
    def harms(self) -> frozenset[str]:
        """The harms that it reaches."""
        return frozenset(staked.harm for staked in self.staked if staked.factors)

    @property
    def factors(self) -> frozenset[str]:
        """The risk factors that lead to a harm there."""
        return frozenset(factor for staked in self.staked for factor in staked.factors)

    def unreached(self) -> Iterator[Staked]:
        """What the use itself declares to be at stake, and nothing leads to there; not what it declares for other facts
        than those that it presumes, where one of these would let it be reached."""
        return (
            staked for staked in self.staked if staked.own and not staked.factors and not (staked.shut and staked.by)
        )


class _Staking(NamedTuple):
    """A harm that a choice puts at stake in some uses; `place` is that among all that put it at stake."""

    harm: str
    place: int
    passage: Passage[Stake]


class Uses:
    """All uses of a knowledge base, each walked by its name alone."""

    def __init__(self, network: Network):
        self.network, self.knowledge = network, network.knowledge
        self.question = next(
            (key for key, each in network.questions.items() if each.options_from == "deployments"), None
        )
        entries = self.knowledge.deployments if self.question else {}
        self.ids = tuple(key for key, entry in sorted(entries.items()) if not entry.replaced_by)
        self.presumed = {key: _presumed(entries[key]) for key in self.ids}
        kinds = (getattr(self.knowledge, kind).values() for kind in CHOICES if kind != "deployments")
        self.brought = {key for kind in kinds for entry in kind if not entry.replaced_by for key in _presumed(entry)}
        self.walks = walk_worlds(network, {}, [{str(self.question): (key,)} for key in self.ids]) if self.ids else None
        self._by_factor, self._by_harm = self.walks.arriving() if self.walks else ({}, {})
        self._staking: dict[Choice | str, list[_Staking]] = {}
        for harm, passages in self.walks.stakes.items() if self.walks else ():
            for place, passage in enumerate(passages):
                self._staking.setdefault(passage.tail, []).append(_Staking(harm, place, passage))
        self._arriving: dict[str, list[tuple[str, Some]]] = {}
        for (factor, harm), arrival in sorted(self.walks.arrivals.items()) if self.walks else ():
            self._arriving.setdefault(harm, []).append((factor, arrival.some))
        self._leading: dict[str, tuple[str, ...]] = {}
        for factor, leads in network.leads.items():
            for harm, _, _ in leads:
                self._leading[harm] = (*self._leading.get(harm, ()), factor)

    def use(self, identity: str) -> Use:
        """What one use reaches, with what would help where it does not reach what it declares."""
        use, helping = self._plain(identity), self.helping([identity])
        entry = self.knowledge.deployments[identity]
        others = {key: self.knowledge.deployments[key] for key in self.ids if key != identity}
        broader = tuple(self._broader(identity, use.level))
        neighbours = Index(others).find(" ".join((entry.title, entry.summary, *entry.also_called)), MOST_NEIGHBOURS)
        shared = frozenset.intersection(*(self._plain(key).harms for key in neighbours)) if neighbours else frozenset()
        return use._replace(
            staked=tuple(self._helped(helping, identity, staked) for staked in use.staked),
            broader=broader,
            opening=self.opening([use._replace(broader=broader)]).get(identity, ()),
            neighbours=neighbours,
            missed=tuple(sorted(shared - use.harms)),
        )

    def lacking(self) -> Iterator[Use]:
        """The uses that declare what they do not reach, or come out lower than one that says less because they leave
        a fact open, each with what would help."""
        found = []
        plain = [use._replace(broader=tuple(self._broader(use.id, use.level))) for use in map(self._plain, self.ids)]
        opening = self.opening(plain)
        for use in plain:
            # A use that reaches nothing as it is presumed is harmless until another fact holds.
            told = use.idle if use.harms else ()
            idle = tuple(each for each in told if self._says_what_is_lost(each.question))
            opens = opening.get(use.id, ())
            if any(use.unreached()) or any(not exposed.factors for exposed in use.exposed) or idle or opens:
                found.append(use._replace(idle=idle, opening=opens))
        helping = self.helping(use.id for use in found if any(use.unreached()))
        for use in found:
            helped = (self._helped(helping, use.id, staked) if staked.own else staked for staked in use.staked)
            yield use._replace(staked=tuple(helped))

    def _says_what_is_lost(self, question: str) -> bool:
        """Whether a question asks what is at stake: every answer puts something there, but one that excludes all."""
        return all(option.stakes or option.exclusive for option in self.network.questions[question].options)

    def reaching(self, factor: str | None = None, harm: str | None = None) -> tuple[str, ...]:
        """The uses in which a risk factor, a harm, or the two together are found under some answers."""
        if harm is None:
            some = self._by_factor.get(str(factor), 0)
        else:
            some = union(found for one, found in self._arriving.get(harm, ()) if factor in (None, one))
        return tuple(key for place, key in enumerate(self.ids) if some >> place & 1)

    def exposing(self, group: str) -> tuple[str, ...]:
        """The uses in which a finding falls on a group by the evidence that stands at the group."""
        entry = self.knowledge.affected_groups[group]
        some = 0
        for edge in entry.exposed if self.ids else ():
            there = self._walked().worlds.condition(edge.when).possible
            for factor, found in self._by_factor.items():
                if self._falls(factor, group, edge.bias_sources):
                    some |= there & found
        return tuple(key for place, key in enumerate(self.ids) if some >> place & 1)

    def _plain(self, identity: str) -> Use:
        walks, place = self._walked(), self.ids.index(identity)
        bit = 1 << place
        levels = self.knowledge.vocabulary.words("levels")
        level, lower, upper = (
            levels[walks.levels.position(positions, place)] for positions in (walks.level, walks.lower, walks.upper)
        )
        entry = self.knowledge.deployments[identity]
        return Use(
            identity,
            level,
            lower,
            upper,
            tuple(self._staked(entry, bit)),
            tuple(self._exposed(entry, bit)),
            tuple(self._idle(entry, bit)),
            (),
            (),
            (),
            (),
        )

    def _walked(self) -> Walks:
        if self.walks is None:
            raise LookupError("no question asks for a use")
        return self.walks

    def _staked(self, entry: Deployment, bit: Some) -> Iterator[Staked]:
        """What is at stake by the use itself or by a fact that it presumes."""
        own = (str(self.question), entry.id)
        sure = {own, *((key, option) for key, options in self.presumed[entry.id].items() for option in options)}
        open_ = [each for tail in sure for each in self._staking.get(tail, ()) if each.passage.where.possible & bit]
        for harm, staking in itertools.groupby(sorted(open_, key=lambda each: each[:2]), key=lambda each: each.harm):
            there = [each.passage for each in staking]
            yield Staked(
                harm,
                max((each.edge.severity for each in there), key=self.network.severity.__getitem__),
                tuple(dict.fromkeys("=".join(each.tail) for each in there)),
                tuple(place for place, stake in enumerate(entry.stakes) if harm in stake.harms),
                tuple(factor for factor, found in self._arriving.get(harm, ()) if found & bit),
            )
        for place, stake in enumerate(entry.stakes):  # what a condition shuts under every answer
            for harm in stake.harms:
                if not any(each.harm == harm and each.passage.edge is stake for each in open_):
                    yield Staked(harm, stake.severity, ("=".join(own),), (place,), (), shut=True)

    def _exposed(self, entry: Deployment, bit: Some) -> Iterator[Exposed]:
        walks = self._walked()
        for place, edge in enumerate(entry.exposes):
            open_ = walks.worlds.condition(edge.when).possible & bit
            if not open_:  # for other facts than those that are presumed
                continue
            factors = (factor for factor, found in self._by_factor.items() if found & bit)
            yield Exposed(place, edge.group, tuple(sorted(each for each in factors if self._meets(each, edge))))

    def _meets(self, factor: str, edge: Exposure) -> bool:
        return self._falls(factor, edge.group, edge.bias_sources)

    def _falls(self, factor: str, group: str, bias_sources: tuple[str, ...]) -> bool:
        record, people = self.knowledge.risk_factors[factor], self.knowledge.affected_groups[group]
        return (not bias_sources or record.bias_source in bias_sources) and (
            not record.works_through or not {people.attribute, *people.also}.isdisjoint(record.works_through)
        )

    def _idle(self, entry: Deployment, bit: Some) -> Iterator[Idle]:
        """Facts that could put something at stake and, as presumed here, put nothing there under any answers."""
        walks = self._walked()
        for key, options in self.presumed[entry.id].items():
            for option in options:
                stakes: tuple[Stake, ...] = self.network.stakes.get((key, option), ())
                if stakes and not any(self._leads(stake, (key, option), bit) for stake in stakes):
                    shut = [each for each in stakes if not walks.worlds.condition(each.when).possible & bit]
                    needs = (in_words(each.when, self.knowledge) for each in shut)
                    yield Idle(key, option, tuple(dict.fromkeys(needs)) if len(shut) == len(stakes) else ())

    def _leads(self, stake: Stake, choice: Choice, bit: Some) -> bool:
        return any(
            each.edge is stake and each.where.possible & bit & self._by_harm.get(harm, 0)
            for harm, _, each in self._staking.get(choice, ())
        )

    def _broader(self, identity: str, level: str) -> Iterator[tuple[str, str]]:
        walks, mine = self._walked(), self.presumed[identity]
        levels = self.knowledge.vocabulary.words("levels")
        for place, key in enumerate(self.ids):
            other, entry = self.presumed[key], self.knowledge.deployments[key]
            less = len(other) < len(mine) and all(set(mine.get(q, ())) >= set(options) for q, options in other.items())
            if key != identity and other and less and not entry.stakes and not entry.harmless:
                theirs = levels[walks.levels.position(walks.level, place)]
                if levels.index(theirs) > levels.index(level):
                    yield key, theirs

    def opening(self, uses: Iterable[Use]) -> Mapping[str, tuple[str, ...]]:
        """By use, the facts of which it says nothing, as another kind of choice brings them, and any of which makes it
        at least as high as every use that says less; only of uses that come out lower than such a one."""
        lower = {use.id: {level for _, level in use.broader} for use in uses if use.broader}
        names = [
            (key, question, option.id)
            for key in lower
            for question in sorted(self.brought - set(self.presumed[key]))
            for option in self.network.questions[question].options
            if not option.leaves_open
        ]
        if not names:
            return {}
        walks = walk_worlds(
            self.network, {}, [{str(self.question): (key,), question: (option,)} for key, question, option in names]
        )
        levels, found = self.knowledge.vocabulary.words("levels"), dict[str, tuple[str, ...]]()
        for place, (key, question, option) in enumerate(names):
            if walks.levels.position(walks.level, place) >= max(map(levels.index, lower[key])):
                found[key] = (*found.get(key, ()), f"{question}={option}")
        return found

    def _helped(self, helping: Helping, identity: str, staked: Staked) -> Staked:
        """With what would help where nothing leads to the harm: risk factors that lead there, and facts that do."""
        if staked.factors:
            return staked
        elsewhere = sorted(self._leading.get(staked.harm, ()), key=lambda key: (-len(self.reaching(key)), key))
        return staked._replace(elsewhere=tuple(elsewhere), by=helping.facts(identity, staked.harm))

    def helping(self, identities: Iterable[str]) -> Helping:
        """These uses, each walked with every fact beside those that it presumes, one at a time, all at once."""
        names: list[tuple[str, str]] = []
        worlds: list[Given] = []
        for identity in identities:
            for fact, given in self._tried(identity):
                names.append((identity, fact))
                worlds.append(given)
        walks = walk_worlds(self.network, {}, worlds) if worlds else None
        return Helping(str(self.question), tuple(names), walks, walks.arriving()[1] if walks else {})

    def _tried(self, identity: str) -> Iterator[tuple[str, Given]]:
        for key in dict.fromkeys(question for answers in self.presumed.values() for question in answers):
            question = self.network.questions[key]
            alone = {option.id for option in question.options if option.exclusive}
            has = tuple(option for option in self.presumed[identity].get(key, ()) if option not in alone)
            for option in question.options:
                if option.id not in (*has, *alone) and not option.leaves_open:
                    answer = tuple(sorted((*has, option.id))) if question.several else (option.id,)
                    yield f"{key}={option.id}", {str(self.question): (identity,), key: answer}


class Helping(NamedTuple):
    """Uses walked with one more fact each: `names` are use and fact of each world, `found` those in which something
    leads to a harm."""

    question: str
    names: tuple[tuple[str, str], ...]
    walks: Walks | None
    found: Mapping[str, Some]

    def facts(self, identity: str, harm: str) -> tuple[str, ...]:
        """The facts any of which lets a harm be reached that the use itself declares to be at stake."""
        if self.walks is None:
            return ()
        mine = (each for each in self.walks.stakes.get(harm, ()) if each.tail == (self.question, identity))
        some = union(each.where.possible for each in mine) & self.found.get(harm, 0)
        return tuple(fact for place, (use, fact) in enumerate(self.names) if use == identity and some >> place & 1)


def _presumed(entry: ChoiceEntry) -> dict[str, tuple[str, ...]]:
    return dict(pairs((entry.presumes.answers,))) if entry.presumes else {}


def choice_reaches(network: Network, kind: str, identity: str) -> dict[str, tuple[str, ...]]:
    """The risk factors that a choice itself raises under some answers, each with the harms to which it leads there."""
    question = next((key for key, each in network.questions.items() if each.options_from == kind), None)
    if question is None or kind not in CHOICES:
        return {}
    walks = walk_worlds(network, {}, [{question: (identity,)}])
    raised = {
        factor
        for factor, found in walks.raised.items()
        if any(passage.tail == (question, identity) for passage in found.passages)
    }
    for factor in network.order:  # what those bring about in turn
        found = walks.raised.get(factor)
        if found and any(isinstance(each.tail, str) and each.tail in raised for each in found.passages):
            raised.add(factor)
    return {factor: tuple(sorted(harm for one, harm in walks.arrivals if one == factor)) for factor in sorted(raised)}
