"""The records of the knowledge base. A leaf: imports nothing of ours.

A record is what one YAML file holds. Edges are declared at their tail: a task says which risk factors it
raises, a risk factor says to which harms it leads. Field descriptions are the reference that the JSON Schemas
(and with them a contributor's editor) show.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Word = Annotated[str, Meta(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Text = Annotated[str, Meta(min_length=2)]
Url = Annotated[str, Meta(pattern=r"^https?://")]
Ids = Annotated[tuple[Id, ...], Meta(min_length=1)]
Pair = tuple[str, tuple[str, ...]]
Atom = Annotated[dict[Id, Id | Ids], Meta(min_length=1, max_length=1)]


def pairs(atoms: Iterable[Mapping[str, str | tuple[str, ...]]]) -> Iterator[Pair]:
    """Every (question, options) pair of atoms, however a single option was written."""
    for atom in atoms:
        for question, options in atom.items():
            yield question, (options,) if isinstance(options, str) else tuple(options)


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
        """`all_of`, `any_of` and `none_of`, each as (question, options) pairs, however it was written.

        Conditions with the same parts are equal and hash alike.
        """
        return tuple(tuple(pairs(atoms)) for atoms in (self.all_of, self.any_of, self.none_of))

    @functools.cached_property
    def _hash(self) -> int:
        return hash(self.parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.parts == other.parts

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
    """From a choice, an option or a risk factor to a risk factor that it brings about."""

    risk_factor: Annotated[Id, Meta(description="The id of the risk factor that it brings about.")]
    likelihood: Annotated[Word, Meta(description="How likely the risk factor is here, a word of the likelihood scale.")]
    groups: Annotated[tuple[Id, ...], Meta(description="Groups on which the sources show that it falls here.")] = ()


class Lead(Edge, kw_only=True):
    """From a risk factor to a harm."""

    harm: Annotated[Id, Meta(description="The id of the harm to which the bias leads.")]
    pathways: Annotated[
        tuple[Word, ...], Meta(min_length=1, description="How automation turns the bias into this harm.")
    ]
    likelihood: Annotated[
        Word, Meta(description="How likely the harm is once the bias is there, a word of the likelihood scale.")
    ]
    groups: Annotated[tuple[Id, ...], Meta(description="Groups on which the sources show that the harm falls.")] = ()
    alone: Annotated[
        bool, Meta(description="On these groups alone: others on whom the bias falls do not bear this harm.")
    ] = False


class Stake(Edge, kw_only=True):
    """Harms that somebody can come to where this is chosen. What is not at stake is no finding."""

    harms: Annotated[Ids, Meta(description="Ids of the harms that are at stake.")]
    severity: Annotated[Word, Meta(description="How severe each of these harms is here, a word of the scale.")]


class Exposure(Edge, kw_only=True):
    """A group on which the findings of a deployment fall: evidence about this very use."""

    group: Annotated[Id, Meta(description="The id of the group.")]
    bias_sources: Annotated[
        tuple[Word, ...], Meta(description="Only findings from these bias sources; left out, from all.")
    ] = ()


class Disadvantage(Edge, kw_only=True):
    """Where evidence shows a group to be at a disadvantage, whatever the use is called.

    A finding there falls on the group where its risk factor works through one of the group's attributes.
    """

    bias_sources: Annotated[
        tuple[Word, ...], Meta(description="Only findings from these bias sources; left out, from all.")
    ] = ()


class Stop(Edge, kw_only=True):
    """A condition under which a use is not acceptable whatever is done."""

    instead: Annotated[Text | None, Meta(description="What the team could build or do instead.")] = None


class Shift(Edge, kw_only=True):
    """An option moves likelihood or severity. On each scale the strongest step up and the strongest down count once."""

    moves: Annotated[
        Literal["likelihood", "severity"], Meta(description="The scale on which the option moves findings.")
    ]
    by: Annotated[Literal[-2, -1, 1, 2], Meta(description="Whole steps on the scale.")]
    harm_kinds: Annotated[tuple[Word, ...], Meta(description="Only for these kinds of harm; left out, for all.")] = ()
    bias_sources: Annotated[tuple[Word, ...], Meta(description="Only for these bias sources; left out, for all.")] = ()


class Opening(Edge, kw_only=True):
    """An option opens a pathway: findings of these kinds are said to grow by it too. It moves no level."""

    pathway: Annotated[Word, Meta(description="The pathway that the option opens, a word of the vocabulary.")]
    harm_kinds: Annotated[tuple[Word, ...], Meta(description="Only for these kinds of harm; left out, for all.")] = ()
    bias_sources: Annotated[tuple[Word, ...], Meta(description="Only for these bias sources; left out, for all.")] = ()


class RulingOut(Record, kw_only=True):
    """Answers under which a risk factor cannot arise, whatever raises it."""

    when: Annotated[Condition, Meta(description="The answers under which it cannot arise, as a condition.")]
    because: Annotated[Text, Meta(description="Why the risk factor cannot arise then.")]


class Bearing(Edge, kw_only=True):
    """A risk factor that falls on a group, once a team names the group."""

    risk_factor: Annotated[Id, Meta(description="The id of the risk factor that falls on the group.")]


class Lowering(Edge, kw_only=True):
    """A recommendation lowers what a risk factor leads to, once the team declares it."""

    risk_factor: Annotated[Id, Meta(description="The id of the risk factor on which it works.")]
    moves: Annotated[Literal["likelihood", "severity"], Meta(description="The scale on which it moves findings down.")]
    by: Annotated[Literal[1, 2], Meta(description="Whole steps down, once the team declares it planned or in place.")]


class Entry(Record, kw_only=True):
    """What entries of most kinds have. `id` is the file's name and stands in no file."""

    id: Id
    title: Annotated[
        str,
        Meta(
            min_length=3,
            max_length=110,
            description="What people call it, in words without jargon; at most 110 characters.",
        ),
    ]
    summary: Annotated[
        Text, Meta(description="What it is, in one or two sentences to a reader outside machine learning.")
    ]
    replaced_by: Annotated[Id | None, Meta(description="For a retired entry: the id of the entry that follows it.")] = (
        None
    )
    mappings: Annotated[tuple[str, ...], Meta(description="Ids in other taxonomies, as scheme:id.")] = ()
    also_called: Annotated[
        tuple[Text, ...], Meta(description="Words that people use for it, by which a description finds it.")
    ] = ()


