"""What a form asks and no kickoff knows, as a file to fill in: written with who knows it, and read back.

An answer stands in this one form and moves no level: the walk never sees it.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping

from questionnaire.assessment.result import Report
from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest, shortened
from questionnaire.files.yaml_text import field_path
from questionnaire.handoffs.filling import NOTHING_MORE, Extra, Field, fill, left_by
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.forms import Element, Form
from questionnaire.wording import extra as say

FORMAT, VERSION = "riskwalk-extra", 1
MAX_BYTES, LONGEST = 1_000_000, 60_000
_TOP = ("format", "form", "answers")


def questions(form: Form, report: Report, knowledge: KnowledgeBase, told: Extra = NOTHING_MORE, then: str = "") -> str:
    """The form's open questions as a commented file, with what was told to them already; `then` is the command that
    fills them in."""
    lines = [f"format: {FORMAT}/{VERSION}", f"form: {form.id}", "", *_comment(say.about(form.title))]
    lines += [f"# {each}" for each in (say.HOW, *([say.THEN, f"  {then}"] if then else ()))]
    asked = [
        line
        for element, field in zip(form.elements, fill(form, report, knowledge).fields, strict=True)
        for line in _asked(element, field, told.get(element.key, {}))
    ]
    return "\n".join([*lines, "answers:" if asked else f"answers: {{}}  # {say.NOTHING_OPEN}", *asked, ""])


def _asked(element: Element, field: Field, told: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    open_ = [each for each in left_by(element) if each.what in {*told, *(left.what for left in field.open)}]
    if not open_:
        return
    yield ""
    yield from _comment(say.field(field.title), "  ")
    yield from _comment(field.asks, "  ") if field.asks else ()
    yield f"  {_quoted(element.key)}:"
    for each in open_:
        yield from _comment(say.known_by(each.who), "    ")
        if element.picks:
            yield from _comment(say.VALUES, "    ")
            yield from (f"    #   {pick.value}: {pick.label}" for pick in element.picks)
        if element.several:
            yield f"    # {say.SEVERAL}"
        texts = told.get(each.what, ())
        value = f"[{', '.join(map(_quoted, texts))}]" if len(texts) > 1 else _quoted(next(iter(texts), ""))
        yield f"    {_quoted(each.what)}: {value}"


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, 110, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ")


def _quoted(text: str) -> str:
    """As YAML reads it back, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def read(raw: bytes, name: str, form: Form, then: str, choose: str = say.BY_KIND) -> Extra:
    """The answers in a file's bytes; `name` is what messages call the file, `then` where a fresh one comes from, and
    `choose` how one says that it is meant for another form.

    Raises ProblemsFound with every mistake, each with its line.
    """
    text = yaml_text.decode(raw, name, MAX_BYTES)
    document, found = yaml_text.gather(text, name, careful=True, as_typed=True)
    reader = _Reader(document, name, form, then, choose)
    reader.problems += found
    told = reader.told()
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return told


class _Reader:
    """Collects all problems of one document on the way to its answers."""

    def __init__(self, document: yaml_text.Document, name: str, form: Form, then: str, choose: str):
        self.document, self.name, self.form, self.then, self.choose = document, name, form, then, choose
        self.problems: list[Problem] = []

    def note(self, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(Problem(self.name, self.document.line(path), field_path(path), message))

    def told(self) -> Extra:
        data = self.document.data
        if not isinstance(data, dict):
            raise ProblemsFound([*self.problems, Problem(self.name, 0, "", say.no_fields(self.then))])
        if data.get("format") != f"{FORMAT}/{VERSION}":
            self.note(("format",), say.no_format(f"{FORMAT}/{VERSION}"))
        if data.get("form") != self.form.id:
            self.note(("form",), say.other_form(shortened(str(data.get("form") or "")), self.form.id, self.choose))
            return {}  # what it says belongs to other fields
        for key in data:
            if key not in _TOP:
                self.note((key,), say.no_field(nearest(key, _TOP), listing(_TOP)))
        fields, elements = data.get("answers"), {element.key: element for element in self.form.elements}
        if fields is not None and not isinstance(fields, dict):
            self.note(("answers",), say.NO_MAPPING)
            return {}
        told = {}
        for key, answers in (fields or {}).items():
            if key not in elements:
                asking = [each.key for each in self.form.elements if left_by(each)]
                self.note(("answers", key), say.no_field_of_form(shortened(key), nearest(key, asking), listing(asking)))
            elif found := dict(self._answers(elements[key], answers)):
                told[key] = found
        return told

    def _answers(self, element: Element, answers: object) -> Iterator[tuple[str, tuple[str, ...]]]:
        path, asked = ("answers", element.key), [each.what for each in left_by(element)]
        if answers is not None and not isinstance(answers, dict):
            self.note(path, say.NO_QUESTIONS)
            return
        for what, said in (answers or {}).items():
            if what not in asked:
                self.note((*path, what), say.no_question(nearest(what, asked), asked))
                continue
            texts = tuple(self._texts((*path, what), said, several=element.several))
            if texts:
                yield what, texts

    def _texts(self, path: tuple[str | int, ...], said: object, *, several: bool) -> Iterator[str]:
        if isinstance(said, list) and not several:
            self.note(path, say.ONE_TEXT)
            return
        for number, text in enumerate(said) if isinstance(said, list) else ((None, said),):
            at = path if number is None else (*path, number)
            if text is not None and not isinstance(text, str):
                self.note(at, say.TEXTS if several else say.ONE_TEXT)
            elif text is not None and len(text) > LONGEST:
                self.note(at, say.too_long(len(text), LONGEST))
            elif text and text.strip():
                yield text.strip()
