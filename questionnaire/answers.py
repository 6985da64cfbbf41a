"""Answers files: read with every mistake at once, written so that they read back the same, and a blank one to fill in."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from questionnaire import yaml_text
from questionnaire.conditions import Given, Truths
from questionnaire.model import KnowledgeBase, Question
from questionnaire.problems import Problem, ProblemsFound, listing, nearest
from questionnaire.yaml_text import Document, field_path

FORMAT, VERSION = "riskwalk-answers", 1
MAX_BYTES = 1_000_000
PROJECT_FIELDS = ("name", "team", "purpose", "contact")
UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"
_TOP = ("format", "project", "answers", "notes", "evidence", "mitigations", "expect")
_EVIDENCE = ("title", "url", "finding")
_MITIGATION = ("id", "status", "owner", "due")
MITIGATION_STATUSES = ("planned", "in_place")


class Answer(Struct, frozen=True):
    """One question's answer. `options` is empty unless the status is `answered`."""

    status: Literal["answered", "unknown", "not_applicable"]
    options: tuple[str, ...] = ()


class Evidence(Struct, frozen=True):
    """What the team found about bias in the field before any machine learning."""

    title: str
    url: str = ""
    finding: str = ""


class Mitigation(Struct, frozen=True):
    """A recommendation that the team declares planned or in place."""

    id: str
    status: str
    owner: str = ""
    due: str = ""


class Answers(Struct, frozen=True):
    """All that a team said about one project."""

    project: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()

    def given(self) -> Given:
        """The answers as the walk sees them; what is unknown or unanswered is left out."""
        return {key: answer.options for key, answer in self.answers.items() if answer.status != UNKNOWN}

    def declared(self) -> tuple[str, ...]:
        return tuple(mitigation.id for mitigation in self.mitigations)

    def with_answer(self, question: str, answer: Answer | None) -> Answers:
        """The same with one answer changed, or taken back where `answer` is None."""
        answers = {key: value for key, value in self.answers.items() if key != question}
        if answer is not None:
            answers[question] = answer
        return Answers(self.project, answers, self.notes, self.evidence, self.mitigations)