class Presumption(Record, kw_only=True):
    """Answers that a choice brings along as long as the team has not given its own."""

    answers: Annotated[
        dict[Id, Id | Ids], Meta(min_length=1, description="Presumed answers, as {question: option or [options]}.")
    ]
    because: Annotated[Text, Meta(description="What is taken to be so, in one sentence that a team can check.")]
    firm: Annotated[
        tuple[Id, ...],
        Meta(description="Questions whose presumed answer belongs to the choice: another answer contradicts it."),
    ] = ()


class Choice(Entry, kw_only=True):
    """What a team chooses, by a question that takes its options from this kind of entry: every path starts at one."""

    presumes: Annotated[Presumption | None, Meta(description="Answers to fact questions that it brings along.")] = None
    raises: Annotated[tuple[Raise, ...], Meta(description="Risk factors that the choice brings about.")] = ()
    stops: Annotated[tuple[Stop, ...], Meta(description="Uses that no mitigation makes acceptable.")] = ()
    harmless: Annotated[Text | None, Meta(description="For an entry without edges: why it does no harm by itself.")] = (
        None
    )


class Task(Choice, kw_only=True):
    """What a model is built to do."""

    modality: Annotated[Word, Meta(description="What the model works on, a word of the vocabulary.")]
    pipeline_tag: Annotated[Id | None, Meta(description="Hugging Face's pipeline tag, where there is one.")] = None
    incidents: Annotated[tuple[Id, ...], Meta(description="Sources that document a case of it.")] = ()


class Alternative(Record, kw_only=True):
    """Another entry of the same kind that a team could choose."""

    use: Annotated[Id, Meta(description="The id of an entry of the same kind to use in its place.")]
    trade_off: Annotated[Text, Meta(description="What one gains and gives up, in one sentence.")]
    fits: Annotated[Condition, Meta(description="Facts under which it makes sense in its place.")] = ALWAYS


