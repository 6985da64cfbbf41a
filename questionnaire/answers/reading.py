"""Answers files read, with every mistake at once."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from questionnaire.answers.answers import (
    FORMAT,
    LONGEST,
    LONGEST_TOGETHER,
    MITIGATION_STATUSES,
    MOST_EVIDENCE,
    NOT_APPLICABLE,
    PROJECT_FIELDS,
    UNKNOWN,
    VERSION,
    Answer,
    Answers,
    Evidence,
    Grounds,
    Mitigation,
)
from questionnaire.files import attachment, command, yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest, shortened
from questionnaire.files.yaml_text import Document, field_path
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Question
from questionnaire.wording import renames as wording

MAX_BYTES = 1_500_000
"""How large an answers file may be. Whatever stays within the lengths of `answers.py` fits."""
_TOP = ("format", "project", "answers", "notes", "grounds", "evidence", "mitigations", "expect")


Tell = Callable[[str], None]
"""Is told a sentence."""


def read(raw: bytes, name: str, knowledge: KnowledgeBase, tell: Tell = lambda _: None) -> Answers:
    """The answers in a file's bytes; `name` is what messages call the file. `tell` is told what was carried over from
    an earlier version of the questions, each with its line.

    Raises ProblemsFound where there is a mistake: all of them, each with its line and field, up to MAX_PROBLEMS.
    """
    return answers(*gather(raw, name), name, knowledge, tell)


def gather(raw: bytes, name: str, *, careful: bool = True) -> tuple[Document, tuple[Problem, ...]]:
    """The document in a file's bytes, or in those that go with a PDF report, every value as it was typed, and what is
    wrong with its text.

    Files that come with a knowledge base need not be read as carefully as those that somebody hands in. Raises
    ProblemsFound where the bytes are no document at all.
    """
    text = yaml_text.decode(attachment.taken_out(raw, name, MAX_BYTES), name, MAX_BYTES)
    return yaml_text.gather(text, name, careful=careful, as_typed=True)


def answers(
    document: Document, problems: tuple[Problem, ...], name: str, knowledge: KnowledgeBase, tell: Tell = lambda _: None
) -> Answers:
    """The answers in a document; raises ProblemsFound with these problems and every other one."""
    reader = _Reader(document, problems, name, knowledge)
    found = reader.answers()
    for said in reader.carried:
        tell(str(said))
    return found


class _Reader:
    """Collects all problems of one document on the way to its Answers. Every value in it is text, as it was typed."""

    def __init__(self, document: Document, problems: tuple[Problem, ...], name: str, knowledge: KnowledgeBase):
        self.document, self.name, self.knowledge = document, name, knowledge
        self.problems = list(problems)
        self.carried: list[Problem] = []
        self.lengths: dict[tuple, int] = {}

    def note(self, path: tuple, message: str) -> None:
        line = self.document.line(path)
        self.problems.append(Problem(self.name, line, field_path(path), message))
        if len(self.problems) >= yaml_text.MAX_PROBLEMS:
            raise ProblemsFound([*self.problems, yaml_text.too_many(self.name, line)])

    def carry(self, path: tuple, message: str) -> None:
        self.carried.append(Problem(self.name, self.document.line(path), field_path(path), message))

    def answers(self) -> Answers:
        data = self.document.data
        if not isinstance(data, dict):
            wrong = "is empty, or holds only comments" if data is None else "holds no fields"
            raise ProblemsFound(
                [
                    *self.problems,
                    Problem(self.name, 0, "", f"The file {wrong}. Start from a template: {command.typed()} template"),
                ]
            )
        self.format(data.get("format"))
        for key in data:
            if key not in _TOP:
                hint = (
                    ' It is a question: indent it under "answers".'
                    if key in self.knowledge.questions
                    else nearest(key, _TOP)
                )
                self.note((key,), f"There is no field with this name.{hint} Allowed: {listing(_TOP)}.")
        result = Answers(
            self.texts(data, "project", PROJECT_FIELDS),
            self.chosen(data),
            self.texts(data, "notes", tuple(self.knowledge.questions)),
            self.evidence(data),
            self.mitigations(data),
            self.grounds(data),
        )
        self.together()
        if self.problems:
            raise ProblemsFound(self.problems)
        return result

    def format(self, found: object) -> None:
        due = f"{FORMAT}/{VERSION}"
        if found == due:
            return
        newer = re.fullmatch(rf"{FORMAT}/([1-9][0-9]{{0,5}})(\.[0-9]+)*", found) if isinstance(found, str) else None
        if found is None:
            self.note(("format",), f'The field "format" is missing. Write as the first line: format: {due}')
        elif newer and int(newer[1]) >= VERSION:  # what else is in it cannot be judged
            raise ProblemsFound(
                [
                    Problem(
                        self.name,
                        self.document.line(("format",)),
                        "format",
                        f'The file is in the newer format "{found}". This version of Riskwalk reads up to {due}. '
                        "Update Riskwalk, or ask for the file in the older format.",
                    )
                ]
            )
        else:
            self.note(("format",), f"{_typed(found)} is not a format of answers files. Allowed: {due}.")

    def part(self, data: dict, key: str, shape: type, due: str) -> dict | list:
        value = data.get(key)
        if value is None:
            return shape()
        if not isinstance(value, shape):
            self.note((key,), f"This is {_kind(value)}. {due} is due here.")
            return shape()
        return value

    def texts(self, data: dict, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
        result = {}
        noun = "question" if key == "notes" else "field"
        for written, value in self.part(data, key, dict, "A mapping of names to text").items():
            name = self.question_now(key, written) if key == "notes" else written
            if name is None:
                continue
            if name not in allowed:
                self.note(
                    (key, name),
                    f'There is no {noun} "{shortened(name)}".{nearest(name, allowed)} Allowed: {listing(allowed)}.',
                )
            elif isinstance(value, (dict, list)):
                self.note((key, name), f"This is {_kind(value)}. One text is due here; put it in double quotes.")
            elif value:
                self.measure((key, written), "notes" if key == "notes" else f"{key}.{name}", value)
                result[name] = value
        return result

    def measure(self, path: tuple, limit: str, text: str) -> None:
        """Notes a text that is longer than its limit, and keeps its length for the sum of all."""
        self.lengths[path] = len(text)
        most = LONGEST[limit]
        if len(text) > most:
            self.note(
                path,
                f"This text has {len(text):,} characters. At most {most:,} are allowed here. "
                "Shorten it; the rest can stand in a document that a note names.",
            )

    def together(self) -> None:
        total = sum(self.lengths.values())
        if total > LONGEST_TOGETHER:
            self.note(
                max(self.lengths, key=lambda path: self.lengths[path]),
                f"All texts of this file together have {total:,} characters. At most {LONGEST_TOGETHER:,} are allowed. "
                "This is the longest: shorten it; the rest can stand in a document that a note names.",
            )

    def rows(
        self, data: dict, key: str, allowed: tuple[str, ...], required: tuple[str, ...]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's position and its texts, as far as the row is one; what is wrong with it is noted."""
        for index, row in enumerate(self.part(data, key, list, "A list")):
            if not isinstance(row, dict):
                self.note((key, index), f"This is {_kind(row)}. A mapping with {', '.join(allowed)} is due here.")
                continue
            texts = self.fields(row, (key, index), key, allowed)
            missing = [name for name in required if row.get(name) in (None, "")]
            for name in missing:
                self.note((key, index), f'The field "{name}" is missing.')
            if all(name in texts for name in required) and not missing:
                yield index, texts

    def grounds(self, data: dict) -> dict[str, Grounds]:
        result, fields = {}, Grounds.__struct_fields__
        words = self.knowledge.vocabulary.words("confidences")
        for written, row in self.part(data, "grounds", dict, "A mapping of question ids to grounds").items():
            key = self.question_now("grounds", written)
            if key is None:
                continue
            if key not in self.knowledge.questions:
                self.note(
                    ("grounds", written),
                    f'There is no question "{shortened(key)}".{nearest(key, self.knowledge.questions)} '
                    f"Allowed: {listing(tuple(self.knowledge.questions))}.",
                )
            elif row is not None and not isinstance(row, dict):
                self.note(
                    ("grounds", written), f"This is {_kind(row)}. A mapping with {', '.join(fields)} is due here."
                )
            elif row:
                texts = self.fields(row, ("grounds", written), "grounds", fields)
                confidence = texts.get("confidence")
                if confidence and confidence not in words:
                    self.note(
                        ("grounds", written, "confidence"),
                        f'"{shortened(confidence)}" is not a confidence.{nearest(confidence, words)} '
                        f"Allowed: {listing(words, as_they_stand=True)}.",
                    )
                if any(texts.values()):
                    result[key] = Grounds(**texts)
        return result

    def fields(self, row: dict, path: tuple, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
        """The texts of one row; what is wrong with it is noted."""
        for name, value in row.items():
            if name not in allowed:
                self.note(
                    (*path, name),
                    f"There is no field with this name.{nearest(name, allowed)} Allowed: {listing(allowed)}.",
                )
            elif isinstance(value, (dict, list)):
                self.note((*path, name), f"This is {_kind(value)}. One text is due here; put it in double quotes.")
        texts = {name: row[name] for name in allowed if isinstance(row.get(name), str)}
        for name, text in texts.items():
            if f"{key}.{name}" in LONGEST:
                self.measure((*path, name), f"{key}.{name}", text)
        return texts

    def evidence(self, data: dict) -> tuple[Evidence, ...]:
        result = []
        for index, row in self.rows(data, "evidence", Evidence.__struct_fields__, ("title",)):
            if index >= MOST_EVIDENCE:
                self.note(
                    ("evidence", index),
                    f"This is row {index + 1} of evidence. At most {MOST_EVIDENCE} are allowed. "
                    "Keep those that bear most on the project, and remove the others.",
                )
                break
            result.append(Evidence(**row))
        return tuple(result)

    def mitigations(self, data: dict) -> tuple[Mitigation, ...]:
        known, result, seen = self.knowledge.recommendations, [], {}
        for index, row in self.rows(data, "mitigations", Mitigation.__struct_fields__, ("id", "status")):
            path = ("mitigations", index)
            entry = known.get(row["id"])
            if entry is None:
                self.note(
                    (*path, "id"),
                    f'There is no recommendation "{shortened(row["id"])}".'
                    f"{nearest(row['id'], known)} "
                    "Allowed: the ids of recommendations in the JSON report.",
                )
            elif entry.replaced_by:
                self.note(
                    (*path, "id"), f'"{entry.id}" is retired. It was replaced by "{entry.replaced_by}". Use that.'
                )
            elif row["id"] in seen:
                self.note(
                    (*path, "id"),
                    f'"{row["id"]}" is declared a second time, first in line {seen[row["id"]]}. Keep one.',
                )
            seen.setdefault(row["id"], self.document.line((*path, "id")))
            if row["status"] not in MITIGATION_STATUSES:
                self.note(
                    (*path, "status"),
                    f'"{shortened(row["status"])}" is not a status.'
                    f"{nearest(row['status'], MITIGATION_STATUSES)} "
                    f"Allowed: {listing(MITIGATION_STATUSES, as_they_stand=True)}.",
                )
            if row.get("due") and not _is_date(row["due"]):
                self.note(
                    (*path, "due"),
                    f'"{shortened(row["due"])}" is not a date. Write it as YYYY-MM-DD, such as 2027-01-31.',
                )
            result.append(Mitigation(**row))
        return tuple(result)

    def question_now(self, part: str, written: str) -> str | None:
        """The id that a question of a file has now; None where it is gone, which is told."""
        now, way = self.knowledge.renames.question(written)
        if way:
            self.carry((part, written), wording.question(written, now, [(row.since, row.because) for row in way]))
        return now

    def chosen(self, data: dict) -> dict[str, Answer]:
        questions, result = self.knowledge.questions, {}
        written = self.part(data, "answers", dict, "A mapping of question ids to options")
        for key, value in written.items():
            now = self.question_now("answers", key)
            if now is None:
                continue
            if now != key and now in written:
                self.note(("answers", key), wording.answered_twice(key, now))
                continue
            question = questions.get(now)
            if question is None:
                self.note(
                    ("answers", key),
                    f'There is no question "{shortened(key)}".{nearest(key, questions)} '
                    f"All questions: {command.typed()} questions",
                )
            elif question.replaced_by:
                self.note(
                    ("answers", key), f'The question "{key}" was replaced by "{question.replaced_by}". Answer that one.'
                )
            elif value not in (None, "", []):
                answer = self.answer(question, value, ("answers", key))
                if answer:
                    result[question.id] = answer
        return result

    def option_now(self, question: Question, place: tuple, word: str) -> str | None:
        """The id that an option of a file has now; None where it is gone, which is told."""
        now, way = self.knowledge.renames.option(question.id, word)
        if way:
            self.carry(place, wording.option(word, now, [(row.since, row.because) for row in way]))
        return now

    def answer(self, question: Question, value: object, path: tuple) -> Answer | None:
        typed = value if isinstance(value, list) else [value]
        wrong = [item for item in typed if not isinstance(item, str)]
        if wrong:
            self.note(
                path,
                f"This is {_kind(wrong[0])}. The id of an option is due here, or a list of them. "
                f"{self.allowed(question)}",
            )
            return None
        offered = dict(self.knowledge.options(question))
        words = [_word(item, offered) for item in typed]
        if words == [UNKNOWN]:
            return Answer(UNKNOWN)
        if words == [NOT_APPLICABLE]:
            if question.may_not_apply:
                return Answer(NOT_APPLICABLE)
            self.note(path, f"This question always applies. {self.allowed(question)}")
            return None
        places = [(*path, position) for position in range(len(words))] if isinstance(value, list) else [path]
        kept = {
            place: now
            for place, word in zip(places, words, strict=True)
            if (now := self.option_now(question, place, word)) is not None
        }
        return self.options(question, path, kept) if kept else None

    def options(self, question: Question, path: tuple, placed: dict[tuple, str]) -> Answer | None:
        offered, words = dict(self.knowledge.options(question)), list(placed.values())
        before = len(self.problems)
        beside = [word for word in (UNKNOWN, NOT_APPLICABLE) if word in words]
        for word in beside:
            self.note(path, f'"{word}" cannot stand beside options. Write it alone, or remove it.')
        for place, word in placed.items():
            if word not in offered and word not in beside:
                self.note(
                    place,
                    f'There is no option "{shortened(word)}".{self.hint(question, word)} {self.allowed(question)}',
                )
        chosen = [word for word in words if word not in beside]
        for word, times in sorted(Counter(chosen).items()):
            if times > 1:
                self.note(path, f'The option "{shortened(word)}" stands here {times} times. Keep one.')
        if not question.several and len(set(chosen)) > 1:
            self.note(path, f"This question takes one option; {len(set(chosen))} are given. Keep one.")
        exclusive = [option.id for option in question.options if option.exclusive and option.id in chosen]
        if exclusive and len(set(chosen)) > 1:
            self.note(path, f'"{exclusive[0]}" cannot stand beside another option. Keep it alone, or remove it.')
        return Answer("answered", tuple(sorted(words))) if len(self.problems) == before else None

    def hint(self, question: Question, word: str) -> str:
        entry = getattr(self.knowledge, question.options_from).get(word) if question.options_from else None
        if entry and entry.replaced_by:
            return f' It was replaced by "{entry.replaced_by}".'
        offered = self.knowledge.options(question)
        by_label = next((option for option, label in offered if label.casefold() == word.casefold()), None)
        if by_label:
            return f' The id of "{shortened(word)}" is "{by_label}".'
        statuses = [UNKNOWN, *[NOT_APPLICABLE] * question.may_not_apply]
        return nearest(word, [*statuses, *(option for option, _ in offered)])

    def allowed(self, question: Question) -> str:
        also = f'"{UNKNOWN}" or "{NOT_APPLICABLE}"' if question.may_not_apply else f'"{UNKNOWN}"'
        return f"Allowed: {listing(option for option, _ in self.knowledge.options(question))}; or {also}."


def _word(typed: str, offered: Mapping[str, str]) -> str:
    """An option id. Where `yes` and `no` are options, whatever another writer of YAML makes of them stands for them."""
    word = typed.strip()
    option = _TRUTHS.get(word.lower())
    return option if option in offered and word not in offered else word


_TRUTHS = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}


def _kind(value: object) -> str:
    return {dict: "a mapping", list: "a list", type(None): "empty"}.get(type(value), "text")


def _typed(value: object) -> str:
    return f'"{shortened(value)}"' if isinstance(value, str) else _kind(value).capitalize()


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10 and text[4] == text[7] == "-" and "W" not in text