def ignored(answers: Answers, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Questions that were answered but have left the path, in the order of the interview."""
    truths = Truths(knowledge.questions, answers.given())
    return tuple(key for key in knowledge.interview.order() if key in answers.answers and not truths.asked(key))


def read(raw: bytes, name: str, knowledge: KnowledgeBase) -> Answers:
    """The answers in a file's bytes; raises ProblemsFound with every mistake where there is one."""
    document = yaml_text.read(yaml_text.decode(raw, name, MAX_BYTES), name, careful=True)
    return _Reader(document, name, knowledge).answers()


class _Reader:
    """Collects all problems of one document on the way to its Answers."""

    def __init__(self, document: Document, name: str, knowledge: KnowledgeBase):
        self.document, self.name, self.knowledge = document, name, knowledge
        self.problems: list[Problem] = []

    def note(self, path: tuple, message: str) -> None:
        self.problems.append(Problem(self.name, self.document.line(path), field_path(path), message))

    def answers(self) -> Answers:
        data = self.document.data
        if not isinstance(data, dict):
            self.note((), "The file holds no mapping of fields. Start from a template: python -m questionnaire template")
            raise ProblemsFound(self.problems)
        self.format(data.get("format"))
        for key in data:
            if key not in _TOP:
                self.note((key,), f"There is no field with this name.{nearest(key, _TOP)} Allowed: {listing(_TOP)}.")
        result = Answers(self.texts(data, "project", PROJECT_FIELDS), self.chosen(data),
                         self.texts(data, "notes", tuple(self.knowledge.questions)),
                         tuple(Evidence(**row) for row in self.rows(data, "evidence", _EVIDENCE, ("title",))),
                         self.mitigations(data))
        if self.problems:
            raise ProblemsFound(self.problems)
        return result

    def format(self, found: object) -> None:
        due = f"{FORMAT}/{VERSION}"
        if found == due:
            return
        family, _, version = str(found or "").partition("/")
        if found is None:
            self.note((), f"The field \"format\" is missing. Write as the first line: format: {due}")
        elif family == FORMAT and version.isdigit() and int(version) > VERSION:
            self.note(("format",), f'The file is in the newer format "{found}". This version of Riskwalk reads up to {due}. '
                                   "Update Riskwalk, or ask for the file in the older format.")
            raise ProblemsFound(self.problems)
        else:
            self.note(("format",), f'"{found}" is not a format of answers files. Allowed: {due}.')

    def part(self, data: dict, key: str, shape: type, due: str) -> dict | list:
        value = data.get(key)
        if value is None:
            return shape()
        if not isinstance(value, shape):
            self.note((key,), f"{due} is due here.")
            return shape()
        return value

    def texts(self, data: dict, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
        result = {}
        for name, value in self.part(data, key, dict, "A mapping of names to text").items():
            if name not in allowed:
                self.note((key, name), f"There is nothing with this name.{nearest(name, allowed)} Allowed: {listing(allowed)}.")
            elif isinstance(value, (dict, list)):
                self.note((key, name), "One text is due here, in quotes if it holds a colon.")
            elif value is not None:
                result[name] = str(value)
        return result

    def rows(self, data: dict, key: str, allowed: tuple[str, ...], required: tuple[str, ...]) -> list[dict[str, str]]:
        result = []
        for index, row in enumerate(self.part(data, key, list, "A list")):
            if not isinstance(row, dict):
                self.note((key, index), f"A mapping with {listing(allowed)} is due here.")
                continue
            for name in row:
                if name not in allowed:
                    self.note((key, index, name),
                              f"There is no field with this name.{nearest(name, allowed)} Allowed: {listing(allowed)}.")
                elif isinstance(row[name], (dict, list)):
                    self.note((key, index, name), "One text is due here.")
            for name in required:
                if row.get(name) in (None, ""):
                    self.note((key, index), f'The field "{name}" is missing.')
            if all(name in allowed for name in row) and all(row.get(name) not in (None, "") for name in required):
                result.append({name: str(value) for name, value in row.items() if value is not None})
        return result

    def mitigations(self, data: dict) -> tuple[Mitigation, ...]:
        known, result, seen = self.knowledge.recommendations, [], set()
        for index, row in enumerate(self.rows(data, "mitigations", _MITIGATION, ("id", "status"))):
            path = ("mitigations", index)
            if row["id"] not in known:
                self.note((*path, "id"), f'There is no recommendation "{row["id"]}".{nearest(row["id"], known)} '
                                         "Allowed: ids of recommendations in the report.")
            elif row["id"] in seen:
                self.note((*path, "id"), f'"{row["id"]}" is declared twice. Keep one.')
            seen.add(row["id"])
            if row["status"] not in MITIGATION_STATUSES:
                self.note((*path, "status"), f'"{row["status"]}" is not allowed.{nearest(row["status"], MITIGATION_STATUSES)} '
                                             f"Allowed: {listing(MITIGATION_STATUSES)}.")
            if "due" in row and not _is_date(row["due"]):
                self.note((*path, "due"), f'"{row["due"]}" is not a date. Write it as YYYY-MM-DD, such as 2027-01-31.')
            result.append(Mitigation(**row))
        return tuple(result)

    def chosen(self, data: dict) -> dict[str, Answer]:
        questions, result = self.knowledge.questions, {}
        for key, value in self.part(data, "answers", dict, "A mapping of question ids to options").items():
            question = questions.get(key)
            if question is None:
                self.note(("answers", key), f'There is no question "{key}".{nearest(key, questions)} '
                                            "All questions: python -m questionnaire questions")
            elif question.replaced_by:
                self.note(("answers", key), f'The question "{key}" was replaced by "{question.replaced_by}". Answer that one.')
            elif value is not None and value != []:
                answer = self.answer(question, value)
                if answer:
                    result[key] = answer
        return result

    def answer(self, question: Question, value: object) -> Answer | None:
        path = ("answers", question.id)
        words = [_word(item) for item in value] if isinstance(value, list) else [_word(value)]
        if any(word is None for word in words):
            self.note(path, "The id of an option is due here, or a list of them.")
            return None
        if words == [UNKNOWN]:
            return Answer(UNKNOWN)
        if words == [NOT_APPLICABLE]:
            if question.may_not_apply:
                return Answer(NOT_APPLICABLE)
            self.note(path, f'This question always applies. Allowed: {self.offer(question)}, or "{UNKNOWN}".')
            return None
        return self.options(question, path, words)

    def options(self, question: Question, path: tuple, words: list[str]) -> Answer | None:
        offered = dict(self.knowledge.options(question))
        before = len(self.problems)
        for word in words:
            if word in (UNKNOWN, NOT_APPLICABLE):
                self.note(path, f'"{word}" cannot stand beside options. Write it alone.')
            elif word not in offered:
                successor = self.successor(question, word)
                hint = f' It was replaced by "{successor}".' if successor else nearest(word, offered)
                self.note(path, f'There is no option "{word}".{hint} Allowed: {self.offer(question)}, or "{UNKNOWN}".')
        if len(set(words)) < len(words):
            self.note(path, "An option stands here twice. Keep one.")
        if question.kind == "one" and len(words) > 1:
            self.note(path, f"This question takes one option; {len(words)} are given. Keep one.")
        exclusive = [option.id for option in question.options if option.exclusive and option.id in words]
        if exclusive and len(words) > 1:
            self.note(path, f'"{exclusive[0]}" cannot stand beside another option. Keep it alone, or remove it.')
        return Answer("answered", tuple(sorted(words))) if len(self.problems) == before else None

    def successor(self, question: Question, word: str) -> str | None:
        entry = getattr(self.knowledge, question.options_from).get(word) if question.options_from else None
        return entry.replaced_by if entry else None

    def offer(self, question: Question) -> str:
        return listing([key for key, _ in self.knowledge.options(question)])


def _word(value: object) -> str | None:
    """An option id; a truth value stands for the option `yes` or `no`, as other writers of YAML put it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strip() if isinstance(value, str) else None


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def write(answers: Answers, knowledge: KnowledgeBase) -> str:
    """The answers as the text of an answers file, questions in the order of the interview."""
    order = {key: position for position, key in enumerate(knowledge.interview.order())}
    rows: Mapping[str, object] = {
        "format": f"{FORMAT}/{VERSION}",
        "project": {key: answers.project[key] for key in PROJECT_FIELDS if answers.project.get(key)},
        "answers": {key: _plain(answers.answers[key], knowledge.questions[key])
                    for key in sorted(answers.answers, key=lambda key: (order.get(key, len(order)), key))},
        "notes": {key: answers.notes[key] for key in sorted(answers.notes, key=lambda key: (order.get(key, len(order)), key))
                  if answers.notes[key]},
        "evidence": [_filled(row, _EVIDENCE) for row in answers.evidence],
        "mitigations": [_filled(row, _MITIGATION) for row in answers.mitigations],
    }
    return yaml_text.write({key: value for key, value in rows.items() if value or key == "answers"})


def _plain(answer: Answer, question: Question) -> str | list[str]:
    if answer.status != "answered":
        return answer.status
    return list(answer.options) if question.kind == "many" else answer.options[0]


def _filled(row: Struct, names: tuple[str, ...]) -> dict[str, str]:
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def template(knowledge: KnowledgeBase, task: str | None = None) -> str:
    """A commented blank answers file, with every question that can come up; `task` fills in the task."""
    lines = [f"format: {FORMAT}/{VERSION}", "", "project:"]
    lines += [f'  {name}: ""' for name in PROJECT_FIELDS]
    lines += ["", "# Write the id of an option behind the colon, or a list [a, b] where several may be chosen.",
              f"# {UNKNOWN}: you do not know yet. Left empty, a question counts as unknown too.",
              f"# {NOT_APPLICABLE}: does not apply, where the question offers it.", "answers:"]
    for section in knowledge.interview.sections:
        if section.questions:
            lines += ["", f"  # ---- {section.title} ----"]
        for key in section.questions:
            question = knowledge.questions[key]
            lines += ["", *_comment(question.asks), *_comment(f"Why we ask: {question.why_we_ask}")]
            offered = knowledge.options(question)
            lines.append(f"  # {'One of:' if question.kind == 'one' else 'One or more of:'}")
            lines += [f"  #   {option}: {label}" for option, label in offered]
            if question.may_not_apply:
                lines.append(f"  #   {NOT_APPLICABLE}: Does not apply")
            filled = f" [{task}]" if task and question.options_from == "tasks" else ""
            lines.append(f"  {key}:{filled}")
    lines += ["", "# notes: {question-id: text}", "# evidence: [{title: …, url: …, finding: …}]",
              "# mitigations: [{id: recommendation-id, status: planned, owner: …, due: 2027-01-31}]", ""]
    return "\n".join(lines)


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 110, initial_indent="  # ", subsequent_indent="  #   ")