class Objective(Choice, kw_only=True):
    """What training or selection optimizes."""

    stands_for: Annotated[Text, Meta(description="What the number is taken to stand for.")]
    leaves_out: Annotated[Text, Meta(description="What the number does not see.")]
    alternatives: Annotated[
        tuple[Alternative, ...], Meta(description="Other objectives that a team could take, each with its trade-off.")
    ] = ()
    fits: Annotated[
        Condition,
        Meta(
            description=(
                "Facts of the uses for which somebody would optimize it; left out, always. It orders and narrows the "
                "list on the screen and closes nothing: be generous."
            )
        ),
    ] = ALWAYS


class AffectedGroup(Entry, kw_only=True):
    """People who bear the consequences; often not the users."""

    attribute: Annotated[Word, Meta(description="What the group is told by, a word of the vocabulary.")]
    also: Annotated[tuple[Word, ...], Meta(description="Further attributes, for people at an intersection.")] = ()
    part_of: Annotated[
        tuple[Id, ...],
        Meta(description="Wider groups of which these people are a part wherever they live, such as older people."),
    ] = ()
    everybody: Annotated[
        bool, Meta(description="Whoever is reached belongs to it, so that what falls on anybody falls on it.")
    ] = False
    bears: Annotated[
        tuple[Bearing, ...], Meta(description="Risk factors that fall on the group once a team names it.")
    ] = ()
    exposed: Annotated[
        tuple[Disadvantage, ...], Meta(description="Where evidence shows that the group is at a disadvantage.")
    ] = ()


class Deployment(Choice, kw_only=True):
    """Where the output is used: what is at stake there and for whom."""

    domain: Annotated[Word, Meta(description="The field that it stands in, a word of the vocabulary.")]
    stakes: Annotated[
        tuple[Stake, ...],
        Meta(description="What somebody loses in this very use, and how severe it is here; facts bring their own."),
    ] = ()
    exposes: Annotated[
        tuple[Exposure, ...], Meta(description="Groups that sources show to be at a disadvantage in this very use.")
    ] = ()
    incidents: Annotated[tuple[Id, ...], Meta(description="Ids of sources that document a case of it.")] = ()


class DataPlan(Choice, kw_only=True):
    """Where examples and labels come from."""

    alternatives: Annotated[
        tuple[Alternative, ...], Meta(description="Other data plans that a team could take, each with its trade-off.")
    ] = ()


class RiskFactor(Entry, kw_only=True):
    """A machine bias that makes a harm more likely or worse."""

    bias_source: Annotated[Word, Meta(description="Where the bias comes from, a word of the vocabulary.")]
    check: Annotated[Text, Meta(description="A question by which the team finds out whether it has this risk factor.")]
    works_through: Annotated[
        tuple[Word, ...], Meta(description="Attributes of people through which it can work; its sources show them.")
    ] = ()
    spares: Annotated[
        tuple[Id, ...], Meta(description="Groups on which it does not fall though it works through their attribute.")
    ] = ()
    ruled_out_when: Annotated[tuple[RulingOut, ...], Meta(description="Answers under which it cannot arise.")] = ()
    leads_to: Annotated[tuple[Lead, ...], Meta(min_length=1, description="The harms to which the bias leads.")]
    raises: Annotated[tuple[Raise, ...], Meta(description="Risk factors that this one brings about.")] = ()


class Harm(Entry, kw_only=True):
    """Injury or loss to people, groups or society. Its `kind` is a word of harm_kinds."""

    kind: Annotated[Word, Meta(description="The kind of harm, a word of harm_kinds in the vocabulary.")]
    form_of: Annotated[
        Id | None,
        Meta(description="A more general harm: what leads to that one leads to this one where this one is at stake."),
    ] = None
    spares: Annotated[
        tuple[Id, ...],
        Meta(description="Groups who do not bear it unless an edge says so: those who make what others choose from."),
    ] = ()


class Tool(Record, kw_only=True):
    """Software or a method that helps with a recommendation."""

    name: Annotated[Text, Meta(description="What it is called.")]
    url: Annotated[Url, Meta(description="Where it is found.")]
    note: Annotated[Text, Meta(description="What it is for; says where it is no longer maintained.")]


