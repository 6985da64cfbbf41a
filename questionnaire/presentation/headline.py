"""The verdict in a headline, and the fields that a team says of its project."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.result import Assessment
from questionnaire.presentation.labels import Labels
from questionnaire.wording import report as say

# In this order they stand in every report.
_FIELDS = ("name", "team", "purpose", "contact")


class Headline(Struct, frozen=True):
    """What a reader sees first. `standing` is `stopped`, `unanswered`, `no_harm` or `findings`: which of the four
    kinds of verdict this is, the earlier before the later. `title` and `below` say it, without a full stop in the
    title."""

    standing: str
    title: str
    below: str


def headline(assessment: Assessment) -> Headline:
    """The headline of the verdict."""
    verdict, labels = assessment.verdict, Labels(assessment.words)
    level = labels.label("levels", verdict.level)
    if verdict.stop:
        return Headline("stopped", level, say.NO_MITIGATION)
    if verdict.nothing_ruled_out:
        below = say.until_answered(labels.inline("levels", verdict.level))
        return Headline("unanswered", say.NOTHING_RULED_OUT_YET, below)
    if not assessment.findings:
        return Headline("no_harm", level, say.NO_HARM)
    return Headline("findings", level, labels.label("level_definitions", verdict.level))


class ProjectField(Struct, frozen=True):
    """One thing that the team said of its project, with its label."""

    key: str
    label: str
    text: str


def project_fields(assessment: Assessment) -> tuple[ProjectField, ...]:
    """The fields that are filled in, as typed, in the order of a report."""
    return tuple(
        ProjectField(key, say.PROJECT_FIELDS[key], assessment.project[key])
        for key in _FIELDS
        if assessment.project.get(key, "").strip()
    )
