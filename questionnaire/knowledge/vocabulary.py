"""The closed words, each with its definition, and the order of the interview. A leaf but for the shapes of ids."""

import functools
from typing import Annotated, Literal

from msgspec import Meta

from questionnaire.knowledge.entries import Atom, Id, Record, Text, Url, Word, pairs


class Definition(Record, kw_only=True):
    id: Word
    label: Text
    definition: Text
    sources: tuple[Id, ...] = ()
    mappings: Annotated[tuple[str, ...], Meta(description="Ids in other taxonomies, as scheme:id.")] = ()


class Phrase(Definition, kw_only=True):
    """A word that is also said inside sentences: not every language writes it there as on a label."""

    inline: Annotated[Text, Meta(description="The label inside a sentence, such as high for High.")]


class ActionKind(Phrase, kw_only=True):
    """A kind of recommendation."""

    changes_something: Annotated[
        bool, Meta(description="Whether it changes the system or its use; false where it finds out or writes down.")
    ]
    leaves_undone: Annotated[
        bool, Meta(description="Whether it is not to build the system, so that what else is advised is for who does.")
    ] = False


class SourceKind(Definition, kw_only=True):
    """A kind of source, and how far a claim may rest on it."""

    counts_as: Annotated[
        Literal["study", "case", "account", "background", "judgement"],
        Meta(
            description=(
                "What a source of this kind counts as: study (somebody looked into it: a paper, a judgment, an "
                "inquiry), case (a documented case), account (somebody tells of it), background (shows no harm by "
                "itself), judgement (nothing published)."
            )
        ),
    ]


class Taxonomy(Record, kw_only=True):
    """Another taxonomy and those of its ids to which ours may be mapped."""

    id: Word
    title: Text
    url: Url
    ids: Annotated[tuple[str, ...], Meta(min_length=1)]


class LevelRow(Record, kw_only=True):
    likelihood: Word
    severity: Word
    level: Word


Words = Annotated[tuple[Definition, ...], Meta(min_length=1)]
Phrases = Annotated[tuple[Phrase, ...], Meta(min_length=1)]


class Vocabulary(Record, kw_only=True):
    """The closed lists, each word with its definition. Scales stand in rising order."""

    attributes: Words
    bias_sources: Words
    pathways: Phrases
    harm_kinds: Words
    stages: Words
    recommendation_kinds: Annotated[tuple[ActionKind, ...], Meta(min_length=1)]
    roles: Phrases
    answer_statuses: Words
    confidences: Words
    finding_statuses: Words
    likelihoods: Phrases
    severities: Phrases
    levels: Phrases
    level_table: tuple[LevelRow, ...]
    modalities: Words
    domains: Words
    source_kinds: Annotated[tuple[SourceKind, ...], Meta(min_length=1)]
    verifications: Words
    regions: Words
    evidence_strengths: Phrases
    regulation_classes: Words
    taxonomies: tuple[Taxonomy, ...] = ()

    def label(self, field: str, word: str) -> str:
        """The label that a reader sees for a word of one of the lists."""
        return next((entry.label for entry in getattr(self, field) if entry.id == word), word)

    def inline(self, field: str, word: str) -> str:
        """The label of a word of one of the lists of phrases, as it stands inside a sentence."""
        return next((entry.inline for entry in getattr(self, field) if entry.id == word), word)

    def kinds_counting_as(self, *counts: str) -> frozenset[str]:
        """The kinds of source that count as one of these: study, case, account, background, judgement."""
        return frozenset(kind.id for kind in self.source_kinds if kind.counts_as in counts)

    def remedies(self) -> frozenset[str]:
        """The kinds of recommendation that change something, rather than find it out or write it down."""
        return frozenset(kind.id for kind in self.recommendation_kinds if kind.changes_something)

    def words(self, field: str) -> tuple[str, ...]:
        return tuple(entry.id for entry in getattr(self, field))


class Section(Record, kw_only=True):
    id: Word
    title: Text
    intro: Text
    questions: tuple[Id, ...] = ()


class Clash(Record, kw_only=True, dict=True):
    """Answers that cannot be true together. Until a team settles it, the one that would close most is unknown."""

    answers: Annotated[
        tuple[Atom, ...], Meta(min_length=2, description="Each item is {question: option or [options]}.")
    ]
    unsettled: Annotated[Id, Meta(description="Of these questions the one whose answer does not count meanwhile.")]
    because: Annotated[Text, Meta(description="Why they cannot both be true, in one sentence to the team.")]

    @functools.cached_property
    def pairs(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The questions, each with its options."""
        return tuple((question, frozenset(options)) for question, options in pairs(self.answers))


class NoticePart(Record, kw_only=True):
    """A part of the notice to the people concerned: the answers to these questions, told to them."""

    title: Text
    questions: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Interview(Record, kw_only=True):
    """Sections and the order of questions: the only place that orders. And which answers cannot go together."""

    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]
    clashes: tuple[Clash, ...] = ()
    opinion: Annotated[
        Id | None,
        Meta(description="The question that asks whether the people concerned were asked, where there is one."),
    ] = None
    notice: Annotated[
        tuple[NoticePart, ...], Meta(description="What people concerned are told of the answers, part by part.")
    ] = ()

    def order(self) -> tuple[str, ...]:
        return tuple(question for section in self.sections for question in section.questions)
