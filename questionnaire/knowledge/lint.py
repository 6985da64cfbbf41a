"""What is looked at in answers before a review: contradictions in what they mean, gaps, and guesses that still hold.

It is data, in lint.yaml, and moves no level. A leaf beside the records of entries.
"""

from typing import Annotated, Literal

from msgspec import Meta

from questionnaire.knowledge.entries import ALWAYS, Condition, Id, Record, Text, Word

Lack = Literal["name", "team", "purpose", "contact", "note", "evidence", "measure", "owner", "day"]


class LintRule(Record, kw_only=True):
    """One remark to the team. It is made where everything holds that the rule names; an open question makes none but
    where the rule asks for it."""

    id: Id
    kind: Annotated[
        Literal["contradiction", "gap", "guess"],
        Meta(
            description=(
                "contradiction: answers that are hard to believe together; gap: something that a reviewer will miss; "
                "guess: something that nobody on the team has said."
            )
        ),
    ]
    when: Annotated[Condition, Meta(description="A condition on answers that certainly holds.")] = ALWAYS
    open: Annotated[
        tuple[Id, ...], Meta(description="Questions that are asked, and each unknown or not answered.")
    ] = ()
    presumed: Annotated[
        tuple[Id, ...],
        Meta(
            description="Questions of which one at least is answered by what a choice presumes, which could be wrong."
        ),
    ] = ()
    lacks: Annotated[
        tuple[Lack, ...],
        Meta(
            description=(
                "What is missing, all of it: a field of the project; a note beside each of the questions of settled_by;"
                " a piece of evidence; a declared measure; the owner or the day of a declared measure."
            )
        ),
    ] = ()
    level: Annotated[Word | None, Meta(description="The level to plan for is at least this one.")] = None
    because: Annotated[Text, Meta(description="What stands out, in one sentence to the team.")]
    do: Annotated[Text, Meta(description="What to do about it, in one sentence.")]
    settled_by: Annotated[tuple[Id, ...], Meta(description="Questions at which it is settled.")] = ()


class Lint(Record, kw_only=True):
    """All rules, in the order in which their remarks are shown."""

    rules: tuple[LintRule, ...] = ()
