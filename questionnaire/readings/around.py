"""What is known of an assessment beside its answers: who wrote it, where it stands, and what has changed since it was
decided last."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.causes import Caused, causes
from questionnaire.assessment.comparison import AnswerDiffers, Kept, compare_kept


class Since(Struct, frozen=True):
    """What differs from an earlier state, which `edition` names. `level_before` and `level` are words of the scale of
    levels; `knowledge` holds the knowledge base then and now, where it has moved on."""

    edition: str
    level_before: str
    level: str
    findings: tuple[Caused, ...]
    answers: tuple[AnswerDiffers, ...]
    knowledge: tuple[str, str] | None = None


class Around(Struct, frozen=True):
    """What is empty is not known: a reader fills it in by hand. `answered` is the day of the answers in ISO form."""

    author: str = ""
    answered: str = ""
    status: str = ""
    revision: str = ""
    since: Since | None = None


NOTHING_KNOWN = Around()


def since(edition: str, before: Kept, between: Kept, after: Kept) -> Since:
    """What differs between two states of an assessment; `between` are the earlier answers under the later knowledge
    base."""
    moved = before.knowledge_digest != after.knowledge_digest
    return Since(
        edition,
        before.level,
        after.level,
        causes(before, between, after),
        compare_kept(before, after).answers,
        (before.knowledge_base, after.knowledge_base) if moved else None,
    )