class Recommendation(Entry, kw_only=True):
    """An action proposed; a mitigation once the team declares it. `kind` is a word of recommendation_kinds."""

    kind: Annotated[
        Word, Meta(description="What sort of action it is, a word of recommendation_kinds in the vocabulary.")
    ]
    stage: Annotated[Word, Meta(description="When it is due, a word of the vocabulary.")]
    role: Annotated[Word, Meta(description="Who carries it out, a word of the vocabulary.")]
    done_when: Annotated[Text, Meta(description="How one knows that it is done.")]
    fits: Annotated[Condition, Meta(description="The facts under which it makes sense; left out, always.")] = ALWAYS
    already_done: Annotated[
        Condition | None, Meta(description="The answers by which it is done already; it is not recommended then.")
    ] = None
    works_on: Annotated[tuple[Lowering, ...], Meta(min_length=1, description="The risk factors on which it works.")]
    tools: Annotated[tuple[Tool, ...], Meta(description="Software and methods that help with it.")] = ()


class Regulation(Entry, kw_only=True):
    """A rule that may apply under some answers, and the point for a lawyer to check."""

    jurisdiction: Annotated[Text, Meta(description="Where the rule holds, such as European Union.")]
    risk_class: Annotated[Word, Meta(description="What the rule does, a word of the vocabulary.")] = field(name="class")
    point: Annotated[Text, Meta(description="Article, section or point to check.")]
    check: Annotated[Text, Meta(description="What a lawyer has to check; never legal advice.")]
    as_of: Annotated[
        str, Meta(pattern=r"^\d{4}-\d{2}(-\d{2})?$", description="The month or day up to which the rule was read.")
    ]
    review_by: Annotated[
        str, Meta(pattern=r"^\d{4}-\d{2}$", description="The month by which the rule has to be read again.")
    ]
    when: Annotated[Condition, Meta(description="The answers under which the rule may apply, as a condition.")]
    because: Annotated[Text, Meta(description="Why it may apply then; it follows from `when`, or says if.")]
    sources: Annotated[tuple[Id, ...], Meta(min_length=1, description="Ids of sources that hold the rule.")]


class Option(Record, kw_only=True):
    """One answer to a question, with what it brings about by itself."""

    id: Annotated[Id, Meta(description="The option's id; it never changes once published.")]
    label: Annotated[Text, Meta(description="The option as it is read on the screen.")]
    recap: Annotated[str, Meta(description="It as words of a sentence, where the label does not fit in one.")] = ""
    raises: Annotated[tuple[Raise, ...], Meta(description="Risk factors that the answer brings about.")] = ()
    shifts: Annotated[tuple[Shift, ...], Meta(description="What the answer makes more or less likely, or worse.")] = ()
    opens: Annotated[tuple[Opening, ...], Meta(description="Pathways that the answer opens.")] = ()
    stakes: Annotated[tuple[Stake, ...], Meta(description="Harms that the answer puts at stake.")] = ()
    stops: Annotated[tuple[Stop, ...], Meta(description="Uses that no mitigation makes acceptable.")] = ()
    exclusive: Annotated[bool, Meta(description="Cannot be chosen together with another option.")] = False
    leaves_open: Annotated[
        bool,
        Meta(description="Nobody has done, looked at or considered it: the walk counts it at least as bad as unknown."),
    ] = False
    offered_when: Annotated[
        Condition,
        Meta(description="The facts under which a team could decide for it; elsewhere it is not proposed as a change."),
    ] = ALWAYS


class Recap(Record, kw_only=True):
    """A question's clause in the sentence that tells what a section's answers say."""

    says: Annotated[Text, Meta(description="The words before the answer, such as 'it will be used for'.")]
    open: Annotated[Text, Meta(description="What is not known without an answer, such as 'what it will be used for'.")]
    small: Annotated[bool, Meta(description="Whether a label or title begins small in the sentence.")] = False


