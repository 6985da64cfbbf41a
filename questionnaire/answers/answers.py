"""What a team said about one project: the records, and what the walk takes from them."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import Given, Truths
from questionnaire.knowledge.presumptions import presumed

FORMAT, VERSION = "riskwalk-answers", 1
PROJECT_FIELDS = ("name", "team", "purpose", "contact")
UNKNOWN: Final = "unknown"
NOT_APPLICABLE: Final = "not_applicable"
MITIGATION_STATUSES = ("planned", "in_place")
LONGEST = {
    "project.name": 500,
    "project.team": 500,
    "project.purpose": 5_000,
    "project.contact": 500,
    "notes": 60_000,
    "evidence.title": 1_000,
    "evidence.url": 2_000,
    "evidence.finding": 10_000,
    "mitigations.owner": 500,
    "grounds.link": 2_000,
    "grounds.note": 10_000,
}
"""How many characters each text of a team's own may have, by its part of an answers file and its field."""
MOST_EVIDENCE = 200
LONGEST_TOGETHER = 125_000
"""How many characters all texts of a team's own may have together: as many as always fit into an answers file, whatever
the characters."""


class Answer(Struct, frozen=True):
    """One question's answer. `options` holds ids in alphabetical order; it is empty unless the status is `answered`."""

    status: Literal["answered", "unknown", "not_applicable"]
    options: tuple[str, ...] = ()


class Grounds(Struct, frozen=True):
    """What an answer rests on: how sure the team is (a word of the vocabulary's confidences), a link to what shows it,
    and what that shows. Each is empty where nothing was said."""

    confidence: str = ""
    link: str = ""
    note: str = ""


class Evidence(Struct, frozen=True):
    """What the team found about bias in the field before any machine learning. `title` is never empty."""

    title: str
    url: str = ""
    finding: str = ""


class Mitigation(Struct, frozen=True):
    """A recommendation that the team declares planned or in place.

    `status` is one of MITIGATION_STATUSES; `due` a day as YYYY-MM-DD, or empty.
    """

    id: str
    status: str
    owner: str = ""
    due: str = ""


class Answers(Struct, frozen=True):
    """All that a team said about one project.

    `project` is keyed by PROJECT_FIELDS, `answers`, `notes` and `grounds` by question; what nothing was said about is
    left out.
    """

    project: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()
    grounds: dict[str, Grounds] = field(default_factory=dict)

    def given(self) -> Given:
        """The answers as the team gave them; what is unanswered is left out, what is unknown is None."""
        return {key: None if answer.status == UNKNOWN else answer.options for key, answer in self.answers.items()}

    def declared(self) -> tuple[str, ...]:
        """The ids of the recommendations that are declared planned or in place."""
        return tuple(mitigation.id for mitigation in self.mitigations)

    def with_answer(self, question: str, answer: Answer | None) -> Answers:
        """The same with one answer changed, or taken back where `answer` is None."""
        answers = {key: value for key, value in self.answers.items() if key != question}
        if answer is not None:
            answers[question] = answer
        return replace(self, answers=answers)


def length(answers: Answers) -> int:
    """How many characters all texts of a team's own have together, to compare with LONGEST_TOGETHER."""
    texts = [*answers.project.values(), *answers.notes.values(), *(row.owner for row in answers.mitigations)]
    texts += [text for row in answers.grounds.values() for text in (row.link, row.note)]
    texts += [text for row in answers.evidence for text in (row.title, row.url, row.finding)]
    return sum(map(len, texts))


def ignored(answers: Answers, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Questions that were answered but have left the path, in the order of the interview."""
    truths = Truths(knowledge.questions, presumed(knowledge, answers.given()))
    return tuple(key for key in knowledge.interview.order() if key in answers.answers and not truths.asked(key))


def carried_over(answers: Answers, knowledge: KnowledgeBase) -> tuple[Answers, int]:
    """The same by the ids that questions and options have now, and how many answers have others than before. What is
    gone is left out; where an answer stands under both ids, the one under the new id counts."""
    renames = knowledge.renames
    given: dict[str, Answer] = {}
    moved = 0
    for key, answer in answers.answers.items():
        now, way = renames.question(key)
        if now is None or (way and now in answers.answers):
            continue
        options = tuple(renames.option(now, option)[0] for option in answer.options)
        kept = tuple(sorted(option for option in options if option is not None))
        if answer.options and not kept:
            continue
        given[now] = Answer(answer.status, kept)
        moved += bool(way) or kept != answer.options
    notes = {now: text for key, text in answers.notes.items() if (now := renames.question(key)[0]) is not None}
    grounds = {now: row for key, row in answers.grounds.items() if (now := renames.question(key)[0]) is not None}
    return replace(answers, answers=given, notes=notes, grounds=grounds), moved
