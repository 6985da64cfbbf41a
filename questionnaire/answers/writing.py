"""Answers files written so that they read back the same, and a blank one to fill."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from msgspec import Struct

from questionnaire.answers.answers import FORMAT, NOT_APPLICABLE, PROJECT_FIELDS, UNKNOWN, VERSION, Answer, Answers
from questionnaire.files import yaml_text
from questionnaire.files.yaml_text import without_controls
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Question


def write(answers: Answers, knowledge: KnowledgeBase) -> str:
    """The answers as the text of an answers file, questions in the order of the interview.

    Control characters, which nobody sees and no answers file may hold, become spaces. What the knowledge base no longer
    knows is written as it was answered, unknown questions last: `read` then names each by its line.
    """
    order = {key: position for position, key in enumerate(knowledge.interview.order())}

    def place(key: str) -> tuple[int, str]:
        return order.get(key, len(order)), key

    rows: Mapping[str, object] = {
        "format": f"{FORMAT}/{VERSION}",
        "project": {key: without_controls(answers.project[key]) for key in PROJECT_FIELDS if answers.project.get(key)},
        "answers": {
            key: _plain(answers.answers[key], knowledge.questions.get(key))
            for key in sorted(answers.answers, key=place)
        },
        "notes": {
            key: without_controls(answers.notes[key]) for key in sorted(answers.notes, key=place) if answers.notes[key]
        },
        "grounds": {key: said for key in sorted(answers.grounds, key=place) if (said := _filled(answers.grounds[key]))},
        "evidence": [_filled(row) for row in answers.evidence],
        "mitigations": [_filled(row) for row in answers.mitigations],
    }
    return yaml_text.write({key: value for key, value in rows.items() if value or key == "answers"})


def _plain(answer: Answer, question: Question | None) -> str | list[str]:
    if answer.status != "answered":
        return answer.status
    several = len(answer.options) != 1 or (question is not None and question.several)
    return list(answer.options) if several else answer.options[0]


def _filled(row: Struct) -> dict[str, str]:
    return {name: without_controls(value) for name in row.__struct_fields__ if (value := getattr(row, name))}


def template(knowledge: KnowledgeBase, task: str | None = None) -> str:
    """A commented blank answers file, with every question that can come up; `task` fills in the task."""
    confidence = " | ".join(knowledge.vocabulary.words("confidences"))
    lines = [f"format: {FORMAT}/{VERSION}", "", "project:"]
    lines += [f'  {name}: ""' for name in PROJECT_FIELDS]
    lines += [
        "",
        "# Write the id of an option behind the colon, or a list [a, b] where several may be chosen.",
        f"# {UNKNOWN}: you do not know yet. Left empty, a question counts as unknown too.",
        f"# {NOT_APPLICABLE}: does not apply, where the question offers it.",
        "answers:",
    ]
    for section in knowledge.interview.sections:
        if section.questions:
            lines += ["", f"  # ---- {section.title} ----"]
        for key in section.questions:
            question = knowledge.questions[key]
            lines += ["", *_comment(question.asks), *_comment(f"Why we ask: {question.why_we_ask}")]
            offered = knowledge.options(question)
            lines.append(f"  # {'One or more of:' if question.several else 'One of:'}")
            lines += [f"  #   {option}: {label}" for option, label in offered]
            if question.may_not_apply:
                lines.append(f"  #   {NOT_APPLICABLE}: Does not apply")
            filled = f" [{task}]" if task and question.options_from == "tasks" else ""
            lines.append(f"  {key}:{filled}")
    lines += [
        "",
        "# notes: {question-id: text}",
        f"# grounds: {{question-id: {{confidence: {confidence}, link: …, note: …}}}}",
        "# evidence: [{title: …, url: …, finding: …}]",
        "# mitigations: [{id: recommendation-id, status: planned, owner: …, due: 2027-01-31}]",
        "",
    ]
    return "\n".join(lines)


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 110, initial_indent="  # ", subsequent_indent="  #   ")
