"""What a team says in its own words: about the project, and what it found in the field."""

from __future__ import annotations

import functools

import streamlit as st
from msgspec.structs import replace

from questionnaire.answers.answers import LONGEST, Evidence
from questionnaire.web import fields, parts, record
from questionnaire.wording import web as say

_IN_LINES = ("purpose",)
"""Fields of the project that are written in several lines."""


def project() -> None:
    """The name of the project, its team, purpose and contact."""
    said = record.held().answers.project
    with st.container(border=True):
        for key, label in say.PROJECT_FIELDS.items():
            widget, looks = (fields.text, {"height": 80}) if key in _IN_LINES else (fields.line, {})
            widget(
                f"project-{key}",
                label,
                said.get(key, ""),
                functools.partial(record.save_project, key),
                most=LONGEST[f"project.{key}"],
                **looks,
            )


def evidence() -> None:
    """What the team found itself: reports, incidents, studies."""
    rows = record.held().answers.evidence
    parts.heading(say.WHAT_YOU_FOUND, "what-you-found", 2)
    st.caption(say.WHAT_COUNTS_AS_FOUND)
    for at, row in enumerate(rows):
        with st.container(border=True):
            for name, label in say.EVIDENCE_FIELDS.items():
                fields.line(
                    f"evidence-{at}-{name}",
                    label,
                    getattr(row, name),
                    functools.partial(_edit_evidence, at, name),
                    most=LONGEST[f"evidence.{name}"],
                )
            parts.action(
                say.REMOVE, f"evidence-{at}-remove", _remove_evidence, at, type="tertiary", icon=":material/delete:"
            )
    parts.action(say.ADD_WHAT_YOU_FOUND, "evidence-add", _add_evidence, icon=":material/add:")


def _edit_evidence(at: int, name: str, value: object) -> None:
    if name == "title" and not record.clean(value):
        return
    rows = list(record.held().answers.evidence)
    rows[at] = replace(rows[at], **{name: value})
    record.save_evidence(tuple(rows))


def _add_evidence() -> None:
    rows = record.held().answers.evidence
    record.save_evidence((*rows, Evidence(say.new_evidence(len(rows) + 1))))


def _remove_evidence(at: int) -> None:
    rows = record.held().answers.evidence
    record.save_evidence(rows[:at] + rows[at + 1 :])
