"""The records of hand-offs: forms that must be filed anyway, cards, and ways to measure. A leaf but for the shapes.

A form is data: which field is filled from where, what it may hold, and who knows what a kickoff cannot know. A new
edition of a form is a change of its file.
"""

from typing import Annotated, Literal

from msgspec import Meta

from questionnaire.knowledge.entries import ALWAYS, Condition, Entry, Id, Ids, Record, Text, Word

Shown = Literal[
    "draft",
    "verdict",
    "stops",
    "groups",
    "findings",
    "set_aside",
    "unknowns",
    "measures",
    "proposed",
    "less_intrusive",
    "evidence",
    "regulations",
    "cases",
    "metrics",
    "assessed_by",
]


class Left(Record, kw_only=True):
    """Something that a field asks for and no kickoff knows."""

    what: Annotated[Text, Meta(description="What is asked for.")]
    who: Annotated[Text, Meta(description="The role that knows it.")]


class Pick(Record, kw_only=True):
    """A value of a form's own list, chosen only where answers mean exactly it."""

    value: Annotated[Text, Meta(description="The value, as the form writes it.")]
    label: Annotated[Text, Meta(description="What it says, in our own words.")]
    when: Annotated[Condition, Meta(description="The answers that mean it; left out, always.")] = ALWAYS
    found: Annotated[
        Literal["group", "finding"] | None,
        Meta(
            description=(
                "Only where a finding of this element is certain (finding), or is certain and falls on a group (group)."
            )
        ),
    ] = None


class Element(Record, kw_only=True):
    """One field of a form, and where it is filled from; what has neither answers nor results stays empty."""

    key: Annotated[Text, Meta(description="The field's name in the form; of a card, the heading.")]
    title: Annotated[Text, Meta(description="The field as a reader sees it.")]
    asks: Annotated[Text | None, Meta(description="What the field asks for, in our own words.")] = None
    depth: Annotated[Literal[1, 2, 3], Meta(description="How deep the heading stands; 1 is a section.")] = 1
    project: Annotated[
        tuple[Literal["name", "team", "purpose", "contact"], ...],
        Meta(description="What the team says of its project."),
    ] = ()
    answered_by: Annotated[tuple[Id, ...], Meta(description="Ids of questions whose answers fill it.")] = ()
    shows: Annotated[tuple[Shown, ...], Meta(description="Parts of the result that fill it.")] = ()
    harm_kinds: Annotated[tuple[Word, ...], Meta(description="Only findings of these kinds; left out, all.")] = ()
    bias_sources: Annotated[tuple[Word, ...], Meta(description="Only findings from these; left out, all.")] = ()
    stages: Annotated[tuple[Word, ...], Meta(description="Only measures of these stages; left out, all.")] = ()
    most: Annotated[
        Annotated[int, Meta(ge=1)] | None, Meta(description="So many findings at most, the worst first.")
    ] = None
    note: Annotated[Text | None, Meta(description="A sentence that always stands there.")] = None
    limit: Annotated[Annotated[int, Meta(ge=20)] | None, Meta(description="How many characters it may hold.")] = None
    picks: Annotated[
        tuple[Pick, ...],
        Meta(description="Values of the form's own list: of those whose answers hold the first, or all where several."),
    ] = ()
    several: Annotated[bool, Meta(description="Whether the field is a list, of values or of texts.")] = False
    needs: Annotated[
        Annotated[str, Meta(pattern=r"^[^=]+=[^=]+$")] | None,
        Meta(description="Left out of the file but where another field has this value, as key=value."),
    ] = None
    left: Annotated[
        tuple[Left, ...], Meta(description="What stays empty, and who knows it; with picks, where none holds.")
    ] = ()


class Form(Entry, kw_only=True):
    """A form or a card that a kickoff fills in part: always a draft."""

    layout: Annotated[
        Literal["document", "card", "table", "bom", "pia", "aia", "croissant", "record"],
        Meta(
            description=(
                "document: fields one after the other; card: Markdown with front matter; table: a row a field; bom: a "
                "bill of materials in CycloneDX; pia: a file for CNIL's tool; aia: saved results of Canada's survey; "
                "croissant: metadata of a data set; record: the fields as one record in JSON."
            )
        ),
    ]
    front: Annotated[Literal["model", "dataset"] | None, Meta(description="Of a card: whose front matter it has.")] = (
        None
    )
    edition: Annotated[Text | None, Meta(description="Of the format, where files name it.")] = None
    regulations: Annotated[tuple[Id, ...], Meta(description="Rules that may ask for it.")] = ()
    as_of: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}(-\d{2})?$", description="When the form was last looked at.")]
    sources: Annotated[Ids, Meta(description="Where the form stands.")]
    elements: Annotated[tuple[Element, ...], Meta(min_length=1, description="Its fields, in their order.")]


class Metric(Entry, kw_only=True):
    """Something to measure for each group by itself, and for which findings it tells something."""

    harm_kinds: Annotated[tuple[Word, ...], Meta(min_length=1, description="Kinds of harm that it makes visible.")]
    bias_sources: Annotated[tuple[Word, ...], Meta(description="Only for findings from these; left out, all.")] = ()
    modalities: Annotated[tuple[Word, ...], Meta(description="Only for tasks of these; left out, all.")] = ()
    case: Annotated[Text, Meta(description="What counts as one case of a group.")]
    proportion: Annotated[bool, Meta(description="Whether it is a share of cases, so that they can be counted.")] = True
    code: Annotated[
        Annotated[str, Meta(pattern=r"^[a-z_.]+:[a-z_]+$")] | None,
        Meta(description="A function of truth and prediction, as module:name."),
    ] = None
    sources: Annotated[Ids, Meta(description="Where it is defined.")]