class Question(Record, kw_only=True, dict=True):
    """What a team is asked. It has `options` of its own, or `options_from` a kind of entry; exactly one of the two.

    It is on the path where `ask_when` holds; an answer to a question that is off the path counts for nothing.
    """

    id: Id
    asks: Annotated[Text, Meta(description="The question, as it is asked.")]
    why_we_ask: Annotated[Text, Meta(description="Why we ask it, in one or two sentences.")]
    example: Annotated[Text, Meta(description="An example that helps to answer it.")]
    kind: Annotated[Literal["one", "many"], Meta(description="Whether one option may be chosen, or many.")]
    options: Annotated[tuple[Option, ...], Meta(description="The answers that it offers, its own.")] = ()
    options_from: Annotated[
        Literal["tasks", "objectives", "affected_groups", "deployments", "data_plans"] | None,
        Meta(description="The kind of entry that the question offers, where its options are entries."),
    ] = None
    role: Annotated[Word, Meta(description="The role best placed to answer.")]
    controllable: Annotated[bool, Meta(description="Whether the team can still decide this.")]
    safer_first: Annotated[
        tuple[Id, ...],
        Meta(description="The options that are safeguards, the safest first: a change is only proposed towards these."),
    ] = ()
    may_not_apply: Annotated[bool, Meta(description="Whether 'does not apply' is offered.")] = False
    ask_when: Annotated[Condition, Meta(description="The answers under which it is asked; left out, always.")] = ALWAYS
    recap: Annotated[Recap | None, Meta(description="How a recap tells what was answered.")] = None
    to_people: Annotated[Text | None, Meta(description="What a notice calls it; left out, what it asks.")] = None
    replaced_by: Annotated[
        Id | None, Meta(description="For a retired question: the id of the one that follows it.")
    ] = None

    @property
    def several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind == "many"

    @functools.cached_property
    def ignorance(self) -> frozenset[str]:
        """The options by which the question stays open."""
        return frozenset(option.id for option in self.options if option.leaves_open)


class Person(Record, kw_only=True):
    """An author, as CSL writes one: family and given name, or `literal` for an organization."""

    family: Annotated[str | None, Meta(description="The family name.")] = None
    given: Annotated[str | None, Meta(description="The given name.")] = None
    literal: Annotated[str | None, Meta(description="The name of an organization, in the place of the two.")] = None


class Issued(Record, kw_only=True):
    """When a source came out, as CSL writes it: year, then month and day where they are known."""

    date_parts: Annotated[
        tuple[Annotated[tuple[int, ...], Meta(min_length=1, max_length=3)], ...],
        Meta(min_length=1, max_length=1, description="Year, then month and day where known: [[2024, 11, 27]]."),
    ] = field(name="date-parts")


class Source(Record, kw_only=True):
    """Where a claim comes from, in CSL's field names; `kind`, `supports`, `verified`, `read` and `regions` are ours."""

    id: Annotated[
        Id, Meta(description="The source's id: by habit an author's name and the year, such as lastname-2026.")
    ]
    type: Annotated[str, Meta(pattern=r"^[a-z]+([-_][a-z]+)*$", description="CSL's type, such as article, report.")]
    title: Annotated[Text, Meta(description="Its title, as it stands on it.")]
    author: Annotated[tuple[Person, ...], Meta(description="Who wrote it.")] = ()
    issued: Annotated[Issued | None, Meta(description="When it came out.")] = None
    DOI: Annotated[str | None, Meta(description="Its DOI, without https://doi.org/.")] = None
    URL: Annotated[Url | None, Meta(description="Its address; a source has a DOI or an address.")] = None
    publisher: Annotated[str | None, Meta(description="Who published it.")] = None
    container_title: Annotated[str | None, Meta(description="The journal, book or site in which it stands.")] = field(
        name="container-title", default=None
    )
    kind: Annotated[
        Word, Meta(description="What it is, such as paper, report, law or incident; a word of the vocabulary.")
    ]
    supports: Annotated[Text, Meta(description="One line in our words: what it is cited for.")]
    verified: Annotated[Word, Meta(description="How far we checked it, a word of the vocabulary.")]
    read: Annotated[
        Text | None, Meta(description="What was read: the place in it (page, section, table), and the figure there.")
    ] = None
    regions: Annotated[tuple[Word, ...], Meta(description="The parts of the world whose people it speaks of.")] = ()

    @property
    def year(self) -> str:
        """The year it came out, `n.d.` where none is known."""
        return str(self.issued.date_parts[0][0]) if self.issued else "n.d."

    @property
    def address(self) -> str:
        """The link to follow: that of the DOI where there is one; empty where there is neither."""
        return f"https://doi.org/{self.DOI}" if self.DOI else self.URL or ""

    @property
    def authors(self) -> str:
        """Up to four names in full; of more the first, and how many others."""
        names = [person.literal or " ".join(filter(None, (person.given, person.family))) for person in self.author]
        return ", ".join(names) if len(names) <= 4 else f"{names[0]} and {len(names) - 1} others"
