"""The records of the knowledge base. A leaf: imports nothing of ours.

A record is what one YAML file holds. Edges are declared at their tail: a task says which risk factors it
raises, a risk factor says to which harms it leads. Field descriptions are the reference that the JSON Schemas
(and with them a contributor's editor) show.
"""

from __future__ import annotations

import functools
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Word = Annotated[str, Meta(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Text = Annotated[str, Meta(min_length=2)]
Url = Annotated[str, Meta(pattern=r"^https?://")]
Ids = Annotated[tuple[Id, ...], Meta(min_length=1)]
Pair = tuple[str, tuple[str, ...]]
Atom = Annotated[dict[Id, Id | Ids], Meta(min_length=1, max_length=1)]


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen record; an unknown field is an error."""


class Condition(Record, kw_only=True, dict=True):
    """A condition on answers, one level deep. An unknown answer makes it *maybe*, never false."""

    all_of: Annotated[
        tuple[Atom, ...], Meta(description="Every one holds. Each item is {question: option or [options]}.")
    ] = ()
    any_of: Annotated[tuple[Atom, ...], Meta(description="At least one holds.")] = ()
    none_of: Annotated[tuple[Atom, ...], Meta(description="None holds.")] = ()

    @functools.cached_property
    def parts(self) -> tuple[tuple[Pair, ...], tuple[Pair, ...], tuple[Pair, ...]]:
        """`all_of`, `any_of` and `none_of`, each as (question, options) pairs."""
        return tuple(
            tuple(
                (question, (options,) if isinstance(options, str) else tuple(options))
                for atom in atoms
                for question, options in atom.items()
            )
            for atoms in (self.all_of, self.any_of, self.none_of)
        )

    def atoms(self) -> tuple[Pair, ...]:
        """Every (question, options) pair that the condition looks at."""
        return tuple(pair for part in self.parts for pair in part)


ALWAYS = Condition()


class Edge(Record, kw_only=True):
    """What every edge carries: a sentence for a non-specialist, its sources, and when it holds."""

    because: Annotated[Text, Meta(description="One sentence that a person outside machine learning understands.")]
    sources: Annotated[tuple[Id, ...], Meta(min_length=1, description="Ids of sources that say it.")]
    when: Annotated[Condition, Meta(description="A condition on answers; left out, the edge always holds.")] = ALWAYS


class Raise(Edge, kw_only=True):
    risk_factor: Id
    likelihood: Annotated[Word, Meta(description="How likely the risk factor is here, a word of the likelihood scale.")]
    groups: Annotated[tuple[Id, ...], Meta(description="Groups on which the sources show that it falls here.")] = ()


class Lead(Edge, kw_only=True):
    harm: Id
    pathways: Annotated[
        tuple[Word, ...], Meta(min_length=1, description="How automation turns the bias into this harm.")
    ]
    likelihood: Word
    groups: tuple[Id, ...] = ()


class Stake(Edge, kw_only=True):
    harm_kind: Word
    severity: Annotated[Word, Meta(description="How severe a harm of this kind is in this deployment.")]


class Exposure(Edge, kw_only=True):
    group: Id
    through: Annotated[tuple[Id, ...], Meta(description="Only through these risk factors; left out, through all.")] = ()


class Stop(Edge, kw_only=True):
    instead: Annotated[Text | None, Meta(description="What the team could build or do instead.")] = None


class Shift(Edge, kw_only=True):
    moves: Literal["likelihood", "severity"]
    by: Annotated[Literal[-2, -1, 1, 2], Meta(description="Whole steps on the scale.")]
    harm_kinds: Annotated[tuple[Word, ...], Meta(description="Only for these kinds of harm; left out, for all.")] = ()
    bias_sources: Annotated[tuple[Word, ...], Meta(description="Only for these bias sources; left out, for all.")] = ()


class Opening(Edge, kw_only=True):
    pathway: Word
    harm_kinds: tuple[Word, ...] = ()
    bias_sources: tuple[Word, ...] = ()


class RulingOut(Record, kw_only=True):
    when: Condition
    because: Annotated[Text, Meta(description="Why the risk factor cannot arise then.")]


class Bearing(Edge, kw_only=True):
    risk_factor: Id


class Lowering(Edge, kw_only=True):
    risk_factor: Id
    moves: Literal["likelihood", "severity"]
    by: Annotated[Literal[1, 2], Meta(description="Whole steps down, once the team declares it planned or in place.")]


class Entry(Record, kw_only=True):
    id: Id
    title: Annotated[str, Meta(min_length=3, max_length=110)]
    summary: Text
    replaced_by: Annotated[Id | None, Meta(description="For a retired entry: the id of the entry that follows it.")] = (
        None
    )
    mappings: Annotated[tuple[str, ...], Meta(description="Ids in other taxonomies, as scheme:id.")] = ()


class Task(Entry, kw_only=True):
    modality: Word
    pipeline_tag: Annotated[Id | None, Meta(description="Hugging Face's pipeline tag, where there is one.")] = None
    raises: tuple[Raise, ...] = ()
    harmless: Annotated[Text | None, Meta(description="Why the task by itself raises nothing.")] = None
    incidents: Annotated[tuple[Id, ...], Meta(description="Sources that document: it happened here.")] = ()


class Alternative(Record, kw_only=True):
    use: Annotated[Id, Meta(description="The id of an entry of the same kind to use in its place.")]
    trade_off: Annotated[Text, Meta(description="What one gains and gives up, in one sentence.")]


class Objective(Entry, kw_only=True):
    stands_for: Annotated[Text, Meta(description="What the number is taken to stand for.")]
    leaves_out: Annotated[Text, Meta(description="What the number does not see.")]
    raises: tuple[Raise, ...] = ()
    harmless: Text | None = None
    alternatives: tuple[Alternative, ...] = ()


class AffectedGroup(Entry, kw_only=True):
    attribute: Word
    also: Annotated[tuple[Word, ...], Meta(description="Further attributes, for people at an intersection.")] = ()
    bears: Annotated[
        tuple[Bearing, ...], Meta(description="Risk factors that fall on the group once a team names it.")
    ] = ()


class Deployment(Entry, kw_only=True):
    domain: Word
    stakes: tuple[Stake, ...] = ()
    exposes: tuple[Exposure, ...] = ()
    stops: Annotated[tuple[Stop, ...], Meta(description="Uses that no mitigation makes acceptable.")] = ()
    raises: tuple[Raise, ...] = ()
    harmless: Annotated[Text | None, Meta(description="Why no harm to people is at stake here.")] = None
    incidents: tuple[Id, ...] = ()


class DataPlan(Entry, kw_only=True):
    raises: tuple[Raise, ...] = ()
    harmless: Text | None = None
    alternatives: tuple[Alternative, ...] = ()


class RiskFactor(Entry, kw_only=True):
    bias_source: Word
    check: Annotated[Text, Meta(description="A question by which the team finds out whether it has this risk factor.")]
    ruled_out_when: Annotated[tuple[RulingOut, ...], Meta(description="Answers under which it cannot arise.")] = ()
    leads_to: Annotated[tuple[Lead, ...], Meta(min_length=1)]
    raises: Annotated[tuple[Raise, ...], Meta(description="Risk factors that this one brings about.")] = ()


class Harm(Entry, kw_only=True):
    kind: Word


class Tool(Record, kw_only=True):
    name: Text
    url: Url
    note: Annotated[Text, Meta(description="What it is for; says where it is no longer maintained.")]


class Recommendation(Entry, kw_only=True):
    kind: Word
    stage: Word
    role: Word
    done_when: Annotated[Text, Meta(description="How one knows that it is done.")]
    works_on: Annotated[tuple[Lowering, ...], Meta(min_length=1)]
    tools: tuple[Tool, ...] = ()


class Regulation(Entry, kw_only=True):
    jurisdiction: Text
    risk_class: Annotated[Word, Meta(description="What the rule does, a word of the vocabulary.")] = field(name="class")
    point: Annotated[Text, Meta(description="Article, section or point to check.")]
    check: Annotated[Text, Meta(description="What a lawyer has to check; never legal advice.")]
    as_of: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    when: Condition
    because: Text
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Option(Record, kw_only=True):
    id: Id
    label: Text
    raises: tuple[Raise, ...] = ()
    shifts: tuple[Shift, ...] = ()
    opens: tuple[Opening, ...] = ()
    exclusive: Annotated[bool, Meta(description="Cannot be chosen together with another option.")] = False


class Question(Record, kw_only=True):
    id: Id
    asks: Text
    why_we_ask: Text
    example: Text
    kind: Literal["one", "many"]
    options: tuple[Option, ...] = ()
    options_from: Literal["tasks", "objectives", "affected_groups", "deployments", "data_plans"] | None = None
    role: Annotated[Word, Meta(description="The role best placed to answer.")]
    controllable: Annotated[bool, Meta(description="Whether the team can still decide this.")]
    may_not_apply: Annotated[bool, Meta(description="Whether 'does not apply' is offered.")] = False
    ask_when: Condition = ALWAYS
    replaced_by: Id | None = None


class Person(Record, kw_only=True):
    family: str | None = None
    given: str | None = None
    literal: str | None = None


class Issued(Record, kw_only=True):
    date_parts: Annotated[
        tuple[Annotated[tuple[int, ...], Meta(min_length=1, max_length=3)], ...], Meta(min_length=1, max_length=1)
    ] = field(name="date-parts")


class Source(Record, kw_only=True):
    """Where a claim comes from, in CSL's field names; `kind`, `supports` and `verified` are ours."""

    id: Id
    type: Annotated[str, Meta(pattern=r"^[a-z]+([-_][a-z]+)*$", description="CSL's type.")]
    title: Text
    author: tuple[Person, ...] = ()
    issued: Issued | None = None
    DOI: str | None = None
    URL: Url | None = None
    publisher: str | None = None
    container_title: str | None = field(name="container-title", default=None)
    kind: Annotated[Word, Meta(description="paper, report, law, incident, news, standard, tool, dataset, …")]
    supports: Annotated[Text, Meta(description="One line in our words: what it is cited for.")]
    verified: Annotated[Word, Meta(description="How far we checked it, a word of the vocabulary.")]

    @property
    def year(self) -> str:
        return str(self.issued.date_parts[0][0]) if self.issued else "n.d."

    @property
    def address(self) -> str:
        return f"https://doi.org/{self.DOI}" if self.DOI else self.URL or ""

    @property
    def authors(self) -> str:
        names = [person.literal or " ".join(filter(None, (person.given, person.family))) for person in self.author]
        return ", ".join(names) if len(names) <= 4 else f"{names[0]} and {len(names) - 1} others"
