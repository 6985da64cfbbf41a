"""What has to be read again: law changes, and a rule that was right once is believed for years."""

from __future__ import annotations

from datetime import date

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Regulation


def regulations(knowledge: KnowledgeBase, today: date) -> tuple[Regulation, ...]:
    """The rules whose month of review is over, by id; rules that have been replaced are not among them."""
    month = f"{today:%Y-%m}"
    return tuple(
        rule for _, rule in sorted(knowledge.regulations.items()) if rule.review_by < month and not rule.replaced_by
    )
