"""What a team says in its own words: about the project, and what it found in the field."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.answers import Evidence
from questionnaire.web import fields, parts, record

LONGEST_NAME, LONGEST_TEXT = 120, 1000


def project() -> None:
    """The name of the project, its team, purpose and contact."""
    said = record.held().answers.project
    with st.container(border=True):
        labels = {
            "name": ("Name of the project", LONGEST_NAME),
            "team": ("Team", LONGEST_NAME),
            "purpose": ("What is it meant to do, and for whom?", LONGEST_TEXT),
            "contact": ("Contact", LONGEST_NAME),
        }
        for key, (label, most) in labels.items():
            widget, looks = (fields.text, {"height": 80}) if key == "purpose" else (fields.line, {})
            widget(
                f"project-{key}",
                label,
                said.get(key, ""),
                functools.partial(record.save_project, key),
                most=most,
                **looks,
            )


def evidence() -> None:
    """What the team found itself: reports, incidents, studies."""
    rows = record.held().answers.evidence
    parts.heading("What you found", "what-you-found", 3)
    st.caption("Reports, incidents, studies or experience from the field. Everything listed here goes into the report.")
    for at, row in enumerate(rows):
        with st.container(border=True):
            for name, label in (("title", "Title"), ("url", "Link"), ("finding", "What it says")):
                fields.line(
                    f"evidence-{at}-{name}",
                    label,
                    getattr(row, name),
                    functools.partial(_edit_evidence, at, name),
                    most=LONGEST_TEXT,
                )
            parts.action(
                "Remove", f"evidence-{at}-remove", _remove_evidence, at, type="tertiary", icon=":material/delete:"
            )
    parts.action("Add what you found", "evidence-add", _add_evidence, icon=":material/add:")


def _edit_evidence(at: int, name: str, value: object) -> None:
    rows = list(record.held().answers.evidence)
    row = rows[at]
    if name == "title" and not record.clean(value):
        return
    rows[at] = Evidence(
        **{field: value if field == name else getattr(row, field) for field in ("title", "url", "finding")}
    )
    record.save_evidence(tuple(rows))


def _add_evidence() -> None:
    rows = record.held().answers.evidence
    record.save_evidence((*rows, Evidence(f"Finding {len(rows) + 1}")))


def _remove_evidence(at: int) -> None:
    rows = record.held().answers.evidence
    record.save_evidence(rows[:at] + rows[at + 1 :])
