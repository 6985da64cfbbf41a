"""A whole knowledge base, and the table of its kinds of entries."""

from __future__ import annotations

from questionnaire.knowledge.entries import (
    AffectedGroup,
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
from questionnaire.knowledge.vocabulary import Interview, Vocabulary


class KnowledgeBase(Record, kw_only=True):
    """All records of one checked folder, each kind as a mapping from id to record in the order of ids."""

    version: str
    digest: str
    vocabulary: Vocabulary
    interview: Interview
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
    sources: dict[str, Source]

    def options(self, question: Question) -> tuple[tuple[str, str], ...]:
        """The (id, label) pairs that a question offers."""
        if question.options_from:
            return tuple(
                (entry.id, entry.title)
                for entry in getattr(self, question.options_from).values()
                if entry.replaced_by is None
            )
        return tuple((option.id, option.label) for option in question.options)


KINDS: dict[str, type[Record]] = {
    "tasks": Task,
    "objectives": Objective,
    "affected_groups": AffectedGroup,
    "deployments": Deployment,
    "data_plans": DataPlan,
    "risk_factors": RiskFactor,
    "harms": Harm,
    "recommendations": Recommendation,
    "regulations": Regulation,
    "questions": Question,
}
