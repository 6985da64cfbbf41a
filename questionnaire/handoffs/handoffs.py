"""The hand-offs: a row for each form of the knowledge base, and one for each that is worked out. Command line and pages
read them from here. A new form is a file of the knowledge base.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from questionnaire.assessment.result import Assessment, Report
from questionnaire.handoffs import evaluation, forms, imports, issues, ml_bom
from questionnaire.handoffs.filling import NOTHING_MORE, Extra, fill
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.forms import Form
from questionnaire.readings.blocks import Document
from questionnaire.reports import formats
from questionnaire.wording import handoffs as say
from questionnaire.wording import issues as say_of_issues

Make = Callable[[Report, KnowledgeBase, str, str, Extra], bytes]
"""From the result, the knowledge base, the ending of the file, a day (in ISO form, or empty) and what is said to fields
of a form to the file."""
# In these a document can be laid out; the first is meant where nobody says which.
_LAID_OUT = (".md", ".docx", ".html", ".pdf")
# Media types of files that are no format of a report.
_OTHER_MIMES = {".yaml": "application/yaml", ".py": "text/x-python"}


class Handoff(NamedTuple):
    """`name` is what is written after --kind, `label` says what it is, `summary` what it holds. `endings` are those of
    files in which it comes, the first where nobody says which; that one is text. `regulations` are the ids of rules
    that may ask for it; `form` is the form that it fills, if it is one."""

    name: str
    label: str
    summary: str
    endings: tuple[str, ...]
    regulations: tuple[str, ...]
    make: Make
    form: Form | None = None

    def render(
        self, report: Report, knowledge: KnowledgeBase, ending: str = "", dated: str = "", extra: Extra = NOTHING_MORE
    ) -> bytes:
        """The file; the same input gives the same bytes. `extra` counts only for a form. Raises
        ValueError for an ending that is not offered."""
        ending = (ending or self.endings[0]).lower()
        if ending not in self.endings:
            raise ValueError(f"{self.name} does not come as {ending}")
        return self.make(report, knowledge, ending, dated, extra)


def handoffs(knowledge: KnowledgeBase) -> tuple[Handoff, ...]:
    """All hand-offs, the forms first."""
    return (*map(_of_form, knowledge.forms.values()), *_WORKED_OUT)


def named(name: str, knowledge: KnowledgeBase) -> Handoff | None:
    """The hand-off of that name, or None where there is none."""
    return next((each for each in handoffs(knowledge) if each.name == name), None)


def asked_for(handoff: Handoff, result: Assessment) -> tuple[str, ...]:
    """The titles of those rules that may apply here and ask for it; empty where none does."""
    return tuple(rule.title for rule in result.regulations if rule.id in handoff.regulations)


def offered(knowledge: KnowledgeBase, result: Assessment) -> tuple[Handoff, ...]:
    """Those that may be of use here: what a rule asks for that may apply, and after it what no rule has to ask for."""
    every = handoffs(knowledge)
    return (*(each for each in every if asked_for(each, result)), *(each for each in every if not each.regulations))


def mime(ending: str) -> str:
    """The media type of a file with one of the endings."""
    found = formats.ending_in(ending)
    return found.mime if found else _OTHER_MIMES[ending]


def _of_form(form: Form) -> Handoff:
    match form.layout:
        case "card":
            endings: tuple[str, ...] = (".md", ".json")
        case "bom":
            endings = (".json",)
        case "pia" | "aia" | "croissant" | "record":
            endings = (".json", *_LAID_OUT)
        case "table":
            endings = (".csv", *_LAID_OUT, ".json")
        case _:
            endings = (*_LAID_OUT, ".json")

    def make(report: Report, knowledge: KnowledgeBase, ending: str, dated: str, extra: Extra) -> bytes:
        filled = fill(form, report, knowledge, dated, extra)
        if form.layout == "bom":
            return ml_bom.bom(form, filled, report).encode()
        if ending == ".json" and form.layout in imports.FILES:
            return imports.FILES[form.layout](form, filled, report).encode()
        if ending == ".json":
            return forms.data(filled).encode()
        if ending == ".csv":
            return forms.table(filled).encode()
        if form.layout == "card":
            return forms.card(form, filled, report, knowledge).encode()
        return _laid_out(forms.document(filled), ending)

    return Handoff(form.id, form.title, form.summary, endings, form.regulations, make, form)


def _evaluation(report: Report, knowledge: KnowledgeBase, ending: str, _: str, _extra: Extra) -> bytes:
    made = evaluation.skeleton if ending == ".py" else evaluation.plan
    return made(report, knowledge).encode()


def _issues(report: Report, _: KnowledgeBase, ending: str, dated: str, _extra: Extra) -> bytes:
    return issues.data(report).encode() if ending == ".json" else _laid_out(issues.checklist(report, dated), ending)


def _laid_out(document: Document, ending: str) -> bytes:
    found = formats.ending_in(ending)
    if found is None or found.whole:
        raise ValueError(f"no document comes as {ending}")
    return found.lay_out(document)


_WORKED_OUT = (
    Handoff(say.EVALUATION, say.EVALUATION_LABEL, say.EVALUATION_SUMMARY, (".yaml", ".py"), (), _evaluation),
    Handoff(say.ISSUES, say_of_issues.LABEL, say.ISSUES_SUMMARY, (*_LAID_OUT, ".json"), (), _issues),
)
