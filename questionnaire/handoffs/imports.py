"""A form as the file that another tool takes: CNIL's tool, Canada's assessment, a catalogue of data sets, a register.

Only what is known is written: a field of which nothing is known stays out of the file.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

import msgspec

from questionnaire.assessment.result import Report
from questionnaire.handoffs.filling import Field, Filled
from questionnaire.knowledge.forms import Element, Form
from questionnaire.wording import handoffs as say
from questionnaire.wording import readings

Json = dict[str, object]
_CROISSANT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
}


def pia(form: Form, filled: Filled, report: Report) -> str:
    """What CNIL's tool imports: answers by the number of the question, declared measures, nothing evaluated."""
    day = filled.dated or None
    pairs = list(zip(form.elements, filled.fields, strict=True))
    answers = [
        {
            "reference_to": int(element.key),
            "data": {"text": _html(field), "gauge": None, "list": None},
            "created_at": day,
        }
        for element, field in pairs
        if element.key.isdecimal() and field.lines
    ]
    declared = [item for item in report.assessment.recommendations if item.declared]
    measures = [
        {
            "id": number,
            "title": item.title,
            "content": _paragraph(say.measure(item.title, readings.DECLARED[item.declared], item.owner, item.due)),
            "placeholder": "",
            "created_at": day,
        }
        for number, item in enumerate(declared, 1)
    ]
    head: Json = {"name": filled.project, "status": 0, "created_at": day}
    head |= {element.key.removeprefix("pia."): field.text for element, field in pairs if _of_head(element, field)}
    return _json({"pia": head, "answers": answers, "measures": measures, "evaluations": [], "comments": []})


def _of_head(element: Element, field: Field) -> bool:
    return element.key.startswith("pia.") and bool(field.lines)


def _html(field: Field) -> str:
    """The lines as paragraphs, and what is still to fill in this answer."""
    left = [say.field(say.STILL_TO_FILL, say.who_knows(each.what, each.who)) for each in field.open]
    return "".join(map(_paragraph, (*(line.text for line in field.lines), *left)))


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text, quote=False)}</p>"


def aia(form: Form, filled: Filled, _: Report) -> str:
    """Saved results of Canada's survey, which it loads without asking: what it is a draft of stands in its data."""
    saved = {"version": form.edition or "", "currentPage": 0, "data": _values(form, filled), "translationsOnResult": {}}
    return _json(saved)


def record(form: Form, filled: Filled, _: Report) -> str:
    """The fields as one record, beside what it is a draft of and what is still to fill."""
    left = [{"field": field.key, "what": each.what, "who": each.who} for field in filled.fields for each in field.open]
    return _json({"draft": filled.draft, "still_to_fill": left, "record": _values(form, filled)})


def croissant(form: Form, filled: Filled, _: Report) -> str:
    """Metadata of a data set that is planned, in JSON-LD, with the vocabulary for responsible AI."""
    made: Json = {
        "@context": _CROISSANT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": filled.project,
    }
    return _json(made | _values(form, filled))


def _values(form: Form, filled: Filled) -> Json:
    """By key: a value of the form's own list, a text, or a list of either."""
    chosen = {field.key: field.chosen for field in filled.fields}
    return {
        field.key: value
        for element, field in zip(form.elements, filled.fields, strict=True)
        if _needed(element, chosen)
        for value in _value(element, field)
    }


def _needed(element: Element, chosen: dict[str, tuple[str, ...]]) -> bool:
    if element.needs is None:
        return True
    key, _, value = element.needs.partition("=")
    return value in chosen.get(key, ())


def _value(element: Element, field: Field) -> Iterator[object]:
    """The value, or nothing where nothing is known of the field."""
    if element.picks:
        told: tuple[str, ...] = field.chosen
    else:
        told = tuple(line.text for line in field.lines)
    if told:
        yield list(told) if element.several else told[0] if element.picks else "\n".join(told)


def _json(made: Json) -> str:
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


FILES: dict[str, Callable[[Form, Filled, Report], str]] = {
    "pia": pia,
    "aia": aia,
    "croissant": croissant,
    "record": record,
}
"""By the layout of a form, what makes its file."""
