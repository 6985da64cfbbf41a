"""One edit: what somebody saw in one field, what they made of it, and whether that can be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from msgspec import Struct, convert, to_builtins

from questionnaire.answers.answers import (
    LONGEST,
    MITIGATION_STATUSES,
    MOST_EVIDENCE,
    NOT_APPLICABLE,
    PROJECT_FIELDS,
    Answer,
    Answers,
    Evidence,
    Grounds,
    Mitigation,
)
from questionnaire.files.problems import shortened
from questionnaire.knowledge.base import KnowledgeBase

FIELDS = ("project", "answer", "note", "grounds", "evidence", "mitigation")
Value = str | list | dict | None
"""What one field holds, as JSON has it: lists, no tuples. None where nothing was said."""


class Change(Struct, frozen=True):
    """One field from `old`, as the page showed it, to `new`; None is nothing.

    The fields are one of the project's (`name` is which), an answer, a note or the grounds (the question), a
    mitigation (the recommendation), and the list of evidence (no name). `revision` is the one of the assessment that
    the page showed. `by` is who did it, as the store keeps it; empty where that is not known.
    """

    field: str
    name: str
    old: Value
    new: Value
    revision: int
    by: str = ""


def values(answers: Answers) -> dict[tuple[str, str], Value]:
    """Everything that was said, by field and name."""
    said: dict[tuple[str, str], Value] = {("project", key): text for key, text in answers.project.items()}
    said |= {("answer", key): answer_value(answer) for key, answer in answers.answers.items()}
    said |= {("note", key): text for key, text in answers.notes.items()}
    said |= {("grounds", key): grounds_value(row) for key, row in answers.grounds.items()}
    if answers.evidence:
        said["evidence", ""] = evidence_value(answers.evidence)
    return said | {("mitigation", row.id): mitigation_value(row) for row in answers.mitigations}


def answer_value(answer: Answer) -> dict:
    """The answer as a change holds it."""
    return {"status": answer.status, "options": list(answer.options)}


def grounds_value(row: Grounds) -> dict | None:
    """The grounds as a change holds them: what was said; None where nothing was."""
    return {key: value for key, value in to_builtins(row).items() if value} or None


def evidence_value(rows: tuple[Evidence, ...]) -> list | None:
    """The list of evidence as a change holds it; None where it is empty."""
    return to_builtins(list(rows)) or None


def mitigation_value(row: Mitigation) -> dict:
    """The mitigation as a change holds it: without its id, which is the change's name."""
    return {key: value for key, value in to_builtins(row).items() if key != "id"}


def answers_of(said: Mapping[tuple[str, str], Value]) -> Answers:
    """The answers that these values add up to; mitigations in the order of their ids.

    Raises ValueError where a value has not the shape of its field.
    """
    parts: dict[str, dict[str, Value]] = {field: {} for field in FIELDS}
    for (field, name), value in said.items():
        if field not in parts:
            raise ValueError(f"There is no field {shortened(field)!r}.")
        if value is not None:
            parts[field][name] = value
    rows = [_mitigation(name, parts["mitigation"][name]) for name in sorted(parts["mitigation"])]
    return Answers(
        convert(parts["project"], dict[str, str]),
        convert(parts["answer"], dict[str, Answer]),
        convert(parts["note"], dict[str, str]),
        convert(parts["evidence"].get("", ()), tuple[Evidence, ...]),
        tuple(rows),
        convert(parts["grounds"], dict[str, Grounds]),
    )


def changed(answers: Answers, change: Change) -> Answers:
    """The answers after the change, whatever stood in its field before. Raises ValueError as `answers_of` does."""
    return answers_of(values(answers) | {(change.field, change.name): change.new})


def refusal(change: Change, knowledge: KnowledgeBase) -> str:
    """Why the change cannot be, in a sentence; empty where it can. Taking something back always can.

    A text may be as long as what stood there before, which a file may have brought.
    """
    if change.new is None:
        return ""
    key = change.field, change.name
    try:
        before, answers = answers_of({key: change.old}), answers_of({key: change.new})
    except ValueError:
        return "This is not what this field holds."
    for question, answer in answers.answers.items():
        if why := answer_refusal(question, answer, knowledge):
            return why
    if change.field == "project" and change.name not in PROJECT_FIELDS:
        return f"There is no field “{shortened(change.name)}” of a project."
    if change.field in ("note", "grounds") and change.name not in knowledge.questions:
        return f"There is no question “{shortened(change.name)}”."
    if change.field == "evidence" and change.name:
        return "There is one list of evidence."
    if len(answers.evidence) > max(MOST_EVIDENCE, len(before.evidence)):
        return f"At most {MOST_EVIDENCE} findings of your own can be kept."
    for row in answers.mitigations:
        if row.id not in knowledge.recommendations:
            return f"There is no recommendation “{shortened(row.id)}”."
        if row.status not in MITIGATION_STATUSES:
            return f"There is no status “{shortened(row.status)}”."
    for grounds in answers.grounds.values():
        if grounds.confidence and grounds.confidence not in knowledge.vocabulary.words("confidences"):
            return f"There is no confidence “{shortened(grounds.confidence)}”."
    return _too_long(before, answers)


def answer_refusal(key: str, answer: Answer, knowledge: KnowledgeBase) -> str:
    """Why the question cannot have this answer, in a sentence; empty where it can."""
    question = knowledge.questions.get(key)
    if question is None:
        return f"There is no question “{shortened(key)}”."
    if answer.status == NOT_APPLICABLE and not question.may_not_apply:
        return f"The question “{question.asks}” always applies."
    if bool(answer.options) != (answer.status == "answered"):
        return f"An answer to “{question.asks}” is either options or a status."
    offered = {option for option, _ in knowledge.options(question)}
    for option in answer.options:
        if option not in offered:
            return f"The question “{question.asks}” has no option “{shortened(option)}”."
    alone = any(option.exclusive for option in question.options if option.id in answer.options)
    several = len(answer.options) > 1
    if several and (not question.several or alone or len(set(answer.options)) < len(answer.options)):
        return f"These options of “{question.asks}” cannot stand together."
    return ""


def _mitigation(name: str, value: Value) -> Mitigation:
    if not isinstance(value, dict):
        raise ValueError("A mitigation is a mapping.")  # noqa: TRY004 - what was kept has the wrong shape
    row = convert({**value, "id": name}, Mitigation)
    if row.due:
        datetime.date.fromisoformat(row.due)
    return row


def _too_long(before: Answers, after: Answers) -> str:
    known = _lengths(before)
    for name, length in _lengths(after).items():
        most = max(LONGEST[name], known.get(name, 0))
        if length > most:
            return f"This text has {length:,} characters. At most {most:,} can be kept here: make it shorter."
    return ""


def _lengths(answers: Answers) -> dict[str, int]:
    """How long the longest text of each kind is."""
    texts = [(f"project.{name}", text) for name, text in answers.project.items()]
    texts += [("notes", text) for text in answers.notes.values()]
    texts += [(f"evidence.{name}", text) for row in answers.evidence for name, text in to_builtins(row).items()]
    texts += [(f"grounds.{name}", getattr(row, name)) for row in answers.grounds.values() for name in ("link", "note")]
    texts += [("mitigations.owner", row.owner) for row in answers.mitigations]
    longest: dict[str, int] = {}
    for name, text in texts:
        longest[name] = max(longest.get(name, 0), len(text))
    return longest
