"""A whole knowledge base, whose fields are the one register of kinds of entries.

A new kind is a record in entries.py and a field here. The field's name is the name of its folder; whether paths start
at it, and which edges it has, the record says. No module of records leaves its annotations to the future: msgspec would
have to compile each of them in every process, which takes half as long as reading the whole knowledge base.
"""

import functools
import typing

from questionnaire.knowledge.entries import (
    AffectedGroup,
    Choice,
    DataPlan,
    Deployment,
    Harm,
    Objective,
    Question,
    Recommendation,
    Record,
    Regulation,
    RiskFactor,
    Source,
    Task,
)
from questionnaire.knowledge.forms import Form, Metric
from questionnaire.knowledge.lint import Lint
from questionnaire.knowledge.renames import Renames
from questionnaire.knowledge.triggers import Triggers
from questionnaire.knowledge.vocabulary import Interview, Vocabulary


class KnowledgeBase(Record, kw_only=True, dict=True):
    """All records of one checked folder, each kind as a mapping from id to record in the order of ids."""

    version: str
    digest: str
    repository: str = ""
    """Where changes are handed in, as an address; empty where about.yaml names none."""
    browse: str = ""
    """The app in which these entries can be read, as an address to which reports link; empty where it names none."""
    vocabulary: Vocabulary
    interview: Interview
    triggers: Triggers = Triggers()
    lint: Lint = Lint()
    renames: Renames = Renames()
    tasks: dict[str, Task]
    objectives: dict[str, Objective]
    affected_groups: dict[str, AffectedGroup]
    deployments: dict[str, Deployment]
    data_plans: dict[str, DataPlan]
    risk_factors: dict[str, RiskFactor]
    harms: dict[str, Harm]
    recommendations: dict[str, Recommendation]
    regulations: dict[str, Regulation]
    questions: dict[str, Question]
    metrics: dict[str, Metric]
    forms: dict[str, Form]
    sources: dict[str, Source]

    @functools.cached_property
    def choosing(self) -> tuple[Question, ...]:
        """The questions that offer entries at which paths start."""
        return tuple(question for question in self.questions.values() if question.options_from in CHOICES)

    @functools.cached_property
    def _titled(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By kind, the (id, title) pairs of the entries that are not retired, where a question offers them."""
        kinds = {question.options_from for question in self.questions.values() if question.options_from}
        return {
            kind: tuple((entry.id, entry.title) for entry in getattr(self, kind).values() if entry.replaced_by is None)
            for kind in kinds
        }

    def options(self, question: Question) -> tuple[tuple[str, str], ...]:
        """The (id, label) pairs that a question offers."""
        if question.options_from:
            return self._titled[question.options_from]
        return tuple((option.id, option.label) for option in question.options)

    @functools.cached_property
    def offered(self) -> dict[str, frozenset[str]]:
        """By question, the ids of the options that it offers."""
        return {
            key: frozenset(option for option, _ in self.options(question)) for key, question in self.questions.items()
        }


KINDS: dict[str, type[Record]] = {
    name: typing.get_args(hint)[1]
    for name, hint in typing.get_type_hints(KnowledgeBase).items()
    if typing.get_origin(hint) is dict and typing.get_args(hint)[1] is not Source
}
"""By folder, the record of each kind of entry that stands one to a file."""

CHOICES = tuple(kind for kind, record in KINDS.items() if issubclass(record, Choice))
"""The kinds of entry at which paths start."""


def noun(kind: str) -> str:
    """What one entry of a kind is called in a sentence: `risk factor` for risk_factors."""
    return kind.removesuffix("s").replace("_", " ")


def address_of(kind: str, identity: str) -> str:
    """What names an entry in an address of the app and in other tools, such as risk-factor.few-voices."""
    return f"{noun(kind).replace(' ', '-')}.{identity}"
